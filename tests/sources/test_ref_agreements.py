from __future__ import annotations

import orjson
import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, set_cell, specimens

from countrydesk.errors import ValueNotUnderstoodError

FILE = "reference/us_trade_agreements.csv"


@pytest.fixture(scope="module")
def parsed():
    return specimens("ref_agreements")


def test_the_agreement_with_peru_has_all_its_dates(parsed):
    rows = series(parsed, "PER", "us_trade_agreement", "USA")
    promotion = rows.filter(pl.col("period") == "2009-02-01/").row(0, named=True)
    found = orjson.loads(promotion["attributes"])
    assert found["signed_on"] == "2006-04-12"
    assert found["in_force_on"] == "2009-02-01"
    assert found["law"] == "Pub. L. 110-138 (2007-12-14)"
    assert "Section 301" not in promotion["note"]


def test_an_agreement_that_was_replaced_is_closed(parsed):
    rows = series(parsed, "CAN", "us_trade_agreement", "USA").filter(
        pl.col("text").str.contains("NAFTA")
    )
    assert rows["period"].to_list() == ["1994-01-01/", "1994-01-01/2020-07-01"]
    states = [orjson.loads(text)["status"] for text in rows["attributes"]]
    assert states == ["in force", "replaced"]


def test_a_signing_day_in_doubt_is_cut_to_its_month(parsed):
    rows = series(parsed, "ECU", "us_trade_agreement", "USA")
    reciprocal = rows.filter(pl.col("text").str.contains("Reciprocal"))
    assert reciprocal["period"].to_list() == ["2026-03"]


@pytest.mark.parametrize(("column", "value"), [("status", "lapsed"), ("kind", "treaty")])
def test_what_has_no_meaning_stops_the_source(tmp_path, column, value):
    folder = copy_of("ref_agreements", tmp_path)
    set_cell(folder / FILE, column, value)
    with pytest.raises(ValueNotUnderstoodError, match=value):
        parse_copy("ref_agreements", folder)
