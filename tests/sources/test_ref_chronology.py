from __future__ import annotations

from datetime import date

import orjson
import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, rename, series, set_cell, specimens

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.evidence import Catalogue
from countrydesk.evidence.resolve import standing

FILE = "reference/peru_chronology.csv"


@pytest.fixture(scope="module")
def parsed():
    return specimens("ref_chronology")


def test_what_the_compiler_doubts_is_left_out(parsed):
    assert parsed.tallies[FILE].ignored["marked doubtful by the compiler"] == 2
    assert not parsed.frame["text"].str.contains("return of relations|enforcement action").any()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2019, 1, 1), "Martín Vizcarra"),
        (date(2022, 12, 6), "Pedro Castillo"),
        (date(2025, 12, 31), "José Jerí"),
        (date(2026, 8, 1), "Keiko Fujimori"),
    ],
)
def test_who_was_president_on_a_day(parsed, day, name):
    frame = series(parsed, "PER", "head_of_state")
    stood = frame.filter(standing(frame, Catalogue.from_yaml(), (), day))
    assert stood.filter(pl.col("period").str.ends_with("/"))["text"].to_list() == [name]


def test_the_party_is_that_at_the_beginning_with_the_rest_as_a_remark(parsed):
    rows = series(parsed, "PER", "head_of_state").filter(pl.col("text") == "Pedro Castillo")
    open_, closed = (orjson.loads(text) for text in rows["attributes"])
    assert open_["party"] == "Perú Libre"
    assert open_["party_note"] == "to 2022-06-30, then no party"
    assert "exit" not in open_
    assert closed["exit"] == "removed"


def test_two_sources_name_the_president_in_the_same_words(parsed):
    leaders = series(specimens("ref_leaders"), "PER", "head_of_state")
    ours = series(parsed, "PER", "head_of_state").filter(pl.col("period") == "2026-07-28/")
    assert leaders.select("period", "text").equals(ours.select("period", "text"))


def test_conflicting_counts_stand_side_by_side(parsed):
    deaths = series(parsed, "PER", "event_protest_deaths")
    counts = deaths.filter(pl.col("period") == "2022-12-07/2023-03-31")
    assert len(set(counts["text"])) == 4
    assert all(orjson.loads(text)["scope"] for text in counts["attributes"])


def test_a_count_was_public_when_its_report_came_out(parsed):
    deaths = series(parsed, "PER", "event_protest_deaths")
    released = dict(deaths.select("text", "released_on").iter_rows())
    assert released["50"] == date(2024, 2, 29)


def test_a_day_the_compiler_is_not_sure_of_is_cut_to_its_month(parsed):
    laws = series(parsed, "PER", "event_law").filter(pl.col("text").str.contains("32301"))
    assert laws["period"].to_list() == ["2025-04"]


def test_the_leading_candidates_have_their_shares(parsed):
    runoff = series(parsed, "PER", "event_election").filter(pl.col("period") == "2026-06-07")
    found = orjson.loads(runoff["attributes"].item())
    assert (found["first"], found["first_share"]) == ("Keiko Fujimori", "50.135")
    assert (found["second"], found["second_share"]) == ("Roberto Sánchez", "49.865")


def test_what_was_only_set_is_announced(parsed):
    ahead = series(parsed, "PER", "event_election").filter(pl.col("period") == "2026-10-04")
    assert ahead["status"].to_list() == ["announced"]


def test_a_new_category_stops_the_source(tmp_path):
    folder = copy_of("ref_chronology", tmp_path)
    set_cell(folder / FILE, "category", "sport")
    with pytest.raises(ValueNotUnderstoodError, match="sport"):
        parse_copy("ref_chronology", folder)


def test_a_renamed_column_is_named(tmp_path):
    folder = copy_of("ref_chronology", tmp_path)
    rename(folder / FILE, "figure", "number")
    with pytest.raises(LayoutError, match="figure"):
        parse_copy("ref_chronology", folder)
