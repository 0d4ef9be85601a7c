from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from countrydesk.sources.facts import in_force, last_day, parts_without, remark, spells

LATEST = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1997", date(1997, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2026-07-28", date(2026, 7, 28)),
        ("2026", LATEST),
        ("", None),
    ],
)
def test_a_date_counts_as_public_at_its_end_but_not_after_the_reading(text, day):
    frame = pl.DataFrame({"since": [text]}).select(last_day("since", LATEST).alias("day"))
    assert frame["day"].to_list() == [day]


def test_an_ended_spell_comes_open_and_closed():
    table = pl.DataFrame({"since": ["2018-03-23", "2026"], "until": ["2020-11-09", ""]})
    rows = spells(table, "since", "until", LATEST).select("period", "released_on", "closed")
    assert rows.rows() == [
        ("2018-03-23/", date(2018, 3, 23), False),
        ("2026/", LATEST, False),
        ("2018-03-23/2020-11-09", date(2020, 11, 9), True),
    ]


def test_the_open_row_of_an_ended_agreement_was_in_force():
    table = pl.DataFrame(
        {
            "since": ["1994-01-01", ""],
            "until": ["2020-07-01", ""],
            "signed_on": ["1992-12-17", "2026-02-04"],
            "status": ["replaced", "signed"],
        }
    )
    rows = in_force(table, "until", "signed_on", LATEST).select("period", "status")
    assert rows.rows() == [
        ("1994-01-01/", "in force"),
        ("1994-01-01/2020-07-01", "replaced"),
        ("2026-02-04", "signed"),
    ]


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("no newer secondary copy read", ""),
        ("House vote 2007-11-08", "House vote 2007-11-08"),
        ("Osmani term ended 2026-04-04; October index lists Kurti", "Osmani term ended 2026-04-04"),
        ("effect in 2026 [read]; outcome not found", "effect in 2026"),
        ("Section 301 (2026) duty (note 52; listed goods excepted); signed twice", "signed twice"),
        ("x" * 121, ""),
    ],
)
def test_remarks_on_the_compiling_are_left_out(note, kept):
    assert pl.DataFrame({"notes": [note]}).select(remark()).item() == kept


def test_parts_without_drops_empty_parts():
    frame = pl.DataFrame({"note": ["a; source b; c", ""]})
    parts = frame.select(parts_without(pl.col("note"), "source").alias("parts"))["parts"]
    assert parts.to_list() == [["a", "c"], []]
