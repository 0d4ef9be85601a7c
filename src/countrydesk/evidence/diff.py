"""What moved between two releases, or between two days of one.

Compared is what each source still said on either side (``resolve.newest``), whether or not a reader
sees it. A point is a place, counterpart, indicator and period of one source; of coded facts, the
day one began and its text. Every point of the earlier side is the same, revised or withdrawn on
the later one, and every point of the later side the same, revised or added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from countrydesk.evidence.release import Release
from countrydesk.evidence.resolve import newest
from countrydesk.model.units import UNITS

POINT = ("source", "place", "counterpart", "indicator")
SHOWN = (*POINT, "period", "unit", "value", "text", "released_on")
REVISED = (
    *POINT, "period", "unit", "before", "after", "size", "measure", "released_before",
    "released_after",
)  # fmt: skip
# Revisions of these are told in points, of all others in percent of the larger of the two values:
# what was next to nothing before would otherwise head every list.
POINT_DIMENSIONS = ("percent", "index", "rank")
_JOINED = (*POINT, "_at", "_fact")


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a release, as of a day or as it is."""

    release: Release
    as_of: date | None = None

    @property
    def label(self) -> str:
        """The id of the release, with the day where one is meant."""
        return f"{self.release.id} as of {self.as_of}" if self.as_of else self.release.id

    def rows(self, where: pl.Expr) -> pl.DataFrame:
        """Return the rows that fit ``where`` and were released by the day, with ``_newest``."""
        frame = self.release.frame.select(*SHOWN, "attributes").filter(where)
        if self.as_of is not None:
            frame = frame.filter(pl.col("released_on") <= self.as_of)
        mask = newest(frame, self.release.manifest.restating, None)
        return frame.with_columns(mask.alias("_newest"))


@dataclass(frozen=True)
class Diff:
    """What moved. ``same`` counts points; ``dropped`` earlier vintages that are no longer held.

    ``added`` and ``withdrawn`` have the columns ``SHOWN``, ``revised`` those of ``REVISED`` with
    ``before`` and ``after`` as text; the largest revisions come first.
    """

    before: str
    after: str
    same: int
    added: pl.DataFrame
    revised: pl.DataFrame
    withdrawn: pl.DataFrame
    dropped: int

    @cached_property
    def counts(self) -> pl.DataFrame:
        """The numbers of points added, revised and withdrawn by source and indicator."""
        kinds = {"added": self.added, "revised": self.revised, "withdrawn": self.withdrawn}
        tagged = [
            rows.select("source", "indicator", kind=pl.lit(kind)) for kind, rows in kinds.items()
        ]
        grouped = pl.concat(tagged).group_by("source", "indicator").agg(
            (pl.col("kind") == kind).sum().alias(kind) for kind in kinds
        )  # fmt: skip
        total = pl.sum_horizontal(*kinds)
        return grouped.sort(total, "source", "indicator", descending=[True, False, False])


def compare(before: Side, after: Side, *, place: str = "", indicator: str = "") -> Diff:
    """Return what moved from one side to the other, of one place or indicator or of all.

    A place takes in what others report toward it. One source is compared at a time, so that
    memory is bounded by the largest.
    """
    where = _where(place, indicator)
    old, new = before.rows(where), after.rows(where)
    parts = [_compare(*pair) for pair in _by_source(old, new)]
    revised = _concat([part.revised for part in parts], REVISED)
    return Diff(
        before=before.label,
        after=after.label,
        same=sum(part.same for part in parts),
        added=_concat([part.added for part in parts], SHOWN).sort(*POINT, "period"),
        revised=_largest_first(revised),
        withdrawn=_concat([part.withdrawn for part in parts], SHOWN).sort(*POINT, "period"),
        dropped=sum(part.dropped for part in parts),
    )


@dataclass(frozen=True)
class _Part:
    """What moved in one source."""

    same: int
    added: pl.DataFrame
    revised: pl.DataFrame
    withdrawn: pl.DataFrame
    dropped: int


def _where(place: str, indicator: str) -> pl.Expr:
    where = pl.lit(value=True)
    if place:
        where &= (pl.col("place") == place) | (pl.col("counterpart") == place)
    if indicator:
        where &= pl.col("indicator") == indicator
    return where


