"""Countries whose citizens may visit the United States without a visa, and those that could."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import CITATION, check_known, check_table, in_force, remark
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

COLUMNS = (
    "iso3", "country", "designated_on", "visa_free_from", "removed_on", "status", "year_read",
    "notes", "source_title", "source_url", "confidence",
)  # fmt: skip
PROGRAMME = "Visa Waiver Program"
DESIGNATION = "designation for the Visa Waiver Program, without visa-free travel"
STATUSES = ("member", "removed", "rescinded before visa-free travel began")
ATTRIBUTES = {
    "designated_on": "designated_on",
    "visa_free_from": "visa_free_from",
    "status": "status",
    **CITATION,
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return spells from the first day of visa-free travel, or of a designation that had none."""
    (path,) = intake.paths()
    table = intake.places(intake.csv(path, COLUMNS), "iso3", "iso3")
    check_table(intake, table, "designated_on", "visa_free_from", "removed_on")
    check_known(intake, table, "status", STATUSES)
    never = pl.col("visa_free_from") == ""
    table = intake.use(table).with_columns(
        pl.when(never).then("designated_on").otherwise("visa_free_from").alias("since"),
        pl.when(never).then(pl.lit(DESIGNATION)).otherwise(pl.lit(PROGRAMME)).alias("text"),
    )
    rows = in_force(table, "removed_on", "designated_on", intake.spec.retrieved_on, "member")
    return rows.select(
        "place",
        pl.lit("USA").alias("counterpart"),
        pl.lit("visa_waiver").alias("indicator"),
        "period",
        "text",
        pl.lit(PROGRAMME).alias("series"),
        "released_on",
        remark().alias("note"),
        attributes_column(rows, ATTRIBUTES),
        "_file",
    )
