"""Gapminder's two collections: one file for each indicator, one row for each place and year.

Which files are read, and as what, stands in ``source.yml``; ``rules.csv`` beside it says for each
series from and until which year it is kept, which values its quantity cannot take, and from which
year on its values are estimates and projections.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from countrydesk.errors import LayoutError
from countrydesk.model import Status
from countrydesk.sources.gapminder.vaccines import ignore_displaced
from countrydesk.sources.intake import Intake
from countrydesk.sources.spec import SeriesSpec

RULES = Path(__file__).with_name("rules.csv")
LAST_YEAR = 2050
ENTITY = {"fasttrack": "country", "systema_globalis": "geo"}
CODES = {
    "cheslo": "CSK",
    "gbg": "GGY",
    "gbm": "IMN",
    "hos": "VAT",
    "kos": "XKX",
    "nld_curacao": "CUW",
    "stbar": "BLM",
    "stmar": "MAF",
    "ussr": "SUN",
}
NO_PLACE = {"chanisl": "Channel Islands: Guernsey and Jersey together"}
SIGNIFICANT = 12


def parse(intake: Intake) -> pl.DataFrame:
    """Return every series that ``source.yml`` names, within its years and its possible values."""
    table = pl.concat([_read(intake, key) for key in intake.spec.series])
    table = _in_years(intake, table.join(_rules(), on="series", how="left", maintain_order="left"))
    table = ignore_displaced(intake, table)
    table = intake.places(table, "geo", "iso3", ignore=NO_PLACE, extra=CODES)
    facts = pl.col("unit") == ""
    numbers = intake.numbers(table.filter(~facts), "value")
    numbers = _possible(intake, numbers)
    return intake.use(
        pl.concat([_measures(numbers), _facts(table.filter(facts))], how="diagonal")
    ).drop("_row")


def path_of(series: str) -> str:
    """Return the raw file of a series such as ``fasttrack/pop``.

    Raises:
        LayoutError: the collection is neither of the two.
    """
    folder, _, name = series.partition("/")
    if folder not in ENTITY:
        raise LayoutError(f"gapminder: '{series}' names no collection; write {' or '.join(ENTITY)}")
    return f"gapminder/{folder}/ddf--datapoints--{name}--by--{ENTITY[folder]}--time.csv"


def _read(intake: Intake, series: str) -> pl.DataFrame:
    folder, _, name = series.partition("/")
    entry: SeriesSpec = intake.spec.series[series]
    columns = (ENTITY[folder], "time", name)
    table = intake.csv(path_of(series), columns)
    return table.rename(dict(zip(columns, ("geo", "period", "value"), strict=True))).with_columns(
        pl.lit(series).alias("series"),
        pl.lit(entry.indicator).alias("indicator"),
        pl.lit(entry.unit).alias("unit"),
        pl.lit(entry.factor).alias("factor"),
        pl.lit(entry.note).alias("note"),
    )


def _rules() -> pl.DataFrame:
    rules = pl.read_csv(RULES, infer_schema=False).with_columns(
        pl.exclude("series").cast(pl.Float64)
    )
    return rules.with_columns(pl.col("until").fill_null(LAST_YEAR))


def _in_years(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    table = table.with_columns(pl.col("period").cast(pl.Int32, strict=False).alias("year"))
    intake.fail_on(table.filter(pl.col("year").is_null()), "period", "is not a year")
    intake.fail_on(table.filter(pl.col("since").is_null()), "series", "has no row in rules.csv")
    table = intake.ignore(table, pl.col("year") > pl.col("until"), "later than the series is kept")
    return intake.ignore(table, pl.col("year") < pl.col("since"), "before the series is kept")


def _possible(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Drop what the source writes for a missing value, and shares of more than the whole."""
    wrong = (pl.col("value") <= pl.col("above")) | (pl.col("value") > pl.col("most"))
    return intake.ignore(table, wrong, "a value that the quantity cannot take")


def _measures(table: pl.DataFrame) -> pl.DataFrame:
    status = (
        pl.when(pl.col("year") >= pl.col("projections_from"))
        .then(pl.lit(Status.PROJECTION.value))
        .when(pl.col("year") >= pl.col("estimates_from"))
        .then(pl.lit(Status.ESTIMATE.value))
        .otherwise(pl.lit(Status.ACTUAL.value))
    )
    value = (pl.col("value") * pl.col("factor")).round_sig_figs(SIGNIFICANT)
    return _observations(table, value.alias("value"), status.alias("status"))


def _facts(table: pl.DataFrame) -> pl.DataFrame:
    actual = pl.lit(Status.ACTUAL.value).alias("status")
    return _observations(table, pl.col("value").alias("text"), actual)


def _observations(table: pl.DataFrame, *columns: pl.Expr) -> pl.DataFrame:
    common = ("place", "indicator", "period", "unit", "series", "note", "_file", "_row")
    return table.select(*common, *columns)
