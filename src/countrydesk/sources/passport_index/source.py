"""Visa requirements: one rule for each passport and destination."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import check_known
from countrydesk.sources.frame import attributes_json
from countrydesk.sources.intake import Intake

COLUMNS = ("Passport", "Destination", "Requirement")
HOME = "-1"
RULES = {
    "visa free": "visa free",
    "visa on arrival": "visa on arrival",
    "e-visa": "e-visa",
    "eta": "electronic travel authorisation",
    "visa required": "visa required",
    "no admission": "no admission",
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return the rule of each pair; a number of days means free of visa for so long."""
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS)
    home = pl.col("Requirement") == HOME
    intake.fail_on(
        table.filter(home != (pl.col("Passport") == pl.col("Destination"))),
        "Requirement",
        "is the mark of the home country beside another, or the reverse",
    )
    table = intake.ignore(table, home, "home country")
    table = intake.places(table, "Passport", "iso3")
    table = intake.places(table, "Destination", "iso3", into="counterpart")
    days = pl.col("Requirement").str.contains(r"^[1-9]\d{0,2}$")
    check_known(intake, table.filter(~days), "Requirement", RULES)
    lengths = table.filter(days).get_column("Requirement").unique().to_list()
    attributes = {days_: attributes_json({"days": days_}) for days_ in lengths}
    return intake.use(table).select(
        "place",
        "counterpart",
        pl.lit("visa_requirement").alias("indicator"),
        pl.lit(intake.spec.vintage).alias("period"),
        pl.when(days)
        .then(pl.lit(RULES["visa free"]))
        .otherwise(pl.col("Requirement").replace(RULES))
        .alias("text"),
        pl.lit("Requirement").alias("series"),
        pl.col("Requirement").replace_strict(attributes, default="").alias("attributes"),
        "_file",
    )
