"""UNHCR: people displaced, asylum applications and decisions, by country of asylum and origin."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl

from countrydesk.errors import LayoutError
from countrydesk.places import registry
from countrydesk.sources.intake import Intake

_SIDES = ("year", "coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso")
COLUMNS = {
    "population": (
        *_SIDES, "refugees", "asylum_seekers", "returned_refugees", "idps", "returned_idps",
        "stateless", "ooc", "oip", "hst",
    ),
    "asylum_applications": (
        *_SIDES, "procedure_type", "app_type", "dec_level", "app_pc", "applied",
    ),
    "asylum_decisions": (
        *_SIDES, "procedure_type", "dec_level", "dec_pc", "dec_recognized", "dec_other",
        "dec_rejected", "dec_closed", "dec_total",
    ),
    "idmc": (*_SIDES, "total"),
    "unrwa": (*_SIDES, "total"),
}  # fmt: skip
# New applications, also where a country reports them only together with repeats (NR), with
# appeals (NA, FA) or without the stage (V, until 2005); the others are repeats and appeals.
STAGES = {
    "app_type": (("N", "NR", "NA", "FA", "V"), ("A", "J", "R", "RA", "SP")),
    "dec_level": (
        ("FI", "NA", "FA", "IN", "EO", "TA"),
        ("AR", "JR", "RA", "SP", "BL", "CA", "TP", "TR"),
    ),
    "procedure_type": (("G", "U", "J"), ()),
    "app_pc": (("P", "C"), ()),
    "dec_pc": (("P", "C"), ()),
}
NOWHERE = "-"
CASES = "counted in cases, each of one or more people"
# The share of a country's total without a published origin from which its dyads say so.
UNBROKEN = 0.1
SUMS = {
    "dyad": (("asylum", "origin"), ""),
    "asylum": (("asylum",), ", sum over origins"),
    "origin": (("origin",), ", sum over countries of asylum"),
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return every measure of ``measures.csv``: dyads since 2000, sums for all years."""
    tables = {name: _read(intake, name) for name in COLUMNS}
    with Path(__file__).with_name("measures.csv").open(newline="", encoding="utf-8") as handle:
        return pl.concat(_measure(tables[row["table"]], row) for row in csv.DictReader(handle))


def _read(intake: Intake, name: str) -> pl.DataFrame:
    (path,) = (one for one in intake.paths() if Path(one).stem == name)
    table = intake.r_data(path, name, COLUMNS[name])
    for column, (wanted, unwanted) in STAGES.items():
        if column in table.columns:
            known = pl.col(column).is_in([*wanted, *unwanted])
            intake.fail_on(table.filter(~known), column, "has no meaning we know")
            rule = f"{column}: a repeat, review or appeal"
            table = intake.ignore(table, pl.col(column).is_in(unwanted), rule)
    if name in {"idmc", "unrwa"}:
        table = intake.ignore(table, _nowhere("coa"), "not filed under a country")
    return intake.use(_placed(intake, table))


def _placed(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with the places ``asylum`` and ``origin``, ``NOWHERE`` for no country."""
    nowhere = dict.fromkeys(registry().no_place("unhcr"), NOWHERE)
    table = intake.places(table, "coa", "unhcr", into="asylum", extra=nowhere)
    table = intake.places(table, "coo", "unhcr", into="origin", extra=nowhere)
    cases = pl.col("app_pc" if "app_pc" in table.columns else "dec_pc") == "C"
    has_cases = {"app_pc", "dec_pc"} & set(table.columns)
    return table.with_columns((cases if has_cases else pl.lit(value=False)).alias("_cases"))


def _nowhere(column: str) -> pl.Expr:
    return pl.col(column).is_in(list(registry().no_place("unhcr")))


def _measure(table: pl.DataFrame, row: dict[str, str]) -> pl.DataFrame:
    """Return one measure, as a dyad or as the sum over the other side, unknown ones included.

    Raises:
        LayoutError: ``measures.csv`` asks for a sum that is none of dyad, asylum and origin.
    """
    if row["by"] not in SUMS:
        raise LayoutError(f"unhcr/measures.csv: '{row['by']}' is none of {', '.join(SUMS)}")
    by, suffix = SUMS[row["by"]]
    rows = table.filter(pl.col(row["column"]).is_not_null(), pl.col("year") >= int(row["first"]))
    sums = _summed(rows.rename({row["column"]: "value"}), by)
    least = 0 if row["zeros"] == "keep" else 1
    return sums.filter(pl.col("value") >= least).select(
        pl.col(by[0]).alias("place"),
        (pl.col("origin") if len(by) > 1 else pl.lit("")).alias("counterpart"),
        pl.lit(row["indicator"]).alias("indicator"),
        pl.col("year").cast(pl.Int32).cast(pl.String).alias("period"),
        "value",
        pl.lit(row["unit"]).alias("unit"),
        pl.lit(f"{row['table']}.{row['column']}{suffix}").alias("series"),
        "note",
        "_file",
    )


def _summed(rows: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Return ``value`` summed by place and year, with what must be said of the sum in ``note``."""
    value, origin = pl.col("value"), pl.col("origin")
    unknown = value.filter(origin == NOWHERE).sum().over("asylum", "year")
    share = unknown / value.sum().over("asylum", "year")
    if len(by) > 1:
        rows = rows.with_columns(share.alias("_share")).filter(origin != pl.col("asylum"))
    else:
        rows = rows.with_columns(pl.lit(0.0).alias("_share"))
    sums = rows.group_by(*by, "year", "_file").agg(
        value.sum(), (pl.col("_cases") & (value > 0)).any(), pl.col("_share").first()
    )
    gap = pl.format("{}% of the total has no published origin", (pl.col("_share") * 100).round(0))
    notes = pl.concat_list(
        pl.when("_cases").then(pl.lit(CASES)),
        pl.when(pl.col("_share") >= UNBROKEN).then(gap.str.replace(".0%", "%", literal=True)),
    )
    return (
        sums.filter(*(pl.col(side) != NOWHERE for side in by))
        .with_columns(notes.list.drop_nulls().list.join("; ").alias("note"))
        .sort(*by, "year")
    )
