from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, rename, series, set_cell, specimens

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.evidence import Catalogue
from countrydesk.evidence.resolve import standing
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source

LEADERS = "reign/leaderlist_3_21.csv"
ELECTIONS = "reign/electionlist_3_21.csv"


def test_reign_without_a_licence_is_not_passed_on():
    assert not get_source("reign").spec.licence.redistribute.bundlable


def test_a_spell_is_known_from_its_first_day_and_its_end_from_its_last_month():
    rows = series(specimens("reign"), "PER", "leader").filter(~pl.col("period").str.ends_with("/"))
    for row in rows.iter_rows(named=True):
        opening = row["period"].split("/")[0] + "/"
        opened = series(specimens("reign"), "PER", "leader").filter(
            (pl.col("period") == opening) & (pl.col("text") == row["text"])
        )
        assert opened.row(0, named=True)["released_on"] == date.fromisoformat(opening[:-1])
        assert str(row["released_on"])[:7] == row["period"].split("/")[1]


def test_names_in_utf_8_are_read_although_one_byte_of_the_file_is_not():
    assert "Ágata Íñiguez" in set(specimens("reign").frame["text"])


def test_announcements_and_deadlines_are_no_elections():
    ignored = specimens("reign").tallies[ELECTIONS].ignored
    assert ignored["no vote was held: an announcement, deadline or delay"] > 0


def test_the_misprint_for_malawi_is_known():
    found = specimens("reign").frame.filter(pl.col("indicator") == "election_event")
    assert "MWI" in set(found["place"])


@pytest.mark.raw
def test_who_led_peru_on_a_day(raw):
    frame = series(parse_source(get_source("reign"), raw), "PER", "leader")
    mask = standing(frame, Catalogue.from_yaml(), (), date(2020, 11, 12))
    stood = frame.filter(mask)
    running = stood.filter(pl.col("period").str.ends_with("/"))["text"].to_list()
    assert running == ["Martin Vizcarra Cornejo", "Manuel Merino"]
    mask = standing(frame, Catalogue.from_yaml(), (), date(2021, 3, 15))
    running = frame.filter(mask).filter(pl.col("period").str.ends_with("/"))["text"].to_list()
    assert running == ["Francisco Sagasti"]


@pytest.mark.raw
def test_a_spell_across_the_end_of_a_state(raw):
    parsed = parse_source(get_source("reign"), raw)
    assert "Yeltsin" in set(series(parsed, "RUS", "leader")["text"])
    assert "Gorbachev" in set(series(parsed, "SUN", "leader")["text"])


@pytest.mark.parametrize(
    ("path", "column"),
    [(LEADERS, "militarycareer"), (ELECTIONS, "type"), (ELECTIONS, "event"), (LEADERS, "ccode")],
)
def test_an_unknown_code_is_not_passed_over(path, column, tmp_path):
    folder = copy_of("reign", tmp_path)
    set_cell(folder / path, column, "997")
    with pytest.raises(ValueNotUnderstoodError, match="997"):
        parse_copy("reign", folder)


def test_a_renamed_column_is_named(tmp_path):
    folder = copy_of("reign", tmp_path)
    rename(folder / LEADERS, "birthyear", "born")
    with pytest.raises(LayoutError, match="birthyear"):
        parse_copy("reign", folder)
