"""What is special to the fiscal-year table: headings, printed sums, the monthly tables."""

from __future__ import annotations

import shutil

import openpyxl
import polars as pl
import pytest

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.evidence import Catalogue
from countrydesk.sources.intake import Intake
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source
from countrydesk.sources.us_visas_fy.columns import CLASSES
from countrydesk.sources.us_visas_monthly.classes import classes

SOURCE = get_source("us_visas_fy")
FILE = "us_visas/fy2024_niv_detail.xlsx"


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return parse_source(SOURCE, SOURCE.specimens, assertions=False).frame


def value(frame, counterpart, indicator):
    rows = frame.filter((pl.col("counterpart") == counterpart) & (pl.col("indicator") == indicator))
    return rows.get_column("value").to_list()


def changed(tmp_path, edit):
    copy = shutil.copytree(SOURCE.specimens, tmp_path / "raw")
    book = openpyxl.load_workbook(copy / FILE)
    edit(book["Sheet1"])
    book.save(copy / FILE)
    return copy


def peru(sheet):
    return next(row for row in sheet.iter_rows() if row[0].value == "Peru")


def test_known_values(frame):
    assert value(frame, "PER", "visas_nonimmigrant") == [153461.0]
    assert value(frame, "PER", "visas_exchange") == [10369.0]
    assert set(frame["period"]) == {"FY2024"}


def test_regions_and_printed_totals_are_no_places(frame):
    assert value(frame, "WLD", "visas_nonimmigrant")[0] < 5.0e6  # of the specimen's rows alone


def test_people_without_a_nationality_count_for_the_world_alone(frame):
    total = frame.filter(pl.col("indicator") == "visas_nonimmigrant")
    world = value(frame, "WLD", "visas_nonimmigrant")[0]
    assert world > total.filter(pl.col("counterpart") != "WLD")["value"].sum()


def test_every_class_is_in_the_table_of_classes():
    known = set(classes().filter(pl.col("kind") == "nonimmigrant")["class"])
    assert set(CLASSES) <= known


def test_a_row_that_does_not_add_up_stops_the_source(tmp_path):
    def edit(sheet):
        peru(sheet)[4].value += 1

    with pytest.raises(ValueNotUnderstoodError, match="do not add up"):
        parse_source(SOURCE, changed(tmp_path, edit), assertions=False)


def test_an_unknown_nationality_stops_the_source(tmp_path):
    def edit(sheet):
        peru(sheet)[0].value = "Peruvia"

    with pytest.raises(ValueNotUnderstoodError, match="Peruvia"):
        parse_source(SOURCE, changed(tmp_path, edit), assertions=False)


def test_a_renamed_class_stops_the_source(tmp_path):
    def edit(sheet):
        sheet["B1"].value = "A9"

    with pytest.raises(LayoutError, match="A1"):
        parse_source(SOURCE, changed(tmp_path, edit), assertions=False)


@pytest.mark.raw
def test_sums_are_the_printed_grand_totals(raw):
    frame = SOURCE.parse(Intake(SOURCE.spec, raw))
    book = pl.read_excel(raw / FILE, has_header=False, infer_schema_length=0)
    printed = dict(zip(book.row(0), book.row(-1), strict=True))
    assert printed["Fiscal Year 2024"] == "Grand Total"
    assert value(frame, "WLD", "visas_nonimmigrant") == [float(printed["Grand Total"])]
    assert value(frame, "WLD", "visas_exchange") == [float(printed["J1"])]
    assert value(frame, "WLD", "visas_student") == [float(printed["F1"]) + float(printed["M1"])]


@pytest.mark.raw
def test_the_monthly_tables_come_near(raw):
    monthly = get_source("us_visas_monthly")
    table = SOURCE.parse(Intake(SOURCE.spec, raw))
    months = monthly.parse(Intake(monthly.spec, raw)).filter(pl.col("period") == "FY2024")
    both = table.join(months, on=["counterpart", "indicator"], suffix="_monthly")
    world = both.filter(pl.col("counterpart") == "WLD")
    apart = (world["value_monthly"] / world["value"] - 1).abs()
    assert world.height == 12
    assert apart.max() < 0.05
    total = both.filter(pl.col("indicator") == "visas_nonimmigrant").filter(pl.col("value") > 1000)
    assert (total["value_monthly"] / total["value"] - 1).abs().max() < 0.11
    prefer = Catalogue.from_yaml()["visas_nonimmigrant"].prefer
    assert prefer == ("us_visas_fy", "us_visas_monthly")
