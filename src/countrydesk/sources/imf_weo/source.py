"""IMF World Economic Outlook: ten vintages, each restating history and projecting five years."""

from __future__ import annotations

from datetime import date

import polars as pl

from countrydesk.errors import ValueNotUnderstoodError
from countrydesk.model import Status
from countrydesk.sources.intake import Intake

COLUMNS = ("vintage", "ref_area", "concept", "unit", "scale", "last_actual", "year", "value")
RELEASED = {
    "2021-04": date(2021, 4, 6),
    "2021-10": date(2021, 10, 12),
    "2022-04": date(2022, 4, 19),
    "2022-10": date(2022, 10, 11),
    "2023-04": date(2023, 4, 11),
    "2023-10": date(2023, 10, 10),
    "2024-04": date(2024, 4, 16),
    "2024-10": date(2024, 10, 22),
    "2025-04": date(2025, 4, 22),
    "2025-10": date(2025, 10, 14),
}
AGGREGATES = dict.fromkeys(
    ("G001", "G110", "G119", "G163", "G200", "G205", "G400", "G505", "G510", "G603", "G903", "G998",
        "GX123", "511"),
    "aggregate of countries",
)  # fmt: skip
# The power of ten the value is in: printed as such since October 2025, as the multiple before.
POWERS = {1e9: 9.0, 1e6: 6.0, 1.0: 0.0, 9.0: 9.0, 6.0: 6.0, 0.0: 0.0}


def parse(intake: Intake) -> pl.DataFrame:
    """Return all vintages; status by the last actual year and the year of release."""
    (path,) = intake.paths()
    table = intake.parquet(path, COLUMNS)
    table = intake.places(table, "ref_area", "weo", ignore=AGGREGATES)
    series = intake.spec.series
    for column, known in (("concept", series), ("vintage", RELEASED)):
        unknown = table.filter(~pl.col(column).is_in(list(known)))
        intake.fail_on(unknown, column, "is not described in source.yml")
    _check_scale(table, intake)
    intake.use(table)
    vintage_year = pl.col("vintage").str.head(4).cast(pl.Int16)
    return table.select(
        "place",
        pl.col("concept")
        .replace_strict({k: s.indicator for k, s in series.items()})
        .alias("indicator"),
        pl.col("year").cast(pl.String).alias("period"),
        (
            pl.col("value")
            * pl.col("concept").replace_strict({k: s.factor for k, s in series.items()})
        )
        .round_sig_figs(12)
        .alias("value"),
        pl.col("concept").replace_strict({k: s.unit for k, s in series.items()}).alias("unit"),
        pl.when(pl.col("year") <= pl.col("last_actual"))
        .then(pl.lit(Status.ACTUAL.value))
        .when(pl.col("year") < vintage_year)
        .then(pl.lit(Status.ESTIMATE.value))
        .otherwise(pl.lit(Status.PROJECTION.value))
        .alias("status"),
        pl.col("concept").alias("series"),
        pl.col("vintage").replace_strict(RELEASED, return_dtype=pl.Date).alias("released_on"),
        "_file",
    )


def _check_scale(table: pl.DataFrame, intake: Intake) -> None:
    """Raise where the file prints another scale than the description multiplies by."""
    for concept, scale in table.select("concept", "scale").unique().iter_rows():
        if scale is None:
            continue
        if scale not in POWERS:
            raise ValueNotUnderstoodError(f"imf_weo: {concept}: scale {scale} has no meaning")
        if 10 ** POWERS[scale] != intake.spec.series[concept].factor:
            raise ValueNotUnderstoodError(
                f"imf_weo: {concept} comes in 1e{POWERS[scale]:.0f}, "
                f"source.yml multiplies by {intake.spec.series[concept].factor:g}"
            )
