"""Political Terror Scale: three reports, old states, parts of places, years without a score."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.parse import Parsed, parse_source
from countrydesk.sources.registry import get_source

SOURCE = get_source("pts")
FILE = "pts/PTS-2024.csv"


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    return parse_source(SOURCE, SOURCE.specimens, assertions=False)


def edited(tmp_path: Path, old: str, new: str) -> Path:
    folder = Path(shutil.copytree(SOURCE.specimens, tmp_path / "raw"))
    path = folder / FILE
    path.write_text(path.read_text(encoding="latin-1").replace(old, new, 1), encoding="latin-1")
    return folder


def test_the_three_reports_are_indicators_of_their_own(parsed):
    assert set(parsed.frame["indicator"]) == {
        "political_terror", "political_terror_amnesty", "political_terror_hrw",
    }  # fmt: skip


def test_the_file_is_latin_1(parsed):
    assert "TUR" in parsed.frame["place"].to_list()


def test_old_states_and_the_two_congos(parsed):
    places = set(parsed.frame["place"])
    assert {"COG", "SUN", "DEU"} <= places
    germany = parsed.frame.filter(
        pl.col("place") == "DEU", pl.col("indicator") == "political_terror"
    )
    assert germany["period"].is_unique().all()
    assert germany["period"].min() == "1985"


def test_parts_of_places_and_unscored_years_are_ignored_by_rule(parsed):
    ignored = parsed.tallies[FILE].ignored
    assert ignored["part of a place"] > 0
    assert ignored["a union of states"] > 0
    assert ignored["not scored that year"] > 0


def test_a_level_beyond_the_scale_stops_the_source(tmp_path):
    with pytest.raises(ValueNotUnderstoodError, match="is no level"):
        parse_source(SOURCE, edited(tmp_path, "604,lac,", "604,lac,6"), assertions=False)


def test_an_unknown_country_stops_the_source(tmp_path):
    with pytest.raises(ValueNotUnderstoodError, match="Ruritania"):
        parse_source(SOURCE, edited(tmp_path, "\nPeru,", "\nRuritania,"), assertions=False)


def test_a_renamed_column_stops_the_source(tmp_path):
    with pytest.raises(LayoutError, match="PTS_S"):
        parse_source(SOURCE, edited(tmp_path, ",PTS_S,", ",PTS_State,"), assertions=False)
