"""Census Bureau goods trade of the United States by partner: 26 figures a row, a row a year."""

from __future__ import annotations

import polars as pl

from countrydesk.errors import AssertionFailedError
from countrydesk.places import registry
from countrydesk.sources.frame import apart_by_month
from countrydesk.sources.intake import Intake

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
FIGURES = tuple(f"{way}{when}" for way in "IE" for when in (*MONTHS, "YR"))
COLUMNS = ("year", "CTY_CODE", "CTYNAME", *FIGURES)
SHEET = "country"
WORLD = "WLD"
# Published apart; a paper knows one place of both.
JOINED = {"5082": "PSE", "5083": "PSE"}


def parse(intake: Intake) -> pl.DataFrame:
    """Return imports and exports of every partner by year and by month, in dollars."""
    (path,) = intake.paths()
    table = intake.numbers(intake.excel(path, SHEET, COLUMNS), "year", *FIGURES)
    table = table.with_columns(pl.col("year").cast(pl.Int32))
    table = intake.places(
        table, "CTY_CODE", "schedule_c", into="counterpart", extra=JOINED, year="year",
        ignore=registry().no_place("schedule_c"),
    )  # fmt: skip
    table = intake.ignore(table, _is_spent(), "a state that had ended, without trade that year")
    year, month = _last_month(table, intake.spec.name)
    intake.use(table)
    figures = _long(table).filter(_is_published(year, month))
    sums = figures.group_by(
        "counterpart", "period", "way", "series", "_file", maintain_order=True
    ).agg(pl.col("value").sum())
    return _observations(sums, intake)


def _is_spent() -> pl.Expr:
    """Rows of a historical state after its end that hold nothing but zeros."""
    ended = {place.id: place.to_year for place in registry().places("historical")}
    end = pl.col("counterpart").replace_strict(ended, default=None, return_dtype=pl.Int32)
    return (pl.col("year") > end) & (pl.sum_horizontal(*FIGURES) == 0)


def _last_month(table: pl.DataFrame, source: str) -> tuple[int, int]:
    """Return the year and month to which the file is filled, by the row for the world.

    Raises:
        AssertionFailedError: the newest year has no world row, a gap, or a figure after that month.
    """
    year = int(table.get_column("year").max())  # type: ignore[arg-type]
    newest = table.filter(pl.col("year") == year)
    world = newest.filter(pl.col("counterpart") == WORLD)
    if world.height != 1:
        raise AssertionFailedError(f"source {source}: {world.height} rows for the world in {year}")
    row = world.row(0, named=True)
    filled = [all(row[f"{way}{when}"] > 0 for way in "IE") for when in MONTHS]
    month = sum(filled)
    later = [f"{way}{when}" for way in "IE" for when in MONTHS[month:]]
    beyond = newest.filter(pl.sum_horizontal(*later) > 0).height if later else 0
    if not month or filled != [at < month for at in range(12)] or beyond:
        raise AssertionFailedError(
            f"source {source}: the months of {year} are not filled from January to a last month"
        )
    return year, month


def _long(table: pl.DataFrame) -> pl.DataFrame:
    """Return one row per figure with ``way`` (I or E), ``month`` (0 for the year) and period."""
    figures = table.unpivot(
        FIGURES, index=["year", "counterpart", "_file"], variable_name="series", value_name="value"
    )
    number = {when: at for at, when in enumerate(("YR", *MONTHS))}
    parts = figures.with_columns(
        pl.col("series").str.head(1).alias("way"),
        pl.col("series").str.slice(1).replace_strict(number, return_dtype=pl.Int32).alias("month"),
    )
    year = pl.col("year").cast(pl.String)
    month = pl.col("month").cast(pl.String).str.zfill(2)
    return parts.with_columns(
        pl.when(pl.col("month") == 0).then(year).otherwise(year + "-" + month).alias("period")
    )


def _is_published(year: int, month: int) -> pl.Expr:
    """Figures of whole years, and of months up to the last one in the file."""
    whole = (pl.col("year") < year) | (pl.lit(month) == len(MONTHS))
    return whole | pl.col("month").is_between(1, month)


def _observations(sums: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    series = intake.spec.series
    both = sums.select(
        pl.lit("USA").alias("place"),
        "counterpart",
        pl.col("way")
        .replace_strict({k: s.indicator for k, s in series.items()})
        .alias("indicator"),
        "period",
        (pl.col("value") * pl.col("way").replace_strict({k: s.factor for k, s in series.items()}))
        .round_sig_figs(12)
        .alias("value"),
        pl.col("way").replace_strict({k: s.unit for k, s in series.items()}).alias("unit"),
        "series",
        "_file",
    )
    return apart_by_month(both)
