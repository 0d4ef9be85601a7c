"""Freedom in the World: status, ratings and scores of each country and edition since 2013."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import check_known, years
from countrydesk.sources.intake import Intake

SHEET, TITLE_ROWS = "FIW13-25", 1
KEYS = ("Country/Territory", "Region", "C/T", "Edition", "Status", "PR rating", "CL rating")
QUESTIONS = (
    "A1", "A2", "A3", "A", "B1", "B2", "B3", "B4", "B", "C1", "C2", "C3", "C", "Add Q", "Add A",
    "PR", "D1", "D2", "D3", "D4", "D", "E1", "E2", "E3", "E", "F1", "F2", "F3", "F4", "F", "G1",
    "G2", "G3", "G4", "G", "CL", "Total",
)  # fmt: skip
COLUMNS = (*KEYS, *QUESTIONS)
STATUS = {"F": "free", "PF": "partly free", "NF": "not free"}
NO_PLACE = "a territory that is no place of the registry"
TERRITORIES = (
    "Abkhazia", "Crimea", "Eastern Donbas", "Indian Kashmir", "Nagorno-Karabakh",
    "Northern Cyprus", "Pakistani Kashmir", "Russian-Occupied Territories of Ukraine",
    "South Ossetia", "Tibet", "Transnistria",
)  # fmt: skip


def parse(intake: Intake) -> pl.DataFrame:
    """Return the status in words, and ratings and scores as ``source.yml`` lists them.

    An edition describes the year before it and was public by the end of March.
    """
    (path,) = intake.paths()
    table = intake.excel(path, SHEET, COLUMNS, header_row=TITLE_ROWS + 1)
    check_known(intake, table, "Status", STATUS)
    check_known(intake, table, "C/T", ("c", "t"))
    left_out = dict.fromkeys(TERRITORIES, NO_PLACE)
    table = intake.places(table, "Country/Territory", "name", ignore=left_out)
    table = years(intake, intake.numbers(table, *intake.spec.series), "Edition")
    edition = pl.col("Edition")
    rows = intake.use(table).with_columns(
        (edition - 1).cast(pl.String).alias("period"),
        pl.date(edition, 3, 31).alias("released_on"),
    )
    numbers = [
        rows.select(
            "place",
            pl.lit(series.indicator).alias("indicator"),
            "period",
            pl.col(column).alias("value"),
            pl.lit(None, pl.String).alias("text"),
            pl.lit(series.unit).alias("unit"),
            pl.lit(column).alias("series"),
            "released_on",
            "_file",
        )
        for column, series in intake.spec.series.items()
    ]
    return pl.concat([*numbers, _status(rows)])


def _status(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "place",
        pl.lit("freedom_status").alias("indicator"),
        "period",
        pl.lit(None, pl.Float64).alias("value"),
        pl.col("Status").replace_strict(STATUS, return_dtype=pl.String).alias("text"),
        pl.lit("").alias("unit"),
        pl.lit("Status").alias("series"),
        "released_on",
        "_file",
    )
