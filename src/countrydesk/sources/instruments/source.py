"""Instruments of policy by principal: the office, the legal authority, and since when it stands."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import CITATION, check_table, last_day, remark
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

COLUMNS = (
    "key", "principal", "name", "owner", "authority", "since", "lapses_on", "cost", "notes",
    "source_title", "source_url", "confidence",
)  # fmt: skip
ATTRIBUTES = {
    "key": "key",
    "owner": "owner",
    "authority": "authority",
    "lapses_on": "lapses_on",
    "uncosted": "cost",
    **CITATION,
}
NEEDED = ("key", "name", "owner", "since", "source_title", "source_url")


def parse(intake: Intake) -> pl.DataFrame:
    """Return one spell per instrument and principal, open since its authority began.

    The principal WLD stands for any state without rows of its own. An instrument whose name two
    keys share is told apart by the attribute ``key``.
    """
    (path,) = intake.paths()
    table = intake.places(intake.csv(path, COLUMNS), "principal", "iso3", extra={"WLD": "WLD"})
    check_table(intake, table, "since", "lapses_on")
    for name in NEEDED:
        intake.fail_on(table.filter(pl.col(name) == ""), name, "is empty")
    twice = pl.struct("place", "key").is_duplicated()
    intake.fail_on(table.filter(twice), "key", "stands twice for one principal")
    rows = intake.use(table).with_columns(
        (pl.col("since") + "/").alias("period"),
        last_day("since", intake.spec.retrieved_on).alias("released_on"),
    )
    return rows.select(
        "place",
        pl.lit("instrument").alias("indicator"),
        "period",
        pl.col("name").alias("text"),
        pl.col("key").alias("series"),
        "released_on",
        remark().alias("note"),
        attributes_column(rows, ATTRIBUTES),
        "_file",
    )
