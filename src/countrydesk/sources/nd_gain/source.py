"""ND-GAIN Country Index: one score per country and year."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.intake import Intake

FIRST, LAST = 1995, 2020
YEARS = tuple(str(year) for year in range(FIRST, LAST + 1))
COLUMNS = ("ISO3", "Name", *YEARS)


def parse(intake: Intake) -> pl.DataFrame:
    """Return the scores; countries that the index does not score are ignored."""
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS)
    blank = pl.all_horizontal(pl.col(year).str.strip_chars().is_in(["", "NA"]) for year in YEARS)
    table = intake.ignore(table, blank, "no score in any year")
    table = intake.use(intake.places(table, "ISO3", "iso3"))
    long = intake.numbers(table, *YEARS).unpivot(
        on=list(YEARS), index=["place", "_file"], variable_name="period", value_name="value"
    )
    return long.filter(pl.col("value").is_not_null()).with_columns(
        pl.col("value").round_sig_figs(12),
        pl.lit("nd_gain").alias("indicator"),
        pl.lit("score").alias("unit"),
        pl.lit("gain").alias("series"),
    )
