"""What is special to the Census Bureau's file: months to come, old states, shared codes."""

from __future__ import annotations

import shutil

import openpyxl
import polars as pl
import pytest

from countrydesk.errors import AssertionFailedError, LayoutError, ValueNotUnderstoodError
from countrydesk.sources.intake import Intake
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source
from countrydesk.sources.us_census_trade.source import FIGURES, MONTHS

SOURCE = get_source("us_census_trade")
FILE = "census/country.xlsx"
# Figures were printed to a tenth of a million until 2002.
ROUNDING = 0.05 * (len(MONTHS) + 1) * 1e6


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return parse_source(SOURCE, SOURCE.specimens, assertions=False).frame


def value(frame, counterpart, indicator, period):
    rows = frame.filter(
        (pl.col("counterpart") == counterpart)
        & (pl.col("indicator") == indicator)
        & (pl.col("period") == period)
    )
    return rows.get_column("value").to_list()


def changed(tmp_path, edit):
    copy = shutil.copytree(SOURCE.specimens, tmp_path / "raw")
    book = openpyxl.load_workbook(copy / FILE)
    edit(book["country"])
    book.save(copy / FILE)
    return copy


def test_the_united_states_had_a_surplus_with_peru(frame):
    assert value(frame, "PER", "goods_imports", "2024") == [9363192761.0]
    assert value(frame, "PER", "goods_exports", "2024") == [11223803301.0]


def test_months_to_come_and_the_unfinished_year_are_not_zeros(frame):
    assert value(frame, "PER", "goods_imports_month", "2025-02") == [947673414.0]
    assert value(frame, "PER", "goods_imports_month", "2025-03") == []
    assert value(frame, "PER", "goods_imports", "2025") == []
    assert frame.filter(pl.col("period") > "2025-02").height == 0


def test_a_figure_after_the_last_month_of_the_world_stops_the_source(tmp_path):
    def edit(sheet):
        row = next(r for r in sheet.iter_rows(min_row=2) if r[0].value == "2025")
        row[3 + FIGURES.index("IMAY")].value = 1.0

    with pytest.raises(AssertionFailedError, match="last month"):
        parse_source(SOURCE, changed(tmp_path, edit), assertions=False)


def test_aggregates_are_left_out_but_the_world_and_the_union(frame):
    assert value(frame, "WLD", "goods_exports_month", "2025-02") == [167608819040.0]
    assert value(frame, "EUU", "goods_imports", "2024") == [605760393292.0]


def test_old_states_keep_their_trade_and_lose_their_zeros(frame):
    assert value(frame, "SUN", "goods_exports", "1990") == [3087000000.0]
    assert value(frame, "SUN", "goods_exports", "1992") == [1035200000.0]
    assert value(frame, "SUN", "goods_exports", "1993") == []
    assert value(frame, "CSK", "goods_imports", "2003") == []


def test_codes_of_one_place_are_added(frame):
    assert value(frame, "ETH", "goods_imports", "1993") == [22.0e6]
    assert value(frame, "SDN", "goods_imports", "2011") == [10353364.0]
    gaza_and_west_bank = value(frame, "PSE", "goods_imports", "2024")
    assert gaza_and_west_bank == [6203761.0]


def test_an_unknown_code_stops_the_source(tmp_path):
    def edit(sheet):
        sheet["B2"].value = "9999"

    with pytest.raises(ValueNotUnderstoodError, match="9999"):
        parse_source(SOURCE, changed(tmp_path, edit), assertions=False)


def test_a_renamed_column_stops_the_source(tmp_path):
    def edit(sheet):
        sheet["D1"].value = "JANUARY"

    with pytest.raises(LayoutError, match="IJAN"):
        parse_source(SOURCE, changed(tmp_path, edit), assertions=False)


@pytest.mark.raw
def test_months_add_up_to_the_year(raw):
    frame = SOURCE.parse(Intake(SOURCE.spec, raw))
    year, plain = pl.col("period").str.head(4), pl.col("indicator").str.strip_suffix("_month")
    months = (
        frame.filter(pl.col("period").str.len_chars() > 4)
        .group_by("counterpart", plain, year.alias("period"))
        .agg(pl.col("value").sum().alias("months"))
    )
    both = frame.join(months, on=["counterpart", "indicator", "period"])
    assert both.height > 16000
    apart = both.filter((pl.col("value") - pl.col("months")).abs() > ROUNDING)
    assert apart.height == 0, apart


@pytest.mark.raw
def test_partners_add_up_to_the_world_since_1992(raw):
    frame = SOURCE.parse(Intake(SOURCE.spec, raw)).filter(
        pl.col("period").is_in([str(year) for year in range(1992, 2024)])
    )
    imports = frame.filter(pl.col("indicator") == "goods_imports")
    world = imports.filter(pl.col("counterpart") == "WLD")
    partners = imports.filter(~pl.col("counterpart").is_in(["WLD", "EUU"]))
    sums = partners.group_by("period").agg(pl.col("value").sum().alias("partners"))
    ratio = world.join(sums, on="period").select(pl.col("partners") / pl.col("value")).to_series()
    assert ratio.len() == 32
    assert (ratio - 1).abs().max() < 1e-6
