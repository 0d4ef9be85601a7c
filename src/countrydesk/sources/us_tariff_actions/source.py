"""Dated tariff actions of the United States, by country where an action names countries."""

from __future__ import annotations

from datetime import date

import polars as pl

from countrydesk.model import Status
from countrydesk.sources.facts import check_known, last_day
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake
from countrydesk.sources.us_tariff_actions.scope import COLUMNS, STATUSES, authorities, expanded

DAY = r"^(\d{4}-\d{2}(-\d{2})?)?$"
ATTRIBUTES = {
    "authority": "authority",
    "authority_name": "authority_name",
    "legal_basis": "legal_citation",
    "scope": "scope_countries",
    "rate": "rate",
    "manner": "manner",
    "status": "status",
    "announced_on": "date_announced",
    "effective_on": "date_effective",
    "ended_on": "ended",
    "scheduled_end": "scheduled_end",
    "citation": "source_title",
    "citation_url": "source_url",
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return each action up to three times: as announced, in force, and ended.

    The announced row was public on its announcement, the second when the action took effect (or was
    announced, if later), the third when it ended; the later one replaces the earlier for a reader
    of a later day. What is still ahead at the vintage stays announced.
    """
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS)
    for name in ("date_effective", "date_announced", "ended_on"):
        intake.fail_on(table.filter(~pl.col(name).str.contains(DAY)), name, "is no date")
    check_known(intake, table, "authority", authorities())
    check_known(intake, table, "status_now", STATUSES)
    rows = _dates(expanded(intake, intake.use(table)), intake.spec.released_on)
    stages = pl.concat([_announced(rows), _running(rows), _ended(rows)])
    return stages.select(
        pl.lit("USA").alias("place"),
        "counterpart",
        pl.lit("tariff_action").alias("indicator"),
        "period",
        pl.col("scope_products").alias("text"),
        pl.col("stage").alias("status"),
        pl.col("authority").alias("series"),
        "released_on",
        attributes_column(stages, ATTRIBUTES),
        "_file",
    )


def _dates(table: pl.DataFrame, vintage: date) -> pl.DataFrame:
    """Return ``table`` with the dates that decide what was public when."""
    dateless = pl.col("date_effective") == ""
    begins = pl.when(dateless).then("date_announced").otherwise("date_effective")
    ends = pl.col("ended_on").str.to_date("%Y-%m-%d", strict=False)
    rows = table.with_columns(
        begins.alias("begins"),
        begins.str.to_date("%Y-%m-%d").alias("_from"),
        last_day("date_announced", vintage).alias("_announced"),
        ends.alias("_to"),
        pl.col("authority").replace_strict(authorities()).alias("authority_name"),
    )
    closed = pl.col("status_now").is_in(["ended", "superseded"])
    in_effect = pl.col("status_now").is_in(["investigation", "authorised"]).not_()
    # A row that only records an end, or an end of unknown day, is an event and no spell.
    event = closed & (pl.col("_to").is_null() | (pl.col("_to") <= pl.col("_from")))
    return rows.with_columns(
        (in_effect & (pl.col("_from") <= vintage)).alias("_begun"),
        (closed & ~event & (pl.col("_to") <= vintage)).alias("_over"),
        (event | ~in_effect).alias("_event"),
        pl.when(pl.col("_to") > vintage)
        .then("ended_on")
        .otherwise(pl.lit(""))
        .alias("scheduled_end"),
        pl.lit(vintage).alias("_vintage"),
    ).with_columns(
        pl.when("_event").then("begins").otherwise(pl.col("begins") + "/").alias("period"),
        pl.lit("").alias("ended"),
    )


def _announced(rows: pl.DataFrame) -> pl.DataFrame:
    ahead = rows.filter(~pl.col("_begun") | (pl.col("_announced") < pl.col("_from")))
    return ahead.with_columns(
        pl.lit(Status.ANNOUNCED.value).alias("stage"),
        pl.coalesce("_announced", "_vintage").alias("released_on"),
        pl.when("_begun").then(pl.lit("announced")).otherwise("status_now").alias("status"),
    )


def _running(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter("_begun").with_columns(
        pl.lit(Status.ACTUAL.value).alias("stage"),
        pl.max_horizontal("_from", "_announced").alias("released_on"),
        pl.when("_over").then(pl.lit("in_force")).otherwise("status_now").alias("status"),
    )


def _ended(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter("_over").with_columns(
        (pl.col("begins") + "/" + pl.col("ended_on")).alias("period"),
        pl.lit(Status.ACTUAL.value).alias("stage"),
        pl.max_horizontal("_to", "_announced").alias("released_on"),
        pl.col("status_now").alias("status"),
        pl.col("ended_on").alias("ended"),
    )
