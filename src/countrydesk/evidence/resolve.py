"""Which of several values for the same thing a reader sees: vintages, then sources.

Everything that was released stays in the file. This module marks the rows that stand at a date.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl

from countrydesk.evidence.catalogue import Catalogue, IndicatorKind

SERIES = ("place", "counterpart", "indicator")
SLACK_YEARS = 1
# The column of the frame of a release that marks the rows that stand at its cut-off.
STANDING = "standing"


def standing(
    frame: pl.DataFrame, catalogue: Catalogue, restating: Collection[str], as_of: date | None
) -> pl.Series:
    """Return a boolean per row of ``frame``: whether it stands on ``as_of`` (None: now).

    A row stands when it was released by then, no later release of its source restates it, and its
    source is the one shown for that series. ``restating`` names the sources each release of which
    replaces the whole series; elsewhere a later row replaces an earlier one for the same period or,
    for spells, the same beginning.

    Where several sources give a series, the first of the indicator's ``prefer`` wins whose last
    year is within ``SLACK_YEARS`` of the newest; a series is never spliced from two sources.
    """
    names = (*SERIES, "period", "text", "source")
    rows = frame.lazy().select(*(pl.col(name).cast(pl.String) for name in names), "released_on")
    rows = rows.with_row_index("_at")
    if as_of is not None:
        rows = rows.filter(pl.col("released_on") <= as_of)
    current = _preferred(_newest(rows, frozenset(restating)), catalogue)
    at = current.select("_at").collect().get_column("_at")
    mask = pl.Series(STANDING, [False]).new_from_index(0, frame.height)
    return mask.scatter(at, True)


def _newest(rows: pl.LazyFrame, restating: frozenset[str]) -> pl.LazyFrame:
    restated = rows.filter(pl.col("source").is_in(restating)).filter(
        pl.col("released_on") == pl.col("released_on").max().over(*SERIES, "source")
    )
    others = rows.filter(~pl.col("source").is_in(restating))
    return pl.concat([restated, _last_of_each(others)])


def _last_of_each(rows: pl.LazyFrame) -> pl.LazyFrame:
    number = pl.col("text").is_null()
    plain = rows.filter(number).filter(
        pl.col("released_on") == pl.col("released_on").max().over(*SERIES, "source", "period")
    )
    facts = (
        rows.filter(~number)
        .with_columns(pl.col("period").str.split("/").list.first().alias("_from"))
        .filter(
            pl.col("released_on")
            == pl.col("released_on").max().over(*SERIES, "source", "_from", "text")
        )
        .drop("_from")
    )
    return pl.concat([plain, facts])


def _preferred(rows: pl.LazyFrame, catalogue: Catalogue) -> pl.LazyFrame:
    contested = [
        key
        for key, entry in catalogue.items()
        if len(entry.prefer) > 1 and entry.kind not in {IndicatorKind.FACT, IndicatorKind.SPELL}
    ]
    apart = pl.col("indicator").is_in(contested)
    chosen = _choose(rows.filter(apart), catalogue, contested)
    return pl.concat([rows.filter(~apart), rows.filter(apart).join(
        chosen, on=[*SERIES, "source"], how="semi"
    )])  # fmt: skip


def _choose(rows: pl.LazyFrame, catalogue: Catalogue, contested: list[str]) -> pl.LazyFrame:
    """Return (series, source) pairs: the source shown for each contested series."""
    order = pl.LazyFrame(
        [
            {"indicator": key, "source": source, "_order": position}
            for key in contested
            for position, source in enumerate(catalogue[key].prefer)
        ],
        schema={"indicator": pl.String, "source": pl.String, "_order": pl.Int32},
    )
    year = pl.col("period").str.extract(r"(\d{4})[^/]*$").cast(pl.Int32)
    ends = (
        rows.with_columns(year.alias("_year"))
        .group_by(*SERIES, "source")
        .agg(pl.col("_year").max())
        .join(order, on=["indicator", "source"], how="left")
        .with_columns(pl.col("_order").fill_null(999))
    )
    fresh = pl.col("_year") >= pl.col("_year").max().over(*SERIES) - SLACK_YEARS
    return (
        ends.filter(fresh)
        .sort(*SERIES, "_order", "source")
        .unique(list(SERIES), keep="first", maintain_order=True)
        .select(*SERIES, "source")
    )
