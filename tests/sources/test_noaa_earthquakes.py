from __future__ import annotations

import orjson
import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, rename, series, set_cell, specimens, values

from countrydesk.errors import LayoutError, ValueNotUnderstoodError

NAME = "noaa_earthquakes"
FILE = "noaa/significant_earthquakes.csv"


def _day(place, day):
    rows = series(specimens(NAME), place, "earthquake_deaths").filter(pl.col("period") == day)
    return rows.row(0, named=True)


def test_the_earthquake_of_pisco():
    row = _day("PER", "2007-08-15")
    assert row["value"] == 596
    parts = orjson.loads(row["attributes"])
    assert parts == {"location": "Ica, Pisco, Lima", "magnitude": "8.0"}
    assert values(specimens(NAME), "PER", "earthquake_magnitude")["2007-08-15"] == 8.0


def test_an_event_that_struck_several_countries_says_so():
    assert "all countries" in _day("TUR", "2023-02-06")["note"]
    assert "tsunami" in _day("IDN", "2004-12-26")["note"]


def test_events_of_one_day_are_summed():
    row = _day("IDN", "2018-09-28")
    assert orjson.loads(row["attributes"])["events"] == "2"
    assert row["value"] == 4341


def test_congo_is_the_democratic_republic_and_territories_are_themselves():
    places = set(specimens(NAME).frame["place"])
    assert {"COD", "PRI", "GUM", "MNP"} <= places
    assert "COG" not in places


def test_rows_at_sea_and_of_old_are_ignored_by_rules():
    ignored = specimens(NAME).tallies[FILE].ignored
    assert ignored["at sea, no country"] > 0
    assert ignored["before 1990"] > 0


def test_an_unknown_country_is_not_passed_over(tmp_path):
    folder = copy_of(NAME, tmp_path)
    set_cell(folder / FILE, "country", "ATLANTIS", row=100)
    with pytest.raises(ValueNotUnderstoodError, match="ATLANTIS"):
        parse_copy(NAME, folder)


def test_an_unpublished_event_is_not_passed_over(tmp_path):
    folder = copy_of(NAME, tmp_path)
    set_cell(folder / FILE, "publish", "False")
    with pytest.raises(ValueNotUnderstoodError, match="publish"):
        parse_copy(NAME, folder)


def test_a_renamed_column_is_named(tmp_path):
    folder = copy_of(NAME, tmp_path)
    rename(folder / FILE, "deathsTotal", "deaths_total")
    with pytest.raises(LayoutError, match="deathsTotal"):
        parse_copy(NAME, folder)
