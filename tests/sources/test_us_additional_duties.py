from __future__ import annotations

from datetime import date

import orjson
import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, rename, series, set_cell, specimens

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source

FILE = "us_tariffs/additional_duties.csv"


@pytest.fixture(scope="module")
def parsed():
    return specimens("us_additional_duties")


def duty(parsed, country: str, heading: str) -> list[dict]:
    rows = parsed.frame.filter((pl.col("counterpart") == country) & (pl.col("text") == heading))
    return [row | orjson.loads(row["attributes"]) for row in rows.sort("released_on").to_dicts()]


def test_the_duty_on_peru(parsed):
    (row,) = duty(parsed, "PER", "9903.05.63")
    assert row["indicator"] == "additional_duty"
    assert row["period"] == "2026-07-24/"
    assert row["released_on"] == date(2026, 7, 24)
    assert row["rate_added"] == "12.5"
    assert row["legal_basis"] == "FR 2026-15181; U.S. note 52"
    assert row["authority_name"] == "Trade Act of 1974 section 301 (forced labour)"
    assert row["effective_from_inferred"] == "yes"
    assert row["status"] == "in_force"
    assert "ended_on" not in row


@pytest.mark.raw
def test_the_duty_on_peru_in_the_real_file(raw):
    test_the_duty_on_peru(parse_source(get_source("us_additional_duties"), raw))


def test_only_a_heading_with_a_rate_binds(parsed):
    for row in parsed.frame.iter_rows(named=True):
        found = orjson.loads(row["attributes"])
        rated = "rate_added" in found or "rate_flat" in found
        assert rated == (row["indicator"] == "additional_duty"), row["text"]


def test_a_rate_that_includes_the_ordinary_duty_is_flat(parsed):
    (row,) = duty(parsed, "EUU", "9903.05.39")
    assert row["rate_flat"] == "10"
    assert "rate_added" not in row


def test_rates_of_april_2025_were_suspended_the_next_day(parsed):
    rows = duty(parsed, "DZA", "9903.01.59")
    assert [row["period"] for row in rows] == ["2025-04-09/", "2025-04-09/2025-04-10"]
    assert rows[0]["status"] == "in_force"
    assert "ended_on" not in rows[0]


def test_a_date_that_two_actions_could_give_is_not_guessed(parsed):
    (row,) = duty(parsed, "CHN", "9903.01.24")
    assert row["period"] == "2026-02-20"
    assert "effective_from" not in row


def test_a_duty_without_a_beginning_stands_on_the_day_of_the_vintage(parsed):
    (row,) = duty(parsed, "CHN", "9903.88.01")
    assert (row["period"], row["released_on"]) == ("2026-09-29", date(2026, 9, 29))


def test_a_duty_that_is_ahead_is_announced(parsed):
    (row,) = duty(parsed, "CHN", "9903.91.12")
    assert row["indicator"] == "additional_duty"
    assert series(parsed, "USA", "additional_duty", "CHN").filter(pl.col("text") == "9903.91.12")[
        "status"
    ].to_list() == ["announced"]


def test_headings_of_the_tariff_act_of_1930_are_told_from_the_rest(parsed):
    (row,) = duty(parsed, "CAN", "9903.03.12")
    assert row["authority"] == "Section338"
    assert row["period"] == "2026-08-22/"


@pytest.mark.parametrize(
    ("column", "value"),
    [("authority", "Section999"), ("status", "paused"), ("heading", "none"),
     ("added_percent", "much"), ("effective_from", "soon"), ("iso3", "XYZ")],
)  # fmt: skip
def test_what_has_no_meaning_stops_the_source(tmp_path, column, value):
    folder = copy_of("us_additional_duties", tmp_path)
    set_cell(folder / FILE, column, value)
    with pytest.raises(ValueNotUnderstoodError, match=value):
        parse_copy("us_additional_duties", folder)


def test_a_renamed_column_of_the_second_file_is_named(tmp_path):
    folder = copy_of("us_additional_duties", tmp_path)
    rename(folder / "us_tariffs/actions.csv", "legal_citation", "law")
    with pytest.raises(LayoutError, match="legal_citation"):
        parse_copy("us_additional_duties", folder)
