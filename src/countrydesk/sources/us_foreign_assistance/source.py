"""ForeignAssistance.gov amounts by recipient and fiscal year; the last year is kept apart."""

from __future__ import annotations

import polars as pl

from countrydesk.places import registry
from countrydesk.sources.intake import Intake

COLUMNS = (
    "Country Code", "Country Name", "Region ID", "Region Name", "Income Group Acronym",
    "Income Group Name", "Transaction Type ID", "Transaction Type Name", "Fiscal Year",
    "current_amount", "constant_amount", "", "_duplicated_0", "ilte=",
)  # fmt: skip
AMOUNTS = ("current_amount", "constant_amount")
KINDS = {"Obligations", "Disbursements"}
PLANS = {"Appropriated and Planned", "President's Budget Requests"}
TRANSITION = "1976tq"
PARTIAL = 2025
# Rows without a code; the names are those of states that have gone.
NAMED = {
    "Czechoslovakia (former)": "CSK",
    "Germany (former East)": "DDR",
    "Soviet Union (former)": "SUN",
    "Vietnam (former South)": "VDR",
    "Yemen (former P.D.R.)": "YMD",
}
NO_PLACE = {
    "Berlin, West": "part of another place",
    "WLD": "programmes tied to no country; not a total of all recipients",
}
# What the file books under Serbia and Montenegro before 1992 went to Yugoslavia.
BEFORE = {"SCG": ("YUG", 1992)}


def parse(intake: Intake) -> pl.DataFrame:
    """Return obligations and disbursements, at current and constant prices, per recipient."""
    (path,) = intake.paths()
    table = intake.numbers(intake.csv(path, COLUMNS), *AMOUNTS)
    kind = pl.col("Transaction Type Name")
    intake.fail_on(
        table.filter(~kind.is_in([*KINDS, *PLANS])), "Transaction Type Name", "has no meaning here"
    )
    table = intake.ignore(table, kind.is_in(list(PLANS)), "a plan or request, not money committed")
    table = intake.ignore(
        table, pl.col("Fiscal Year") == TRANSITION, "the quarter between fiscal years 1976 and 1977"
    )
    table = intake.numbers(table, "Fiscal Year").with_columns(pl.col("Fiscal Year").cast(pl.Int32))
    table = _recipients(table, intake)
    intake.use(table)
    sums = table.group_by(
        "counterpart", "Fiscal Year", "Transaction Type Name", "_file", maintain_order=True
    ).agg(
        pl.col(*AMOUNTS).sum(),
        pl.col("Country Name").unique().sort().str.join(" + ").alias("headings"),
        pl.len().alias("rows"),
    )
    return _observations(sums, intake)


def _recipients(table: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """Return ``table`` with ``counterpart``, without what was booked after a state had ended."""
    code = pl.when(pl.col("Country Code") == "NULL").then("Country Name").otherwise("Country Code")
    placed = intake.places(
        table.with_columns(code.alias("recipient")), "recipient", "usaid", into="counterpart",
        extra=NAMED, ignore={**registry().no_place("usaid"), **NO_PLACE},
    )  # fmt: skip
    for place, (earlier, year) in BEFORE.items():
        before = (pl.col("counterpart") == place) & (pl.col("Fiscal Year") < year)
        placed = placed.with_columns(
            pl.when(before).then(pl.lit(earlier)).otherwise("counterpart").alias("counterpart")
        )
    ended = {place.id: place.to_year for place in registry().places("historical")}
    end = pl.col("counterpart").replace_strict(ended, default=None, return_dtype=pl.Int32)
    return intake.ignore(
        placed, pl.col("Fiscal Year") > end + 1, "booked under a state that had ended"
    )


def _observations(sums: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    series = intake.spec.series
    long = sums.unpivot(
        AMOUNTS, index=["counterpart", "Fiscal Year", "Transaction Type Name", "headings", "rows",
        "_file"], variable_name="prices", value_name="value",
    )  # fmt: skip
    partial = pl.col("Fiscal Year") == PARTIAL
    name = pl.col("Transaction Type Name") + " " + pl.col("prices")
    key = pl.when(partial).then(name + " partial").otherwise(name)
    rows = long.with_columns(key.alias("key")).filter(pl.col("key").is_in(list(series)))
    several = pl.when(pl.col("rows") > 1).then(pl.lit("booked under ") + pl.col("headings"))
    return rows.select(
        pl.lit("USA").alias("place"),
        "counterpart",
        pl.col("key")
        .replace_strict({k: s.indicator for k, s in series.items()})
        .alias("indicator"),
        pl.format("FY{}", "Fiscal Year").alias("period"),
        "value",
        pl.col("key").replace_strict({k: s.unit for k, s in series.items()}).alias("unit"),
        pl.when(partial).then(pl.lit("estimate")).otherwise(pl.lit("actual")).alias("status"),
        pl.col("key").alias("series"),
        pl.when(partial)
        .then(pl.lit("partial year"))
        .otherwise(several.fill_null(""))
        .alias("note"),
        "_file",
    )