def _by_source(old: pl.DataFrame, new: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    one = old.partition_by("source", as_dict=True)
    two = new.partition_by("source", as_dict=True)
    for key in sorted({*one, *two}, key=str):
        yield one.get(key, old.clear()), two.get(key, new.clear())


def _compare(old: pl.DataFrame, new: pl.DataFrame) -> _Part:
    pairs = _points(old).join(_points(new), on=_JOINED, how="full", coalesce=True, suffix="_new")
    was, is_ = pl.col("period").is_not_null(), pl.col("period_new").is_not_null()
    both = pairs.filter(was & is_)
    changed = both.filter(_changed())
    gone, come = pairs.filter(was & ~is_), pairs.filter(~was & is_)
    for key in ((*POINT, "text"), POINT):
        gone, come, moved = _paired(gone, come, key)
        changed = pl.concat([changed, moved.select(changed.columns)])
    return _Part(
        same=both.height - both.filter(_changed()).height,
        added=_after(come),
        revised=_revised(changed),
        withdrawn=gone.select(SHOWN),
        dropped=_dropped(old, new),
    )


def _points(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the newest rows with the key of their point: a period, or a beginning and a text."""
    fact = pl.col("text").is_not_null()
    begun = pl.col("period").cast(pl.String).str.split("/").list.first()
    kept = rows.filter(pl.col("_newest"))
    made = kept.with_columns(
        pl.when(fact).then(begun).otherwise(pl.col("period").cast(pl.String)).alias("_at"),
        pl.col("text").fill_null("").alias("_fact"),
    )
    return made.unique(_JOINED, keep="last", maintain_order=True).drop("_newest")


def _changed() -> pl.Expr:
    """Whether a number, or the period or the coded parts of a fact, differ."""
    return pl.col("value").ne_missing(pl.col("value_new")) | (
        pl.col("text").is_not_null()
        & (
            (pl.col("period") != pl.col("period_new"))
            | (pl.col("attributes") != pl.col("attributes_new"))
        )
    )


def _paired(
    gone: pl.DataFrame, come: pl.DataFrame, key: tuple[str, ...]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Take the facts that alone share a key out of ``gone`` and ``come``; return them as pairs."""
    old = gone.filter(pl.col("text").is_not_null())
    new = come.filter(pl.col("text_new").is_not_null()).with_columns(
        pl.col("text_new").alias("text")
    )
    alone_old, alone_new = old.filter(pl.len().over(key) == 1), new.filter(pl.len().over(key) == 1)
    fresh = [name for name in new.columns if name.endswith("_new")]
    pairs = alone_old.drop(fresh).join(
        alone_new.select(*key, *fresh, _at_new=pl.col("_at"), _fact_new=pl.col("_fact")), on=key
    )
    gone = gone.join(pairs, on=_JOINED, how="anti")
    taken = pairs.select(*POINT, _at=pl.col("_at_new"), _fact=pl.col("_fact_new"))
    come = come.join(taken, on=_JOINED, how="anti")
    return gone, come, pairs


def _after(pairs: pl.DataFrame) -> pl.DataFrame:
    named = {f"{name}_new": name for name in SHOWN if name not in POINT}
    return pairs.select(*POINT, *named).rename(named)


def _revised(pairs: pl.DataFrame) -> pl.DataFrame:
    in_points = [key for key, unit in UNITS.items() if unit.dimension in POINT_DIMENSIONS]
    in_points += [key for key in UNITS if key.startswith("per_")]
    points = pl.col("unit").cast(pl.String).is_in(in_points)
    step = pl.col("value_new") - pl.col("value")
    number = pl.col("value").is_not_null()
    scale = pl.max_horizontal(pl.col("value").abs(), pl.col("value_new").abs())
    return pairs.select(
        *POINT,
        pl.col("period_new").alias("period"),
        pl.col("unit_new").alias("unit"),
        _said("").alias("before"),
        _said("_new").alias("after"),
        pl.when(points).then(step).otherwise(100 * step / scale).alias("size"),
        pl.when(~number).then(pl.lit("fact")).when(points).then(pl.lit("points"))
        .otherwise(pl.lit("percent")).alias("measure"),
        pl.col("released_on").alias("released_before"),
        pl.col("released_on_new").alias("released_after"),
    )  # fmt: skip


def _said(suffix: str) -> pl.Expr:
    fact = pl.col(f"text{suffix}") + " (" + pl.col(f"period{suffix}").cast(pl.String) + ")"
    return pl.coalesce(pl.col(f"value{suffix}").cast(pl.String), fact)


def _largest_first(revised: pl.DataFrame) -> pl.DataFrame:
    """Sort by size, one point as one percent; facts come last."""
    names = [*POINT, "period"]
    return revised.sort(
        pl.col("size").abs(), *(pl.col(name).cast(pl.String) for name in names),
        descending=[True, *(False for _ in names)], nulls_last=True,
    )  # fmt: skip


def _dropped(old: pl.DataFrame, new: pl.DataFrame) -> int:
    """Count the superseded vintages of the earlier side that the later side has no row for."""
    names = [*POINT, "period", "released_on"]
    superseded = old.lazy().filter(~pl.col("_newest")).select(names)
    lost = superseded.join(new.lazy().select(names), on=names, how="anti")
    return int(lost.select(pl.len()).collect().item())


def _concat(frames: list[pl.DataFrame], columns: tuple[str, ...]) -> pl.DataFrame:
    kept = [frame for frame in frames if frame.height] or frames[:1]
    return pl.concat(kept) if kept else pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
