"""Travel advisories of the United States: the level for each destination and its date."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import check_known
from countrydesk.sources.intake import Intake
from countrydesk.sources.travel_advice import advice

COLUMNS = (
    "destination", "risk_level", "last_updated_advisory", "advisory_details_url",
    "risk_level_number", "country_info_url", "last_updated_country_details",
)  # fmt: skip
LEVELS = {
    "Level 1: Exercise Normal Precautions": ("exercise normal precautions", "1"),
    "Level 2: Exercise Increased Caution": ("exercise increased caution", "2"),
    "Level 3: Reconsider Travel": ("reconsider travel", "3"),
    "Level 4: Do Not Travel": ("do not travel", "4"),
    "Other": ("level differs by area", ""),
}
# Islands of the Caribbean Netherlands that the list also names as one with Bonaire.
PARTS = dict.fromkeys(("Saba", "Sint Eustatius"), "part of the Caribbean Netherlands")


def parse(intake: Intake) -> pl.DataFrame:
    """Return the advisories; pages of country information without a level are left out."""
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS)
    table = intake.ignore(table, pl.col("risk_level") == "", "country page without an advisory")
    check_known(intake, table, "risk_level", LEVELS)
    number = pl.col("risk_level_number")
    wrong = ~pl.col("risk_level").str.starts_with("Level " + number) & (number != "-1")
    intake.fail_on(table.filter(wrong), "risk_level_number", "is not the number of the level")
    table = table.with_columns(pl.col("last_updated_advisory").alias("updated"))
    return advice(intake, table, "USA", LEVELS, "advisory_details_url", ignore=PARTS)
