from __future__ import annotations

import pytest
from tests.paper.sections import prose, section_paper

from countrydesk.paper.nodes import Exhibit

PASSAGES = ("health_outcomes", "health_system")


def forms(paper):
    return [b.form for s in paper.walk() for b in s.blocks if isinstance(b, Exhibit)]


def test_peru(view):
    paper = section_paper(view, "PER", "USA", PASSAGES)
    text = prose(paper)
    for fact in ("77.7", "15.8 per 1,000 births", "51 per 100,000 births", "6.1 percent of GDP"):
        assert fact in text
    for fact in ("80 percent", "2012", "1.69 per 1,000 people"):
        assert fact in text
    assert forms(paper)[:2] == ["trend", "trend"]


def test_a_fall_in_life_expectancy_comes_first(view):
    paper = section_paper(view, "PSE", "USA", PASSAGES)
    first = next(iter(paper.sentences)).text
    assert "65.2 years" in first
    assert "74." in first or "9.0 years" in first
    assert "money" not in prose(paper)


def test_an_old_count_of_doctors_carries_its_year(view):
    text = prose(section_paper(view, "PRK", "USA", ("health_system",)))
    assert "3.63 per 1,000 people" in text
    assert "2017" in text


@pytest.mark.parametrize("partner", ["TWN", "VAT"])
def test_who_is_in_no_statistics_is_said_to_be_left_out(view, partner):
    text = prose(section_paper(view, partner, "USA", ("health_system",)))
    assert "health spending" in text
    assert "World Health Organization" in text or "United Nations" in text


@pytest.mark.parametrize("partner", ["VAT", "TWN", "XKX", "PSE", "PRK", "SSD", "NRU", "CHN", "SAU"])
def test_odd_cases_are_bound_and_present(view, partner):
    assert sum(1 for _ in section_paper(view, partner, "USA", PASSAGES).sentences) >= 3
