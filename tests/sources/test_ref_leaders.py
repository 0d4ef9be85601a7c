from __future__ import annotations

from datetime import date

import orjson
import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, set_cell, specimens

from countrydesk.errors import ValueNotUnderstoodError

FILE = "reference/leaders_2026.csv"


@pytest.fixture(scope="module")
def parsed():
    return specimens("ref_leaders")


def attributes(row: dict) -> dict[str, str]:
    return orjson.loads(row["attributes"])


def test_no_office_in_doubt_has_a_name_for_its_holder(parsed):
    doubt = parsed.frame.filter(pl.col("indicator") == "office_in_doubt")
    assert set(doubt["text"]) == {
        "head of government: holder not confirmed",
        "head of government: holder not known",
        "head of state: vacant",
    }
    named = parsed.frame.filter(pl.col("indicator") != "office_in_doubt")["text"]
    assert not named.str.contains("(?i)vacant|unknown|not ").any()


def test_a_row_was_public_when_it_was_read_and_says_so(parsed):
    (tuvalu,) = series(parsed, "TUV", "head_of_government").iter_rows(named=True)
    assert tuvalu["released_on"] == date(2026, 1, 31)
    assert attributes(tuvalu)["as_of"] == "2026-01"
    assert attributes(tuvalu)["confidence"] == "read"
    assert attributes(tuvalu)["citation_url"].startswith("https://")


def test_who_takes_office_after_the_reading_is_announced(parsed):
    assert series(parsed, "EST", "head_of_state")["status"].to_list() == ["announced"]
    assert series(parsed, "SLB", "head_of_government")["status"].is_in(["actual"]).all()


def test_ranks_and_second_spellings_are_no_part_of_the_name(parsed):
    (laos,) = series(parsed, "LAO", "head_of_government").iter_rows(named=True)
    assert laos["text"] == "Sonexay Siphandon"
    assert attributes(laos)["also_spelled"] == "Sonxai Siphandon"
    assert series(parsed, "CHN", "head_of_state")["text"].to_list() == ["Xi Jinping"]


def test_a_remark_on_the_party_is_apart_from_the_party(parsed):
    (guatemala,) = series(parsed, "GTM", "head_of_state").iter_rows(named=True)
    assert attributes(guatemala)["party"] == "Semilla"
    assert attributes(guatemala)["party_note"] == "suspended"
    (costa_rica,) = series(parsed, "CRI", "head_of_state").iter_rows(named=True)
    assert attributes(costa_rica)["party"] == "Sovereign People Party (PPSO)"


def test_a_term_that_is_over_is_closed(parsed):
    periods = series(parsed, "SMR", "head_of_state")["period"].to_list()
    assert periods == ["2026-04-01/", "2026-04-01/2026-10-01"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("status", "abroad"), ("role", "chief"), ("name", "Dr. No"), ("since", "May 2020"),
     ("confidence", "guessed"), ("iso3", "XYZ"), ("party", "Greens (maybe)")],
)  # fmt: skip
def test_what_has_no_meaning_stops_the_source(tmp_path, column, value):
    folder = copy_of("ref_leaders", tmp_path)
    set_cell(folder / FILE, column, value)
    with pytest.raises(ValueNotUnderstoodError, match=column):
        parse_copy("ref_leaders", folder)
