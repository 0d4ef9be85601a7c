"""The state of diplomatic relations between the United States and each country."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import CITATION, beside, check_table, last_day, remark
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

COLUMNS = (
    "iso3", "country", "us_recognised_on", "relations_established_on", "last_break_or_change",
    "last_break_on", "current_status", "embassy_city", "post_in_factbook_text", "notes",
    "source_title", "source_url", "confidence",
)  # fmt: skip
NORMAL = "diplomatic relations"
ATTRIBUTES = {
    "recognised_on": "us_recognised_on",
    "established_on": "relations_established_on",
    "last_change": "last_break_or_change",
    "last_change_on": "last_break_on",
    "embassy": "embassy_city",
    **CITATION,
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return one spell per country: the present state and since when it holds.

    Normal relations run from their first establishment, or from the last resumption where the
    source names one that is later. ``statuses.csv`` dates the other states, and resumptions that
    the source gives in a note only. A state without a date stands for the year of the reading.
    """
    (path,) = intake.paths()
    table = intake.places(intake.csv(path, COLUMNS), "iso3", "iso3")
    check_table(intake, table, "us_recognised_on", "relations_established_on", "last_break_on")
    rows = _since(intake, intake.use(table))
    reading = str(intake.spec.released_on.year)
    dated = pl.col("since") != ""
    return rows.select(
        "place",
        pl.lit("USA").alias("counterpart"),
        pl.lit("diplomatic_relations").alias("indicator"),
        pl.when(dated).then(pl.col("since") + "/").otherwise(pl.lit(reading)).alias("period"),
        pl.col("current_status").alias("text"),
        pl.lit("current_status").alias("series"),
        pl.when(dated).then(last_day("since", intake.spec.retrieved_on)).alias("released_on"),
        remark().alias("note"),
        attributes_column(rows, ATTRIBUTES),
        "_file",
    )


def _since(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with ``since``, from when the present state holds; "" where unknown."""
    states = beside(__file__, "statuses.csv").rename({"listed": "current_status"})
    resumed = beside(__file__, "resumptions.csv").get_column("last_break_or_change").to_list()
    joined = table.join(states, on=["place", "current_status"], how="left", maintain_order="left")
    normal = pl.col("current_status") == NORMAL
    odd = ~normal & pl.col("since").is_null()
    intake.fail_on(joined.filter(odd), "current_status", "is not described in statuses.csv")
    missing = normal & (pl.col("relations_established_on") == "")
    intake.fail_on(joined.filter(missing), "relations_established_on", "is empty")
    begun_again = pl.col("last_break_or_change").is_in(resumed) & (
        pl.col("last_break_on") > pl.col("relations_established_on")
    )
    return joined.with_columns(
        pl.when(pl.col("since").is_not_null())
        .then("since")
        .when(begun_again)
        .then("last_break_on")
        .otherwise("relations_established_on")
        .alias("since")
    )
