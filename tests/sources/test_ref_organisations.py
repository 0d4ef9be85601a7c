from __future__ import annotations

from datetime import date

import orjson
import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, set_cell, specimens

from countrydesk.errors import ValueNotUnderstoodError
from countrydesk.sources.facts import beside
from countrydesk.sources.ref_organisations import source

FILE = "reference/organisations.csv"
MEMBER, OTHER = "organisation_membership", "organisation_other_role"


@pytest.fixture(scope="module")
def parsed():
    return specimens("ref_organisations")


def test_an_observer_is_no_member(parsed):
    observed = parsed.frame.filter(pl.col("attributes").str.contains('"role":"observer"'))
    assert observed.height > 0
    assert set(observed["indicator"]) == {OTHER}


def test_a_membership_without_a_date_stands_for_the_year_of_the_reading(parsed):
    rows = series(parsed, "PER", MEMBER)
    bank = rows.filter(pl.col("text") == "Asian Infrastructure Investment Bank").row(0, named=True)
    assert bank["period"] == "2026"
    assert bank["released_on"] == date(2026, 10, 31)


def test_a_suspension_does_not_take_the_date_of_the_membership(parsed):
    rows = series(parsed, "VEN", OTHER).filter(pl.col("text") == "Southern Common Market")
    assert rows["period"].to_list() == ["2016-12-02/"]
    assert orjson.loads(rows["attributes"].item())["joined_on"] == "2012-07-31"


def test_a_former_member_was_a_member_while_the_spell_was_open(parsed):
    rows = series(parsed, "GBR", MEMBER).filter(pl.col("text") == "European Union")
    assert rows["period"].to_list() == ["1973-01-01/", "1973-01-01/2020-01-31"]
    roles = [orjson.loads(text)["role"] for text in rows["attributes"]]
    assert roles == ["member", "former member"]


def test_a_beginning_in_doubt_is_not_used(parsed):
    rows = series(parsed, "SGP", OTHER).filter(pl.col("attributes").str.contains("associate"))
    assert rows["period"].to_list() == ["2026"]


@pytest.mark.raw
def test_every_correction_of_a_date_meets_a_row(raw):
    keys = ["iso3", "organisation", "role"]
    payload = (raw / FILE).read_bytes()
    rows = pl.read_csv(payload, infer_schema=False).select(keys).unique()
    fixes = beside(source.__file__, "dates.csv").rename({"place": "iso3"}).select(keys)
    assert fixes.join(rows, on=keys, how="anti").is_empty()


@pytest.mark.parametrize(("column", "value"), [("role", "friend"), ("organisation", "ABC")])
def test_what_has_no_meaning_stops_the_source(tmp_path, column, value):
    folder = copy_of("ref_organisations", tmp_path)
    set_cell(folder / FILE, column, value)
    with pytest.raises(ValueNotUnderstoodError, match=value):
        parse_copy("ref_organisations", folder)
