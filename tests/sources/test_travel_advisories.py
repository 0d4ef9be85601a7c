from __future__ import annotations

from datetime import date

import orjson
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, set_cell, specimens

from countrydesk.errors import ValueNotUnderstoodError
from countrydesk.sources.registry import get_source

LISTS = {
    "travel_advisories_us": ("USA", "advisories/unitedstates_summary.csv"),
    "travel_advisories_ca": ("CAN", "advisories/canada_summary.csv"),
    "travel_advisories_au": ("AUS", "advisories/australia_summary.csv"),
}


def test_the_american_advice_on_peru():
    (row,) = series(specimens("travel_advisories_us"), "USA", "travel_advisory", "PER").to_dicts()
    assert row["text"] == "exercise increased caution"
    assert row["released_on"] == date(2025, 5, 16)
    assert orjson.loads(row["attributes"])["level"] == "2"


def test_a_level_that_differs_by_area_has_no_number():
    parsed = specimens("travel_advisories_us")
    (mexico,) = series(parsed, "USA", "travel_advisory", "MEX").to_dicts()
    assert mexico["text"] == "level differs by area"
    assert "level" not in orjson.loads(mexico["attributes"])


@pytest.mark.parametrize("name", LISTS)
def test_one_page_may_cover_two_places(name):
    place, _ = LISTS[name]
    parsed = specimens(name)
    israel = series(parsed, place, "travel_advisory", "ISR")
    palestine = series(parsed, place, "travel_advisory", "PSE")
    assert israel["text"].to_list() == palestine["text"].to_list() != []


def test_pages_without_a_level_and_parts_of_countries_are_left_out():
    ignored = specimens("travel_advisories_us").tallies[LISTS["travel_advisories_us"][1]].ignored
    assert ignored["country page without an advisory"] > 0
    assert ignored["part of the Caribbean Netherlands"] == 1


def test_australian_advice_is_not_passed_on():
    assert not get_source("travel_advisories_au").spec.licence.redistribute.bundlable
    assert get_source("travel_advisories_ca").spec.licence.redistribute.bundlable


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("column", "value"), [("risk_level", "Fine"), ("destination", "Atlantis")])
def test_what_has_no_meaning_stops_the_source(tmp_path, name, column, value):
    folder = copy_of(name, tmp_path)
    set_cell(folder / LISTS[name][1], column, value)
    with pytest.raises(ValueNotUnderstoodError, match=value):
        parse_copy(name, folder)


def test_a_number_that_is_not_that_of_the_level_stops_the_source(tmp_path):
    folder = copy_of("travel_advisories_us", tmp_path)
    set_cell(folder / LISTS["travel_advisories_us"][1], "risk_level_number", "3")
    with pytest.raises(ValueNotUnderstoodError, match="number of the level"):
        parse_copy("travel_advisories_us", folder)
