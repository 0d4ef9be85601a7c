from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import thresholds
from countrydesk.analysis.finding import recompute

SOUTH = ("PER", "ARG", "BOL", "BRA", "CHL", "COL", "ECU")
DTP = "vaccination_dtp3"


def field(values, indicator=DTP, year=2024):
    return [
        row
        for place, value in zip(SOUTH, values, strict=True)
        for row in series(place, indicator, {year: value})
    ]


@pytest.fixture
def view():
    return toy_view(field([80, 95, 90, 85, 84, 70, 60]))


def test_a_place_stands_out_where_enough_peers_do_better(view):
    found = thresholds.stands_out(
        view, place="PER", metric=f"level:{DTP}", side="worse", least=50, group="region"
    )
    assert (found.value, found.values["ahead"], found.values["n"]) == (80, 4, 6)
    assert found.values["beyond"] == pytest.approx(100 * 4 / 6)
    assert recompute(view, found) == found


def test_the_threshold_is_where_the_condition_ends(view):
    found = thresholds.stands_out(
        view, place="PER", metric=f"level:{DTP}", side="low", least=50, group="region"
    )
    threshold = found.values["threshold"]
    for own, holds in ((threshold - 0.1, True), (threshold, False)):
        moved = toy_view(field([own, 95, 90, 85, 84, 70, 60]))
        again = thresholds.stands_out(
            moved, place="PER", metric=f"level:{DTP}", side="low", least=50, group="region"
        )
        assert (again is not None) is holds


def test_nobody_stands_out_in_the_better_half(view):
    assert not thresholds.stands_out(
        view, place="BOL", metric=f"level:{DTP}", side="worse", least=50, group="region"
    )


def test_too_few_peers_make_no_comparison():
    view = toy_view(field([80, 95, 90, 85, 84, 70, 60])[:4])
    assert not thresholds.stands_out(
        view, place="PER", metric=f"level:{DTP}", side="worse", least=10, group="region"
    )


def test_which_way_is_worse_comes_from_the_catalogue(view):
    assert thresholds.direction(view, f"level:{DTP}", "worse") == "low"
    assert thresholds.direction(view, "level:child_mortality", "worse") == "high"
    assert thresholds.direction(view, "level:population", "worse") == ""


def test_a_limit_is_passed_or_not():
    rows = [row | {"period": year} for row in field([0.6] * 7, "electoral_democracy")
        for year in ("2014", "2024")]  # fmt: skip
    rows[0]["value"] = 0.8
    found = thresholds.passes(
        toy_view(rows), place="PER", metric="change10:electoral_democracy", side="low", limit=-0.05
    )
    assert found.value == pytest.approx(-0.2)
    assert (found.values["base"], found.values["threshold"]) == (0.8, -0.05)
    assert not thresholds.passes(
        toy_view(rows), place="ARG", metric="change10:electoral_democracy", side="low", limit=-0.05
    )


def test_gifts_are_counted_per_head():
    rows = [row for place in SOUTH for row in series(place, "population", {2024: 1_000_000})]
    for place, visas in zip(SOUTH, (10, 20, 30, 40, 50, 60, 5), strict=True):
        rows += series("USA", "visas_exchange", {"FY2024": visas}, counterpart=place)
    found = thresholds.scarce(
        toy_view(rows), place="USA", counterpart="PER", indicator="visas_exchange", least=50
    )
    assert (found.value, found.values["amount"], found.values["ahead"]) == (1, 10, 5)
