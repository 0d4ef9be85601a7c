from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import environment, location, weight
from countrydesk.analysis.weight import factor


def rows_of(indicator, values, year=2023):
    return [
        row for place, value in values.items() for row in series(place, indicator, {year: value})
    ]


def test_sources_of_electricity_are_ordered_and_zero_is_left_out():
    rows = [
        *rows_of("electricity_hydro_share", {"PER": 49.6, "PRY": 99.0}),
        *rows_of("electricity_fossil_share", {"PER": 44.8}),
        *rows_of("electricity_nuclear_share", {"PER": 0.0}),
    ]
    view = toy_view(rows)
    first = environment.power_source(view, place="PER", position=1)
    assert (first.indicator, first.values["n"]) == ("electricity_hydro_share", 2)
    assert (first.values["rank"], first.values["of"]) == (2, 2)
    assert environment.power_source(view, place="PER", position=3) is None


def test_clean_power_is_what_fossil_fuels_leave():
    view = toy_view(rows_of("electricity_fossil_share", {"PER": 44.8, "POL": 72.7, "KEN": 10.2}))
    found = environment.clean_power(view, place="PER")
    assert found.number == pytest.approx(55.2)
    assert (found.values["rank"], found.values["of"]) == (2, 3)


def test_water_use_needs_both_figures_of_one_year():
    rows = [
        *rows_of("water_withdrawal", {"PSE": 446e6, "PER": 26e9}, 2022),
        *rows_of("renewable_water", {"PSE": 837e6, "PER": 1880e9}, 2022),
        *rows_of("water_withdrawal", {"KEN": 4e9}, 2021),
        *rows_of("renewable_water", {"KEN": 30e9}, 2022),
    ]
    view = toy_view(rows)
    found = environment.water_use(view, place="PSE")
    assert found.number == pytest.approx(53.3, abs=0.1)
    assert (found.values["rank"], found.values["of"]) == (1, 2)
    assert environment.water_use(view, place="KEN") is None


def test_growth_is_ranked_from_both_ends():
    rows = [
        *series("PER", "forest_area", {2013: 100, 2023: 98}),
        *series("CHN", "forest_area", {2013: 100, 2023: 110}),
        *series("BRA", "forest_area", {2013: 100, 2023: 90}),
    ]
    found = environment.growth_rank(toy_view(rows), place="PER", indicator="forest_area", years=10)
    assert found.number == pytest.approx(-2)
    assert (found.values["rank"], found.values["from_bottom"], found.values["moved"]) == (2, 2, 2)


def test_a_share_of_those_listed_needs_enough_of_them():
    few = toy_view(rows_of("gas_reserves", {"PER": 1.0, "BOL": 2.0}, 2021))
    assert environment.listed_share(few, place="PER", indicator="gas_reserves") is None


def test_two_counts_of_one_thing_are_set_over_one_another():
    rows = [
        *rows_of("co2_consumption", {"KEN": 29.2e6}, 2021),
        *rows_of("co2_total", {"KEN": 19.77e6}, 2021),
    ]
    found = weight.two_series(
        toy_view(rows), place="KEN", first="co2_consumption", second="co2_total"
    )
    assert found.values["factor"] == 1.48


def test_distance_between_centres():
    points = {"PER": ("-10", "-76"), "USA": ("38", "-97")}
    rows = [
        {"place": place, "indicator": "coordinates", "period": "2026-01", "text": "somewhere",
            "attributes": {"lat": lat, "lon": lon}}
        for place, (lat, lon) in points.items()
    ]  # fmt: skip
    view = toy_view(rows)
    found = location.distance(view, place="PER", counterpart="USA")
    assert found.number == 5800
    assert location.distance(view, place="USA", counterpart="PER").number == found.number
    assert location.distance(view, place="USA", counterpart="USA").number == 0


def test_waters_read_as_a_list():
    rows = [
        {"place": "CHN", "indicator": "location", "period": "2026-01", "text": "Eastern Asia",
            "attributes": {"waters": "East China Sea, Yellow Sea"}},
        {"place": "IRQ", "indicator": "location", "period": "2026-01", "text": "Middle East"},
    ]  # fmt: skip
    view = toy_view(rows)
    assert location.situation(view, place="CHN").values["waters"] == (
        "the East China Sea and the Yellow Sea"
    )
    assert location.situation(view, place="IRQ").value == "the Middle East"


@given(st.floats(1, 1e9))
def test_a_factor_is_near_the_ratio_it_stands_for(ratio):
    assert factor(ratio) == pytest.approx(ratio, rel=0.05)
