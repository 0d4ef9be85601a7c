"""State Department monthly visa tables: sums by group of classes, and whole fiscal years."""

from __future__ import annotations

from pathlib import PurePosixPath

import polars as pl

from countrydesk.places import registry
from countrydesk.sources.frame import apart_by_month
from countrydesk.sources.intake import Intake
from countrydesk.sources.us_visas_monthly.classes import summed, with_group
from countrydesk.sources.us_visas_monthly.reading import IMMIGRANT, NONIMMIGRANT, Layout, read_month

LAYOUTS = (NONIMMIGRANT, IMMIGRANT)
MONTHS_OF_YEAR = 12
# Travellers whose papers name no country: part of the world total, of no nationality.
NOWHERE = (
    "*Non-Nationality Based Issuances", "British National Overseas (Hong Kong) Passport",
    "Hong Kong-BNO", "No Nationality", "Other", "Unknown",
)  # fmt: skip


def parse(intake: Intake) -> pl.DataFrame:
    """Return visas issued per nationality, group and month, and per whole fiscal year."""
    parts = [
        _kind(intake, layout, entry_paths)
        for layout, entry_paths in zip(LAYOUTS, map(intake.paths, intake.spec.files), strict=True)
    ]
    return apart_by_month(pl.concat(parts))


def _kind(intake: Intake, layout: Layout, paths: list[str]) -> pl.DataFrame:
    rows = pl.concat([_month(intake, layout, path) for path in paths])
    months = summed(rows, layout.kind, "month", "_file")
    monthly = months.select(
        "counterpart", "indicator", "value", "_file",
        pl.col("month").dt.strftime("%Y-%m").alias("period"),
        pl.lit("").alias("note"),
        pl.lit("actual").alias("status"),
        _published("month").alias("released_on"),
    )  # fmt: skip
    both = pl.concat([monthly, _fiscal_years(months)], how="diagonal")
    return both.with_columns(
        pl.lit("USA").alias("place"),
        pl.lit("visas").alias("unit"),
        pl.lit(f"{layout.kind} visas by class").alias("series"),
    )


def _month(intake: Intake, layout: Layout, path: str) -> pl.DataFrame:
    """Return the rows of one month with counterpart ("" for no place), group and issued."""
    table = intake.numbers(read_month(intake, path, layout), "issued")
    intake.fail_on(table.filter(pl.col("issued").is_null()), "nationality", "has no number")
    grouped = with_group(table, layout.kind, "class", intake)
    nowhere = pl.col("nationality").is_in(NOWHERE)
    placed = intake.places(
        grouped.filter(~nowhere), "nationality", "name", into="counterpart", ignore=_no_place()
    )
    unplaced = grouped.filter(nowhere).with_columns(pl.lit("").alias("counterpart"))
    month = pl.lit(PurePosixPath(path).stem).str.to_date()
    return intake.use(pl.concat([placed, unplaced])).with_columns(month.alias("month"))


def _no_place() -> dict[str, str]:
    """Names that the registry knows to be no place, without those that count for the world."""
    return {k: v for k, v in registry().no_place("name").items() if k not in NOWHERE}


def _fiscal_years(months: pl.DataFrame) -> pl.DataFrame:
    """Return the sums of the fiscal years of which all twelve months are there."""
    label = pl.col("month").dt.offset_by("3mo").dt.year()
    labelled = months.with_columns(label.alias("year"))
    count = labelled.group_by("year").agg(pl.col("month").n_unique().alias("n"))
    whole = count.filter(pl.col("n") == MONTHS_OF_YEAR).get_column("year").to_list()
    sums = labelled.filter(pl.col("year").is_in(whole)).group_by(
        "counterpart", "indicator", "year", maintain_order=True
    ).agg(pl.col("value").sum(), pl.col("_file").last(), pl.col("month").max())  # fmt: skip
    return sums.select(
        "counterpart", "indicator", "value", "_file",
        pl.format("FY{}", "year").alias("period"),
        pl.lit("sum of twelve monthly reports").alias("note"),
        pl.lit("estimate").alias("status"),
        _published(pl.date("year", 9, 1)).alias("released_on"),
    )  # fmt: skip


def _published(month: str | pl.Expr) -> pl.Expr:
    """The end of the second month after: the reports carry no date of publication."""
    start = pl.col(month) if isinstance(month, str) else month
    return start.dt.offset_by("2mo").dt.month_end()
