"""Trade in goods between pairs of economies: one row for each exporter and importer."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.intake import Intake

COLUMNS = ("exporter", "importer", "value_kusd")
INDICATOR = "goods_exports_reconciled"


def parse(intake: Intake) -> pl.DataFrame:
    """Return what each economy sold to each other, in dollars; the exporter is the place."""
    (path,) = intake.paths()
    table = intake.numbers(intake.csv(path, COLUMNS), "value_kusd", missing=())
    intake.fail_on(
        table.filter(pl.col("exporter") == pl.col("importer")), "importer", "sells to itself"
    )
    intake.fail_on(table.filter(pl.col("value_kusd") <= 0), "value_kusd", "is not above zero")
    pairs = table.filter(pl.struct("exporter", "importer").is_duplicated())
    intake.fail_on(pairs, "importer", "stands twice beside its exporter")
    table = intake.places(table, "exporter", "iso3")
    table = intake.places(table, "importer", "iso3", into="counterpart")
    return intake.use(table).select(
        "place",
        "counterpart",
        pl.lit(INDICATOR).alias("indicator"),
        pl.lit(intake.spec.vintage).alias("period"),
        (pl.col("value_kusd") * 1000).round_sig_figs(12).alias("value"),
        pl.lit("usd").alias("unit"),
        pl.lit("value_kusd").alias("series"),
        "_file",
    )
