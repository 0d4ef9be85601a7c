"""UNODC intentional homicide: victims and rate of each country and year, all and by sex."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import check_known, years
from countrydesk.sources.intake import Intake

SHEET, HEADER_ROW = "data_cts_intentional_homicide", 3
COLUMNS = (
    "Iso3_code", "Country", "Region", "Subregion", "Indicator", "Dimension", "Category", "Sex",
    "Age", "Year", "Unit of measurement", "VALUE", "Source",
)  # fmt: skip
VICTIMS = "Victims of intentional homicide"
TOTAL = "Total"
SEXES = (TOTAL, "Male", "Female", "Unknown")
NAMES = {"Kosovo under UNSCR 1244": "XKX"}
PART = "a part of a state that reports on its own"
PARTS = {
    "Channel Island": "several places together",
    "Iraq (Central Iraq)": PART,
    "Iraq (Kurdistan Region)": PART,
    "United Kingdom (England and Wales)": PART,
    "United Kingdom (Northern Ireland)": PART,
    "United Kingdom (Scotland)": PART,
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return number and rate of victims, all and by sex, for whole states.

    ``series`` in ``source.yml`` is keyed by sex and unit of measurement.
    """
    (path,) = intake.paths()
    table = intake.excel(path, SHEET, COLUMNS, header_row=HEADER_ROW)
    table = intake.ignore(table, pl.col("Indicator") != VICTIMS, "counts no victims")
    breakdown = (pl.col("Dimension") != TOTAL) | (pl.col("Category") != TOTAL)
    table = intake.ignore(table, breakdown, "a breakdown by means, perpetrator or context")
    table = intake.ignore(table, pl.col("Age") != TOTAL, "a breakdown by age")
    check_known(intake, table, "Sex", SEXES)
    key = pl.col("Sex") + ", " + pl.col("Unit of measurement")
    table = intake.ignore(table, pl.col("Sex") == "Unknown", "victims of unknown sex")
    table = table.with_columns(key.alias("_key"))
    known = {**intake.spec.series, **intake.spec.ignored_series}
    check_known(intake, table, "_key", known)
    for name, why in intake.spec.ignored_series.items():
        table = intake.ignore(table, pl.col("_key") == name, why)
    table = intake.places(table, "Country", "name", ignore=PARTS, extra=NAMES)
    table = years(intake, intake.numbers(table, "VALUE"), "Year")
    return _observations(intake, intake.use(table))


def _observations(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    indicators = {key: item.indicator for key, item in intake.spec.series.items()}
    units = {key: item.unit for key, item in intake.spec.series.items()}
    return table.select(
        "place",
        pl.col("_key").replace_strict(indicators, return_dtype=pl.String).alias("indicator"),
        pl.col("Year").cast(pl.String).alias("period"),
        pl.col("VALUE").round_sig_figs(12).alias("value"),
        pl.col("_key").replace_strict(units, return_dtype=pl.String).alias("unit"),
        pl.col("_key").alias("series"),
        pl.col("Source").alias("note"),
        "_file",
    )
