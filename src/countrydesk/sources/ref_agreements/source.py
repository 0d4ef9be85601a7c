"""Trade agreements of the United States: in force from when, or signed when."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import (
    CITATION,
    beside,
    check_known,
    check_table,
    in_force,
    remark,
)
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

COLUMNS = (
    "partner_iso3", "partner", "agreement", "kind", "signed_on", "us_implementing_law",
    "entered_into_force_on", "status", "notes", "source_title", "source_url", "confidence",
)  # fmt: skip
KINDS = (
    "free trade agreement", "partial trade agreement", "digital trade agreement",
    "normal trade relations agreement", "critical minerals agreement",
    "agreement on reciprocal trade (ART)", "framework (not an FTA)",
)  # fmt: skip
ATTRIBUTES = {
    "kind": "kind",
    "signed_on": "signed_on",
    "law": "us_implementing_law",
    "in_force_on": "since",
    "status": "status",
    **CITATION,
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return one spell per agreement in force, and the date of signature of the others.

    A signing day that the compiler doubts is cut to its month.
    """
    (path,) = intake.paths()
    table = intake.places(intake.csv(path, COLUMNS), "partner_iso3", "iso3")
    check_table(intake, table, "signed_on", "entered_into_force_on")
    check_known(intake, table, "kind", KINDS)
    statuses = beside(__file__, "statuses.csv")
    check_known(intake, table, "status", statuses.get_column("listed").to_list())
    doubted = pl.col("notes").str.contains("signing day doubtful")
    table = (
        intake.use(table)
        .rename({"status": "listed", "entered_into_force_on": "since"})
        .join(statuses, on="listed", how="left", maintain_order="left")
        .with_columns(
            pl.when(doubted)
            .then(pl.col("signed_on").str.head(7))
            .otherwise("signed_on")
            .alias("signed_on")
        )
    )
    rows = in_force(table, "until", "signed_on", intake.spec.retrieved_on)
    return rows.select(
        "place",
        pl.lit("USA").alias("counterpart"),
        pl.lit("us_trade_agreement").alias("indicator"),
        "period",
        pl.col("agreement").alias("text"),
        pl.col("kind").alias("series"),
        "released_on",
        remark().alias("note"),
        attributes_column(rows, ATTRIBUTES),
        "_file",
    )
