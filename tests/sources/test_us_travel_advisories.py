"""Travel advisories from the service: titles of every kind, days, double entries."""

from __future__ import annotations

import json

import pytest
from tests.sources.tampering import copy_of, parse_copy, series, specimens

from countrydesk.errors import LayoutError, RawFileError, ValueNotUnderstoodError

NAME = "us_travel_advisories"
FILE = "advisories/us_travel_advisories.json"


def edited(tmp_path, change):
    folder = copy_of(NAME, tmp_path)
    records = json.loads((folder / FILE).read_text(encoding="utf-8"))
    change(records)
    (folder / FILE).write_text(json.dumps(records), encoding="utf-8")
    return folder


def advised(counterpart):
    rows = series(specimens(NAME), "USA", "travel_advisory", counterpart)
    return list(rows.select("period", "text").iter_rows())


def test_the_evening_before_in_washington_is_the_day_that_is_shown():
    assert advised("PER") == [("2025-05-16", "exercise increased caution")]
    assert advised("AFG") == [("2025-01-13", "do not travel")]


def test_titles_come_in_several_wordings():
    assert advised("MEX") == [("2026-05-29", "exercise increased caution")]
    assert advised("CHE") == [("2026-04-02", "exercise normal precautions")]


def test_a_title_of_several_places_goes_by_its_code():
    assert advised("CHN") == [("2026-02-03", "exercise increased caution")]


def test_one_page_for_two_places_gives_both():
    assert advised("ISR") == advised("PSE") == [("2026-06-16", "reconsider travel")]


def test_of_two_copies_the_newer_is_used():
    assert advised("DEU") == [("2026-03-11", "exercise increased caution")]
    tally = specimens(NAME).tallies[FILE]
    assert tally.ignored == {"an older copy of the same advisory": 1}


@pytest.mark.parametrize(
    ("change", "error", "what"),
    [
        (lambda r: r[0].update(Title="Afghanistan - Ordered Departure"), ValueNotUnderstoodError,
            "gives no level"),
        (lambda r: r[0].update(Title="Atlantis - Level 1: Exercise"), ValueNotUnderstoodError,
            "Atlantis"),
        (lambda r: r[0].update(Updated="yesterday"), ValueNotUnderstoodError, "is no day"),
        (lambda r: r[0].update(Hint="x"), LayoutError, "Hint"),
        (lambda r: r[0].pop("Link"), LayoutError, "Link"),
        (lambda r: r[0].update(Category=None), LayoutError, "records"),
    ],
)  # fmt: skip
def test_what_is_new_stops_the_source(tmp_path, change, error, what):
    with pytest.raises(error, match=what):
        parse_copy(NAME, edited(tmp_path, change))


@pytest.mark.parametrize("body", ['{"error": "busy"}', "null", '"text"'])
def test_an_error_body_is_another_layout(tmp_path, body):
    folder = copy_of(NAME, tmp_path)
    (folder / FILE).write_text(body, encoding="utf-8")
    with pytest.raises(LayoutError):
        parse_copy(NAME, folder)


def test_what_is_no_json_is_refused(tmp_path):
    folder = copy_of(NAME, tmp_path)
    (folder / FILE).write_text("[{", encoding="utf-8")
    with pytest.raises(RawFileError):
        parse_copy(NAME, folder)
