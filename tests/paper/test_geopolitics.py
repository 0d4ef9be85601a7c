from __future__ import annotations

import pytest
from tests.paper.sections import prose, section_paper, tables

PASSAGES = ("conflicts_and_alliances", "terrorism_cyber")


def paper(view, partner, principal="USA", passages=PASSAGES):
    return section_paper(view, partner, principal, passages)


def test_peru(view):
    found = paper(view, "PER")
    text = prose(found)
    for fact in ("Colombia", "ELN", "Ecuador", "1995", "Brazil, Chile and Colombia",
        "Sendero Luminoso", "Tren de Aragua"):  # fmt: skip
        assert fact in text, fact
    rows = tables(found)["around"]
    assert [row[0] for row in rows] == ["Brazil", "Colombia", "Ecuador", "Bolivia", "Chile"]
    assert rows[0][2] == "1,635"


def test_the_war_next_to_poland_is_told_once(view):
    text = prose(paper(view, "POL"))
    assert "North Korea" in text
    assert text.count("Ukraine") == 2  # among the states at war, and in the conflict itself
    assert "Belarus" in text


def test_no_peace_is_claimed_where_the_list_has_no_state(view):
    text = prose(paper(view, "PSE"))
    assert "at peace" not in text
    assert "Palestine was not one" not in text
    assert "Hamas" in text


def test_foreign_forces_are_not_called_armed_groups(view):
    text = prose(paper(view, "UKR", passages=("terrorism_cyber",)))
    assert "foreign forces" in text
    assert "1,460" in text


def test_that_there_is_no_source_on_networks_is_said_once(view):
    for partner in ("PER", "CHN", "TUV"):
        text = prose(paper(view, partner)).lower()
        assert text.count("network") + text.count("cyber") == 1


def test_troops_are_named(view):
    text = prose(paper(view, "KEN", "CHN"))
    assert "Al-Shabaab" in text
    assert "ten" in text
    assert "Somalia" in text


def test_arms_withheld_are_told_with_their_issuers(view):
    text = prose(paper(view, "PRK", "DEU", ("terrorism_cyber",)))
    assert "the United Nations" in text
    assert "August 2026" in text


@pytest.mark.parametrize("principal", ["USA", "CHN", "DEU"])
@pytest.mark.parametrize(
    "partner", ["VAT", "TWN", "XKX", "PSE", "PRK", "SSD", "NRU", "TUV", "UKR", "RUS", "MEX"]
)
def test_odd_cases_are_bound_and_present(view, partner, principal):
    for name in PASSAGES:
        assert list(paper(view, partner, principal, (name,)).sentences), name


def test_a_neighbour_that_fights_elsewhere_is_no_war_next_door(view):
    text = prose(paper(view, "MEX", "BRA", ("conflicts_and_alliances",)))
    assert "Nearest" not in text
    assert "next to Mexico is that of" not in text
    assert "Yemen" in text


def test_the_principal_next_door_is_still_a_neighbour(view):
    text = prose(paper(view, "CAN", "USA", ("conflicts_and_alliances",)))
    assert "one neighbour" not in text.lower()
    assert "Denmark" in text
    assert "Czechia, Germany, Lithuania and Slovakia" in prose(paper(view, "POL", "DEU"))
