from __future__ import annotations

import orjson
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, set_cell, specimens

from countrydesk.errors import ValueNotUnderstoodError

FILE = "reference/diplomatic_relations.csv"


@pytest.fixture(scope="module")
def parsed():
    return specimens("ref_relations")


@pytest.mark.parametrize(
    ("place", "period", "text"),
    [
        ("PER", "1827-05-21/", "diplomatic relations"),
        ("CUB", "2015-07-20/", "diplomatic relations"),
        ("RUS", "1991-12-31/", "diplomatic relations"),
        ("VEN", "2026-03/", "diplomatic relations"),
        ("IRN", "1980-04-07/", "no diplomatic relations"),
        ("TWN", "1979-01-01/", "unofficial relations"),
        ("BTN", "2026", "no formal diplomatic relations"),
    ],
)
def test_the_present_state_and_since_when(parsed, place, period, text):
    (row,) = series(parsed, place, "diplomatic_relations", "USA").to_dicts()
    assert (row["period"], row["text"]) == (period, text)


def test_recognition_and_establishment_are_both_kept(parsed):
    (row,) = series(parsed, "PER", "diplomatic_relations", "USA").to_dicts()
    found = orjson.loads(row["attributes"])
    assert (found["recognised_on"], found["established_on"]) == ("1826-05-02", "1827-05-21")


def test_a_new_state_of_relations_stops_the_source(tmp_path):
    folder = copy_of("ref_relations", tmp_path)
    set_cell(folder / FILE, "current_status", "broken off")
    with pytest.raises(ValueNotUnderstoodError, match="broken off"):
        parse_copy("ref_relations", folder)
