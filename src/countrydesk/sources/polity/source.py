"""Polity5: the revised combined score, -10 to 10."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from countrydesk.sources.intake import Intake

OBJECT = "polity5"
COLUMNS = (
    "p5", "cyear", "polity_annual_ccode", "scode", "polity_annual_country", "year", "flag",
    "fragment", "democ", "autoc", "polity", "polity2", "durable", "xrreg", "xrcomp", "xropen",
    "xconst", "parreg", "parcomp", "exrec", "exconst", "polcomp", "prior", "emonth", "eday",
    "eyear", "eprec", "interim", "bmonth", "bday", "byear", "bprec", "post", "change", "d5", "sf",
    "regtrans", "extended_country_name", "GWn", "cown", "in_GW_system",
)  # fmt: skip
FIRST_YEAR = 1900
GONE = {"564": "Orange Free State, no place here"}
HERE = Path(__file__).parent


def parse(intake: Intake) -> pl.DataFrame:
    """Return ``polity2`` by country and year.

    In a year in which one unit of the file follows another, ``ends.csv`` drops the one that ended.
    """
    (path,) = intake.paths()
    table = intake.r_data(path, OBJECT, COLUMNS)
    table = intake.ignore(table, pl.col("year") < FIRST_YEAR, f"before {FIRST_YEAR}")
    code = "polity_annual_ccode"
    table = table.with_columns(pl.col(code, "year").cast(pl.Int32).cast(pl.String))
    ends = [f"{unit}/{year}" for unit, year, _ in _table("ends").iter_rows()]
    ended = pl.format("{}/{}", code, "year").is_in(ends)
    table = intake.ignore(table, ended, "the year in which a unit was succeeded")
    table = table.with_columns(pl.col("year").cast(pl.Int32).alias("_year"))
    own = dict(_table("codes").select("code", "place").iter_rows())
    table = intake.use(intake.places(table, code, "cow", year="_year", extra=own, ignore=GONE))
    column, series = next(iter(intake.spec.series.items()))
    return table.select(
        "place",
        pl.lit(series.indicator).alias("indicator"),
        pl.col("year").alias("period"),
        pl.col(column).alias("value"),
        pl.lit(series.unit).alias("unit"),
        pl.lit(column).alias("series"),
        "_file",
    )


def _table(name: str) -> pl.DataFrame:
    return pl.read_csv(HERE / f"{name}.csv", infer_schema=False)
