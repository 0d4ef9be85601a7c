"""Corruption Perceptions Index: score with its interval, one column group per yearly edition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.facts import beside
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

INDICATOR = "corruption_perceptions"
FIRST, LAST, FIRST_RANKED, SMALL_WORD_SINCE = 2012, 2025, 2017, 2014
KEYS = ("Country / Territory", "ISO3", "Region")
TITLE = f"Corruption Perceptions Index {LAST}: Score timeseries since {FIRST}"
HEADER_ROW = 4
# Half the width of a normal distribution's central 90 percent, in standard errors.
HALF_WIDTH = 1.645
KOSOVO = {"KSV": "XKX"}


def score_column(year: int) -> str:
    """Return the heading of the scores of an edition."""
    return f"CPI {'score' if year >= SMALL_WORD_SINCE else 'Score'} {year}"


def columns() -> tuple[str, ...]:
    """Return the header of the table of results, newest edition first."""
    return (*KEYS, *(name for year in range(LAST, FIRST - 1, -1) for name in _edition(year)))


def _edition(year: int) -> Iterator[str]:
    yield score_column(year)
    if year >= FIRST_RANKED:
        yield f"Rank {year}"
    yield from (f"Sources {year}", f"Standard error {year}")


def parse(intake: Intake) -> pl.DataFrame:
    """Return scores by year, each dated to the day of its own edition.

    Raises:
        LayoutError: the title is that of another edition.
        ValueNotUnderstoodError: an edition whose day is not in ``editions.csv``.
    """
    (path,) = intake.paths()
    _check_title(intake, path)
    table = intake.csv(path, columns(), skip_rows=HEADER_ROW - 1)
    table = intake.use(intake.places(table, "ISO3", "iso3", extra=KOSOVO))
    figures = [name for name in columns() if name not in KEYS]
    table = intake.numbers(table, *figures)
    released = _released()
    return pl.concat(
        [_year(table, year, released[year]) for year in range(FIRST, LAST + 1)]
    ).filter(pl.col("value").is_not_null())


def _check_title(intake: Intake, path: str) -> None:
    with intake.open(path).open("rb") as handle:
        title = handle.readline().decode("utf-8-sig", "replace").split(",")[0]
    if title != TITLE:
        raise LayoutError(f"{path}: the title is '{title[:80]}', expected '{TITLE}'")


def _released() -> dict[int, date]:
    table = beside(__file__, "editions.csv")
    found = {int(year): date.fromisoformat(day) for year, day in table.iter_rows()}
    if set(found) != set(range(FIRST, LAST + 1)):
        raise ValueNotUnderstoodError("ti_cpi: editions.csv must give a day for every edition")
    return found


def _year(table: pl.DataFrame, year: int, released: date) -> pl.DataFrame:
    score, error = pl.col(score_column(year)), pl.col(f"Standard error {year}")
    half = HALF_WIDTH * error
    rank = pl.col(f"Rank {year}") if year >= FIRST_RANKED else pl.lit(None, pl.Float64)
    rows = table.with_columns(
        rank.cast(pl.Int64).cast(pl.String).alias("_rank"),
        pl.col(f"Sources {year}").cast(pl.Int64).cast(pl.String).alias("_sources"),
        error.cast(pl.String).alias("_error"),
    )
    names = {"rank": "_rank", "sources": "_sources", "standard_error": "_error"}
    return rows.select(
        "place",
        pl.lit(INDICATOR).alias("indicator"),
        pl.lit(str(year)).alias("period"),
        score.alias("value"),
        (score - half).clip(0, 100).round(2).alias("low"),
        (score + half).clip(0, 100).round(2).alias("high"),
        pl.lit("score").alias("unit"),
        pl.lit(score_column(year)).alias("series"),
        pl.lit(released).alias("released_on"),
        attributes_column(rows, names),
        "_file",
    )
