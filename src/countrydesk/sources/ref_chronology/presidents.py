"""The heads of state of a chronology, as spells."""

from __future__ import annotations

import polars as pl

from countrydesk.model import Status
from countrydesk.sources.facts import CITATION, beside, spells
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake


def presidents(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Return spells; both rows say how the office was come by, the closed one how it was left."""
    parties = beside(__file__, "parties.csv").rename({"party": "bare", "listed": "party"})
    rows = table.join(parties, on="party", how="left", maintain_order="left")
    odd = pl.col("bare").is_null() & pl.col("party").str.contains(r"[;,(]")
    intake.fail_on(rows.filter(odd), "party", "is no plain party; put it into parties.csv")
    manner = pl.col("notes").str.split("; ")
    rows = spells(rows, "date", "date_end", intake.spec.retrieved_on).with_columns(
        pl.lit("President").alias("office"),
        pl.coalesce("bare", "party").alias("party"),
        manner.list.first().alias("entry"),
        pl.when("closed").then(manner.list.get(1, null_on_oob=True)).alias("exit"),
    )
    attributes = {name: name for name in ("office", "party", "party_note", "entry", "exit")}
    return rows.select(
        "place",
        pl.lit("").alias("counterpart"),
        pl.lit("head_of_state").alias("indicator"),
        "period",
        pl.col("actor").alias("text"),
        pl.lit(Status.ACTUAL.value).alias("status"),
        pl.col("category").alias("series"),
        "released_on",
        pl.lit("").alias("note"),
        attributes_column(rows, attributes | CITATION),
        "_file",
    )
