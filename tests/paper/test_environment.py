from __future__ import annotations

import pytest
from tests.paper.sections import prose, section_paper

from countrydesk.paper.nodes import Exhibit

PASSAGES = ("emissions", "energy_mix", "forests_and_water", "environmental_risk")


def forms(paper):
    return [b.form for s in paper.walk() for b in s.blocks if isinstance(b, Exhibit)]


def test_peru(view):
    paper = section_paper(view, "PER", "USA", PASSAGES)
    text = prose(paper)
    for fact in ("1.66 tonnes", "2021", "water power", "50 percent", "56.1 percent"):
        assert fact in text
    assert forms(paper) == ["trend", "bars"]


def test_what_is_missing_is_said(view):
    text = prose(section_paper(view, "TUV", "USA", PASSAGES))
    assert "electricity in Tuvalu" in text or "Tuvalu's electricity" in text
    assert "joint" in text.lower()


def test_a_zero_that_only_one_source_prints_is_said_to_be_one_source(view):
    assert "Factbook" in prose(section_paper(view, "TWN", "USA", ("forests_and_water",)))


@pytest.mark.parametrize("partner", ["VAT", "TWN", "XKX", "PSE", "PRK", "SSD", "NRU", "CHN", "SAU"])
def test_odd_cases_are_bound_and_present(view, partner):
    assert sum(1 for _ in section_paper(view, partner, "USA", PASSAGES).sentences) >= 4
