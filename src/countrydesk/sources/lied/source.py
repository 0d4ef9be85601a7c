"""LIED: the lexical index of electoral democracy, 0 to 6, for sovereign states."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.intake import Intake

OBJECT = "LIED"
COLUMNS = (
    "lied_country", "lied_cow", "vdem", "year", "region", "male_suffrage", "female_suffrage",
    "exselec", "legselec", "opposition", "competition", "lexical_index", "political_liberties",
    "lexical_index_plus", "democratic_transition", "transition_type", "democratic_breakdown",
    "breakdown_type", "turnover_period", "turnover_event", "two_turnover_period", "sovereign",
    "extended_country_name", "GWn", "cown", "in_GW_system", "lexical_index_original",
)  # fmt: skip
FIRST_YEAR = 1900
GONE = dict.fromkeys(("21", "556", "557", "711"), "a state of the past that is no place here")


def parse(intake: Intake) -> pl.DataFrame:
    """Return the producer's own index, not the one that the carrier computed again."""
    (path,) = intake.paths()
    table = intake.r_data(path, OBJECT, COLUMNS)
    table = intake.ignore(table, pl.col("year") < FIRST_YEAR, f"before {FIRST_YEAR}")
    table = intake.ignore(table, pl.col("sovereign") == 0, "not a sovereign state in that year")
    table = table.with_columns(pl.col("lied_cow").cast(pl.Int32).cast(pl.String))
    table = intake.use(intake.places(table, "lied_cow", "cow", year="year", ignore=GONE))
    column, series = next(iter(intake.spec.series.items()))
    return table.select(
        "place",
        pl.lit(series.indicator).alias("indicator"),
        pl.col("year").cast(pl.Int32).cast(pl.String).alias("period"),
        pl.col(column).alias("value"),
        pl.lit(series.unit).alias("unit"),
        pl.lit(column.removesuffix("_original")).alias("series"),
        "_file",
    )
