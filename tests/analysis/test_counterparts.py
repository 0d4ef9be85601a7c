from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import counterparts

ISSUED = {"PER": 30, "BRA": 60, "CHL": 10}
TOTAL = "visas_nonimmigrant"
ROWS = (
    *(r for c, v in ISSUED.items() for r in series("USA", TOTAL, {"FY2024": v}, counterpart=c)),
    *series("USA", TOTAL, {"FY2023": 500}, counterpart="KEN"),
    *series("USA", "visas_student", {"FY2024": 9}, counterpart="PER"),
    *series("USA", "visas_visitor", {"FY2024": 18}, counterpart="PER"),
    *series("USA", "visas_media", {"FY2024": 0}, counterpart="PER"),
)


def test_standing_is_among_those_with_the_newest_period():
    found = counterparts.standing(toy_view(ROWS), place="USA", indicator=TOTAL, counterpart="PER")
    assert (found.value, found.values["n"], found.values["top"]) == (2, 3, "BRA")
    assert found.values["share"] == pytest.approx(30.0)
    old = counterparts.standing(toy_view(ROWS), place="USA", indicator=TOTAL, counterpart="KEN")
    assert old is None


def test_a_peak_says_how_far_the_newest_value_lies_below():
    rows = series("USA", "troops_active_duty", {2019: 40, 2020: 80, 2021: 20}, counterpart="PER")
    found = counterparts.dyad_peak(
        toy_view(rows), place="USA", indicator="troops_active_duty", counterpart="PER"
    )
    assert (found.value, found.values["now"], found.values["fallen"]) == (80, 20, 75.0)
    short = counterparts.dyad_peak(
        toy_view(rows), place="USA", indicator="troops_active_duty", counterpart="PER", since=2020
    )
    assert short is None


def test_classes_are_ordered_and_an_empty_class_is_left_out():
    view, names = toy_view(ROWS), "visas_student visas_visitor visas_media"

    def nth(position):
        return counterparts.class_top(
            view, place="USA", counterpart="PER", indicators=names, whole=TOTAL, position=position
        )

    assert (nth(1).indicator, nth(1).values["share"], nth(1).values["n"]) == (
        "visas_visitor",
        60.0,
        2,
    )
    assert nth(2).indicator == "visas_student"
    assert nth(3) is None
