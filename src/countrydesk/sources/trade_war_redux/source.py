"""Average duties of the United States by partner and day, weighted by the imports of 2024."""

from __future__ import annotations

import polars as pl

from countrydesk.model import Status
from countrydesk.sources.intake import Intake

BY_COUNTRY = ("date", "country_name", "effective tariff", "total imports", "2024 tariff")
# The first column of the daily file is a row number without a name.
DAILY = ("", "date", "import_weighted_avg_tariff")


def parse(intake: Intake) -> pl.DataFrame:
    """Return the duty added since January 2025 by partner, and the average over all partners.

    The producer's column ``effective tariff`` holds the added duty only; the daily average includes
    the duty of 2024. Imports and duty of 2024 are read from the Census Bureau's figures instead.
    """
    by_country, daily = (entry.path for entry in intake.spec.files)
    return pl.concat([_partners(intake, by_country), _average(intake, daily)])


def _partners(intake: Intake, path: str) -> pl.DataFrame:
    table = intake.places(intake.csv(path, BY_COUNTRY), "country_name", "name", into="counterpart")
    _check_days(intake, table)
    rows = intake.use(intake.numbers(table, *BY_COUNTRY[2:])).select(
        "counterpart",
        pl.lit("effective_duty").alias("indicator"),
        pl.col("date").alias("period"),
        pl.col("effective tariff").alias("value"),
        pl.lit("effective tariff").alias("series"),
        "_file",
    )
    return _united_states(rows)


def _average(intake: Intake, path: str) -> pl.DataFrame:
    """Return the average over all partners on the days on which it changed."""
    table = intake.csv(path, DAILY)
    _check_days(intake, table)
    name = "import_weighted_avg_tariff"
    same = pl.col(name) == pl.col(name).shift(1)
    table = intake.ignore(table.sort("date"), same, "the same as on the day before")
    rows = intake.use(intake.numbers(table, name)).select(
        pl.lit("").alias("counterpart"),
        pl.lit("average_us_tariff").alias("indicator"),
        pl.col("date").alias("period"),
        pl.col(name).alias("value"),
        pl.lit(name).alias("series"),
        "_file",
    )
    return _united_states(rows)


def _check_days(intake: Intake, table: pl.DataFrame) -> None:
    odd = table.filter(~pl.col("date").str.contains(r"^\d{4}-\d{2}-\d{2}$"))
    intake.fail_on(odd, "date", "is no day")


def _united_states(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(
        pl.lit("USA").alias("place"),
        pl.col("value").round_sig_figs(12).alias("value"),
        pl.lit("percent").alias("unit"),
        pl.lit(Status.ESTIMATE.value).alias("status"),
    )
