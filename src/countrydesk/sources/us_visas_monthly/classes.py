"""Which group of visas each class belongs to; every class belongs to exactly one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from countrydesk.sources.intake import Intake

TABLE = Path(__file__).parent / "classes.csv"
TOTALS = {"nonimmigrant": "visas_nonimmigrant", "immigrant": "visas_immigrant"}
WORLD = "WLD"


@cache
def classes() -> pl.DataFrame:
    """Return all classes: kind (nonimmigrant or immigrant), class, group and meaning."""
    return pl.read_csv(TABLE)


def with_group(frame: pl.DataFrame, kind: str, column: str, intake: Intake) -> pl.DataFrame:
    """Return ``frame`` with ``group``: the indicator of the group of each class in ``column``.

    Raises:
        ValueNotUnderstoodError: a class that the table does not hold.
    """
    known = classes().filter(pl.col("kind") == kind)
    groups = dict(known.select("class", "group").iter_rows())
    unknown = frame.filter(~pl.col(column).is_in(list(groups)))
    intake.fail_on(unknown, column, f"is no {kind} class we know; add it to classes.csv")
    return frame.with_columns(pl.col(column).replace_strict(groups).alias("group"))


def summed(rows: pl.DataFrame, kind: str, *keys: str) -> pl.DataFrame:
    """Return sums of ``issued`` per group and in total, per counterpart and for the world.

    ``rows`` holds counterpart ("" for no place), group, issued and the ``keys``; the result has
    counterpart, indicator, value and the keys. The world is the sum of all rows, placed or not.
    """
    world = rows.with_columns(pl.lit(WORLD).alias("counterpart"))
    placed = pl.concat([rows.filter(pl.col("counterpart") != ""), world])
    total = placed.with_columns(pl.lit(TOTALS[kind]).alias("group"))
    return (
        pl.concat([placed, total])
        .group_by("counterpart", "group", *keys, maintain_order=True)
        .agg(pl.col("issued").sum().alias("value"))
        .rename({"group": "indicator"})
    )
