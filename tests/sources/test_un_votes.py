from __future__ import annotations

import pandas as pd
import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, specimens, values

from countrydesk.errors import LayoutError, ValueNotUnderstoodError

FILE = "un_votes/IdealpointsJuly2025.dta"


def _change(path, change):
    frame = change(pd.read_stata(path, convert_categoricals=False))
    frame.to_stata(path, write_index=False, version=118)


def test_the_point_from_final_passage_with_its_percentiles():
    row = series(specimens("un_votes"), "PER", "ideal_point").row(-1, named=True)
    assert row["period"] == "2024"
    assert row["value"] == pytest.approx(-0.16845)
    assert (row["low"], row["high"]) == (pytest.approx(-0.315456), pytest.approx(-0.02137))


def test_the_great_powers_stand_where_they_are_known_to():
    parsed = specimens("un_votes")
    points = {p: values(parsed, p, "ideal_point")["2024"] for p in ("USA", "PER", "RUS", "CHN")}
    assert points["USA"] > points["PER"] > points["RUS"] > points["CHN"]


def test_rows_without_votes_on_final_passage_are_ignored_by_a_rule():
    ignored = specimens("un_votes").tallies[FILE].ignored
    assert ignored["no votes on final passage in that year"] == 19


def test_states_of_the_past_keep_their_years():
    parsed = specimens("un_votes")
    assert "1991" in values(parsed, "SUN", "ideal_point")
    assert "1992" in values(parsed, "RUS", "ideal_point")
    assert set(parsed.frame.filter(pl.col("place") == "YMD")["period"]) <= {"1973", "1989"}


def test_an_unknown_country_is_not_passed_over(tmp_path):
    folder = copy_of("un_votes", tmp_path)
    _change(folder / FILE, lambda frame: frame.assign(ccode=9999))
    with pytest.raises(ValueNotUnderstoodError, match="9999"):
        parse_copy("un_votes", folder)


def test_a_renamed_column_is_named(tmp_path):
    folder = copy_of("un_votes", tmp_path)
    _change(folder / FILE, lambda frame: frame.rename(columns={"q5fp": "p5"}))
    with pytest.raises(LayoutError, match="q5fp"):
        parse_copy("un_votes", folder)
