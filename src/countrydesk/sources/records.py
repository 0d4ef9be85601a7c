"""Strict reading of JSON: a list of records, each with exactly the declared keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import orjson
import polars as pl

from countrydesk.errors import LayoutError, RawFileError
from countrydesk.sources.intake import Intake, check_columns

Rows = Callable[[object], object]


def json_records(
    intake: Intake, path: str, columns: Sequence[str], rows: Rows = lambda value: value
) -> pl.DataFrame:
    """Return the records of a JSON file as text, with ``_file`` and ``_row`` (from 1).

    ``rows`` picks the list of records out of the document. Missing values are "".

    Raises:
        RawFileError: the file is no JSON.
        LayoutError: no such list, or a record with other keys or a nested value.
    """
    try:
        document = orjson.loads(intake.open(path).read_bytes())
    except orjson.JSONDecodeError as error:
        raise RawFileError(f"{path}: is no JSON ({error})") from error
    try:
        found = rows(document)
    except (KeyError, IndexError, TypeError) as error:
        raise LayoutError(f"{path}: its records are not where they were ({error!r})") from error
    if not isinstance(found, list):
        raise LayoutError(f"{path}: its records are no list; its layout has changed")
    table = [_texts(path, at, record, columns) for at, record in enumerate(found, 1)]
    frame = pl.DataFrame(table, schema=dict.fromkeys(columns, pl.String), orient="row")
    return intake.table(path, frame, columns, first_row=1)


def _texts(path: str, row: int, record: object, columns: Sequence[str]) -> tuple[str, ...]:
    where = f"{path} record {row}"
    if not isinstance(record, Mapping):
        raise LayoutError(f"{where}: is no record; its layout has changed")
    check_columns(where, sorted(record), sorted(columns))
    return tuple(_text(where, name, record[name]) for name in columns)


def _text(where: str, name: str, value: object) -> str:
    if isinstance(value, list | dict):
        raise LayoutError(f"{where}: '{name}' holds further values; its layout has changed")
    return "" if value is None else str(value)
