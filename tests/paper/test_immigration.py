from __future__ import annotations

import pytest
from tests.paper.sections import prose, section_paper, tables

PASSAGES = ("immigration_visas", "immigration_asylum", "remittances")


@pytest.fixture(scope="module")
def peru(view):
    return section_paper(view, "PER", "USA", PASSAGES)


def test_visas_of_peru(peru):
    text = prose(peru)
    for fact in ("153,461", "fiscal year 2024", "7,726", "11,670", "May 2025"):
        assert fact in text
    rows = {row[0]: row[1] for row in tables(peru)["visas"]}
    assert rows["exchange visitor visas"] == "10,369"


def test_the_year_without_origins_is_set_apart(peru):
    text = prose(peru)
    assert "26,452" in text
    assert "44,131" in text
    assert "31 percent" in text
    assert "15,480" in text


def test_what_is_not_in_the_release_is_said(peru):
    text = prose(peru)
    assert "1.672 million" in text
    assert "1.7 percent of GDP" in text


def test_kosovo_and_taiwan_are_not_in_the_figures_of_unhcr(view):
    assert "Serbia" in prose(section_paper(view, "XKX", "USA", PASSAGES))
    assert "UNHCR" in prose(section_paper(view, "TWN", "USA", PASSAGES))


def test_a_principal_other_than_the_united_states(view):
    text = prose(section_paper(view, "KEN", "DEU", PASSAGES))
    assert "visas" in text
    assert "299" in text


@pytest.mark.parametrize("partner", ["TUV", "VAT", "PSE", "PRK", "SSD", "VEN", "CAN", "NRU", "CHN"])
def test_every_sort_of_place_has_an_immigration_report(view, partner):
    assert section_paper(view, partner, "USA", PASSAGES).sections[0].blocks
