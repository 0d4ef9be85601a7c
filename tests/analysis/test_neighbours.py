from __future__ import annotations

import pytest
from tests.analysis.test_conflicts import CENEPA, INSIDE, SHINING, war
from tests.analysis.toy import toy_view

from countrydesk.analysis import neighbours

DEATHS = "violence_deaths"


def border(place, *others):
    return [
        {"place": place, "counterpart": other, "indicator": neighbours.BORDER,
            "period": "2026-01", "value": 100}
        for other in others
    ]  # fmt: skip


def deaths(**counts):
    return [
        {"place": place, "indicator": DEATHS, "period": "2024", "value": value}
        for place, value in counts.items()
    ]


ROWS = [
    *border("PER", "BOL", "BRA", "CHL", "COL", "ECU"),
    *deaths(PER=3, BOL=0, BRA=1635, COL=664),
    war("PER", 1995, CENEPA, "2", type="interstate"),
    war("PER", 2010, SHINING),
    war("COL", 2024, INSIDE, "3"),
    war("VEN", 2024, "Government of Venezuela v X", "9", intensity="war"),
    war("BRA", 2020, "Government of Brazil v Y", "8"),
]


@pytest.fixture(scope="module")
def toy():
    return toy_view(ROWS)


def test_neighbours_are_sorted_states(toy):
    assert neighbours.neighbours(toy, "PER") == ("BOL", "BRA", "CHL", "COL", "ECU")
    assert neighbours.neighbours(toy, "TUV") == ()


def test_the_worst_neighbour_of_the_same_year(toy):
    found = neighbours.neighbour_top(toy, place="PER", indicator=DEATHS)
    assert (found.counterpart, found.number, found.values["own"]) == ("BRA", 1635, 3)
    assert (found.values["total"], found.values["n"]) == (2299, 3)
    assert not neighbours.neighbour_top(toy, place="TUV", indicator=DEATHS)


def test_only_the_last_year_coded_makes_a_neighbour_at_war(toy):
    found = neighbours.neighbours_at_war(toy, place="PER")
    assert (found.number, found.values["n"], found.values["wars"]) == (1, 5, 0)
    assert [item.place for item in found.inputs] == ["COL"]


def test_a_region_at_war_names_wars_first(toy):
    found = neighbours.region_at_war(toy, place="PER")
    assert (found.number, found.values["n"], found.values["wars"]) == (2, 12, 1)
    assert [item.place for item in found.inputs] == ["VEN", "COL"]
    assert found.values["own"] == 0
    assert neighbours.region_at_war(toy, place="COL").values["own"] == 1
    assert not neighbours.region_calm(toy, place="PER")


def test_a_calm_region_needs_a_list(toy):
    calm = neighbours.region_calm(toy, place="TUV")
    assert (calm.period.text, calm.values["group"]) == ("2024", "Oceania")
    assert not neighbours.region_calm(toy_view(deaths(PER=3)), place="PER")


def test_never_against_a_state(toy):
    never = neighbours.interstate_never(toy, place="COL")
    assert (never.values["first"], never.values["newest"]) == ("1946", "2024")
    assert not neighbours.interstate_never(toy, place="PER")
    assert not neighbours.interstate_never(toy, place="CHL")
