"""Corruption Perceptions Index: editions, intervals, Kosovo's own code, blank years."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source

SOURCE = get_source("ti_cpi")


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return parse_source(SOURCE, SOURCE.specimens, assertions=False).frame


def edited(tmp_path: Path, old: str, new: str) -> Path:
    folder = Path(shutil.copytree(SOURCE.specimens, tmp_path / "raw"))
    path = folder / "cpi" / "CPI2025_Results.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return folder


def test_each_score_is_dated_to_its_edition(frame):
    days = dict(frame.select("period", "released_on").unique().iter_rows())
    assert len(days) == 14
    assert days["2012"] == date(2012, 12, 5)
    assert days["2025"] == date(2026, 2, 10)


def test_kosovo_has_a_code_of_its_own_and_blank_years(frame):
    years = frame.filter(pl.col("place") == "XKX")["period"]
    assert years.min() == "2015"
    assert years.len() == 11


def test_the_interval_lies_around_the_score_and_within_the_scale(frame):
    assert frame.filter(pl.col("low") > pl.col("value")).is_empty()
    assert frame.filter(pl.col("high") < pl.col("value")).is_empty()
    assert frame["low"].min() >= 0
    assert frame["high"].max() <= 100


def test_no_rank_before_2017(frame):
    assert not frame.filter(pl.col("period") == "2016")["attributes"].str.contains("rank").any()
    assert frame.filter(pl.col("period") == "2017")["attributes"].str.contains("rank").all()


def test_a_renamed_column_stops_the_source(tmp_path):
    folder = edited(tmp_path, "CPI score 2024", "CPI 2024")
    with pytest.raises(LayoutError, match="CPI score 2024"):
        parse_source(SOURCE, folder, assertions=False)


def test_an_unknown_code_stops_the_source(tmp_path):
    with pytest.raises(ValueNotUnderstoodError, match="QQQ"):
        parse_source(SOURCE, edited(tmp_path, ",PER,", ",QQQ,"), assertions=False)


def test_another_edition_stops_the_source(tmp_path):
    with pytest.raises(LayoutError, match="title"):
        parse_source(SOURCE, edited(tmp_path, "Index 2025", "Index 2026"), assertions=False)
