"""Rows of tables: each cell is read as the sentence that row, column and unit make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from countrydesk.audit.dates import find_dates

_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*\|?\s*$")
_NUMBER = re.compile(r"^[~≈<>]?\s?[-−–+]?\s?(?:US)?[$€£]?\s?\d[\d,. ]*\s?(?:%|[a-zA-Z. ]*)?$")
_PERIOD = re.compile(
    r"^(?:end[- ]|mid[- ]|FY ?)?"
    r"(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*\.? )?"
    r"(?:1[89]|20)\d\d$|^FY ?\d\d$",
    re.IGNORECASE,
)
_DATE_HEAD = re.compile(r"^(?:year|date|period|as of|fiscal year|reference year)$", re.IGNORECASE)
_BESIDE = re.compile(
    r"^(?:source|sources|note|notes|change|rank|trend|unit|units|comment|difference|remarks?)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\$|\b(?:usd|us ?dollars?|dollars?)\b", re.IGNORECASE)
_SCALE = re.compile(
    r"\b(trillion|billion|bn|million|mn|thousand)\b|(?<!\w)(['’]000|000s)", re.IGNORECASE
)
_PERCENT = re.compile(r"%|\bper ?cent(?:age)?\b", re.IGNORECASE)
_UNIT = re.compile(
    r"\s*[(\[,]\s*(?P<unit>[^()\[\]]*?(?:\$|%|usd|dollars?|billion|bn|million|mn|thousand|000"
    r"|per ?cent|persons|people|years|km)[^()\[\]]*)[)\]]?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cell:
    """A figure of a table: the sentence it makes, and where it stands in the printed row."""

    text: str
    start: int
    end: int


def is_row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return line.lstrip().startswith("|") and line.count("|") > 2


def is_rule(line: str) -> bool:
    """Whether a line is the rule below the head of a table."""
    return is_row(line) and bool(_RULE.match(line))


def split_row(line: str) -> list[str]:
    """Return the cells of a row without the blanks around them."""
    return [re.sub(r"[*_`]", "", part).strip() for part in line.strip().strip("|").split("|")]


def cells(row: str, columns: tuple[str, ...], caption: str = "") -> Iterator[Cell]:
    """Yield the figures of a row below a head as sentences.

    A period is taken from the column, the row, a column of years, or the caption, in this order.
    """
    parts = split_row(row)
    if len(parts) < 2 or len(columns) < 2:
        return
    label, at = parts[0], row.find(parts[0]) + len(parts[0])
    years = [n for n, head in enumerate(columns) if _DATE_HEAD.match(head) and n < len(parts)]
    for n, part in enumerate(parts[1:], 1):
        found = row.find(part, at) if part else -1
        if found < 0:
            continue
        at = found + len(part)
        head = columns[n] if n < len(columns) else ""
        if n in years or _BESIDE.match(head) or not _NUMBER.match(part):
            continue
        period = parts[years[0]] if years else ""
        said = _sentence(label, head, part, period or _year_of(caption))
        if said:
            yield Cell(said, found, at)


def _year_of(caption: str) -> str:
    dates = find_dates(caption)
    return caption[dates[-1].start : dates[-1].end] if len(dates) == 1 else ""


def _sentence(label: str, head: str, value: str, period: str) -> str:
    if _PERIOD.match(head):
        subject, period, place = label, head, ""
    elif _PERIOD.match(label):
        subject, period, place = head, label, ""
    else:
        subject, place = label, head if head[:1].isupper() and len(head.split()) < 3 else ""
    unit = _UNIT.search(subject)
    said = " ".join((unit["unit"] if unit else "", "" if _PERIOD.match(head) else head, value))
    name = (subject[: unit.start()] if unit else subject).strip(" ,:;")
    if not name:
        return ""
    of_gdp = " as a share of GDP" if re.search(r"of gdp", said, re.IGNORECASE) else ""
    owner = f"In {place}, " if place and not re.match(r"value|figure|latest", place.lower()) else ""
    when = f" in {period}" if period else ""
    return f"{owner}{name}{of_gdp} was {_figure(value, said)}{when}."


def _figure(value: str, said: str) -> str:
    """Return a cell as a figure in running text, with the unit that row or column give."""
    bare = re.match(r"^[~≈<>]?\s?(?P<sign>[-−–])?\s?(?:US)?[$€£]?\s?(?P<n>\d[\d,. ]*)", value)
    if bare is None:
        return value
    digits = bare["n"].strip().replace(" ", ",")
    sign = "-" if bare["sign"] else ""
    scale = _SCALE.search(said)
    words = f" {(scale[1] or 'thousand').lower()}" if scale else ""
    if _PERCENT.search(said):
        return f"{sign}{digits} percent"
    money = " dollars" if _MONEY.search(said) else ""
    return f"{sign}{digits}{words}{money}"
