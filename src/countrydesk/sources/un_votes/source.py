"""Ideal points in the UN General Assembly, from votes on final passage, by calendar year."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.intake import Intake

_QUANTILES = ("qo", "q5", "q10", "q50", "q90", "q95", "q100")
COLUMNS = (
    "ccode", "iso3c", "countryname", "year", "idealpointfp", "idealpointall", "idealpointlegacy",
    "nvotesfp", *(f"{name}fp" for name in _QUANTILES),
    "nvotesall", *(f"{name}all" for name in _QUANTILES), "nvotesLegacy",
)  # fmt: skip
# Single precision in the file: six decimals carry all there is.
DECIMALS = 6


def parse(intake: Intake) -> pl.DataFrame:
    """Return the point with the 5th and 95th percentile of its posterior."""
    (path,) = intake.paths()
    table = intake.stata(path, COLUMNS)
    column, series = next(iter(intake.spec.series.items()))
    rule = "no votes on final passage in that year"
    table = intake.ignore(table, pl.col(column).is_null(), rule)
    table = table.with_columns(pl.col("ccode").cast(pl.String))
    table = intake.use(intake.places(table, "ccode", "cow", year="year"))
    return table.select(
        "place",
        pl.lit(series.indicator).alias("indicator"),
        pl.col("year").cast(pl.Int32).cast(pl.String).alias("period"),
        *(
            pl.col(name).cast(pl.Float64).round(DECIMALS).alias(into)
            for name, into in ((column, "value"), ("q5fp", "low"), ("q95fp", "high"))
        ),
        pl.lit(series.unit).alias("unit"),
        pl.lit(column).alias("series"),
        "_file",
    )
