from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, rename, set_cell, specimens, values

from countrydesk.errors import LayoutError, ValueNotUnderstoodError

COUNTRIES = "us_tariffs/country-by-time.csv"
DAILY = "us_tariffs/daily-tariff-latest-data.csv"


@pytest.fixture(scope="module")
def parsed():
    return specimens("trade_war_redux")


def test_the_added_duty_on_peruvian_goods(parsed):
    added = values(parsed, "USA", "effective_duty", "PER")
    assert added["2025-02-04"] == 0
    assert added["2026-08-19"] == pytest.approx(8.697216)


def test_the_average_holds_the_ordinary_duty_and_the_duty_by_country_does_not(parsed):
    assert values(parsed, "USA", "average_us_tariff")["2025-01-01"] == 2.3
    assert values(parsed, "USA", "effective_duty", "CAN")["2025-02-04"] == 0


def test_only_days_of_change_are_kept(parsed):
    days = list(values(parsed, "USA", "average_us_tariff").values())
    assert all(a != b for a, b in pairwise(days))
    assert parsed.tallies[DAILY].ignored["the same as on the day before"] > 100


def test_the_european_union_is_a_partner(parsed):
    assert "EUU" in set(parsed.frame["counterpart"])


def test_modelled_rates_are_estimates(parsed):
    assert set(parsed.frame["status"]) == {"estimate"}
    assert parsed.frame.select(pl.col("released_on").n_unique()).item() == 1


def test_an_unknown_partner_stops_the_source(tmp_path):
    folder = copy_of("trade_war_redux", tmp_path)
    set_cell(folder / COUNTRIES, "country_name", "ATLANTIS")
    with pytest.raises(ValueNotUnderstoodError, match="ATLANTIS"):
        parse_copy("trade_war_redux", folder)


def test_a_renamed_column_of_the_daily_file_is_named(tmp_path):
    folder = copy_of("trade_war_redux", tmp_path)
    rename(folder / DAILY, "import_weighted_avg_tariff", "tariff")
    with pytest.raises(LayoutError, match="import_weighted_avg_tariff"):
        parse_copy("trade_war_redux", folder)
