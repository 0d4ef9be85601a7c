"""EM-DAT by hazard: one file for each hazard and impact, one row for each place and year."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.intake import Intake

PAST = "a part of a state, or a state of the past"
CODES = {"cheslo": "CSK", "hos": "VAT", "kos": "XKX", "ussr": "SUN", "yug": "YUG"}
NO_PLACE: dict[str, str] = {
    "yem_north": PAST,
    "stbar": PAST,
    "nld_curacao": PAST,
    "deu_west": PAST,
    "deu_east": PAST,
}
FIRST_YEAR = 1960


def parse(intake: Intake) -> pl.DataFrame:
    """Return deaths and people affected by place, hazard and year; the last year is an estimate."""
    return pl.concat([_series(intake, name) for name in intake.spec.series])


def path_of(series: str) -> str:
    """Return the raw file of a series."""
    return f"emdat/ddf--datapoints--{series}--by--geo--time.csv"


def _series(intake: Intake, name: str) -> pl.DataFrame:
    table = intake.csv(path_of(name), ("geo", "time", name))
    table = intake.numbers(table, name)
    early = pl.col("time").cast(pl.Int32) < FIRST_YEAR
    table = intake.ignore(table, early, f"before {FIRST_YEAR}, when few events were reported")
    table = intake.use(intake.places(table, "geo", "iso3", ignore=NO_PLACE, extra=CODES))
    series = intake.spec.series[name]
    last = table.get_column("time").max()
    running = pl.when(pl.col("time") == last).then(pl.lit("estimate"))
    return table.select(
        "place",
        pl.lit(series.indicator).alias("indicator"),
        pl.col("time").alias("period"),
        pl.col(name).alias("value"),
        pl.lit(series.unit).alias("unit"),
        running.otherwise(pl.lit("actual")).alias("status"),
        pl.lit(name).alias("series"),
        "_file",
    )
