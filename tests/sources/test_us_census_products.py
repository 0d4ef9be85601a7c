from __future__ import annotations

import orjson
import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, set_cell, specimens, values

from countrydesk.errors import ValueNotUnderstoodError
from countrydesk.evidence import Catalogue
from countrydesk.sources.facts import beside
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source
from countrydesk.sources.us_census_products import source

PERU = "us_tariffs/data-hs2/hs2-tariff-3330.csv"
LINES = "us_tariffs/data/2024-hs10-imports3330.parquet"


@pytest.fixture(scope="module")
def parsed():
    return specimens("us_census_products")


def test_imports_from_peru_by_chapter_and_in_all(parsed):
    assert values(parsed, "USA", "us_imports_hs2_08", "PER") == {"2024": 2650259232}
    assert values(parsed, "USA", "imports_for_consumption", "PER") == {"2024": 9605440694}
    assert values(parsed, "USA", "calculated_duties", "PER") == {"2024": 9830825}
    (rate,) = values(parsed, "USA", "baseline_duty", "PER").values()
    assert rate == pytest.approx(0.1023464)


def test_chapters_add_up_to_the_total(parsed):
    rows = parsed.frame.filter(pl.col("counterpart") == "KEN")
    chapters = rows.filter(pl.col("indicator").str.starts_with("us_imports_hs2_"))
    assert (
        chapters["value"].sum() == values(parsed, "USA", "imports_for_consumption", "KEN")["2024"]
    )


@pytest.mark.raw
def test_the_largest_lines_from_peru(raw):
    parsed = parse_source(get_source("us_census_products"), raw)
    rows = series(parsed, "USA", "us_import_line", "PER").to_dicts()
    lines = sorted((orjson.loads(row["attributes"]) | row for row in rows),
        key=lambda line: int(line["rank"]))  # fmt: skip
    assert len(lines) == source.LARGEST
    assert [line["heading"] for line in lines[:3]] == ["0810", "0806", "7403"]
    assert lines[2]["text"] == "refined copper"
    total = values(parsed, "USA", "imports_for_consumption", "PER")["2024"]
    share = int(lines[2]["value_usd"]) / total * 100
    assert float(lines[2]["share_percent"]) == pytest.approx(share, abs=0.005)


def test_entries_by_purpose_are_no_lines(parsed):
    lines = parsed.frame.filter(pl.col("indicator") == "us_import_line")
    assert not lines["series"].str.contains("HS9[89]").any()
    assert lines.height == 2 * source.LARGEST


def test_the_catalogue_has_the_chapters_of_the_table():
    chapters = beside(source.__file__, "chapters.csv")
    known = {key for key in Catalogue.from_yaml() if key.startswith("us_imports_hs2_")}
    assert known == {f"us_imports_hs2_{chapter}" for chapter in chapters["chapter"]}


def test_an_unknown_chapter_stops_the_source(tmp_path):
    folder = copy_of("us_census_products", tmp_path)
    set_cell(folder / PERU, "HS2", "77")
    with pytest.raises(ValueNotUnderstoodError, match="77"):
        parse_copy("us_census_products", folder)


def test_a_large_heading_without_a_name_stops_the_source(tmp_path):
    folder = copy_of("us_census_products", tmp_path)
    lines = pl.read_parquet(folder / LINES)
    lines.with_columns(
        pl.when(pl.col("HS10").str.starts_with("7403"))
        .then(pl.lit("7405000000"))
        .otherwise("HS10")
        .alias("HS10")
    ).write_parquet(folder / LINES)
    with pytest.raises(ValueNotUnderstoodError, match="7405"):
        parse_copy("us_census_products", folder)
