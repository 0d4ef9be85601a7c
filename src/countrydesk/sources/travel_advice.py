"""What the lists of travel advice of several governments share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from countrydesk.sources.facts import check_known
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

# One page of advice that covers several places.
SHARED: dict[str, Sequence[str]] = {
    "Bonaire": ("BES",),
    "French West Indies": ("GLP", "MTQ", "MAF", "BLM"),
    "Israel and Palestine": ("ISR", "PSE"),
    "Israel and the Occupied Palestinian Territories": ("ISR", "PSE"),
    "Israel, the West Bank and Gaza": ("ISR", "PSE"),
}


def advice(
    intake: Intake,
    table: pl.DataFrame,
    place: str,
    levels: Mapping[str, tuple[str, str]],
    url: str,
    *,
    ignore: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """Return the advice of ``place`` from ``table`` with destination, risk_level and updated.

    ``levels`` gives the text and the number of each level as the list words it (number "" where the
    level differs by area); ``url`` names the column of the page of each destination.
    """
    check_known(intake, table, "risk_level", levels)
    texts = {level: text for level, (text, _) in levels.items()}
    numbers = {level: number for level, (_, number) in levels.items()}
    shared = {name: "+".join(places) for name, places in SHARED.items()}
    table = intake.places(table, "destination", "name", into="_covers", ignore=ignore, extra=shared)
    rows = (
        intake.use(table)
        .with_columns(pl.col("_covers").str.split("+").alias("counterpart"))
        .explode("counterpart")
        .with_columns(
            pl.col("risk_level").replace_strict(numbers).alias("level"),
            pl.col("updated").str.head(10).alias("period"),
        )
    )
    return rows.select(
        pl.lit(place).alias("place"),
        "counterpart",
        pl.lit("travel_advisory").alias("indicator"),
        "period",
        pl.col("risk_level").replace_strict(texts).alias("text"),
        pl.lit("risk_level").alias("series"),
        pl.col("period").str.to_date("%Y-%m-%d").alias("released_on"),
        attributes_column(rows, {"level": "level", "url": url}),
        "_file",
    )
