"""State Department table of nonimmigrant visas of a fiscal year by nationality and class."""

from __future__ import annotations

import polars as pl

from countrydesk.places import registry
from countrydesk.sources.intake import Intake
from countrydesk.sources.us_visas_fy.columns import CLASSES, COLUMNS, NATIONALITY, TOTAL
from countrydesk.sources.us_visas_monthly.classes import summed, with_group

SHEET = "Sheet1"
KIND = "nonimmigrant"
# Travellers whose papers name no country: part of the world total, of no nationality.
NOWHERE = ("No Nationality", "United Nations Laissez-Passer")


def parse(intake: Intake) -> pl.DataFrame:
    """Return nonimmigrant visas issued per nationality and group in the fiscal year."""
    (path,) = intake.paths()
    table = _nationalities(intake.excel(path, SHEET, COLUMNS), intake)
    nowhere = pl.col(NATIONALITY).is_in(NOWHERE)
    no_place = {k: v for k, v in registry().no_place("name").items() if k not in NOWHERE}
    placed = intake.places(
        table.filter(~nowhere), NATIONALITY, "name", into="counterpart", ignore=no_place
    )
    unplaced = table.filter(nowhere).with_columns(pl.lit("").alias("counterpart"))
    rows = intake.use(pl.concat([placed, unplaced])).unpivot(
        CLASSES, index=["counterpart", "_file", "_row"], variable_name="class", value_name="issued"
    )
    sums = summed(with_group(rows, KIND, "class", intake), KIND, "_file")
    return sums.with_columns(
        pl.lit("USA").alias("place"),
        pl.lit(f"FY{NATIONALITY[-4:]}").alias("period"),
        pl.lit("visas").alias("unit"),
        pl.lit("nonimmigrant visas by class").alias("series"),
    )


def _nationalities(table: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """Return the rows of nationalities as numbers, each checked against its printed sum.

    Raises:
        ValueNotUnderstoodError: a cell is no number, or a row does not add up.
    """
    empty = pl.all_horizontal(pl.col(name) == "" for name in COLUMNS[1:])
    table = intake.ignore(table, empty, "the heading of a region")
    name = pl.col(NATIONALITY)
    totals = name.str.starts_with("Totals for ") | (name == TOTAL)
    table = intake.ignore(table, totals, "a printed total")
    numbers = intake.numbers(table, *CLASSES, TOTAL, missing=())
    wrong = numbers.filter(pl.sum_horizontal(*CLASSES) != pl.col(TOTAL))
    intake.fail_on(wrong, NATIONALITY, "has classes that do not add up to its printed total")
    return numbers
