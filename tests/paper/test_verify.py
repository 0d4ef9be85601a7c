"""The verifier: each way in which a paper could say what its evidence does not bear out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.paper.small import inflation_and_trade, small_paper

from countrydesk.errors import UnboundSentenceError
from countrydesk.paper.nodes import (
    Override,
    OverrideAction,
    Paragraph,
    SentenceKind,
    Slot,
    Table,
)
from countrydesk.paper.verify import verify

PAPER, VIEW, DESK = small_paper(inflation_and_trade)
SENTENCE = PAPER.sections[0].blocks[0].sentences[0]


def check(paper):
    verify(paper, VIEW, DESK.realiser)


def with_sentence(sentence):
    """The paper with its first sentence replaced."""
    section = PAPER.sections[0]
    first = section.blocks[0]
    changed = replace(first, sentences=(sentence, *first.sentences[1:]))
    return replace(PAPER, sections=(replace(section, blocks=(changed, *section.blocks[1:])),))


def test_a_good_paper_passes():
    assert len(list(PAPER.sentences)) == 3
    check(PAPER)


def test_every_slot_is_checked_against_its_source():
    for at, part in enumerate(SENTENCE.parts):
        if isinstance(part, Slot):
            parts = list(SENTENCE.parts)
            parts[at] = replace(part, text=part.text + "x")
            with pytest.raises(UnboundSentenceError, match="where its source says"):
                check(with_sentence(replace(SENTENCE, parts=tuple(parts))))


@given(st.floats(0.1, 50).map(lambda v: round(v, 1)))
def test_no_other_number_passes_for_the_right_one(value):
    slot = next(s for s in SENTENCE.slots if s.origin == "finding" and "percent" in s.text)
    text = f"{value} percent"
    parts = tuple(replace(p, text=text) if p is slot else p for p in SENTENCE.parts)
    changed = with_sentence(replace(SENTENCE, parts=parts))
    if text == slot.text:
        check(changed)
    else:
        with pytest.raises(UnboundSentenceError):
            check(changed)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (" and 7 others", "a digit"),
        (" since March", "a month"),
        (" twice over", "a number"),
        (" a third of it", "a number"),
    ],
)
def test_figures_may_not_stand_in_plain_words(text, what):
    with pytest.raises(UnboundSentenceError, match=what):
        check(with_sentence(replace(SENTENCE, parts=(*SENTENCE.parts, text))))


@pytest.mark.parametrize(
    "kind", sorted(set(SentenceKind) - {SentenceKind.NOTE, SentenceKind.ANALYST})
)
def test_a_sentence_of_any_kind_must_rest_on_something(kind):
    bare = replace(SENTENCE, kind=kind, parts=("Peace will come.",), findings=(), evidence=())
    with pytest.raises(UnboundSentenceError, match="rests on nothing"):
        check(with_sentence(bare))


BY = Override(OverrideAction.CHANGED, "A. Analyst", date(2026, 11, 3), "Seen there.", "Was.")
WORDS = replace(
    SENTENCE, kind=SentenceKind.ANALYST, parts=("Two of 3 ports shut in March.",), findings=(),
    evidence=(), override=BY,
)  # fmt: skip


def test_the_words_of_an_analyst_are_not_bound():
    check(with_sentence(WORDS))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"override": None}, "not marked"),
        ({"kind": SentenceKind.FACT}, "not marked"),
        ({"override": replace(BY, analyst=" ")}, "without who or why"),
        ({"override": replace(BY, reason="")}, "without who or why"),
        ({"findings": SENTENCE.findings}, "claim evidence"),
        ({"evidence": SENTENCE.evidence}, "claim evidence"),
        ({"parts": SENTENCE.parts}, "claim evidence"),
    ],
)
def test_the_words_of_an_analyst_never_pass_for_bound_ones(change, message):
    with pytest.raises(UnboundSentenceError, match=message):
        check(with_sentence(replace(WORDS, **change)))


def test_a_note_about_the_paper_may_stand_alone():
    note = replace(SENTENCE, kind=SentenceKind.NOTE, parts=("A note.",), findings=(), evidence=())
    check(with_sentence(note))


def test_evidence_may_not_be_dropped():
    with pytest.raises(UnboundSentenceError, match="have no observation"):
        check(with_sentence(replace(SENTENCE, evidence=())))
    with pytest.raises(UnboundSentenceError, match="not among the paper's evidence"):
        check(with_sentence(replace(SENTENCE, evidence=("0" * 16,))))


def test_a_finding_must_come_out_of_the_evidence_again():
    key, finding = next((k, f) for k, f in PAPER.findings.items() if f.method.startswith("level"))
    forged = replace(PAPER, findings={**PAPER.findings, key: replace(finding, value=99.0)})
    with pytest.raises(UnboundSentenceError, match="does not come out"):
        check(forged)


def test_an_observation_must_be_in_the_release():
    key, item = next(iter(PAPER.observations.items()))
    forged = replace(PAPER, observations={**PAPER.observations, key: replace(item, value=99.0)})
    with pytest.raises(UnboundSentenceError, match="is not in release"):
        check(forged)


def test_tables_are_checked_like_sentences():
    section = PAPER.sections[0]
    table = next(block for block in section.blocks if isinstance(block, Table))
    row = table.rows[0]
    slot = row.cells[1][0]
    for cell in ((replace(slot, text="1.0 percent"),), (slot, " or 7")):
        forged = replace(table, rows=(replace(row, cells=(row.cells[0], cell)),))
        blocks = tuple(forged if block is table else block for block in section.blocks)
        with pytest.raises(UnboundSentenceError):
            check(replace(PAPER, sections=(replace(section, blocks=blocks),)))


def test_the_absence_of_a_figure_is_itself_checked():
    gap = PAPER.sections[0].blocks[0].sentences[2]
    assert "Gini" in gap.text
    assert gap.evidence == ()
    assert isinstance(PAPER.sections[0].blocks[0], Paragraph)
