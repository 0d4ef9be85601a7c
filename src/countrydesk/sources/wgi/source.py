"""Worldwide Governance Indicators: a row for each place and dimension, six columns for each year.

The source gives an estimate on a standard normal scale and its standard error. The interval here
is that of 90 per cent, the one the project itself prints.
"""

from __future__ import annotations

import polars as pl

from countrydesk.model import Status
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

SHEET = "Data"
IDS = ("Country/Territory", "Code", "Dimention")
YEARS = (1996, 1998, 2000, *range(2002, 2023))
MEASURES = ("Estimate", "StdErr", "NumSrc", "Rank", "Lower", "Upper")
COLUMNS = (*IDS, *(f"{year}_{measure}" for year in YEARS for measure in MEASURES))
MISSING = ("", "#N/A")
Z_90 = 1.645
SIGNIFICANT = 12


def parse(intake: Intake) -> pl.DataFrame:
    """Return the estimate of each dimension by place and year, with its interval."""
    (path,) = intake.paths()
    table = intake.excel(path, SHEET, COLUMNS).rename({"Dimention": "series"})
    unknown = table.filter(~pl.col("series").is_in(list(intake.spec.series)))
    intake.fail_on(unknown, "series", "is not described in source.yml")
    table = intake.places(table, "Code", "wgi")
    table = intake.use(intake.numbers(table, *COLUMNS[len(IDS) :], missing=MISSING))
    return pl.concat([_year(intake, table, year) for year in YEARS])


def _year(intake: Intake, table: pl.DataFrame, year: int) -> pl.DataFrame:
    series = intake.spec.series
    estimate, error = pl.col(f"{year}_Estimate"), pl.col(f"{year}_StdErr")
    counted = table.with_columns(pl.col(f"{year}_NumSrc").cast(pl.Int32).cast(pl.String).alias("n"))
    return counted.select(
        "place",
        pl.col("series").replace_strict({k: s.indicator for k, s in series.items()}).alias(
            "indicator"
        ),
        pl.lit(str(year)).alias("period"),
        estimate.round_sig_figs(SIGNIFICANT).alias("value"),
        (estimate - Z_90 * error).round_sig_figs(SIGNIFICANT).alias("low"),
        (estimate + Z_90 * error).round_sig_figs(SIGNIFICANT).alias("high"),
        pl.lit("index").alias("unit"),
        pl.lit(Status.ESTIMATE.value).alias("status"),
        "series",
        attributes_column(counted, {"underlying_sources": "n"}),
        "_file",
    )  # fmt: skip
