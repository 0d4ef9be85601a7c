"""DMDC counts of personnel abroad, cleared of the known faults of the compilation they come in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from countrydesk.errors import ValueNotUnderstoodError
from countrydesk.places import registry
from countrydesk.sources.dmdc_troops.columns import COLUMNS, COUNTS
from countrydesk.sources.intake import Intake

DOUBLED = Path(__file__).parent / "doubled.csv"
ONE_SERIES, ASHORE, QUARTERLY = 1957, 1977, 2008
KANE = "Kane 2006"
SOUTH_VIETNAM, RUSSIA, SERBIA, UNITED_KINGDOM = "817", "365", "340", "200"
UNCLEAR = ("731", "860")
# From public reporting, as the reports print zero or nothing for these wars.
WAR_ESTIMATES = {"645": (2003, 2007), "690": (2003, 2007), "700": (2001, 2007)}


def parse(intake: Intake) -> pl.DataFrame:
    """Return one count a year to 2007 and one a quarter from September 2008, per host."""
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS).with_columns(pl.col("year", "quarter").cast(pl.Int32))
    table = _choose(intake.numbers(table, *COUNTS), intake)
    table = intake.places(
        table, "ccode", "cow", into="counterpart", ignore=registry().no_place("cow"), year="year"
    )
    intake.use(table)
    return _observations(_halve(table, intake.spec.name).with_columns(_void()), intake)


def _choose(table: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """Return the one row per host and period that is a count; every other falls under a rule."""
    year, code, kane = pl.col("year"), pl.col("ccode"), pl.col("source") == KANE
    early = year < QUARTERLY - 2
    for rows, rule in (
        (code == "2", "the United States itself"),
        (pl.col("source") == "NA", "no count: the host is not in that quarter's report"),
        (year < ONE_SERIES, "two series added together, and years interpolated between their sums"),
        (kane & ~early, "a second count of the year, which adds personnel deployed elsewhere"),
        (kane & (pl.col("troops_ad") == 0), "no count in the yearly series"),
        (code.is_in(UNCLEAR) & ~early, "whether the row was counted twice cannot be told"),
        (pl.sum_horizontal(*COUNTS) == 0, "a row without any count"),
        (~kane & (year < ASHORE) & (code != SOUTH_VIETNAM), "counts ships at sea with the host"),
        ((code == RUSSIA) & ~kane & (year < QUARTERLY), "a regional subtotal in Russia's row"),
        ((code == SERBIA) & early, "counted with Serbia and Montenegro"),
    ):
        table = intake.ignore(table, rows, rule)
    yearly = table.filter(kane).select("ccode", "year").unique()
    second = table.join(yearly.with_columns(_yearly=True), on=["ccode", "year"], how="left")
    return intake.ignore(
        second, pl.col("_yearly").fill_null(value=False) & ~kane, "the yearly series has the year"
    )


@cache
def doubled() -> pl.DataFrame:
    """Return the hosts whose report rows are added up twice, with the first and last year."""
    return pl.read_csv(DOUBLED, schema_overrides={"ccode": pl.String}).drop("name")


def _halve(table: pl.DataFrame, source: str) -> pl.DataFrame:
    """Return ``table`` with the rows that were added up twice halved.

    Raises:
        ValueNotUnderstoodError: such a row holds an odd number, so it was not added up twice.
    """
    marked = table.join(doubled(), on="ccode", how="left", maintain_order="left").with_columns(
        (pl.col("year").is_between("from_year", "to_year") & (pl.col("source") != KANE))
        .fill_null(value=False)
        .alias("_twice")
    )
    trusted = [name for name in COUNTS if name != "troops_ad"]
    odd = marked.filter("_twice").filter(
        pl.any_horizontal(pl.col(*trusted) % 2 != 0)
        | ((pl.col("troops_ad") % 2 != 0) & ~_is_summed())
    )
    if odd.height:
        row = odd.row(0, named=True)
        raise ValueNotUnderstoodError(
            f"source {source}: row {row['_row']}: {row['countryname']} {row['source']} holds an "
            "odd count, so it is no longer doubled; look at doubled.csv again"
        )
    half = pl.when("_twice").then(2).otherwise(1)
    return marked.with_columns(pl.col(name) / half for name in COUNTS)


def _is_summed() -> pl.Expr:
    """June counts of 2014 to 2021, to which the compilation adds its yearly series."""
    return (pl.col("quarter") == 2) & pl.col("year").is_between(2014, 2021)


def _void() -> pl.Expr:
    """The active-duty count, null where the compilation prints something else in its place."""
    estimate = (pl.col("ccode") == UNITED_KINGDOM) & (pl.col("year") == 2014)
    return pl.when(~_is_summed() & ~estimate).then("troops_ad").alias("troops_ad")


def _is_estimate() -> pl.Expr:
    """Figures for wars that the reports leave out, and a quarter that was interpolated."""
    wars = [
        (pl.col("ccode") == code) & pl.col("year").is_between(*years)
        for code, years in WAR_ESTIMATES.items()
    ]
    interpolated = (pl.col("source") == "September 2023") & (pl.col("series") == "troops_ad")
    return pl.any_horizontal(*wars) | interpolated


def _observations(table: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    series = intake.spec.series
    context = ["counterpart", "ccode", "year", "quarter", "source", "_twice", "_file"]
    long = table.unpivot(list(series), index=context, variable_name="series", value_name="value")
    # The reports list reservists and civilians from September 2008.
    long = long.filter((pl.col("series") == "troops_ad") | (pl.col("year") >= QUARTERLY))
    end = pl.date("year", pl.col("quarter") * 3, 1).dt.month_end()
    quarter = pl.format("{}-Q{}", "year", "quarter")
    return long.select(
        pl.lit("USA").alias("place"),
        "counterpart",
        pl.col("series").replace_strict({k: s.indicator for k, s in series.items()}).alias(
            "indicator"
        ),
        pl.when(pl.col("year") < QUARTERLY)
        .then(pl.col("year").cast(pl.String)).otherwise(quarter).alias("period"),
        "value",
        pl.col("series").replace_strict({k: s.unit for k, s in series.items()}).alias("unit"),
        pl.when(_is_estimate()).then(pl.lit("estimate")).otherwise(pl.lit("actual")).alias("status"),
        "series",
        pl.when(pl.col("source") == KANE)
        .then(pl.date(2006, 5, 24)).otherwise(end.dt.offset_by("3mo").dt.month_end())
        .alias("released_on"),
        pl.when("_twice").then(pl.lit("counted twice in the compilation; halved")).otherwise(
            pl.lit("")
        ).alias("note"),
        "_file",
    )  # fmt: skip
