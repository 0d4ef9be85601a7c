"""Defence commitments between the United States and each partner."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import CITATION, check_known, check_table, in_force, remark
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

COLUMNS = (
    "partner_iso3", "partner", "commitment", "kind", "signed_on", "in_force_from", "until",
    "status", "legal_basis", "notes", "source_title", "source_url", "confidence",
)  # fmt: skip
KINDS = (
    "collective defence", "major non-NATO ally", "statutory partner status",
    "executive partner status", "executive consultation pact", "executive security assurance",
    "executive defence agreement",
)  # fmt: skip
STATUSES = (
    "in force", "denounced", "inactive; Cuba left", "contested", "withdrawn", "rescinded",
    "obligations suspended by the US since 1986", "signed; text not public",
)  # fmt: skip
ATTRIBUTES = {
    "kind": "kind",
    "signed_on": "signed_on",
    "in_force_on": "since",
    "status": "status",
    "legal_basis": "legal_basis",
    **CITATION,
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return one spell per commitment and partner; one not in force has its day of signature."""
    (path,) = intake.paths()
    table = intake.places(intake.csv(path, COLUMNS), "partner_iso3", "iso3")
    check_table(intake, table, "signed_on", "in_force_from", "until")
    check_known(intake, table, "kind", KINDS)
    check_known(intake, table, "status", STATUSES)
    table = intake.use(table).rename({"in_force_from": "since"})
    rows = in_force(table, "until", "signed_on", intake.spec.retrieved_on)
    return rows.select(
        "place",
        pl.lit("USA").alias("counterpart"),
        pl.lit("us_alliance").alias("indicator"),
        "period",
        pl.col("commitment").alias("text"),
        pl.col("kind").alias("series"),
        "released_on",
        remark().alias("note"),
        attributes_column(rows, ATTRIBUTES),
        "_file",
    )
