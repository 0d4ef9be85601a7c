from __future__ import annotations

from dataclasses import replace

import pytest
from tests.paper.small import inflation_and_trade, small_paper

from countrydesk.errors import LintError
from countrydesk.paper.lint import FILLER, complaints, lint
from countrydesk.paper.verify import check_text
from countrydesk.paper.writing.lexicon import load_lexicon
from countrydesk.paper.writing.template import Ref, parse, walk

PAPER, _, _ = small_paper(inflation_and_trade)


def rules(text):
    section = PAPER.sections[0]
    first = section.blocks[0]
    bad = replace(first.sentences[0], parts=(text,))
    changed = replace(first, sentences=(bad, *first.sentences[1:]))
    paper = replace(PAPER, sections=(replace(section, blocks=(changed, *section.blocks[1:])),))
    return [item.rule for item in complaints(paper)]


def test_a_good_paper_passes():
    lint(PAPER)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Peru plays a crucial role in the region.", "filler"),
        ("Peru faces challenges.", "filler"),
        ("Prices rose recently.", "undated"),
        ("Prices are currently high.", "undated"),
        ("Prices rose due to drought.", "causal"),
        ("The vote led to unrest.", "causal"),
        ("Prices rose  fast.", "two spaces"),
        ("Prices rose .", "a space before a mark"),
        ("Prices rose,, fast.", "a doubled mark"),
        ("Prices {v} rose.", "a leftover of a template"),
        ("Prices rose by None.", "a leftover of a template"),
        ("Prices rose in in Lima.", "a doubled word"),
        ("Prices rose", "end"),
    ],
)
def test_bad_writing_is_named(text, rule):
    assert rule in rules(text)


def test_the_same_sentence_may_not_be_said_twice():
    section = PAPER.sections[0]
    first = section.blocks[0]
    doubled = replace(first, sentences=(*first.sentences, first.sentences[0]))
    paper = replace(PAPER, sections=(replace(section, blocks=(doubled,)),))
    assert "said twice" in [item.rule for item in complaints(paper)]
    with pytest.raises(LintError, match="in all"):
        lint(paper)


TEMPLATES = {
    name: source
    for name, source in load_lexicon("en").templates.items()
    if not name.startswith("charts.") and ".chart_" not in name
}
FRAMES = {
    f"{indicator}[{at}]": frame
    for indicator, entry in load_lexicon("en").entries.items()
    for at, frame in enumerate(entry.frames)
}


@pytest.mark.parametrize("name", sorted(TEMPLATES | FRAMES))
def test_no_template_states_a_figure_in_plain_words(name):
    for node in walk(parse((TEMPLATES | FRAMES)[name])):
        if not isinstance(node, Ref):
            check_text(name, node)
            assert not any(filler in node.lower() for filler in FILLER), node


@pytest.mark.parametrize("name", sorted(FRAMES))
def test_frames_are_dated_and_open_ended(name):
    slots = {(n.binding, n.field) for n in walk(parse(FRAMES[name])) if isinstance(n, Ref)}
    assert any(field in {"period", "since"} for _, field in slots), "a figure without its date"
    assert not FRAMES[name].rstrip().endswith("."), "comparison and change follow a frame"


def test_every_indicator_has_a_word():
    from countrydesk.evidence import Catalogue

    lexicon = load_lexicon("en")
    missing = [key for key in Catalogue.from_yaml() if not _has_word(lexicon, key)]
    assert missing == []


def _has_word(lexicon, key):
    try:
        return bool(lexicon.noun(key))
    except LintError:
        return False
