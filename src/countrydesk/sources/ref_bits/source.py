"""Bilateral investment treaties and trade and investment frameworks of the United States."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import CITATION, check_known, check_table, in_force, remark
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

COLUMNS = (
    "partner_iso3", "partner", "instrument", "kind", "signed_on", "entered_into_force_on",
    "terminated_on", "status", "notes", "source_title", "source_url", "confidence",
)  # fmt: skip
KINDS = ("BIT", "TIFA")
STATUSES = ("in force", "signed, not in force", "suspended", "terminated")
RUNNING = ("in force", "suspended", "terminated")
ATTRIBUTES = {
    "kind": "kind",
    "signed_on": "signed_on",
    "in_force_on": "entered_into_force_on",
    "status": "status",
    **CITATION,
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return spells from entry into force, or from signature where no later date is on record.

    Frameworks take effect when they are signed. A day that the compiler doubts is cut to its month,
    a doubted date of entry into force to the date of signature.
    """
    (path,) = intake.paths()
    table = intake.places(intake.csv(path, COLUMNS), "partner_iso3", "iso3")
    check_table(intake, table, "signed_on", "entered_into_force_on", "terminated_on")
    check_known(intake, table, "kind", KINDS)
    check_known(intake, table, "status", STATUSES)
    table = _begun(intake.use(table))
    rows = in_force(table, "terminated_on", "signed_on", intake.spec.retrieved_on)
    return rows.select(
        "place",
        pl.lit("USA").alias("counterpart"),
        pl.lit("us_investment_agreement").alias("indicator"),
        "period",
        pl.col("instrument").alias("text"),
        pl.col("kind").alias("series"),
        "released_on",
        remark().alias("note"),
        attributes_column(rows, ATTRIBUTES),
        "_file",
    )


def _begun(table: pl.DataFrame) -> pl.DataFrame:
    day = pl.col("notes").str.contains("day doubtful")
    force = pl.col("notes").str.contains("another force date; doubtful")
    return table.with_columns(
        pl.when(day)
        .then(pl.col("signed_on").str.head(7))
        .otherwise("signed_on")
        .alias("signed_on"),
        pl.when(force)
        .then(pl.lit(""))
        .otherwise("entered_into_force_on")
        .alias("entered_into_force_on"),
    ).with_columns(
        pl.when(~pl.col("status").is_in(list(RUNNING)))
        .then(pl.lit(""))
        .when(pl.col("entered_into_force_on") == "")
        .then("signed_on")
        .otherwise("entered_into_force_on")
        .alias("since")
    )
