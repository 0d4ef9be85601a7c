from __future__ import annotations

import orjson
import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, rename, series, set_cell, specimens

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source

NAME = "cline_coups"
FILE = "coups/cline_coup_data_2_1_2.csv"


def test_coups_without_a_confirmed_licence_are_not_passed_on():
    assert not get_source(NAME).spec.licence.redistribute.bundlable


def test_two_events_on_one_day_are_two_facts():
    rows = specimens(NAME).frame.group_by("place", "period").agg(pl.col("text").n_unique())
    assert rows["text"].max() == 2


@pytest.mark.raw
def test_the_attempt_of_december_2022_in_peru(raw):
    rows = series(parse_source(get_source(NAME), raw), "PER", "coup_event")
    last = rows.row(-1, named=True)
    assert (last["period"], last["text"]) == ("2022-12-07", "attempted coup")
    parts = orjson.loads(last["attributes"])
    assert parts["actors"] == "the executive itself"
    assert parts["leader"] == "not harmed, jailed"


def test_an_unknown_kind_of_event_is_not_passed_over(tmp_path):
    folder = copy_of(NAME, tmp_path)
    set_cell(folder / FILE, "event_type", "rumour")
    with pytest.raises(ValueNotUnderstoodError, match="rumour"):
        parse_copy(NAME, folder)


def test_a_flag_that_is_neither_0_nor_1_is_not_passed_over(tmp_path):
    folder = copy_of(NAME, tmp_path)
    set_cell(folder / FILE, "military", "2")
    with pytest.raises(ValueNotUnderstoodError, match="military"):
        parse_copy(NAME, folder)


def test_a_renamed_column_is_named(tmp_path):
    folder = copy_of(NAME, tmp_path)
    rename(folder / FILE, "palace", "court")
    with pytest.raises(LayoutError, match="palace"):
        parse_copy(NAME, folder)
