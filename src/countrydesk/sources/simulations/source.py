"""Simulated effects: five measures of each move between a principal and a partner."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.frame import attributes_json
from countrydesk.sources.intake import Intake

MEASURES = {
    "income": "percent",
    "own_income": "percent",
    "sales": "percent",
    "purchases": "percent",
    "revenue": "usd",
}
MOVES = ("end", "double", "open", "rival", "standing")
KEYS = ("day", "principal", "partner", "move", "rival", "duty_before", "duty_after")
ENDS = tuple(f"{name}{end}" for name in MEASURES for end in ("", "_low", "_high"))
COLUMNS = (*KEYS, *ENDS, "residual")


def parse(intake: Intake) -> pl.DataFrame:
    """Return the effects: the partner is the place, the principal the counterpart."""
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS)
    intake.fail_on(table.filter(~pl.col("move").is_in(MOVES)), "move", "is no move we know")
    table = intake.numbers(table, *ENDS, "duty_before", "duty_after", "residual", missing=())
    intake.fail_on(table.filter(pl.col("residual") > 1e-10), "residual", "is no cleared market")
    twice = table.filter(pl.struct("principal", "partner", "move").is_duplicated())
    intake.fail_on(twice, "move", "stands twice for one pair")
    table = intake.places(table, "partner", "iso3")
    table = intake.places(table, "principal", "iso3", into="counterpart")
    table = intake.use(table).with_columns(_attributes(table))
    return pl.concat([_measure(table, name, unit) for name, unit in MEASURES.items()])


def _attributes(table: pl.DataFrame) -> pl.Series:
    names = ("rival", "duty_before", "duty_after")
    return pl.Series(
        "attributes",
        [
            attributes_json({name: str(row[name]) for name in names if row[name] != ""})
            for row in table.select(names).iter_rows(named=True)
        ],
        dtype=pl.String,
    )


def _measure(table: pl.DataFrame, name: str, unit: str) -> pl.DataFrame:
    return table.select(
        "place",
        "counterpart",
        ("effect_" + pl.col("move") + f"_{name}").alias("indicator"),
        pl.col("day").alias("period"),
        pl.col(name).alias("value"),
        pl.lit(unit).alias("unit"),
        pl.col(f"{name}_low").alias("low"),
        pl.col(f"{name}_high").alias("high"),
        pl.lit("estimate").alias("status"),
        (pl.col("move") + "/" + name).alias("series"),
        "attributes",
        "_file",
    )
