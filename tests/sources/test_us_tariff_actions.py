from __future__ import annotations

from datetime import date

import orjson
import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, set_cell, specimens

from countrydesk.errors import ValueNotUnderstoodError
from countrydesk.evidence import Catalogue
from countrydesk.evidence.resolve import standing
from countrydesk.sources.facts import beside
from countrydesk.sources.us_tariff_actions import scope

FILE = "us_tariffs/actions.csv"


@pytest.fixture(scope="module")
def parsed():
    return specimens("us_tariff_actions")


def attributes(row: dict) -> dict[str, str]:
    return orjson.loads(row["attributes"])


def test_the_duty_on_peru_is_twelve_and_a_half_percent_since_its_day(parsed):
    rows = series(parsed, "USA", "tariff_action", "PER").to_dicts()
    assert [(row["status"], row["released_on"]) for row in rows] == [
        ("announced", date(2026, 7, 23)),
        ("actual", date(2026, 7, 24)),
    ]
    assert attributes(rows[1])["rate"] == "12.5"
    assert attributes(rows[1])["legal_basis"] == "FR 2026-15181; U.S. note 52"


@pytest.mark.parametrize(
    ("day", "period", "status"),
    [
        (date(2025, 4, 3), "2025-04-05/", "announced"),
        (date(2025, 6, 1), "2025-04-05/", "actual"),
        (date(2026, 3, 1), "2025-04-05/2026-02-20", "actual"),
    ],
)
def test_what_a_reader_of_a_day_sees_of_the_general_duty(parsed, day, period, status):
    frame = series(parsed, "USA", "tariff_action").filter(
        pl.col("text") == "most goods; Annex II products exempt"
    )
    (row,) = frame.filter(standing(frame, Catalogue.from_yaml(), (), day)).to_dicts()
    assert (row["period"], row["status"]) == (period, status)


def test_an_action_that_reaches_back_was_public_when_it_was_announced(parsed):
    rows = series(parsed, "USA", "tariff_action", "KOR").filter(pl.col("period") == "2025-11-01/")
    assert rows["released_on"].to_list() == [date(2025, 12, 4)]
    assert rows["status"].to_list() == ["actual"]


def test_a_country_named_with_a_rate_of_its_own_has_it(parsed):
    drugs = series(parsed, "USA", "tariff_action", "JPN").filter(
        pl.col("text").str.contains("patented") & (pl.col("status") == "actual")
    )
    found = attributes(drugs.row(0, named=True))
    assert (found["rate"], found["manner"]) == ("15", "all-in")


def test_an_action_on_a_group_without_a_list_keeps_its_scope(parsed):
    general = series(parsed, "USA", "tariff_action").to_dicts()
    assert "about 70 named partners" in {attributes(row)["scope"] for row in general}


def test_what_is_ahead_of_the_vintage_stays_announced(parsed):
    ahead = parsed.frame.filter(pl.col("period").str.head(10) > "2026-09-29")
    assert set(ahead["status"]) == {"announced"}


def test_nothing_ends_after_the_vintage(parsed):
    closed = parsed.frame.filter(pl.col("period").str.contains("/.+"))
    assert closed["period"].str.split("/").list.last().max() <= "2026-09-29"


@pytest.mark.raw
def test_the_spelled_out_list_of_the_forced_labour_action_is_that_of_the_schedule(raw):
    payload = (raw / "us_tariffs/additional_duties.csv").read_bytes()
    duties = pl.read_csv(payload, infer_schema=False).fill_null("")
    binding = duties.filter(
        (pl.col("authority") == "Section301-forced-labour")
        & ((pl.col("added_percent") != "") | (pl.col("flat_rate_percent") != ""))
    ).select("iso3", (pl.col("added_percent") + pl.col("flat_rate_percent")).alias("rate"))
    scopes = beside(scope.__file__, "scopes.csv").filter(
        pl.col("scope").str.contains("ARG BGD KHM|41 other economies")
    )
    assert sorted(scopes.select("counterpart", "rate").rows()) == sorted(binding.rows())


@pytest.mark.parametrize(
    ("column", "value"),
    [("scope_countries", "some friends"), ("authority", "Section999"), ("status_now", "paused")],
)
def test_what_has_no_meaning_stops_the_source(tmp_path, column, value):
    folder = copy_of("us_tariff_actions", tmp_path)
    set_cell(folder / FILE, column, value)
    with pytest.raises(ValueNotUnderstoodError, match=value):
        parse_copy("us_tariff_actions", folder)
