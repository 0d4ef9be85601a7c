"""Words that printed formats share: source lines, meters, marks, key judgements."""

from __future__ import annotations

import dataclasses
from datetime import date

from tests.render.sample import sample_paper, sentence

from countrydesk.paper.nodes import Coverage, Paragraph, Section, SentenceKind
from countrydesk.render.notes import SourceNote
from countrydesk.render.words import (
    coverage_words,
    grouped,
    kind_word,
    missing_words,
    one_line,
    source_lines,
    sure_words,
)

NOTE = SourceNote(
    source="outlook", name="Outlook", producer="Institute", series="GDP", indicator="gdp",
    label="Output", period="2024", released_on=date(2025, 10, 14), status="",
    licence="Terms of use (free reuse)", dyad="", places=("PER",), observations=("a",),
)  # fmt: skip


def several(count: int, **given: str) -> list[SourceNote]:
    """Return notes that differ in the named fields."""
    return [
        dataclasses.replace(NOTE, **{name: f"{stem}{at}" for name, stem in given.items()})
        for at in range(count)
    ]


def test_series_of_one_release_share_a_line():
    lines = source_lines(several(2, series="S"))
    assert lines == (
        "Outlook: S0, 2024; S1, 2024; released 14 Oct 2025; Terms of use (free reuse)",
    )


def test_short_lines_count_what_they_leave_out():
    (line,) = source_lines(several(6, series="S"), most=2)
    assert line == (
        "Outlook: S0, 2024; S1, 2024; 4 more series, listed in the annex; released 14 Oct 2025; "
        "Terms of use"
    )


def test_a_crowd_of_sources_is_named():
    (line,) = source_lines(several(8, name="N", series="S"), most=2)
    assert line.startswith("8 series, each listed in the annex: N0 (1); N1 (1); ")
    assert len(source_lines(several(8, name="N", series="S"))) == 8


def test_status_and_scope_are_said():
    note = dataclasses.replace(NOTE, status="estimate", dyad="Peru to China")
    assert source_lines([note])[0].startswith("Outlook: GDP, 2024, estimate, Peru to China; ")


def test_meters_in_words():
    paper = sample_paper()
    assert coverage_words(Coverage(19, 16, 1.84)) == "16 of 19 series present, median age 1.8 years"
    assert coverage_words(Coverage(2, 0, None)) == "0 of 2 series present"
    missing = Coverage(3, 0, None, ("population", ">goods_imports", "gini>"))
    assert missing_words(paper, missing) == (
        "Population, Imports of goods (principal to partner), gini (partner to principal)"
    )


def test_facts_and_notes_are_not_marked():
    words = [kind_word(sentence("x", kind)) for kind in SentenceKind]
    assert words == ["", "Judgement", "Forecast", "Option", "Recommendation", "", "Analyst"]


def test_a_sentence_without_probability_and_confidence_says_neither():
    assert sure_words(sentence("x")) == ""


def test_breaks_become_one_space():
    assert one_line("a \r\n b\u2028c\td") == "a b c d"


def test_key_judgements_of_the_front_page_are_one_run():
    one = Paragraph("a", (sentence("A", SentenceKind.JUDGEMENT),))
    two = Paragraph("b", (sentence("B", SentenceKind.FORECAST), sentence("C")))
    fact, listed = Paragraph("c", (sentence("D"),)), dataclasses.replace(one, items=True)
    blocks = (fact, one, two, listed, one)
    front = Section("front", "Front page", 1, False, blocks)
    assert list(grouped(front)) == [fact, (one, two), listed, (one,)]
    other = dataclasses.replace(front, id="preface")
    assert list(grouped(other)) == list(blocks)
