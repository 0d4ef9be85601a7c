"""ND-GAIN: the overall score, countries without one, strict layout."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source

SOURCE = get_source("nd_gain")
FILE = "ndgain/gain.csv"


def edited(tmp_path: Path, old: str, new: str) -> Path:
    folder = Path(shutil.copytree(SOURCE.specimens, tmp_path / "raw"))
    path = folder / FILE
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return folder


def test_a_country_without_scores_is_ignored_by_rule():
    parsed = parse_source(SOURCE, SOURCE.specimens, assertions=False)
    assert parsed.tallies[FILE].ignored["no score in any year"] == 1
    assert "TUV" not in parsed.frame["place"].to_list()
    assert parsed.frame["period"].unique().len() == 26


def test_an_unknown_code_stops_the_source(tmp_path):
    with pytest.raises(ValueNotUnderstoodError, match="QQQ"):
        parse_source(SOURCE, edited(tmp_path, '"PER"', '"QQQ"'), assertions=False)


def test_a_year_that_went_stops_the_source(tmp_path):
    with pytest.raises(LayoutError, match="2020"):
        parse_source(SOURCE, edited(tmp_path, '"2020"', '"2021"'), assertions=False)
