"""The life of a duty: as announced or in force, and as ended."""

from __future__ import annotations

from datetime import date

import polars as pl

from countrydesk.model import Status


def stages_of(table: pl.DataFrame, vintage: date) -> pl.DataFrame:
    """Return each duty of ``table`` as it runs or is announced, and once more if it has ended."""
    rows = _dates(table, vintage)
    return pl.concat([_open(rows), _closed(rows)])


def _dates(table: pl.DataFrame, vintage: date) -> pl.DataFrame:
    """Return ``table`` with the period of each duty, and whether it is ahead, running or over."""
    start = pl.col("effective_from").str.to_date("%Y-%m-%d", strict=False)
    end = pl.col("ended_on").str.to_date("%Y-%m-%d", strict=False)
    over = end <= vintage
    return table.with_columns(
        start.alias("_from"),
        end.alias("_to"),
        over.fill_null(value=False).alias("_over"),
        (start > vintage).fill_null(value=False).alias("_ahead"),
        pl.lit(vintage).alias("_vintage"),
        pl.when(end > vintage).then("ended_on").otherwise(pl.lit("")).alias("scheduled_end"),
    )


def _open(rows: pl.DataFrame) -> pl.DataFrame:
    """Return running duties, those ahead, and those over as they were while they ran."""
    undated = pl.col("_from").is_null()
    kept = rows.filter(~(undated & pl.col("_over")))
    return kept.with_columns(
        pl.when(undated)
        .then(pl.col("_vintage").dt.to_string("%Y-%m-%d"))
        .otherwise(pl.col("effective_from") + "/")
        .alias("period"),
        pl.when(undated | pl.col("_ahead"))
        .then("_vintage")
        .otherwise("_from")
        .alias("released_on"),
        pl.when("_ahead")
        .then(pl.lit(Status.ANNOUNCED.value))
        .otherwise(pl.lit(Status.ACTUAL.value))
        .alias("stage"),
        pl.when("_over").then(pl.lit("in_force")).otherwise("status").alias("state"),
        pl.lit("").alias("ended"),
    )


def _closed(rows: pl.DataFrame) -> pl.DataFrame:
    """Return duties that are over; one without a beginning is an event of its last day."""
    undated = pl.col("_from").is_null()
    return rows.filter("_over").with_columns(
        pl.when(undated)
        .then("ended_on")
        .otherwise(pl.col("effective_from") + "/" + pl.col("ended_on"))
        .alias("period"),
        pl.col("_to").alias("released_on"),
        pl.lit(Status.ACTUAL.value).alias("stage"),
        pl.col("status").alias("state"),
        pl.col("ended_on").alias("ended"),
    )
