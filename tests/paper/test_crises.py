from __future__ import annotations

import pytest
from tests.paper.sections import prose, section_paper, tables

from countrydesk.analysis import offices

POLITICAL = ("office_changes", "democratic_episode", "protest_deaths")
SECURITY = ("organised_violence", "homicide_and_crime", "outlook_violence")
CLIMATE = ("disaster_losses", "climate_vulnerability")
DISPLACED = ("displaced_in", "displaced_out")
ODD = ("VAT", "TWN", "XKX", "PSE", "PRK", "SSD", "NRU", "CHN", "TUV", "AFG", "HTI")

PRESIDENTS = (
    ("Keiko Fujimori", "28 July 2026", "–"),
    ("José María Balcázar", "18 February 2026", "28 July 2026"),
    ("José Jerí", "10 October 2025", "17 February 2026"),
    ("Dina Boluarte", "7 December 2022", "10 October 2025"),
    ("Pedro Castillo", "28 July 2021", "7 December 2022"),
    ("Francisco Sagasti", "17 November 2020", "28 July 2021"),
    ("Manuel Merino", "10 November 2020", "15 November 2020"),
    ("Martín Vizcarra", "23 March 2018", "9 November 2020"),
    ("Pedro Pablo Kuczynski", "28 July 2016", "23 March 2018"),
)


def test_perus_head_of_state_has_party_source_and_confidence(view):
    found = offices.office_holder(view, place="PER", role="head_of_state")
    assert (found.value, found.values["party"]) == ("Keiko Fujimori", "Fuerza Popular")
    assert found.values["since"] == "2026-07-28"
    assert found.values["confidence"]
    assert found.values["citation"]
    assert found.inputs


def test_the_paper_says_so_with_the_day_it_was_read(view):
    text = prose(section_paper(view, "PER", "USA", ("office_changes",)))
    for fact in ("Keiko Fujimori", "Fuerza Popular", "28 July 2026", "14 September 2026"):
        assert fact in text


def test_perus_presidents_since_2016_stand_in_the_table_with_their_dates(view):
    rows = tables(section_paper(view, "PER", "USA", ("office_changes",)))["holders"]
    assert len(rows) >= len(PRESIDENTS)
    for row, (name, first, last) in zip(rows, PRESIDENTS, strict=False):
        assert (row[0], row[3]) == (name, first)
        assert row[4].startswith(last)
        assert row[6], name
    assert rows[0][2] == "Fuerza Popular"


def test_perus_turnover_and_removals(view):
    text = prose(section_paper(view, "PER", "USA", ("office_changes",)))
    assert "nine" in text.lower()
    assert "Manuel Merino" in text
    assert "17 February 2026" in text


def test_counts_of_deaths_in_protests_are_set_side_by_side(view):
    paper = section_paper(view, "PER", "USA", ("protest_deaths",))
    text = prose(paper)
    for count in ("49", "67"):
        assert count in text
    assert len(next(iter(tables(paper).values()))) >= 5


def test_perus_episode_of_autocratisation(view):
    text = prose(section_paper(view, "PER", "USA", ("democratic_episode",)))
    for fact in ("2016", "0.82", "0.63"):
        assert fact in text


def test_deaths_in_palestine_are_filed_elsewhere(view):
    assert "Israel" in prose(section_paper(view, "PSE", "USA", ("organised_violence",)))


def test_a_calm_state_has_a_sentence_all_the_same(view):
    text = prose(section_paper(view, "TUV", "USA", ("organised_violence",)))
    assert "Tuvalu" in text


def test_displaced_people_in_peru_come_from_venezuela(view):
    paper = section_paper(view, "PER", "USA", ("displaced_in",))
    assert "Venezuela" in prose(paper)
    first = next(iter(tables(paper).values()))[0]
    assert (first[0], first[4]) == ("Venezuela", "1,641,305")


def test_kosovo_is_filed_under_serbia(view):
    assert "Serbia" in prose(section_paper(view, "XKX", "USA", DISPLACED))


def test_the_outlook_names_the_forecaster_and_its_record(view):
    text = prose(section_paper(view, "PER", "USA", ("outlook_economy",)))
    assert "IMF" in text
    assert "1.9 percentage points" in text


@pytest.mark.parametrize(
    "passages", [POLITICAL, SECURITY, CLIMATE, DISPLACED, ("outlook_economy",)]
)
@pytest.mark.parametrize("partner", ODD)
def test_odd_cases_are_bound_and_present(view, partner, passages):
    assert any(True for _ in section_paper(view, partner, "USA", passages).sentences)
