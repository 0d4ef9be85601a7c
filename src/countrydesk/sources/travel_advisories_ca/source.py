"""Travel advice of Canada: the level for each destination and the day of its page."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.intake import Intake
from countrydesk.sources.travel_advice import advice

COLUMNS = ("destination", "risk_level", "last_updated", "details_url")
PARTS = {"Azores": "part of a country", "Canary Islands": "part of a country"}
PLAIN = {
    "Take normal security precautions": "1",
    "Exercise a high degree of caution": "2",
    "Avoid non-essential travel": "3",
    "Avoid all travel": "4",
}
REGIONAL = " (with regional advisories)"
LEVELS = {
    title + suffix: ((title + suffix).lower(), number)
    for title, number in PLAIN.items()
    for suffix in ("", REGIONAL)
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return the advice; ``with regional advisories`` says that parts of a country are worse."""
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS).with_columns(pl.col("last_updated").alias("updated"))
    return advice(intake, table, "CAN", LEVELS, "details_url", ignore=PARTS)
