"""Earlier snapshots in a new release: what is kept of them, and what stands."""

from __future__ import annotations

from datetime import date

import polars as pl
from tests.analysis.toy import series, toy_view

from countrydesk.evidence.parts import Part
from countrydesk.evidence.vintages import with_earlier
from countrydesk.sources.frame import SCHEMA

OLD, NEW = date(2025, 1, 1), date(2026, 1, 1)


def part(rows, *, restates=False):
    view = toy_view(rows)
    frame = view.release.frame.select(*SCHEMA)
    return Part("toy", frame, next(iter(view.origins.values())), restates, ())


def gdp(values, released, place="PER"):
    return series(place, "gdp_usd", values, source="toy", released_on=released)


def told(found):
    rows = found.frame.sort("released_on", "place", "period")
    return rows.select(
        pl.col("place").cast(pl.String), pl.col("period").cast(pl.String), "value", "released_on"
    ).rows()


def test_of_a_snapshot_released_on_one_day_whole_series_are_kept():
    new = part(gdp({2024: 3}, NEW))
    old = part(gdp({2023: 1, 2024: 2}, OLD) + gdp({2023: 9}, OLD, place="KEN"))
    found = with_earlier(new, [old])
    assert found.restates
    assert told(found) == [
        ("PER", "2023", 1.0, OLD), ("PER", "2024", 2.0, OLD), ("PER", "2024", 3.0, NEW),
    ]  # fmt: skip


def test_where_rows_have_days_of_their_own_only_what_was_revised_is_kept():
    middle = date(2025, 6, 1)
    new = part(gdp({2023: 1}, OLD) + gdp({2024: 3}, NEW) + gdp({2025: 4}, middle))
    old = part(gdp({2022: 7, 2023: 1}, OLD) + gdp({2024: 2}, middle))
    found = with_earlier(new, [old])
    assert not found.restates
    assert ("PER", "2024", 2.0, middle) in told(found)
    assert found.frame.height == new.frame.height + 1


def test_what_was_said_again_on_the_same_day_is_the_newest_snapshots():
    found = with_earlier(part(gdp({2024: 3}, NEW)), [part(gdp({2024: 2}, NEW))])
    assert told(found) == [("PER", "2024", 3.0, NEW)]


def test_three_snapshots_give_three_vintages():
    days = [date(2024, 1, 1), OLD, NEW]
    newest, *earlier = [part(gdp({2024: n}, day)) for n, day in reversed(list(enumerate(days)))]
    assert [row[2:] for row in told(with_earlier(newest, earlier))] == list(
        zip((0.0, 1.0, 2.0), days, strict=True)
    )
