from __future__ import annotations

import orjson
import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, set_cell, specimens

from countrydesk.errors import ValueNotUnderstoodError

FILE = "reference/us_alliances.csv"


@pytest.fixture(scope="module")
def parsed():
    return specimens("ref_alliances")


def test_a_status_is_told_from_a_treaty(parsed):
    rows = series(parsed, "PER", "us_alliance", "USA")
    kinds = {row["text"]: orjson.loads(row["attributes"])["kind"] for row in rows.to_dicts()}
    assert kinds["Major non-NATO ally"] == "major non-NATO ally"
    assert kinds.pop("Inter-American Treaty of Reciprocal Assistance (Rio Treaty)") == (
        "collective defence"
    )


def test_a_denounced_treaty_ended(parsed):
    rows = series(parsed, "MEX", "us_alliance", "USA")
    assert rows["period"].to_list() == ["1948-12-03/", "1948-12-03/2004-09-06"]


def test_an_agreement_not_in_force_has_its_day_of_signature(parsed):
    rows = series(parsed, "SAU", "us_alliance", "USA")
    signed = rows.filter(pl.col("text").str.contains("Strategic"))
    assert signed["period"].to_list() == ["2025-11-18"]


def test_a_new_status_stops_the_source(tmp_path):
    folder = copy_of("ref_alliances", tmp_path)
    set_cell(folder / FILE, "status", "dormant")
    with pytest.raises(ValueNotUnderstoodError, match="dormant"):
        parse_copy("ref_alliances", folder)
