"""Which of several values for the same thing a reader sees: vintages, then sources.

Everything that was released stays in the file. This module marks the rows that stand at a date.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl

from countrydesk.evidence.catalogue import Catalogue, IndicatorKind
from countrydesk.evidence.packing import coded, pack

SERIES = ("place", "counterpart", "indicator")
SLACK_YEARS = 1
# The column of the frame of a release that marks the rows that stand at its cut-off.
STANDING = "standing"
_CODED = (*SERIES, "period", "source")


def standing(
    frame: pl.DataFrame, catalogue: Catalogue, restating: Collection[str], as_of: date | None
) -> pl.Series:
    """Return a boolean per row of ``frame``: whether it stands on ``as_of`` (None: now).

    A row stands when it is one of the newest of its source (see :func:`newest`) and its source is
    the one shown for that series.

    Where several sources give a series, the first of the indicator's ``prefer`` wins whose last
    year is within ``SLACK_YEARS`` of the newest; a series is never spliced from two sources.
    """
    rows = _newest(_rows(frame, as_of), restating)
    current = _preferred(rows, catalogue)
    return _mask(current, frame.height)


def newest(frame: pl.DataFrame, restating: Collection[str], as_of: date | None) -> pl.Series:
    """Return a boolean per row of ``frame``: whether its source still said so on ``as_of``.

    That is, it was released by then and no later release of its source restates it. ``restating``
    names the sources each release of which replaces the whole series; elsewhere a later row
    replaces an earlier one for the same period or, for spells, the same beginning.
    """
    return _mask(_newest(_rows(frame, as_of), restating), frame.height)


def _rows(frame: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    rows = coded(frame.select(*_CODED, "text", "released_on"), _CODED).with_row_index("_at")
    if as_of is not None:
        rows = rows.filter(pl.col("released_on") <= as_of)
    return rows.with_columns(
        pl.Series("_series", pack(rows, SERIES)),
        pl.Series("_given", pack(rows, (*SERIES, "source"))),
    )


def _mask(rows: pl.DataFrame, height: int) -> pl.Series:
    mask = pl.Series(STANDING, [False]).new_from_index(0, height)
    return mask.scatter(rows.get_column("_at"), True)


def _newest(rows: pl.DataFrame, restating: Collection[str]) -> pl.DataFrame:
    restates = pl.col("source").is_in(list(restating))
    last = pl.col("released_on") == pl.col("released_on").max().over("_given")
    return pl.concat([
        rows.filter(restates).filter(last), _last_of_each(rows.filter(~restates))
    ])  # fmt: skip


def _last_of_each(rows: pl.DataFrame) -> pl.DataFrame:
    numbers = rows.filter(pl.col("text").is_null())
    point = pl.Series("_point", pack(numbers, (*SERIES, "source", "period")))
    plain = numbers.with_columns(point).filter(
        pl.col("released_on") == pl.col("released_on").max().over("_point")
    )
    facts = (
        rows.filter(pl.col("text").is_not_null())
        .with_columns(pl.col("period").cast(pl.String).str.split("/").list.first().alias("_from"))
        .filter(
            pl.col("released_on") == pl.col("released_on").max().over("_given", "_from", "text")
        )
        .drop("_from")
    )
    return pl.concat([plain.drop("_point"), facts])


def _preferred(rows: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    contested = [
        key
        for key, entry in catalogue.items()
        if len(entry.prefer) > 1 and entry.kind not in {IndicatorKind.FACT, IndicatorKind.SPELL}
    ]
    apart = pl.col("indicator").is_in(contested)
    among = rows.filter(apart)
    chosen = _choose(among, catalogue, contested)
    return pl.concat([rows.filter(~apart), among.join(chosen, on="_given", how="semi")])


def _choose(rows: pl.DataFrame, catalogue: Catalogue, contested: list[str]) -> pl.DataFrame:
    """Return the keys ``_given`` of the source shown for each contested series."""
    order = pl.DataFrame(
        [
            {"indicator": key, "source": source, "_order": position}
            for key in contested
            for position, source in enumerate(catalogue[key].prefer)
        ],
        schema={"indicator": pl.String, "source": pl.String, "_order": pl.Int32},
    )
    ends = (
        rows.join(_years(rows), on="period", how="left")
        .group_by("_series", "_given")
        .agg(pl.col("_year").max(), pl.col("indicator", "source").first().cast(pl.String))
        .join(order, on=["indicator", "source"], how="left")
        .with_columns(pl.col("_order").fill_null(999))
    )
    fresh = pl.col("_year") >= pl.col("_year").max().over("_series") - SLACK_YEARS
    return (
        ends.filter(fresh)
        .sort("_series", "_order", "source")
        .unique("_series", keep="first", maintain_order=True)
        .select("_given")
    )


def _years(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the last year of each period."""
    year = pl.col("period").cast(pl.String).str.extract(r"(\d{4})[^/]*$").cast(pl.Int32)
    return rows.select(pl.col("period").unique()).with_columns(year.alias("_year"))
