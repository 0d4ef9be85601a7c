"""The Factbook as a table: one row per text of a country file, with what its field is read for.

``fields.csv`` lists every field: the reader that understands it and what it gives, or why it is
left out. ``reviewed.csv`` lists the single texts that a person has read because the grammar cannot:
each with the hash of the text it stands for, and the words to read in its place (none: nothing).
"""

from __future__ import annotations

import csv
import dataclasses
import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from countrydesk.errors import LayoutError, RawFileError, ValueNotUnderstoodError

FOLDER = Path(__file__).parent
IGNORE = "ignore"
BESIDE = "beside"
EDITION = "2026-01"
NOTE = " > note"

_YEAR = re.compile(r" (\d{4})$")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Field:
    """One line of ``fields.csv``: how a field is read and what it gives."""

    path: str
    reader: str
    indicator: str
    unit: str
    form: str
    option: str
    factor: float


@dataclass(frozen=True)
class Cell:
    """One text of one country file. ``year`` is the one in its field name, if there is one."""

    file: str
    row: int
    path: str
    text: str
    field: Field
    year: str = ""
    beside: Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Reading:
    """What one text says: a number or a coded fact, and when it holds."""

    value: float | None = None
    text: str | None = None
    period: str = EDITION
    status: str = "actual"
    low: float | None = None
    high: float | None = None
    counterpart: str = ""
    indicator: str = ""
    unit: str = ""
    attributes: Mapping[str, str] = dataclasses.field(default_factory=dict)


class UnreadError(Exception):
    """A reader does not understand a text."""


Reader = Callable[[Cell], Iterator[Reading]]


def plain(text: str) -> str:
    """Return ``text`` without tags and entities, blanks single and quotes straight."""
    bare = html.unescape(_TAG.sub(" ", text)).replace("\u2019", "'").replace("\u2018", "'")
    bare = " ".join(bare.replace("\u200b", "").split())
    return re.sub(r" +([,;)])", r"\1", bare)


def digest(text: str) -> str:
    """Return the hash by which ``reviewed.csv`` knows a text."""
    return sha256(text.encode()).hexdigest()[:10]


def texts(path: str, raw: bytes) -> Iterator[tuple[str, str]]:
    """Yield (field path, plain text) of a country file; a field's own text has no last part.

    Raises:
        RawFileError: the file is not JSON.
        LayoutError: it holds anything but objects and texts.
    """
    try:
        whole = json.loads(raw)
    except ValueError as error:
        raise RawFileError(f"{path}: is not JSON ({error})") from error
    yield from _walk(path, whole, ())


def _walk(path: str, node: Any, above: tuple[str, ...]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if isinstance(node, str):
        yield " > ".join(above), plain(node)
        return
    if not isinstance(node, dict):
        raise LayoutError(f"{path}: {' > '.join(above)} is neither a text nor a set of fields")
    for key, value in node.items():
        own = key == "text" and isinstance(value, str)
        yield from _walk(path, value, above if own else (*above, key.strip()))


def split_year(path: str) -> tuple[str, str]:
    """Return a field path with a closing year replaced by ``{year}``, and that year."""
    match = _YEAR.search(path)
    return (f"{path[: match.start()]} {{year}}", match[1]) if match else (path, "")


@cache
def fields() -> dict[str, Field]:
    """Return the lines of ``fields.csv`` by path."""
    with (FOLDER / "fields.csv").open(encoding="utf-8", newline="") as handle:
        return {row["path"]: _field(row) for row in csv.DictReader(handle)}


def _field(row: Mapping[str, str]) -> Field:
    names = ("path", "reader", "indicator", "unit", "form", "option")
    return Field(**{name: row[name] for name in names}, factor=float(row["factor"] or 1))


@cache
def _groups() -> tuple[str, ...]:
    """Return the patterns of ``fields.csv`` that stand for several fields, the longest first."""
    return tuple(sorted((path for path in fields() if path[-1] == "*"), key=lambda p: (-len(p), p)))


@cache
def reviewed() -> dict[tuple[str, str], tuple[str, str, str]]:
    """Return (hash, words to read, reason) by (file, path) from ``reviewed.csv``."""
    with (FOLDER / "reviewed.csv").open(encoding="utf-8", newline="") as handle:
        return {
            (row["file"], row["path"]): (row["hash"], row["reads_as"], row["reason"])
            for row in csv.DictReader(handle)
        }


@cache
def find_field(path: str) -> Field:
    """Return the line of ``fields.csv`` for ``path``: its own, or that of its group.

    ``Flag*`` is the field Flag with its parts; after a blank the mark stands for any letters.

    Raises:
        LayoutError: there is none.
    """
    if path.endswith(NOTE):
        return fields()[f"*{NOTE}"]
    if path in fields():
        return fields()[path]
    for pattern in _groups():
        stem = pattern.removesuffix("*")
        exact = stem[-1] != " "
        if path.startswith(f"{stem} > " if exact else stem) or (exact and path == stem):
            return fields()[pattern]
    raise LayoutError(f"factbook: field '{path}' is new; say in fields.csv how it is read")


def correct(file: str, path: str, text: str) -> tuple[str, str]:
    """Return the words to read for a text, and the reason where a person has decided on them.

    Raises:
        ValueNotUnderstoodError: the text is no longer the one that was decided on.
    """
    entry = reviewed().get((file, path))
    if entry is None:
        return text, ""
    if entry[0] != digest(text):
        raise ValueNotUnderstoodError(
            f"factbook: {file}: {path}: the text has changed since it was reviewed: {text[:80]}"
        )
    return entry[1], entry[2]
