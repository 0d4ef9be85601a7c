"""What the hand-compiled tables of facts share: dates of uneven precision, spells, citations.

A row of such a table names the public source of one fact. Its ``confidence`` is ``read`` where a
copy of that source was read and ``known`` where the fact is background knowledge; it stays with the
fact as an attribute.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl

from countrydesk.sources.intake import Intake

CITATION = {"confidence": "confidence", "citation": "source_title", "citation_url": "source_url"}
CONFIDENCE = ("read", "known")
LONGEST_REMARK = 120
_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
# Remarks on how a fact was compiled say nothing about the fact and stay in the reference table.
_ABOUT_THE_COMPILING = (
    r"(?i)section 301 \(2026\)|\b(read|known|stored?|cop(?:y|ies)|check(?:ed)?|doubtful|unsure"
    r"|print|publish|factbook|geolandar|list(?:s|ed)?|index|sources?|found|opened|not given"
    r"|day is announcement)\b"
)
_SEMICOLON_IN_BRACKETS = r"\(([^()]*); ([^()]*)\)"


def beside(module: str, name: str) -> pl.DataFrame:
    """Return the table ``name`` kept next to the source file ``module``, as text."""
    payload = Path(module).with_name(name).read_bytes()
    return pl.read_csv(payload, infer_schema=False).fill_null("")


def check_table(intake: Intake, table: pl.DataFrame, *dates: str) -> None:
    """Raise unless every date is a year, month or day or empty, and the confidence is one of two.

    Raises:
        ValueNotUnderstoodError: with the first row that is not.
    """
    for name in dates:
        cell = pl.col(name)
        intake.fail_on(table.filter((cell != "") & ~cell.str.contains(_DATE)), name, "is no date")
    unknown = ~pl.col("confidence").is_in(CONFIDENCE)
    intake.fail_on(table.filter(unknown), "confidence", "is neither read nor known")


def check_known(intake: Intake, table: pl.DataFrame, column: str, known: Iterable[str]) -> None:
    """Raise for the first row whose ``column`` is none of ``known``.

    Raises:
        ValueNotUnderstoodError: with that row.
    """
    unknown = ~pl.col(column).is_in(list(known))
    intake.fail_on(table.filter(unknown), column, "has no meaning we know")


def whole_numbers(
    intake: Intake, table: pl.DataFrame, *columns: str, digits: str = "{1,9}"
) -> pl.DataFrame:
    """Return ``table`` with text ``columns`` as whole numbers; ``digits`` says of what length.

    Raises:
        ValueNotUnderstoodError: a cell is none.
    """
    for name in columns:
        strange = ~pl.col(name).str.contains(rf"^\d{digits}(\.0)?$")
        intake.fail_on(table.filter(strange), name, "is no whole number of that length")
        table = table.with_columns(pl.col(name).str.extract(r"^(\d+)").cast(pl.Int64))
    return table


def years(intake: Intake, table: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return ``table`` with the text ``column`` as years; errors as for ``whole_numbers``."""
    return whole_numbers(intake, table, column, digits="{4}")


def last_day(column: str, latest: date) -> pl.Expr:
    """Return the last day of a date of any precision, at most ``latest``; null when it is empty.

    A fact dated to a month or year was certainly public by the end of it.
    """
    text = pl.col(column)
    length = text.str.len_chars()
    month = pl.when(length == 7).then(text + "-01").str.to_date(strict=False).dt.month_end()
    whole = pl.when(length == 4).then(text + "-12-31").when(length == 10).then(text)
    day = pl.coalesce(whole.str.to_date(strict=False), month)
    return pl.when(day.is_not_null()).then(pl.min_horizontal(day, pl.lit(latest)))


def spells(table: pl.DataFrame, since: str, until: str, latest: date) -> pl.DataFrame:
    """Return ``table`` with ``period``, ``released_on`` and ``closed``; ended spells come twice.

    The open spell was public when it began, the closed one when it ended, so that a reader of any
    day between sees it open. ``since`` must not be empty.
    """
    begun = table.with_columns(
        (pl.col(since) + "/").alias("period"),
        last_day(since, latest).alias("released_on"),
        pl.lit(value=False).alias("closed"),
    )
    ended = table.filter(pl.col(until) != "").with_columns(
        (pl.col(since) + "/" + pl.col(until)).alias("period"),
        last_day(until, latest).alias("released_on"),
        pl.lit(value=True).alias("closed"),
    )
    return pl.concat([begun, ended])


def dated(table: pl.DataFrame, column: str, latest: date) -> pl.DataFrame:
    """Return ``table`` with ``period`` and ``released_on`` for facts of one date."""
    return table.with_columns(
        pl.col(column).alias("period"), last_day(column, latest).alias("released_on")
    )


def in_force(
    table: pl.DataFrame, until: str, otherwise: str, latest: date, state: str = "in force"
) -> pl.DataFrame:
    """Return spells for the rows with ``since``, else facts of the date in ``otherwise``.

    ``status`` holds the state at the reading; the open row of a spell that has ended gets ``state``
    instead, which was true then.
    """
    begun = pl.col("since") != ""
    ran = spells(table.filter(begun), "since", until, latest).with_columns(
        pl.when((pl.col(until) != "") & ~pl.col("closed"))
        .then(pl.lit(state))
        .otherwise("status")
        .alias("status")
    )
    signed = dated(table.filter(~begun), otherwise, latest).with_columns(
        pl.lit(value=False).alias("closed")
    )
    return pl.concat([ran, signed])


def remark(column: str = "notes") -> pl.Expr:
    """Return the short factual parts of a note; "" where there are none or they run long."""
    cleaned = pl.col(column).str.replace_all(r" ?\[[^\]]*read[^\]]*\]", "")
    whole = cleaned.str.replace_all(_SEMICOLON_IN_BRACKETS, "($1, $2)")
    text = parts_without(whole, _ABOUT_THE_COMPILING).list.join("; ").str.strip_chars()
    return pl.when(text.str.len_chars() <= LONGEST_REMARK).then(text).otherwise(pl.lit(""))


def parts_without(note: pl.Expr, pattern: str) -> pl.Expr:
    """Return the parts of a note, split at semicolons, that do not contain ``pattern``."""
    return note.str.split("; ").list.eval(
        pl.element().filter((pl.element() != "") & ~pl.element().str.contains(pattern))
    )
