"""What time an observation describes: a year, quarter, month, day, fiscal year or a span.

The text form is the one of record::

    2024            calendar year
    FY2024          United States fiscal year (1 October 2023 to 30 September 2024)
    2024-Q3         quarter
    2024-05         month
    2024-05-01      day
    2022/2024       closed span; both ends inclusive, each to its own precision
    2026-07-28/     open span: began then and had not ended when released
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from countrydesk.errors import PeriodError

_YEAR = re.compile(r"\d{4}\Z")
_FISCAL = re.compile(r"FY(\d{4})\Z")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])\Z")
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")


class PeriodKind(StrEnum):
    """The precision of a period."""

    YEAR = "year"
    FISCAL = "fiscal"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time. ``end`` is inclusive; None when the span is still open."""

    text: str
    kind: PeriodKind
    start: date
    end: date | None

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that ``text`` names.

        Raises:
            PeriodError: ``text`` is none of the forms in this module's table.
        """
        return _parse(text.strip())

    @classmethod
    def year_of(cls, year: int) -> Period:
        """Return the calendar year ``year``."""
        return _parse(f"{year:04d}")

    @property
    def year(self) -> int:
        """The year by which the period is filed: the fiscal label, else the year it ends in."""
        return (self.end or self.start).year

    @property
    def is_open(self) -> bool:
        """Whether the span had not ended when it was released."""
        return self.end is None

    @property
    def opening(self) -> Period:
        """The first bound of a span as a period of its own; the period itself otherwise."""
        return _parse(self.text.split("/")[0]) if self.kind is PeriodKind.SPAN else self

    @property
    def closing(self) -> Period | None:
        """The last bound of a span, None when it is open; the period itself otherwise."""
        if self.kind is not PeriodKind.SPAN:
            return self
        last = self.text.split("/")[1]
        return _parse(last) if last else None

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=65536)
def _parse(text: str) -> Period:
    try:
        return _span(text) if "/" in text else _single(text)
    except ValueError as error:
        raise PeriodError(
            f"'{text}' is not a period; write 2024, FY2024, 2024-Q3, 2024-05, 2024-05-01 or a span "
            "such as 2022/2024"
        ) from error


def _single(text: str) -> Period:
    if _YEAR.match(text):
        year = int(text)
        return Period(text, PeriodKind.YEAR, date(year, 1, 1), date(year, 12, 31))
    if match := _FISCAL.match(text):
        year = int(match[1])
        return Period(text, PeriodKind.FISCAL, date(year - 1, 10, 1), date(year, 9, 30))
    if match := _QUARTER.match(text):
        year, first = int(match[1]), int(match[2]) * 3 - 2
        return Period(text, PeriodKind.QUARTER, date(year, first, 1), _month_end(year, first + 2))
    if match := _MONTH.match(text):
        year, month = int(match[1]), int(match[2])
        return Period(text, PeriodKind.MONTH, date(year, month, 1), _month_end(year, month))
    if _DAY.match(text):
        day = date.fromisoformat(text)
        return Period(text, PeriodKind.DAY, day, day)
    raise ValueError(text)


def _span(text: str) -> Period:
    first, last = text.split("/")
    start = _single(first)
    if not last:
        return Period(text, PeriodKind.SPAN, start.start, None)
    end = _single(last).end
    if end is None or end < start.start:
        raise ValueError(text)
    return Period(text, PeriodKind.SPAN, start.start, end)


def _month_end(year: int, month: int) -> date:
    return date(year, month, 1) + timedelta(days=calendar.monthrange(year, month)[1] - 1)


def parse_date(text: str) -> date:
    """Return the day ``text`` (``YYYY-MM-DD``) names.

    Raises:
        PeriodError: ``text`` is not a calendar day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise PeriodError(f"'{text}' is not a date; write it as 2026-07-28") from error
