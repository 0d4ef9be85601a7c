"""UCDP deaths by country and month: sums of the georeferenced events, months with deaths only."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.intake import Intake

COLUMNS = (
    "country_iso3", "year_month", "ucdp_event_count", "ucdp_fatalities_best",
    "ucdp_fatalities_high", "ucdp_civilian_deaths", "ucdp_peak_event_fatalities",
    "ucdp_fatality_uncertainty", "ucdp_state_based_events", "ucdp_non_state_events",
    "ucdp_one_sided_events", "ucdp_has_conflict",
)  # fmt: skip
FIRST_MONTH = "1989-01"
# Sums that hold two countries: the months of Niger are inside those of Nigeria.
MIXED = ("NGA", "NER")
# The file gives today's code to states of the past; these are the numbers of the yearly file.
HEIRS = {"SRB": "345", "RUS": "365"}


def parse(intake: Intake) -> pl.DataFrame:
    """Return months with at least one death; ``zero_when_absent`` stands for the others."""
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS)
    month = pl.col("year_month")
    intake.fail_on(table.filter(~month.str.contains(r"^\d{4}-\d{2}$")), "year_month", "is no month")
    table = intake.numbers(table, "ucdp_fatalities_best", "ucdp_fatalities_high")
    table = intake.ignore(table, month < FIRST_MONTH, "padding before the data begin")
    mixed = pl.col("country_iso3").is_in(MIXED)
    table = intake.ignore(table, mixed, "sum of Niger and Nigeria, which cannot be taken apart")
    table = intake.ignore(table, pl.col("ucdp_fatalities_best") == 0, "no deaths")
    table = intake.use(_placed(intake, table))
    column, series = next(iter(intake.spec.series.items()))
    high = pl.col("ucdp_fatalities_high")
    return table.select(
        "place",
        pl.lit(series.indicator).alias("indicator"),
        month.alias("period"),
        pl.col(column).alias("value"),
        pl.when(high >= pl.col(column)).then(high).alias("high"),
        pl.lit(series.unit).alias("unit"),
        pl.lit(column).alias("series"),
        "_file",
    )


def _placed(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with the state of the time: Yugoslavia and the Soviet Union, not heirs."""
    table = table.with_columns(pl.col("year_month").str.head(4).cast(pl.Int32).alias("year"))
    table = intake.places(table, "country_iso3", "iso3", into="today")
    table = table.with_columns(pl.col("today").replace_strict(HEIRS, default="").alias("gw"))
    heirs = intake.places(table.filter(pl.col("gw") != ""), "gw", "gw", year="year")
    others = table.filter(pl.col("gw") == "").with_columns(pl.col("today").alias("place"))
    return pl.concat([heirs, others]).sort("_row")
