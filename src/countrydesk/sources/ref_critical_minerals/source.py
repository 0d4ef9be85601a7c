"""The United States' list of critical minerals, with the words that other sources use for each."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import CITATION
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

COLUMNS = ("mineral", "word", "listed_on", "source_title", "source_url", "confidence")


def parse(intake: Intake) -> pl.DataFrame:
    """Return one spell a word, open since the list came out; the text is the mineral's name."""
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS)
    for name in ("mineral", "word", "listed_on"):
        intake.fail_on(table.filter(pl.col(name) == ""), name, "is empty")
    rows = intake.use(table)
    return rows.select(
        pl.lit("USA").alias("place"),
        pl.lit("critical_mineral").alias("indicator"),
        (pl.col("listed_on") + "/").alias("period"),
        pl.col("mineral").alias("text"),
        pl.col("word").alias("series"),
        pl.col("listed_on").str.to_date().alias("released_on"),
        attributes_column(rows, {"word": "word", **CITATION}),
        "_file",
    )
