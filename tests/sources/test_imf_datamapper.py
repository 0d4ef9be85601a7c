"""IMF DataMapper: units and vintage from the list, aggregates, missing values."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.sources.tampering import copy_of, parse_copy, series, specimens, values

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.evidence import Catalogue
from countrydesk.sources.imf_datamapper.source import UNITS
from countrydesk.sources.registry import get_source

NAME = "imf_datamapper"


def edited(tmp_path, file, change):
    folder = copy_of(NAME, tmp_path)
    path = folder / NAME / f"{file}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    return folder


def test_billions_and_millions_become_base_units():
    assert values(specimens(NAME), "PER", "gdp_usd")["2023"] == 271.78e9
    assert 3.3e7 < values(specimens(NAME), "PER", "population")["2023"] < 3.5e7
    assert values(specimens(NAME), "USA", "gdp_per_capita_usd")["2023"] < 100_000


def test_years_from_that_of_the_vintage_are_projections():
    rows = series(specimens(NAME), "PER", "gdp_growth")
    assert dict(rows.select("period", "status").iter_rows()) == {
        "2023": "estimate", "2024": "estimate", "2025": "projection", "2026": "projection",
    }  # fmt: skip
    assert set(rows["released_on"]) == {date(2025, 10, 14)}


def test_own_codes_are_known_and_aggregates_ignored():
    parsed = specimens(NAME)
    assert {"XKX", "PSE"} <= set(parsed.frame["place"])
    ignored = parsed.tallies[f"{NAME}/NGDPD.json"].ignored
    assert ignored == {"aggregate of countries": 3, "no value": 1}


def test_another_unit_stops_the_source(tmp_path):
    def change(document):
        document["indicators"]["NGDPD"]["unit"] = "Millions of U.S. dollars"

    with pytest.raises(ValueNotUnderstoodError, match="Millions"):
        parse_copy(NAME, edited(tmp_path, "indicators", change))


@pytest.mark.parametrize("source", ["Fiscal Monitor (April 2026)", "", None])
def test_another_publication_stops_the_source(tmp_path, source):
    def change(document):
        document["indicators"]["LUR"]["source"] = source

    with pytest.raises(ValueNotUnderstoodError, match="no vintage"):
        parse_copy(NAME, edited(tmp_path, "indicators", change))


def test_without_a_day_of_change_the_file_is_dated_as_it_was_read(tmp_path):
    def change(document):
        for entry in document["indicators"].values():
            entry.pop("last-modified", None)

    rows = series(parse_copy(NAME, edited(tmp_path, "indicators", change)), "PER", "inflation")
    assert set(rows["released_on"]) == {get_source(NAME).spec.released_on}


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["values"]["LP"].clear(),
        lambda document: document.clear(),
        lambda document: document["values"].update(LP=None),
        lambda document: document["values"]["LP"].update(PER=None),
    ],
)
def test_empty_and_odd_answers_stop_the_source(tmp_path, change):
    with pytest.raises((LayoutError, ValueNotUnderstoodError)):
        parse_copy(NAME, edited(tmp_path, "LP", change))


def test_an_unknown_area_stops_the_source(tmp_path):
    def change(document):
        document["values"]["LP"]["QQQ"] = {"2024": 1.0}

    with pytest.raises(ValueNotUnderstoodError, match="QQQ"):
        parse_copy(NAME, edited(tmp_path, "LP", change))


def test_every_series_has_a_unit_here_and_in_the_catalogue():
    catalogue, spec = Catalogue.from_yaml(), get_source(NAME).spec
    assert set(UNITS) == set(spec.series)
    for code, entry in spec.series.items():
        assert catalogue[entry.indicator].unit == entry.unit, code
        assert f"{NAME}/{code}.json" in spec.addresses
