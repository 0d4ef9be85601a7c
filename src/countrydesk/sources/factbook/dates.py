"""Dates as the Factbook writes them, of elections and of independence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countrydesk.errors import PeriodError
from countrydesk.model import Period
from countrydesk.sources.factbook.cells import EDITION, Cell, Reading, UnreadError

MONTHS = {
    name: number
    for number, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december"), 1
    )
}  # fmt: skip
_WORDS = re.compile(r"(?:(?:(\d{1,2}) )?([A-Z][a-z]+)\.? )?(\d{4})\b")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_DAYS = re.compile(r"(\d{1,2})-(\d{1,2}) ([A-Z][a-z]+) (\d{4})")
_DATE = rf"(?:{_DAYS.pattern}|{_WORDS.pattern})"
_ROUNDS = re.compile(
    rf"(?P<first>{_DATE})(?:,? (?:with (?:the |a )?(?:runoff|second round)(?: held)?(?: on)?|and)"
    rf" (?P<last>{_DATE}))?(?: \(.*\))?$"
)
_NEXT = re.compile(
    rf"(?P<by>by |no later than )?(?P<date>{_DATE}|{_AMERICAN.pattern})"
    r"(?: \(.*\)|,? with .*|; note.*)?$"
)
_OFFICE = re.compile(r"(?:^| )([a-z][a-z -]+): ")
_FROM = re.compile(r"(?:^|independence )from (?:the )?(?P<whom>[A-Z][^;,:]*)")
NO_INDEPENDENCE = ("none", "no official date of independence")
MOST_WORDS = 6


def month(word: str) -> int:
    """Return the number of a month, whole or cut to three letters or more.

    Raises:
        UnreadError: the word names no month.
    """
    for name, value in MONTHS.items():
        if len(word) >= 3 and name.startswith(word.lower()):
            return value
    raise UnreadError(f"'{word}' is no month")


def date_of(text: str) -> str:
    """Return ``12 June 2024``, ``June 2024``, ``2024`` or ``6/12/2024`` as an ISO date.

    Days of one month (``14-15 May 1811``) become a span.

    Raises:
        UnreadError: the text is none of these.
    """
    if match := _AMERICAN.fullmatch(text):
        return _checked(f"{match[3]}-{int(match[1]):02d}-{int(match[2]):02d}")
    if match := _DAYS.fullmatch(text):
        stem = f"{match[4]}-{month(match[3]):02d}"
        return _checked(f"{stem}-{int(match[1]):02d}/{stem}-{int(match[2]):02d}")
    match = _WORDS.fullmatch(text)
    if match is None:
        raise UnreadError(f"'{text[:60]}' is no date")
    day, name, year = match.groups()
    if name is None:
        return year
    stem = f"{year}-{month(name):02d}"
    return _checked(f"{stem}-{int(day):02d}" if day else stem)


def _checked(iso: str) -> str:
    try:
        Period.parse(iso)
    except PeriodError as error:
        raise UnreadError(f"'{iso}' is no day") from error
    return iso


def last_day(iso: str) -> str:
    """Return the last day of a span, else the date itself."""
    return iso.rpartition("/")[2]


def chamber(path: str) -> str:
    """Return which chamber a field describes: lower, upper or only."""
    return "lower" if "lower chamber" in path else "upper" if "upper chamber" in path else "only"


def read_held(cell: Cell) -> Iterator[Reading]:
    """Read when the last election was: the fact is the day of the deciding round.

    Raises:
        UnreadError: no date, or one of another form.
    """
    for office, text in _by_office(cell.text):
        first, last = _rounds(text)
        opened, closed = first.partition("/")[0], last_day(last)
        if closed[: len(EDITION)] > EDITION:
            raise UnreadError("is a date to come")
        attributes = _contest(cell, office) | ({"first_day": opened} if opened != closed else {})
        yield Reading(text=closed, period=closed, attributes=attributes)


def _by_office(text: str) -> list[tuple[str, str]]:
    """Return (office, date) pairs of ``president: 2029 chancellor: 2030``; no office for one."""
    parts = _OFFICE.split(text)
    if len(parts) == 1:
        return [("", text)]
    return list(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))


def _rounds(text: str) -> tuple[str, str]:
    if spans := re.fullmatch(rf"({_AMERICAN.pattern}) to ({_AMERICAN.pattern})", text):
        return date_of(spans[1]), date_of(spans[5])
    if match := re.match(rf"({_AMERICAN.pattern})(?: \(.*\))?$", text):
        return date_of(match[1]), date_of(match[1])
    match = _ROUNDS.fullmatch(text)
    if match is None:
        raise UnreadError("is no date of an election")
    first = date_of(match["first"])
    return first, date_of(match["last"]) if match["last"] else first


def _contest(cell: Cell, office: str) -> dict[str, str]:
    if "Legislative" in cell.path:
        return {"contest": "legislature", "chamber": chamber(cell.path)}
    return {"contest": "executive"} | ({"office": office} if office else {})


def read_next(cell: Cell) -> Iterator[Reading]:
    """Read when the next election is due, to the precision given; dates gone by give nothing.

    Raises:
        UnreadError: no date, or one of another form.
    """
    for office, text in _by_office(cell.text):
        match = _NEXT.fullmatch(text)
        if match is None:
            raise UnreadError("is no date of an election to come")
        due = last_day(date_of(match["date"]))
        if due < EDITION[: len(due)]:
            continue
        attributes = {"as_of": EDITION} | ({"bound": "latest"} if match["by"] else {})
        yield Reading(
            text=due, period=due, status="announced", attributes=attributes | _contest(cell, office)
        )


def read_independence(cell: Cell) -> Iterator[Reading]:
    """Read the date of independence, and from whom where the text says so in a word.

    Of several dates the first is that of independence by the Factbook's own order; what it calls
    notable earlier dates is left out.

    Raises:
        UnreadError: the text does not begin with a date.
    """
    if cell.text.startswith(NO_INDEPENDENCE):
        return
    match = re.match(rf"(?P<date>{_DATE})(?: \((?P<what>[^()]*))?", cell.text)
    if match is None:
        raise UnreadError("does not begin with a date")
    when = date_of(match["date"])
    what = (match["what"] or "").strip()
    whom, what = _FROM.search(what), re.split(r"[;:]", what)[0].strip()
    attributes = {
        "from": whom["whom"].strip() if whom else "",
        "event": what if what and len(what.split()) <= MOST_WORDS else "",
    }
    yield Reading(text=when, period=when, attributes=attributes)
