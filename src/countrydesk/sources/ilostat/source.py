"""ILOSTAT: rates of unemployment and informal employment, by national surveys."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from countrydesk.sources.intake import Intake

COLUMNS = (
    "ref_area", "source", "indicator", "sex", "classif1", "time", "obs_value", "obs_status",
    "note_classif", "note_indicator", "note_source",
)  # fmt: skip
WHOLE = "SEX_T"
# The total over all sectors, in each breakdown that gives it; the first at hand is used.
TOTALS = ("ECO_AGGREGATE_TOTAL", "ECO_SECTOR_TOTAL", "ECO_AGNAG_TOTAL")
TOTAL = "ECO_TOTAL"
STATUSES = {
    "": "", "A": "", "B": "break in series", "E": "estimate", "I": "imputed", "P": "provisional",
    "U": "unreliable",
}  # fmt: skip
OTHERS = {"CHA": "Channel Islands: Guernsey and Jersey together"}
SPELT = {"KOS": "XKX"}


def parse(intake: Intake) -> pl.DataFrame:
    """Return the rates of both sexes together; what the ILO remarks on a value is its note."""
    table = pl.concat([_read(intake, path) for path in intake.paths()])
    group = pl.col("ref_area").str.contains(r"^X\d\d$")
    table = intake.ignore(table, group, "aggregate of countries")
    table = intake.ignore(table, pl.col("sex") != WHOLE, "one sex")
    table = _totals(intake, table)
    key = pl.concat_str("indicator", pl.lit(" "), "classif1")
    table = table.with_columns(key.alias("series"))
    wanted = pl.col("series").is_in(list(intake.spec.series))
    table = intake.ignore(table, ~wanted, "a part of the labour force that is not read")
    intake.fail_on(table.filter(~pl.col("time").str.contains(r"^\d{4}$")), "time", "is no year")
    unknown = ~pl.col("obs_status").is_in(list(STATUSES))
    intake.fail_on(table.filter(unknown), "obs_status", "has no meaning we know")
    table = intake.ignore(table, pl.col("obs_value").is_in(["", "NA"]), "no value")
    table = intake.places(table, "ref_area", "iso3", ignore=OTHERS, extra=SPELT)
    return _observations(intake, intake.use(intake.numbers(table, "obs_value")))


def _read(intake: Intake, path: str) -> pl.DataFrame:
    """Return a file whose rows must be of the indicator that it is named after."""
    table = intake.csv(path, COLUMNS)
    name = Path(path).stem.removesuffix("_A")
    other = table.filter(pl.col("indicator") != name)
    intake.fail_on(other, "indicator", f"is not {name}, after which the file is named")
    return table


def _totals(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with one row for the total over all sectors, under one code."""
    order = {code: at for at, code in enumerate(TOTALS)}
    rank = pl.col("classif1").replace_strict(order, default=None, return_dtype=pl.Int32)
    first = rank.min().over("ref_area", "indicator", "time")
    table = intake.ignore(table, rank > first, "the same total in another breakdown")
    code = pl.when(pl.col("classif1").is_in(TOTALS)).then(pl.lit(TOTAL)).otherwise("classif1")
    return table.with_columns(code.alias("classif1"))


def _observations(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    series, code = intake.spec.series, pl.col("series")
    return table.select(
        "place",
        code.replace_strict({k: s.indicator for k, s in series.items()}).alias("indicator"),
        pl.col("time").alias("period"),
        pl.col("obs_value").round_sig_figs(12).alias("value"),
        code.replace_strict({k: s.unit for k, s in series.items()}).alias("unit"),
        code,
        pl.col("obs_status").replace_strict(STATUSES, return_dtype=pl.String).alias("note"),
        "_file",
    )
