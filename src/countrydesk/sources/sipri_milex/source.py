"""SIPRI military expenditure: five worksheets, one row a state and one column a year."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from countrydesk.sources.intake import Intake

LAST = 2024
# Not available, and not yet or no longer a state.
MISSING = ("...", ". .", "xxx", "")
HEADING = "heading of a region"


@dataclass(frozen=True)
class Sheet:
    """Where a worksheet has its header, what stands before the years, and the first of them."""

    header_row: int
    keys: tuple[str, ...]
    first: int

    @property
    def years(self) -> tuple[str, ...]:
        """The headings of the years."""
        return tuple(str(year) for year in range(self.first, LAST + 1))


PLAIN = ("Country", "Notes")
SHEETS = {
    "Current US$": Sheet(6, PLAIN, 1949),
    "Constant (2023) US$": Sheet(6, PLAIN, 1949),
    "Share of GDP": Sheet(6, PLAIN, 1949),
    "Per capita": Sheet(7, PLAIN, 1988),
    "Share of Govt. spending": Sheet(8, (*PLAIN, "Reporting year"), 1988),
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return one row for each state, year and worksheet that ``source.yml`` lists as a series."""
    (path,) = intake.paths()
    return pl.concat([_sheet(intake, path, name) for name in intake.spec.series])


def _sheet(intake: Intake, path: str, name: str) -> pl.DataFrame:
    sheet, series = SHEETS[name], intake.spec.series[name]
    table = intake.excel(path, name, (*sheet.keys, *sheet.years), header_row=sheet.header_row)
    blank = pl.all_horizontal(pl.col(year) == "" for year in sheet.years)
    table = intake.ignore(table, blank, HEADING)
    table = intake.numbers(table, *sheet.years, missing=MISSING)
    table = intake.use(intake.places(table, "Country", "name"))
    return table.unpivot(
        sheet.years, index=["place", "_file"], variable_name="period", value_name="value"
    ).select(
        "place",
        pl.lit(series.indicator).alias("indicator"),
        "period",
        (pl.col("value") * series.factor).round_sig_figs(12).alias("value"),
        pl.lit(series.unit).alias("unit"),
        pl.lit(name).alias("series"),
        "_file",
    )
