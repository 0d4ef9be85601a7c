"""The observation frame: the table that every source parses into and every release is made of.

One row is one observation. A parser fills the columns in ``PARSED``; the compiler adds the rest
from the snapshot. Columns, in order:

======================  ========  ==============================================================
place                   str       id from the place registry
counterpart             str       id of the other side of a dyad; "" otherwise
indicator               str       id from the catalogue
period                  str       text form of :class:`countrydesk.model.Period`
value                   f64       number, null for a coded fact
text                    str       coded fact, null for a number
unit                    str       unit id; "" for a coded fact
low, high               f64       the source's own interval, null where it gives none
status                  str       a :class:`countrydesk.model.Status`
source                  str       source id
series                  str       what the source calls the series
released_on             date      when this value was published
retrieved_on            date      when the raw file was read from the producer
raw_sha256              str       hash of the raw file
note                    str       remark of the source, "" mostly
attributes              str       further coded parts as canonical JSON, "" mostly
======================  ========  ==============================================================
"""

from __future__ import annotations

from collections.abc import Mapping

import orjson
import polars as pl

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.model import Status

SCHEMA: dict[str, pl.DataType] = {
    "place": pl.String(),
    "counterpart": pl.String(),
    "indicator": pl.String(),
    "period": pl.String(),
    "value": pl.Float64(),
    "text": pl.String(),
    "unit": pl.String(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "status": pl.String(),
    "source": pl.String(),
    "series": pl.String(),
    "released_on": pl.Date(),
    "retrieved_on": pl.Date(),
    "raw_sha256": pl.String(),
    "note": pl.String(),
    "attributes": pl.String(),
}
SNAPSHOT_COLUMNS = ("source", "retrieved_on", "raw_sha256")
PARSED = tuple(name for name in SCHEMA if name not in SNAPSHOT_COLUMNS)
REQUIRED = ("place", "indicator", "period", "series", "_file")
KEY = ("place", "counterpart", "indicator", "period", "source", "released_on")

_DEFAULTS: dict[str, pl.Expr] = {
    "counterpart": pl.lit(""),
    "value": pl.lit(None, pl.Float64),
    "text": pl.lit(None, pl.String),
    "unit": pl.lit(""),
    "low": pl.lit(None, pl.Float64),
    "high": pl.lit(None, pl.Float64),
    "status": pl.lit(Status.ACTUAL.value),
    "released_on": pl.lit(None, pl.Date),
    "note": pl.lit(""),
    "attributes": pl.lit(""),
}


def observations(parsed: pl.DataFrame) -> pl.DataFrame:
    """Return ``parsed`` with every column of ``PARSED`` (defaults filled) and ``_file``.

    ``parsed`` needs place, indicator, period, series and ``_file`` (the raw file a row came from);
    rows whose value and text are both null are dropped.

    Raises:
        LayoutError: a required column is missing or a column is none of the schema.
    """
    missing = [name for name in REQUIRED if name not in parsed.columns]
    unknown = [name for name in parsed.columns if name not in PARSED and name != "_file"]
    if missing or unknown:
        raise LayoutError(f"observation frame: missing {missing or 'none'}, not known {unknown}")
    filled = parsed.with_columns(
        **{name: default for name, default in _DEFAULTS.items() if name not in parsed.columns}
    )
    typed = filled.select(*(pl.col(name).cast(SCHEMA[name]) for name in PARSED), pl.col("_file"))
    return typed.filter(pl.col("value").is_not_null() | pl.col("text").is_not_null())


def attributes_json(attributes: Mapping[str, str | None]) -> str:
    """Return coded parts as canonical JSON: sorted keys, empty parts left out, "" when none is."""
    kept = {key: value for key, value in attributes.items() if value}
    return orjson.dumps(kept, option=orjson.OPT_SORT_KEYS).decode() if kept else ""


def attributes_column(frame: pl.DataFrame, columns: Mapping[str, str]) -> pl.Series:
    """Return one canonical JSON text per row from ``columns`` (attribute name -> column name)."""
    rows = frame.select(pl.col(column).alias(name) for name, column in columns.items())
    return pl.Series("attributes", [attributes_json(row) for row in rows.iter_rows(named=True)])


def apart_by_month(frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``frame`` with ``_month`` after the indicator of every row whose period is a month."""
    is_month = pl.col("period").str.contains(r"^\d{4}-\d{2}$")
    name = pl.when(is_month).then(pl.col("indicator") + "_month").otherwise(pl.col("indicator"))
    return frame.with_columns(name.alias("indicator"))


def check(frame: pl.DataFrame, source: str) -> None:
    """Raise unless ``frame`` is a well-formed observation frame of ``source``.

    Raises:
        ValueNotUnderstoodError: an empty id, a status that is none, two rows with the same key, a
            row with neither or both of value and text, or a number that is not finite.
    """
    tests = {
        "a place, indicator or period that is empty": (pl.col("place") == "")
        | (pl.col("indicator") == "")
        | (pl.col("period") == ""),
        "a status that is none": pl.col("status").is_null()
        | ~pl.col("status").is_in([status.value for status in Status]),
        "value and text both or neither": pl.col("value").is_null() == pl.col("text").is_null(),
        "a number that is not finite": pl.col("value").is_not_null() & ~pl.col("value").is_finite(),
    }
    for what, test in tests.items():
        _raise_on_first(frame.filter(test), source, what)
    numbers = frame.filter(pl.col("value").is_not_null())
    _raise_on_first(
        numbers.filter(numbers.select(KEY).is_duplicated()), source, "two values for one key"
    )


def _raise_on_first(rows: pl.DataFrame, source: str, what: str) -> None:
    if rows.height:
        row = rows.row(0, named=True)
        where = ", ".join(f"{name}={row[name]}" for name in KEY if row.get(name))
        raise ValueNotUnderstoodError(f"source {source}: {what}: {where} ({rows.height} rows)")
