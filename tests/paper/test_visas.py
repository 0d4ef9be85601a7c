from __future__ import annotations

from datetime import date

import pytest
from tests.paper.sections import prose, section_paper

from countrydesk.evidence import View

PASSAGES = ("visa_rules", "visa_programme", "travel_advice")


def test_peru_both_ways(view):
    text = prose(section_paper(view, "PER", "USA", PASSAGES))
    for fact in ("180 days", "March 2026", "16 May 2025", "12 August 2025",
        "exercise increased caution", "level 2"):  # fmt: skip
        assert fact in text
    assert "42 members" in text


@pytest.mark.parametrize(
    ("partner", "facts"),
    [
        ("POL", ["11 November 2019", "90 days"]),
        ("ARG", ["8 July 1996", "21 February 2002"]),
        ("ROU", ["9 January 2025", "2 May 2025"]),
        ("QAT", ["21 November 2024", "24 September 2024"]),
        ("MEX", ["level differs by area"]),
        ("VAT", ["no entry"]),
        ("PRK", ["do not travel", "level 4"]),
    ],
)
def test_odd_cases(view, partner, facts):
    text = prose(section_paper(view, partner, "USA", PASSAGES))
    for fact in facts:
        assert fact in text


def test_a_principal_without_a_list_of_advice(view):
    text = prose(section_paper(view, "KEN", "DEU", PASSAGES))
    assert "17 March 2025" in text
    assert "Visa Waiver Program" not in text


def test_before_the_reading_there_are_no_rules(view):
    then = View(view.release, date(2025, 6, 30))
    text = prose(section_paper(then, "PER", "USA", PASSAGES))
    assert "180 days" not in text
    assert "16 May 2025" in text


@pytest.mark.parametrize("partner", ["TUV", "TWN", "XKX", "PSE", "SSD", "CHN", "CAN", "NRU", "AFG"])
def test_every_sort_of_place_has_visa_requirements(view, partner):
    assert section_paper(view, partner, "USA", PASSAGES).sections[0].blocks
