"""What moved between two parsed snapshots of a source."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

KEY = ("place", "counterpart", "indicator", "period")
LARGEST = 5


@dataclass(frozen=True)
class Revision:
    """A figure that its source changed."""

    place: str
    counterpart: str
    indicator: str
    period: str
    before: float
    after: float


@dataclass(frozen=True)
class Moved:
    """Counts of series points added, revised and withdrawn, and the largest revisions."""

    added: int
    revised: int
    withdrawn: int
    largest: tuple[Revision, ...] = ()


def compare(before: pl.DataFrame, after: pl.DataFrame) -> Moved:
    """Return what moved from one observation frame of a source to the next.

    A point is a place, counterpart, indicator and period. Of several vintages in one frame the
    last counts; coded facts of one point are compared together. A coded fact that stands alone is
    the same point under the period of another vintage.
    """
    both = _points(before).join(_points(after), on=KEY, how="full", coalesce=True, suffix="_after")
    old, new = pl.col("said").is_not_null(), pl.col("said_after").is_not_null()
    changed = both.filter(old & new & (pl.col("said") != pl.col("said_after")))
    return Moved(
        added=both.filter(~old & new).height,
        revised=changed.height,
        withdrawn=both.filter(old & ~new).height,
        largest=_largest(changed),
    )


def _points(frame: pl.DataFrame) -> pl.DataFrame:
    texts = pl.col("text").drop_nulls().unique().sort().str.join("\n")
    number = pl.col("value").sort_by("released_on").last()
    points = frame.group_by(KEY).agg(number.alias("value"), texts.alias("_texts"))
    said = pl.col("value").cast(pl.String).fill_null("") + "|" + pl.col("_texts").fill_null("")
    alone = pl.col("value").is_null() & (pl.len().over(KEY[:-1]) == 1)
    period = pl.when(alone).then(pl.lit("")).otherwise(pl.col("period"))
    return points.with_columns(said.alias("said"), period.alias("period")).drop("_texts")


def _largest(changed: pl.DataFrame) -> tuple[Revision, ...]:
    numbers = changed.drop_nulls(["value", "value_after"])
    scale = pl.max_horizontal(pl.col("value").abs(), pl.col("value_after").abs())
    size = (pl.col("value_after") - pl.col("value")).abs() / scale
    top = numbers.sort(size, *KEY, descending=[True, *(False for _ in KEY)]).head(LARGEST)
    return tuple(Revision(*row) for row in top.select(*KEY, "value", "value_after").iter_rows())
