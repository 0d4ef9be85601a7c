from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import attacks, sanctions


def group(place, text, position=1):
    return {
        "place": place, "indicator": attacks.GROUP, "period": "2026-01", "text": text,
        "attributes": {"position": str(position)},
    }  # fmt: skip


ROWS = [
    *series("PER", attacks.ATTACKS, {2014: 99, 2022: 10, 2023: 7, 2024: 2}),
    *series("PER", attacks.BY_STATE, {2014: 0, 2022: 10, 2023: 4, 2024: 2}),
    *series("COL", attacks.ATTACKS, {2023: 30, 2024: 20}),
    *series("COL", attacks.BY_STATE, {2023: 0, 2024: 5}),
    *series("CHL", attacks.ATTACKS, {2023: 0, 2024: 0}),
    *series("CHL", attacks.BY_STATE, {2023: 0, 2024: 0}),
    group("PER", "Shining Path"), group("PER", "Tren", 2), group("USA", "Tren"),
    group("COL", "Tren"), group("USA", "ISIS", 2),
]  # fmt: skip


@pytest.fixture(scope="module")
def toy():
    return toy_view(ROWS)


def test_what_the_government_killed_is_taken_off(toy):
    found = attacks.attacks_by_groups(toy, place="PER", years=10)
    assert (found.number, found.values["newest"], found.values["whole"]) == (3, 0, 19)
    assert (found.values["fatal"], found.values["first"]) == ("2023", "2022")
    assert (found.values["rank"], found.values["n"], found.values["ahead"]) == (2, 3, 1)


def test_nothing_to_find_is_a_zero_or_no_finding(toy):
    calm = attacks.attacks_by_groups(toy, place="CHL", years=10)
    assert (calm.number, calm.values["rank"]) == (0, 3)
    assert "fatal" not in calm.values
    assert not attacks.attacks_by_groups(toy, place="PSE", years=10)


def test_groups_in_both_states(toy):
    found = attacks.group_shared(toy, place="PER", counterpart="USA", position=1)
    assert (found.value, found.values["n"], found.values["holders"]) == ("Tren", 1, 3)
    assert not attacks.group_shared(toy, place="PER", counterpart="USA", position=2)


def test_no_group_needs_a_list(toy):
    assert attacks.no_groups(toy, place="TUV").values["listed"] == 3
    assert not attacks.no_groups(toy, place="PER")
    assert not attacks.no_groups(toy_view(ROWS[:3]), place="TUV")


def test_programmes_that_withhold_arms():
    def programme(name, measures, issuer=""):
        return {
            "place": "SSD", "indicator": sanctions.PROGRAMME, "period": "2026-08", "text": name,
            "counterpart": issuer, "attributes": {"issuer": "x", "measures": measures},
        }  # fmt: skip

    view = toy_view(
        [programme("A", "Asset freeze; Arms embargo"), programme("B", "Travel ban", "USA"),
            programme("C", "Arms restrictions", "EUU")]
    )  # fmt: skip
    found = sanctions.programmes_on(view, place="SSD", measure="arms")
    assert (found.number, found.values["n"]) == (2, 3)
    assert [item.counterpart for item in found.inputs] == ["", "EUU"]
    assert not sanctions.programmes_on(view, place="SSD", measure="investment")
