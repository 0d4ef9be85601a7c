from __future__ import annotations

import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, set_cell, specimens

from countrydesk.errors import ValueNotUnderstoodError

FILE = "reference/us_bits_tifas.csv"


@pytest.fixture(scope="module")
def parsed():
    return specimens("ref_bits")


def periods(parsed, place: str, word: str) -> list[str]:
    rows = series(parsed, place, "us_investment_agreement", "USA")
    return rows.filter(pl.col("text").str.contains(word))["period"].to_list()


def test_dates_in_doubt_are_not_used(parsed):
    assert periods(parsed, "GEO", "treaty") == ["1994-03-07/"]
    assert periods(parsed, "UKR", "framework") == ["2008-04/"]


def test_a_treaty_that_is_not_in_force_has_its_day_of_signature(parsed):
    assert periods(parsed, "BLR", "treaty") == ["1994-01-15"]


def test_a_terminated_treaty_ended(parsed):
    assert periods(parsed, "BOL", "treaty") == ["2001-06-06/", "2001-06-06/2012-06-10"]


def test_a_new_kind_stops_the_source(tmp_path):
    folder = copy_of("ref_bits", tmp_path)
    set_cell(folder / FILE, "kind", "FTA")
    with pytest.raises(ValueNotUnderstoodError, match="FTA"):
        parse_copy("ref_bits", folder)
