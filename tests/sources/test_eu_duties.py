from __future__ import annotations

import orjson
import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, set_cell, specimens, values

from countrydesk.errors import ValueNotUnderstoodError

FILE = "us_tariffs/eu_duty_by_country.csv"


@pytest.fixture(scope="module")
def parsed():
    return specimens("eu_duties")


def test_what_peruvian_goods_meet_in_the_european_union(parsed):
    assert values(parsed, "EUU", "eu_average_duty", "PER") == {"2026": 0.33}
    assert values(parsed, "EUU", "eu_duty_free_share", "PER") == {"2026": 95.67}
    (row,) = series(parsed, "EUU", "eu_trade_arrangement", "PER").to_dicts()
    assert row["text"] == "bilateral preference of the European Union"
    assert orjson.loads(row["attributes"])["lines"] == "7058"


def test_a_country_may_have_several_preferences_or_none(parsed):
    kenya = series(parsed, "EUU", "eu_trade_arrangement", "KEN")["text"].to_list()
    assert len(kenya) == 2
    assert series(parsed, "EUU", "eu_trade_arrangement", "CHN").is_empty()


def test_facts_and_numbers_keep_apart(parsed):
    facts = parsed.frame.filter(pl.col("indicator") == "eu_trade_arrangement")
    assert facts["value"].null_count() == facts.height
    assert set(facts["unit"]) == {""}


@pytest.mark.parametrize(
    ("column", "value"), [("arrangements", "Friendship (12)"), ("duty_free_share", "0.5")]
)
def test_what_does_not_fit_stops_the_source(tmp_path, column, value):
    folder = copy_of("eu_duties", tmp_path)
    set_cell(folder / FILE, column, value)
    with pytest.raises(ValueNotUnderstoodError, match=column.replace("arrangements", "Friendship")):
        parse_copy("eu_duties", folder)
