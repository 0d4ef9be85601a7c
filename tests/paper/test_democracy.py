from __future__ import annotations

import pytest
from tests.paper.sections import prose, section_paper, tables

from countrydesk.paper.nodes import Exhibit, SentenceKind

PASSAGES = ("democracy_measures", "democracy_disagreement", "ruling_party", "elections")


def test_peru(view):
    text = prose(section_paper(view, "PER", "USA", PASSAGES))
    for fact in ("0.63", "0.49", "electoral democracy", "2024", "Keiko Fujimori"):
        assert fact in text


def test_each_rater_has_its_own_row(view):
    rows = tables(section_paper(view, "PER", "USA", ("democracy_disagreement",)))["raters"]
    names = [row[0] for row in rows]
    assert len(names) == len(set(names)) >= 4
    assert any("World Bank" in name for name in names)
    electoral = next(row for row in rows if "electoral democracy index" in row[0])
    assert (electoral[2], electoral[4]) == ("0.63", "2024")


def test_a_weighing_of_raters_is_a_judgement_with_confidence(view):
    paper = section_paper(view, "PER", "USA", ("democracy_disagreement",))
    weighed = [s for s in paper.sentences if s.kind is SentenceKind.JUDGEMENT]
    assert weighed
    assert all(sentence.confidence is not None for sentence in weighed)


def test_the_last_runoff_and_its_margin(view):
    text = prose(section_paper(view, "PER", "USA", ("elections",)))
    for fact in ("7 June 2026", "50.135", "49.865", "Roberto Sánchez"):
        assert fact in text


def test_seats_are_of_the_chamber_whose_election_is_named(view):
    paper = section_paper(view, "PER", "USA", ("ruling_party",))
    assert "11 April 2021" in prose(paper)
    assert next(iter(tables(paper).values()))[0] == ["Free Peru", "37"]


def test_an_index_over_time_is_drawn(view):
    paper = section_paper(view, "POL", "USA", ("democracy_measures",))
    forms = [b.form for s in paper.walk() for b in s.blocks if isinstance(b, Exhibit)]
    assert forms == ["trend"]


@pytest.mark.parametrize("partner", ["TUV", "VAT", "NRU"])
def test_who_is_not_rated_is_said_not_to_be(view, partner):
    text = prose(section_paper(view, partner, "USA", ("democracy_measures",)))
    assert "V-Dem" in text or "not rated" in text


@pytest.mark.parametrize("partner", ["VAT", "TWN", "XKX", "PSE", "PRK", "SSD", "NRU", "CHN", "AFG"])
@pytest.mark.parametrize("principal", ["USA", "DEU"])
def test_odd_cases_are_bound_and_present(view, partner, principal):
    assert sum(1 for _ in section_paper(view, partner, principal, PASSAGES).sentences) >= 3
