"""UN DESA migrant stock: people by country of residence and of birth, at the middle of a year."""

from __future__ import annotations

import polars as pl

from countrydesk.errors import LayoutError
from countrydesk.sources.facts import whole_numbers
from countrydesk.sources.intake import Intake

SHEET, HEADER_ROW = "Table 1", 11
YEARS = ("1990", "1995", "2000", "2005", "2010", "2015", "2020", "2024")
TO, FROM = "Location code of destination", "Location code of origin"
NAME = "Region, development group, country or area of"
KEYS = ("Index", f"{NAME} destination", "Coverage", "Data type", TO, f"{NAME} origin", FROM)
WORLD, KOSOVO = "900", {"412": "XKX"}
FIRST_AGGREGATE = 900
# Regions in the code of the United Nations, which stand among the codes of countries.
REGIONS = (
    1, 2, 5, 9, 11, 13, 14, 15, 17, 18, 19, 21, 29, 30, 34, 35, 39, 53, 54, 57, 61, 62, 142, 143,
    145, 150, 151, 154, 155, 199, 202, 419, 432, 722,
)  # fmt: skip
MISSING = ("", "..")
AGGREGATE = "a region, a group of countries or the rest"
SERIES = {"dyad": "stock by origin", "in": "all origins", "out": "all destinations"}


def parse(intake: Intake) -> pl.DataFrame:
    """Return people by residence and birth, and both sums as the table gives them.

    A dyad is filed under the country of residence, with that of birth as counterpart.
    """
    (path,) = intake.paths()
    table = intake.excel(path, SHEET, None, header_row=HEADER_ROW)
    _check_header(path, [name for name in table.columns if not name.startswith("_")])
    table = table.select(*KEYS, *YEARS, "_row", "_file")
    table = whole_numbers(intake, table, TO, FROM)
    sums = _is_aggregate(TO) & _is_aggregate(FROM)
    table = intake.ignore(table, sums | _is_region(TO) | _is_region(FROM), AGGREGATE)
    table = intake.numbers(intake.use(table), *YEARS, missing=MISSING)
    table = table.with_columns(pl.col(TO, FROM).cast(pl.String))
    inward, outward = pl.col(FROM) == WORLD, pl.col(TO) == WORLD
    return pl.concat(
        [
            _observations(intake, table.filter(~inward & ~outward), "dyad"),
            _observations(intake, table.filter(inward), "in"),
            _observations(intake, table.filter(outward), "out"),
        ]
    )


def _check_header(path: str, found: list[str]) -> None:
    """Raise unless the keys and the years of both sexes lead, followed by those of each sex."""
    expected = [*KEYS, *YEARS]
    for at, name in enumerate(expected):
        if at >= len(found) or found[at] != name:
            seen = found[at] if at < len(found) else "nothing"
            raise LayoutError(f"{path}: column {at + 1} is '{seen}', expected '{name}'")
    by_sex = [name.split("_")[0] for name in found[len(expected) :]]
    if by_sex != [*YEARS, *YEARS]:
        raise LayoutError(f"{path}: the columns by sex are {by_sex[:3]}..., expected the years")


def _is_aggregate(column: str) -> pl.Expr:
    return (pl.col(column) >= FIRST_AGGREGATE) | pl.col(column).is_in(list(REGIONS))


def _is_region(column: str) -> pl.Expr:
    return _is_aggregate(column) & (pl.col(column) != int(WORLD))


def _observations(intake: Intake, table: pl.DataFrame, which: str) -> pl.DataFrame:
    own, other = (FROM, TO) if which == "out" else (TO, FROM)
    rows = intake.places(table, own, "m49", extra=KOSOVO)
    if which == "dyad":
        rows = intake.places(rows, other, "m49", extra=KOSOVO, into="counterpart")
    else:
        rows = rows.with_columns(pl.lit("").alias("counterpart"))
    series = intake.spec.series[SERIES[which]]
    return rows.unpivot(
        YEARS, index=["place", "counterpart", "_file"], variable_name="period", value_name="value"
    ).select(
        "place",
        "counterpart",
        pl.lit(series.indicator).alias("indicator"),
        "period",
        "value",
        pl.lit(series.unit).alias("unit"),
        pl.lit("estimate").alias("status"),
        pl.lit(SERIES[which]).alias("series"),
        "_file",
    )
