from __future__ import annotations

import polars as pl
import pytest
from tests.sources.tampering import change_r, copy_of, parse_copy, series, specimens, values

from countrydesk.errors import LayoutError, ValueNotUnderstoodError

FILE = "democracy/vdem_simple.rda"


def test_an_index_comes_with_the_interval_of_the_model():
    rows = series(specimens("vdem"), "PER", "electoral_democracy")
    last = rows.filter(pl.col("period") == "2024").row(0, named=True)
    assert (last["low"], last["value"], last["high"]) == (0.577, 0.634, 0.705)


def test_every_value_lies_within_its_interval():
    frame = specimens("vdem").frame
    inside = frame.select(pl.col("value").is_between(pl.col("low"), pl.col("high")).all())
    assert inside.item()


def test_years_before_1900_are_ignored_by_a_rule():
    parsed = specimens("vdem")
    assert parsed.tallies[FILE].ignored["before 1900"] > 0
    assert parsed.frame["period"].min() == "1900"


def test_states_of_the_past_get_the_years_of_their_time():
    parsed = specimens("vdem")
    assert "1991" in values(parsed, "SUN", "electoral_democracy")
    assert "1992" in values(parsed, "RUS", "electoral_democracy")
    assert "1991" not in values(parsed, "RUS", "electoral_democracy")
    assert "1992" in values(parsed, "CSK", "electoral_democracy")
    assert "1993" in values(parsed, "CZE", "electoral_democracy")


def test_gaza_and_the_west_bank_are_not_taken_for_palestine():
    assert "PSE" not in set(specimens("vdem").frame["place"])


def test_an_unknown_country_is_not_passed_over(tmp_path):
    folder = copy_of("vdem", tmp_path)
    change_r(folder / FILE, lambda frame: frame.assign(country_id=9999.0))
    with pytest.raises(ValueNotUnderstoodError, match="9999"):
        parse_copy("vdem", folder)


def test_a_renamed_column_is_named(tmp_path):
    folder = copy_of("vdem", tmp_path)
    change_r(folder / FILE, lambda frame: frame.rename(columns={"v2x_libdem_codelow": "low"}))
    with pytest.raises(LayoutError, match="v2x_libdem_codelow"):
        parse_copy("vdem", folder)
