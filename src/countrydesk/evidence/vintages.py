"""Earlier snapshots of a source in a new release, so that no revision is lost to a refresh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from countrydesk.evidence.parts import Part
from countrydesk.sources.frame import KEY

SERIES = ("place", "counterpart", "indicator")
_POINT = (*SERIES, "_at", "_fact")


def with_earlier(part: Part, earlier: Sequence[Part]) -> Part:
    """Return ``part`` with what ``earlier`` snapshots of its source said, the newest of them first.

    Where every row of the source was released on one day, or it restates its series anyway, each
    snapshot is a vintage of the whole: earlier rows of the series that are still given are kept,
    and the source restates. Elsewhere an earlier row is kept where a newer one replaces it, for
    the same period or, of coded facts, the same beginning and text. What the producer has withdrawn
    is kept by neither, but stays in the release that was built then.
    """
    whole = part.restates or part.frame.get_column("released_on").n_unique() == 1
    known, kept = _plain(part.frame), [part.frame]
    raw = {entry.sha256: entry for entry in part.raw}
    for old in earlier:
        if old.raw and {entry.sha256 for entry in old.raw} <= {entry.sha256 for entry in part.raw}:
            continue  # the same bytes: there is no earlier snapshot in it
        rows = _plain(old.frame)
        rows = rows.join(_named(known), on=[*KEY, "_fact"], how="anti", nulls_equal=True)
        rows = _still_given(rows, known) if whole else _replaced(rows, known)
        if rows.is_empty():
            continue
        known = pl.concat([known, rows])
        kept.append(old.frame[rows.get_column("_row").to_numpy()])
        raw |= {entry.sha256: entry for entry in old.raw if entry.sha256 not in raw}
    if len(kept) == 1:
        return part
    frame = pl.concat([_texts(one) for one in kept])
    used = set(frame.get_column("raw_sha256").unique())
    sources = tuple(e for sha, e in raw.items() if sha in used or e in part.raw)
    return replace(part, frame=frame, restates=part.restates or whole, raw=sources)


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``frame`` with its categories as text, which frames of several builds share."""
    kinds = (pl.Categorical, pl.Enum)
    names = [name for name, kind in frame.schema.items() if isinstance(kind, kinds)]
    return frame.with_columns(pl.col(name).cast(pl.String) for name in names)


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the keys of rows as text: that of ``KEY``, the point, and the number of the row."""
    period = pl.col("period").cast(pl.String)
    fact = pl.col("text").is_not_null()
    names = [name for name in KEY if name != "released_on"]
    return frame.select(
        *(pl.col(name).cast(pl.String) for name in names),
        "released_on",
        pl.when(fact).then(period.str.split("/").list.first()).otherwise(period).alias("_at"),
        pl.col("text").fill_null("").alias("_fact"),
        pl.int_range(pl.len(), dtype=pl.Int64).alias("_row"),
    )


def _named(known: pl.DataFrame) -> pl.DataFrame:
    return known.select(*KEY, "_fact").unique()


def _still_given(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of series that are still given and were released before their last row."""
    last = known.group_by(SERIES).agg(pl.col("released_on").max().alias("_last"))
    return _before(rows.join(last, on=SERIES))


def _replaced(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    last = known.group_by(_POINT).agg(pl.col("released_on").max().alias("_last"))
    return _before(rows.join(last, on=_POINT))


def _before(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("released_on") < pl.col("_last")).drop("_last").sort("_row")
