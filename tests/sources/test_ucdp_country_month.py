from __future__ import annotations

import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, rename, set_cell, specimens, values

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.evidence import Catalogue
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source

NAME = "ucdp_country_month"
FILE = "ucdp/ucdp_country_month_1989_2024.csv"
INDICATOR = "violence_deaths_month"


def test_nigeria_and_niger_are_left_out_because_the_file_merges_them():
    parsed = specimens(NAME)
    assert not {"NGA", "NER"} & set(parsed.frame["place"])
    rule = "sum of Niger and Nigeria, which cannot be taken apart"
    assert parsed.tallies[FILE].ignored[rule] > 0


def test_the_padding_before_1989_is_ignored():
    parsed = specimens(NAME)
    assert parsed.tallies[FILE].ignored["padding before the data begin"] > 0
    assert parsed.frame["period"].min() >= "1989-01"


def test_only_months_with_deaths_are_rows_and_the_catalogue_says_so():
    assert specimens(NAME).frame["value"].min() > 0
    assert Catalogue.from_yaml()[INDICATOR].zero_when_absent


def test_months_of_yugoslavia_are_not_serbias():
    parsed = specimens(NAME)
    assert sum(values(parsed, "YUG", INDICATOR).values()) == 3295
    assert set(values(parsed, "SCG", INDICATOR)) <= {f"1998-{month:02}" for month in range(1, 13)}
    assert not values(parsed, "SRB", INDICATOR)
    assert all(period < "1992" for period in values(parsed, "SUN", INDICATOR))


@pytest.mark.raw
def test_months_add_up_to_the_yearly_file_everywhere(raw):
    monthly = parse_source(get_source(NAME), raw).frame
    yearly = parse_source(get_source("ucdp_country_year"), raw).frame
    sums = monthly.group_by("place", pl.col("period").str.head(4)).agg(pl.col("value").sum())
    wanted = yearly.filter((pl.col("indicator") == "violence_deaths") & (pl.col("value") > 0))
    both = wanted.select("place", "period", year="value").join(
        sums.filter(pl.col("value") > 0), on=["place", "period"], how="full", coalesce=True
    )
    apart = both.filter(pl.col("year").fill_null(0) != pl.col("value").fill_null(0))
    assert set(apart["place"]) == {"NGA", "NER"}


def test_an_unknown_country_is_not_passed_over(tmp_path):
    folder = copy_of(NAME, tmp_path)
    for row in range(1, 200):
        set_cell(folder / FILE, "country_iso3", "QQQ", row)
    with pytest.raises(ValueNotUnderstoodError, match="QQQ"):
        parse_copy(NAME, folder)


def test_a_month_that_is_none_is_not_passed_over(tmp_path):
    folder = copy_of(NAME, tmp_path)
    set_cell(folder / FILE, "year_month", "January")
    with pytest.raises(ValueNotUnderstoodError, match="January"):
        parse_copy(NAME, folder)


def test_a_renamed_column_is_named(tmp_path):
    folder = copy_of(NAME, tmp_path)
    rename(folder / FILE, "ucdp_fatalities_best", "best")
    with pytest.raises(LayoutError, match="ucdp_fatalities_best"):
        parse_copy(NAME, folder)
