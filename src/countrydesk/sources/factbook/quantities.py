"""Numbers as the Factbook writes them: an amount in a given form, a year, sometimes a remark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from countrydesk.sources.factbook.cells import EDITION, Cell, Reading, UnreadError

SCALES = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
AMOUNT = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
YEAR = r"\((?P<year>\d{4})(?:(?P<mark>[-/])(?P<to>\d{1,4}))?(?P<est>(?: ?ests?\.)*)\)"
ABSENT = re.compile(
    r"(?:[a-z]+: )?(?:NA|N/A|NEGL|negligible|none|not available|unknown|uninhabited"
    r"|no permanent inhabitants)"
    r"(?: \(\d{4}(?: est\.)?\))?$",
    re.IGNORECASE,
)
_LESS = re.compile(r"\(\d{4}(?: est\.)?\) less than 1$")
_REMARK = re.compile(r"(?:note:|NA$|NA |\(NA\))")
_HIGHEST = re.compile(rf"(?P<name>.+?) (?P<n>-?(?:{AMOUNT})) m(?:$|;| \(| note\b)")
_TROOPS = re.compile(
    r"(?:(?:limited available information|estimates vary"
    r"|(?:available )?information (?:varies|limited)(?: widely| and varied)?); )?"
    r"(?:as many as|approximately|estimated|about|up to) "
    rf"(?P<low>{AMOUNT})(?:-(?P<high>{AMOUNT}))?(?P<scale> million)? (?:total )?active\b"
)
_SHORT_RANGE = 1000


def number(text: str, scale: str | None = None) -> float:
    """Return the number that ``text`` writes, times ``million`` and the like."""
    value = float(text.replace(",", ""))
    return value * SCALES[scale] if scale else value


def period(year: str, mark: str | None = None, to: str | None = None) -> str:
    """Return the period of a printed year, or of two: ``2017/18`` is ``2017/2018``."""
    if not to:
        return year
    last = year[: 4 - len(to)] + to
    if mark is None or int(last) <= int(year):
        raise UnreadError(f"the years {year}{mark}{to} are no span")
    return f"{year}/{last}"


@cache
def _pattern(form: str) -> re.Pattern[str]:
    sign, money = (r"(?P<sign>-?)", r"\$") if form.startswith("$") else (r"(?P<sign>-?)", "")
    before, _, after = form.removeprefix("$").partition("#")
    amount = rf"{sign}{money}(?P<n>{AMOUNT})"
    scale = r"(?: (?P<scale>million|billion|trillion))?"
    if after.startswith("%"):
        scale, after = r"(?P<scale>(?!))?%", after[1:]
    return re.compile(rf"{re.escape(before)}{amount}{scale}{re.escape(after)}(?: ?{YEAR})?")


def is_absent(text: str) -> bool:
    """Whether a text says that there is no figure, or only that it is below one."""
    return bool(ABSENT.match(text) or _LESS.match(text))


def read_number(cell: Cell) -> Iterator[Reading]:
    """Read one amount in the form of its field; ``undated`` fields describe the edition's month.

    Raises:
        UnreadError: another form, a year that is missing or differs from the field's name.
    """
    match = _pattern(cell.field.form).match(cell.text)
    if match is None:
        raise UnreadError(f"is not in the form '{cell.field.form}'")
    _check_rest(cell, cell.text[match.end() :].strip())
    value = number(match["n"], match["scale"]) * cell.field.factor
    yield Reading(
        value=-value if match["sign"] else value,
        period=_dated(cell, match),
        status="estimate" if match["est"] else "actual",
    )


def _check_rest(cell: Cell, rest: str) -> None:
    remark = "remark" in cell.field.option and not rest.startswith("less than")
    if rest and not remark and not _REMARK.match(rest):
        raise UnreadError(f"goes on with '{rest[:60]}'")


def _dated(cell: Cell, match: re.Match[str]) -> str:
    if match["year"] is None:
        if "undated" not in cell.field.option:
            raise UnreadError("has no year")
        return EDITION
    found = period(match["year"], match["mark"], match["to"])
    if cell.year and found != cell.year:
        raise UnreadError(f"is of {found} under the heading of {cell.year}")
    return found


def read_highest(cell: Cell) -> Iterator[Reading]:
    """Read the highest point: its name becomes an attribute of its elevation.

    Raises:
        UnreadError: no elevation in metres.
    """
    match = _HIGHEST.match(cell.text)
    if match is None:
        raise UnreadError("gives no elevation")
    yield Reading(value=number(match["n"]), attributes={"name": match["name"]})


def read_troops(cell: Cell) -> Iterator[Reading]:
    """Read the strength on active duty; of a range the middle, with both ends as interval.

    ``30-35,000`` is thirty to thirty-five thousand.

    Raises:
        UnreadError: the text does not begin with the number of those on active duty.
    """
    match = _TROOPS.match(cell.text)
    year = re.search(YEAR + r"$", cell.text)
    if match is None or year is None:
        raise UnreadError("does not begin with the strength on active duty")
    scale = (match["scale"] or "").strip() or None
    low = number(match["low"], scale)
    high = number(match["high"], scale) if match["high"] else None
    if high and low < _SHORT_RANGE <= high:
        low *= 1000
    if high is not None and high <= low:
        raise UnreadError(f"the range {match['low']}-{match['high']} does not rise")
    yield Reading(
        value=low if high is None else (low + high) / 2,
        low=None if high is None else low,
        high=high,
        period=year["year"],
        status="estimate",
    )
