"""V-Dem: five headline indices with the intervals of the measurement model, one row a year."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.intake import Intake

OBJECT = "vdem_simple"
INDICES = (
    "v2x_polyarchy", "v2x_libdem", "v2x_partipdem", "v2x_delibdem", "v2x_egaldem", "v2x_api",
    "v2x_mpi",
)  # fmt: skip
COLUMNS = (
    "vdem_country_name", "country_text_id", "country_id", "year", "historical_date", "project",
    "historical", "histname", "codingstart", "codingend", "codingstart_contemp",
    "codingend_contemp", "codingstart_hist", "codingend_hist", "gapstart1", "gapstart2",
    "gapstart3", "gapend1", "gapend2", "gapend3", "gap_index", "vdem_cowcode",
    *(f"{index}{suffix}" for index in INDICES for suffix in ("", "_codelow", "_codehigh", "_sd")),
    "extended_country_name", "GWn", "cown", "in_GW_system",
)  # fmt: skip
FIRST_YEAR = 1900


def parse(intake: Intake) -> pl.DataFrame:
    """Return one row for each country, year and index that source.yml describes."""
    (path,) = intake.paths()
    table = intake.r_data(path, OBJECT, COLUMNS)
    table = intake.ignore(table, pl.col("year") < FIRST_YEAR, f"before {FIRST_YEAR}")
    table = intake.use(intake.places(table, "country_id", "vdem", year="year"))
    return pl.concat(
        table.select(
            "place",
            pl.lit(series.indicator).alias("indicator"),
            pl.col("year").cast(pl.Int32).cast(pl.String).alias("period"),
            pl.col(column).alias("value"),
            pl.col(f"{column}_codelow").alias("low"),
            pl.col(f"{column}_codehigh").alias("high"),
            pl.lit(series.unit).alias("unit"),
            pl.lit(column).alias("series"),
            "_file",
        )
        for column, series in intake.spec.series.items()
    )
