"""World Development Indicators: an extract of several series, and a workbook for each of others.

Both have one row for each place and series and one column for each year.
"""

from __future__ import annotations

import polars as pl

from countrydesk.model import Status
from countrydesk.places import registry
from countrydesk.sources.intake import Intake

CSV_IDS = ("Country Name", "Country Code", "Series Name", "Series Code")
CSV_YEARS = {f"{year} [YR{year}]": str(year) for year in range(2004, 2024)}
BOOK_IDS = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
BOOK_YEARS = tuple(str(year) for year in range(1960, 2025))
SHEET, HEADER_ROW = "Data", 4
MISSING = ("", "..")
MODELLED = ("SP.DYN.LE00.IN", "SP.POP.TOTL", "SL.UEM.TOTL.ZS")
SIGNIFICANT = 12
FOOTER = ("", "Data from database: World Development Indicators")


def parse(intake: Intake) -> pl.DataFrame:
    """Return every series that ``source.yml`` names, by place and year."""
    parts = [
        _extract(intake, p) if p.endswith(".csv") else _book(intake, p) for p in intake.paths()
    ]
    return pl.concat(parts, how="diagonal")


def _extract(intake: Intake, path: str) -> pl.DataFrame:
    table = intake.csv(path, (*CSV_IDS, *CSV_YEARS)).rename(
        {**CSV_YEARS, "Country Code": "code", "Series Code": "series"}
    )
    name = pl.col("Country Name")
    foot = (pl.col("code") == "") & (name.is_in(FOOTER) | name.str.starts_with("Last Updated: "))
    table = intake.ignore(table, foot, "footer")
    return _long(intake, table, tuple(CSV_YEARS.values()))


def _book(intake: Intake, path: str) -> pl.DataFrame:
    table = intake.excel(path, SHEET, (*BOOK_IDS, *BOOK_YEARS), header_row=HEADER_ROW).rename(
        {"Country Code": "code", "Indicator Code": "series"}
    )
    return _long(intake, table, BOOK_YEARS)


def _long(intake: Intake, table: pl.DataFrame, years: tuple[str, ...]) -> pl.DataFrame:
    spec = intake.spec
    for code, reason in spec.ignored_series.items():
        table = intake.ignore(table, pl.col("series") == code, reason)
    unknown = table.filter(~pl.col("series").is_in(list(spec.series)))
    intake.fail_on(unknown, "series", "is not described in source.yml")
    no_place = {**registry().no_place("worldbank"), "WLD": "aggregate"}
    table = intake.places(table, "code", "worldbank", ignore=no_place)
    table = intake.use(intake.numbers(table, *years, missing=MISSING))
    long = table.unpivot(
        on=years, index=["place", "series", "_file"], variable_name="period", value_name="value"
    )
    modelled = pl.col("series").is_in(MODELLED)
    return long.with_columns(
        pl.col("series").replace_strict({k: s.indicator for k, s in spec.series.items()}).alias(
            "indicator"
        ),
        pl.col("series").replace_strict({k: s.unit for k, s in spec.series.items()}).alias("unit"),
        pl.col("value").round_sig_figs(SIGNIFICANT),
        pl.when(modelled)
        .then(pl.lit(Status.ESTIMATE.value))
        .otherwise(pl.lit(Status.ACTUAL.value))
        .alias("status"),
    )  # fmt: skip
