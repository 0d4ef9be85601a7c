"""Worldwide Governance Indicators: intervals, gaps, the World Bank's older codes."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.parse import Parsed, parse_source
from countrydesk.sources.registry import get_source

SOURCE = get_source("wgi")
BOOK = "wgi/wgidataset.xlsx"


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    return parse_source(SOURCE, SOURCE.specimens, assertions=False)


def test_the_interval_is_that_of_90_per_cent(parsed):
    row = parsed.frame.filter(
        (pl.col("place") == "PER")
        & (pl.col("indicator") == "corruption_control_wgi")
        & (pl.col("period") == "2022")
    ).row(0, named=True)
    assert row["value"] == -0.807577431
    assert row["low"] == pytest.approx(-0.807577431 - 1.645 * 0.158160314)
    assert row["high"] == pytest.approx(-0.807577431 + 1.645 * 0.158160314)
    assert row["attributes"] == '{"underlying_sources":"11"}'


def test_every_value_has_an_interval_around_it(parsed):
    assert parsed.frame["low"].null_count() == parsed.frame["high"].null_count() == 0
    assert (
        parsed.frame.filter(
            (pl.col("low") < pl.col("value")) & (pl.col("value") < pl.col("high"))
        ).height
        == parsed.frame.height
    )


def test_years_without_a_survey_are_absent(parsed):
    years = set(parsed.frame["period"])
    assert not {"1997", "1999", "2001"} & years
    assert len(years) == 24


def test_six_dimensions_on_the_ids_of_the_outline(parsed):
    assert set(parsed.frame["indicator"]) == {
        "corruption_control_wgi", "government_effectiveness_wgi", "political_stability_wgi",
        "regulatory_quality_wgi", "rule_of_law_wgi", "voice_accountability_wgi",
    }  # fmt: skip


def test_the_older_codes_of_the_world_bank_are_read(parsed):
    assert {"PSE", "XKX", "ANT"} <= set(parsed.frame["place"])


def changed(tmp_path: Path, cell: str, content: str) -> Path:
    book = openpyxl.load_workbook(SOURCE.specimens / BOOK)
    book["Data"][cell] = content
    target = tmp_path / BOOK
    target.parent.mkdir(parents=True)
    book.save(target)
    return tmp_path


def test_a_renamed_column_stops_the_source(tmp_path):
    with pytest.raises(LayoutError, match="Dimention"):
        parse_source(SOURCE, changed(tmp_path, "C1", "Dimension"), assertions=False)


@pytest.mark.parametrize(
    ("cell", "content", "match"),
    [("C2", "Happiness", "Happiness"), ("B2", "QQQ", "QQQ"), ("D2", "high", "is not a number")],
)
def test_what_is_not_understood_stops_the_source(tmp_path, cell, content, match):
    with pytest.raises(ValueNotUnderstoodError, match=match):
        parse_source(SOURCE, changed(tmp_path, cell, content), assertions=False)
