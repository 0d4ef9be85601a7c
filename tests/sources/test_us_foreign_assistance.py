"""What is special to ForeignAssistance.gov: plans, a part of a year, states that have gone."""

from __future__ import annotations

import shutil

import polars as pl
import pytest

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source

SOURCE = get_source("us_foreign_assistance")
FILE = "us_aid/us_foreign_aid_country.csv"


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return parse_source(SOURCE, SOURCE.specimens, assertions=False).frame


def rows(frame, counterpart, indicator, period):
    return frame.filter(
        (pl.col("counterpart") == counterpart)
        & (pl.col("indicator") == indicator)
        & (pl.col("period") == period)
    )


def value(frame, *key):
    return rows(frame, *key).get_column("value").to_list()


def changed(tmp_path, old, new):
    copy = shutil.copytree(SOURCE.specimens, tmp_path / "raw")
    payload = (copy / FILE).read_bytes()
    assert old in payload
    (copy / FILE).write_bytes(payload.replace(old, new))
    return copy


def test_obligations_and_disbursements_are_not_plans(frame):
    assert value(frame, "PER", "aid_disbursements", "FY2024") == [207138846.0]
    assert value(frame, "PER", "aid_obligations", "FY2024") == [177864516.0]
    assert set(frame["series"].str.split(" ").list.first()) == {"Obligations", "Disbursements"}


def test_a_part_of_a_year_never_stands_in_a_series_of_whole_years(frame):
    assert value(frame, "PER", "aid_disbursements", "FY2025") == []
    partial = rows(frame, "PER", "aid_disbursements_partial", "FY2025")
    assert partial["value"].to_list() == [82694244.0]
    assert partial["status"].to_list() == ["estimate"]
    assert partial["note"].to_list() == ["partial year"]
    late = frame.filter(pl.col("period") == "FY2025")
    assert late["indicator"].str.ends_with("_partial").all()
    assert (
        not frame.filter(pl.col("indicator").str.ends_with("_partial"))["period"].ne("FY2025").any()
    )


def test_the_transition_quarter_is_no_fiscal_year(frame):
    assert frame["period"].str.contains(r"^FY\d{4}$").all()


def test_states_that_have_gone_are_mapped_by_year(frame):
    assert value(frame, "CSK", "aid_obligations", "FY1946") == [112800000.0]
    assert value(frame, "CSK", "aid_obligations", "FY2001") == []
    assert value(frame, "YUG", "aid_obligations", "FY1946") == [195300000.0]
    assert value(frame, "SCG", "aid_obligations", "FY1946") == []
    assert value(frame, "SCG", "aid_obligations", "FY2018") == []


def test_both_headings_of_sudan_are_added_and_named(frame):
    sudan = rows(frame, "SDN", "aid_obligations", "FY2018")
    assert sudan["value"].to_list() == [-3086789.0 + 260897660.0]
    assert sudan["note"].to_list() == ["booked under Sudan + Sudan (former)"]


def test_the_heading_world_is_not_a_total(frame):
    assert not set(frame["counterpart"]) & {"WLD", ""}


def test_an_unknown_code_stops_the_source(tmp_path):
    with pytest.raises(ValueNotUnderstoodError, match="QQQ"):
        parse_source(SOURCE, changed(tmp_path, b"\nPER,", b"\nQQQ,"), assertions=False)


def test_an_unknown_kind_of_transaction_stops_the_source(tmp_path):
    copy = changed(tmp_path, b"3,Disbursements", b"4,Refunds")
    with pytest.raises(ValueNotUnderstoodError, match="Refunds"):
        parse_source(SOURCE, copy, assertions=False)


def test_a_renamed_column_stops_the_source(tmp_path):
    copy = changed(tmp_path, b"current_amount", b"amount")
    with pytest.raises(LayoutError, match="current_amount"):
        parse_source(SOURCE, copy, assertions=False)
