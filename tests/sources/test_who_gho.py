"""WHO GHO: whole populations only, intervals, units, answers that are not whole."""

from __future__ import annotations

import json

import pytest
from tests.sources.tampering import copy_of, parse_copy, series, specimens, values

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.evidence import Catalogue
from countrydesk.sources.registry import get_source

NAME = "who_gho"
LIFE = "WHOSIS_000001"


def edited(tmp_path, change, file=LIFE):
    folder = copy_of(NAME, tmp_path)
    path = folder / NAME / f"{file}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    return folder


def test_parts_of_the_population_regions_and_empty_values_are_ignored():
    ignored = specimens(NAME).tallies[f"{NAME}/{LIFE}.json"].ignored
    assert ignored == {
        "a region or group of countries": 2, "a part of the population": 3, "no value": 1,
    }  # fmt: skip


def test_a_value_keeps_its_interval_and_is_then_an_estimate():
    (row,) = series(specimens(NAME), "PER", "life_expectancy").iter_rows(named=True)
    assert (row["low"], row["value"], row["high"], row["status"]) == (73.5, 74.2, 74.9, "estimate")
    (row,) = series(specimens(NAME), "PER", "vaccination_dtp3").iter_rows(named=True)
    assert (row["low"], row["status"]) == (None, "actual")


def test_rates_for_ten_thousand_become_rates_for_a_thousand():
    assert values(specimens(NAME), "PER", "doctors") == {"2021": 1.65}
    assert values(specimens(NAME), "PER", "hospital_beds") == {"2020": 1.6}


def test_of_two_entries_for_a_year_the_last_one_is_used(tmp_path):
    def change(document):
        copy = dict(document["value"][2])
        document["value"].append({**copy, "Id": 1, "NumericValue": 60.0, "Date": "2020-01-01"})

    rows = values(parse_copy(NAME, edited(tmp_path, change)), "PER", "life_expectancy")
    assert rows == {"2021": 74.2}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("SpatialDimType", "CITY"), ("TimeDim", "2021-2022"), ("TimeDimType", "MONTH"),
        ("NumericValue", "high"), ("SpatialDim", "QQQ"), ("IndicatorCode", "OTHER"),
    ],
)  # fmt: skip
def test_values_without_a_meaning_stop_the_source(tmp_path, key, value):
    def change(document):
        document["value"][2][key] = value

    with pytest.raises(ValueNotUnderstoodError, match="who_gho"):
        parse_copy(NAME, edited(tmp_path, change))


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.update({"@odata.nextLink": "https://example.org/more"}),
        lambda document: document.pop("value"),
        lambda document: document.update(value=None),
        lambda document: document["value"][0].update(Dim4=None),
        lambda document: document["value"][0].pop("Low"),
    ],
)
def test_an_answer_that_is_not_whole_or_has_other_keys_stops_the_source(tmp_path, change):
    with pytest.raises(LayoutError):
        parse_copy(NAME, edited(tmp_path, change))


def test_every_series_has_the_unit_of_its_indicator_and_a_file():
    catalogue, spec = Catalogue.from_yaml(), get_source(NAME).spec
    for code, entry in spec.series.items():
        assert catalogue[entry.indicator].unit == entry.unit, code
        assert spec.addresses[f"{NAME}/{code}.json"].endswith(f"/api/{code}")
    assert not spec.licence.redistribute.bundlable
