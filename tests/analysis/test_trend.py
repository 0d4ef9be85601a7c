from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import compare, levels, trend
from countrydesk.analysis.finding import recompute

PER = "PER"


def test_change_is_measured_from_the_year_wished():
    view = toy_view(series(PER, "gdp_usd", {2014: 100, 2015: 110, 2024: 150}))
    found = trend.change(view, place=PER, indicator="gdp_usd", years=10)
    assert found.value == 50
    assert found.values["relative"] == pytest.approx(50)
    assert (found.values["base_period"], found.period.text) == ("2014", "2024")


def test_change_needs_a_base_within_a_year_of_the_wish():
    view = toy_view(series(PER, "gdp_usd", {2010: 100, 2024: 150}))
    assert trend.change(view, place=PER, indicator="gdp_usd", years=10) is None


def test_change_does_not_use_projections():
    rows = series(PER, "gdp_usd", {2014: 100, 2024: 150})
    rows += series(PER, "gdp_usd", {2025: 999}, status="projection")
    found = trend.change(toy_view(rows), place=PER, indicator="gdp_usd", years=10)
    assert found.period.text == "2024"


def test_a_streak_ends_at_a_gap_or_a_turn():
    view = toy_view(series(PER, "inflation", {2018: 9, 2019: 1, 2020: 2, 2021: 3, 2022: 4}))
    found = trend.streak(view, place=PER, indicator="inflation")
    assert (found.value, found.values["since"]) == (3, "2019")
    gap = toy_view(series(PER, "inflation", {2018: 1, 2020: 2, 2021: 3, 2022: 4}))
    assert trend.streak(gap, place=PER, indicator="inflation") is None


def test_a_falling_streak_is_negative():
    view = toy_view(series(PER, "inflation", {2019: 9, 2020: 8, 2021: 7, 2022: 6}))
    assert trend.streak(view, place=PER, indicator="inflation").value == -3


def test_a_record_says_since_when():
    values = {2010 + i: v for i, v in enumerate([5, 9, 4, 3, 3, 3, 2, 8])}
    found = trend.record(
        toy_view(series(PER, "inflation", values)), place=PER, indicator="inflation"
    )
    assert (found.value, found.values["since"], found.values["ever"]) == ("high", "2011", 0)
    ever = {2010 + i: v for i, v in enumerate([5, 9, 4, 3, 3, 3, 2, 1])}
    found = _record(ever)
    assert (found.value, found.values["since"], found.values["ever"]) == ("low", "2010", 1)


def test_a_short_series_sets_no_record():
    assert _record({2022: 1, 2023: 2, 2024: 3}) is None


def _record(values):
    view = toy_view(series(PER, "inflation", values))
    return trend.record(view, place=PER, indicator="inflation")


def test_a_total_needs_every_year_unless_absence_means_zero():
    half = toy_view(series(PER, "gdp_usd", {2022: 1, 2024: 3}))
    assert trend.total(half, place=PER, indicator="gdp_usd", first=2022, last=2024) is None
    listed = toy_view(series(PER, "earthquake_deaths", {2022: 1, 2024: 3}))
    found = trend.total(listed, place=PER, indicator="earthquake_deaths", first=2022, last=2024)
    assert (found.value, found.period.text) == (4, "2022/2024")


def test_of_a_stock_counted_often_the_last_count_stands_for_the_year():
    rows = series(
        "USA", "troops_active_duty", {"2023-Q1": 5, "2023-Q4": 7, "2024-Q2": 9}, counterpart=PER
    )
    found = trend.yearly(toy_view(rows), "USA", "troops_active_duty", PER)
    assert [item.period.text for item in found] == ["2023-Q4", "2024-Q2"]


SOUTH_AMERICA = ("ARG", "BOL", "BRA", "CHL", "COL", "ECU", "GUY", "PRY", "PER", "SUR", "URY", "VEN")


@given(st.lists(st.integers(0, 20), min_size=12, max_size=12))
def test_ranks_agree_with_a_plain_count(values):
    rows = [
        row
        for place, value in zip(SOUTH_AMERICA, values, strict=True)
        for row in series(place, "inflation", {2024: value})
    ]
    view = toy_view(rows)
    own = values[SOUTH_AMERICA.index(PER)]
    found = compare.rank(view, place=PER, indicator="inflation")
    assert found.value == 1 + sum(v > own for v in values)
    assert found.values["from_bottom"] == 1 + sum(v < own for v in values)
    assert found.values["tied"] == values.count(own) - 1
    assert recompute(view, found) == found


def test_no_rank_among_few():
    rows = [row for p in SOUTH_AMERICA[:5] for row in series(p, "inflation", {2024: 1})]
    rows += series(PER, "inflation", {2024: 2})
    assert compare.rank(toy_view(rows), place=PER, indicator="inflation") is None


def test_peers_are_compared_in_the_same_year_only():
    rows = [row for p in SOUTH_AMERICA for row in series(p, "inflation", {2023: 1})]
    rows += series(PER, "inflation", {2024: 2})
    assert compare.rank(toy_view(rows), place=PER, indicator="inflation") is None


def test_absence_is_a_finding_and_ends_when_a_value_comes():
    assert levels.absence(toy_view(series("KEN", "gini", {2024: 1})), place=PER, indicator="gini")
    assert (
        levels.absence(toy_view(series(PER, "gini", {2024: 1})), place=PER, indicator="gini")
        is None
    )


def test_methods_take_keywords_and_plain_values_only():
    view = toy_view(series(PER, "gini", {2024: 1}))
    with pytest.raises(TypeError):
        levels.level(view, PER, "gini")
    with pytest.raises(TypeError, match="plain values"):
        levels.level(view, place=PER, indicator=["gini"])
