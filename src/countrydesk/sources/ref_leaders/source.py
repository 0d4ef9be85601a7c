"""Heads of state and of government: who holds the office, since when, as of which reading."""

from __future__ import annotations

import polars as pl

from countrydesk.model import Status
from countrydesk.sources.facts import (
    CITATION,
    beside,
    check_known,
    check_table,
    last_day,
    remark,
    spells,
)  # fmt: skip
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

COLUMNS = (
    "iso3", "country", "role", "office", "name", "party", "since", "as_of", "status", "notes",
    "source_title", "source_url", "confidence",
)  # fmt: skip
INDICATORS = {"head of state": "head_of_state", "head of government": "head_of_government"}
HELD = ("in office", "caretaker", "acting")
IN_DOUBT = {
    "vacant": "vacant",
    "successor not found in the store": "holder not known",
    "unconfirmed after January 2026": "holder not confirmed",
}
PARTY_REMARKS = ("suspended", "elected", "nominated")
_NOT_A_PLAIN_NAME = r"""[;()"]|^[A-Z]{2}|^(Dr|Gen|Capt|Sir|General|Bishop)\b|unknown|vacant"""
ATTRIBUTES = {
    "office": "office",
    "party": "party",
    "party_note": "party_note",
    "also_spelled": "also_spelled",
    "as_of": "as_of",
    "status": "status",
    **CITATION,
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return spells of named holders, and offices whose holder cannot be named.

    A row was public on the day of its reading (``as_of``), the end of the month where the reading
    is dated to a month. A spell that begins after its reading is announced.
    """
    (path,) = intake.paths()
    table = intake.places(intake.csv(path, COLUMNS), "iso3", "iso3")
    check_table(intake, table, "since", "as_of")
    check_known(intake, table, "role", INDICATORS)
    check_known(intake, table, "status", [*HELD, *IN_DOUBT])
    table = _party(intake, intake.use(table))
    doubtful = pl.col("status").is_in(list(IN_DOUBT))
    named = _held(intake, table.filter(~doubtful))
    return pl.concat([named, _in_doubt(intake, table.filter(doubtful))])


def _held(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    named = _names(intake, table)
    latest = intake.spec.retrieved_on
    read_on = last_day("as_of", latest)
    rows = spells(named, "since", "until", latest).with_columns(
        pl.when("closed").then("released_on").otherwise(read_on).alias("released_on"),
        pl.when(pl.col("since").str.to_date("%Y-%m-%d", strict=False) > read_on, ~pl.col("closed"))
        .then(pl.lit(Status.ANNOUNCED.value))
        .otherwise(pl.lit(Status.ACTUAL.value))
        .alias("_status"),
    )
    return rows.select(
        "place",
        pl.col("role").replace_strict(INDICATORS).alias("indicator"),
        "period",
        pl.col("text"),
        pl.col("_status").alias("status"),
        pl.col("office").alias("series"),
        "released_on",
        remark().alias("note"),
        attributes_column(rows, ATTRIBUTES),
        "_file",
    )


def _names(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with ``text``, the name without rank or second spelling, and ``until``."""
    known = beside(__file__, "names.csv").rename({"listed": "name", "name": "text"})
    named = table.join(known, on=["place", "role", "name"], how="left", maintain_order="left")
    odd = pl.col("text").is_null() & pl.col("name").str.contains(_NOT_A_PLAIN_NAME)
    intake.fail_on(named.filter(odd), "name", "is no plain name; put it into names.csv")
    return named.with_columns(
        pl.coalesce("text", "name").alias("text"), pl.col("also_spelled", "until").fill_null("")
    )


def _in_doubt(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Return offices that are vacant or whose holder is not known; no name goes into the text."""
    state = pl.col("status").replace_strict(IN_DOUBT)
    confirmed_once = state == "holder not confirmed"
    rows = table.with_columns(
        state.alias("state"),
        pl.when(confirmed_once).then("name").otherwise(pl.lit("")).alias("last_known"),
        pl.when(confirmed_once).then("as_of").otherwise(pl.col("since") + "/").alias("period"),
    )
    attributes = {"role": "role", "state": "state", "last_known": "last_known"} | {
        name: column
        for name, column in ATTRIBUTES.items()
        if name in {"office", "as_of", *CITATION}
    }
    return rows.select(
        "place",
        pl.lit("office_in_doubt").alias("indicator"),
        "period",
        (pl.col("role") + ": " + pl.col("state")).alias("text"),
        pl.lit(Status.ACTUAL.value).alias("status"),
        pl.col("office").alias("series"),
        last_day("as_of", intake.spec.retrieved_on).alias("released_on"),
        remark().alias("note"),
        attributes_column(rows, attributes),
        "_file",
    )


def _party(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with a remark in brackets moved from the party to ``party_note``.

    An abbreviation in brackets stays with the name of the party.
    """
    inside = pl.col("party").str.extract(r" \(([^)]*)\)$")
    is_remark = inside.is_in(list(PARTY_REMARKS)).fill_null(value=False)
    abbreviation = inside.str.contains(r"^[A-Z]{2,6}$").fill_null(value=True)
    intake.fail_on(table.filter(~is_remark & ~abbreviation), "party", "has brackets of no meaning")
    bare = pl.col("party").str.replace(r" \([^)]*\)$", "")
    return table.with_columns(
        pl.when(is_remark).then(bare).otherwise("party").alias("party"),
        pl.when(is_remark).then(inside).otherwise(pl.lit("")).alias("party_note"),
    )
