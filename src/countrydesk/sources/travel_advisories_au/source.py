"""Travel advice of Australia: the level for each destination and its date."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.intake import Intake
from countrydesk.sources.travel_advice import advice

COLUMNS = ("destination", "risk_level", "last_updated", "url")
LEVELS = {
    "Exercise normal safety precautions": ("exercise normal safety precautions", "1"),
    "Exercise a high degree of caution": ("exercise a high degree of caution", "2"),
    "Reconsider your need to travel": ("reconsider your need to travel", "3"),
    "Do not travel": ("do not travel", "4"),
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return the advice."""
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS).with_columns(pl.col("last_updated").alias("updated"))
    none = (pl.col("destination") == "No travel advice") & (pl.col("risk_level") == "")
    table = intake.ignore(table, none, "row without a destination")
    return advice(intake, table, "AUS", LEVELS, "url")
