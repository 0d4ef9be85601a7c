"""Dates in running text: days, months, years, fiscal years, editions, and words that point back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTHS = {name: n for n, name in enumerate(_NAMES, 1)}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:1[789]\d\d|20\d\d|2100)"
DATE = re.compile(
    rf"""(?:(?<![\w,.$€£-])|(?<=end-)|(?<=mid-)|(?<=late-)|(?<=early-))(?:
      (?P<iso>{_YEAR}-\d\d(?:-\d\d)?)\b
     |(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?(?P<month>{_MONTH})\.?,?\ (?P<year>{_YEAR})
     |(?P<month2>{_MONTH})\.?\ (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,\ ?(?P<year2>{_YEAR})
     |(?P<month3>{_MONTH})\.?(?:\ of)?,?\ (?P<year3>{_YEAR})
     |(?:fiscal\ (?:year\ )?|financial\ year\ |fy\ ?)(?P<fiscal>{_YEAR})(?!/)
     |fy\ ?['’]?(?P<short>\d\d)(?![\d/%])
     |(?P<edition>{_YEAR})(?=\ (?:\w+\ ){{0,2}}?edition)
     |(?P<edition2>(?<=edition\ of\ ){_YEAR})
     |(?P<plain>{_YEAR})(?![\d,.%]*\d)(?!\ ?(?:%|per\ cent|percent|dollars|people|million|billion
        |kilomet|km|square|tonnes|refugees|deaths|visas|troops|ships|men\b|megawatts|points\b))
    )(?![\w-]*\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_BACK = re.compile(
    r"\b(?:(?:in |by )?(?:that|the same|this same) (?:\d{4} )?(?:fiscal )?(?:year|date|month|index"
    r"|edition|period)|(?:in|for) the same (?:year|period)|of (?:these|those|them)|of whom|then)\b",
    re.IGNORECASE,
)
_LAST = re.compile(r"\blast year\b", re.IGNORECASE)
_EDGES = re.compile(
    r"\b(?:since|from|until|by|after|before|between|through|to)\s+(?:the )?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class When:
    """A date as printed: text of a period, where it stands, and how it is used.

    ``kind`` is day, month, year, fiscal or edition; ``lead`` is the word before it (since, from,
    until, between); ``bracketed`` is set for a year in brackets of its own.
    """

    text: str
    kind: str
    start: int
    end: int
    lead: str = ""
    bracketed: bool = False

    @property
    def year(self) -> int:
        """The year, of an edition the year that it names."""
        return int(self.text.removeprefix("FY")[:4])

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies within the date as far as it is printed."""
        return day.isoformat().startswith(self.text.removeprefix("FY"))

    def agrees(self, iso: str) -> bool:
        """Whether a date in ISO form, of any precision, agrees as far as both go."""
        own = self.text.removeprefix("FY")
        width = min(len(own), len(iso))
        return bool(iso) and own[:width] == iso[:width]


def find_dates(text: str) -> list[When]:
    """Return the dates of ``text`` in their order."""
    return [_when(text, match) for match in DATE.finditer(text)]


def _when(text: str, match: re.Match[str]) -> When:
    kind, iso = _iso(match)
    edge = _EDGES.search(text, max(0, match.start() - 14), match.start())
    lead = edge[0].strip().split()[0].lower() if edge else ""
    a, b = match.span()
    around = text[max(0, a - 16) : a].rpartition("(")[2] if "(" in text[max(0, a - 16) : a] else "x"
    bracketed = not around.strip(" inFYfy,.") and text[b : b + 1] == ")"
    return When(iso, kind, a, b, lead, bracketed)


def _iso(match: re.Match[str]) -> tuple[str, str]:
    if match["iso"]:
        return ("day" if len(match["iso"]) == 10 else "month"), match["iso"]
    for n in ("", "2", "3"):
        if match[f"year{n}"]:
            month = MONTHS[match[f"month{n}"].lower()]
            text = f"{match[f'year{n}']}-{month:02d}"
            return ("month", text) if n == "3" else ("day", f"{text}-{int(match[f'day{n}']):02d}")
    if match["fiscal"] or match["short"]:
        return "fiscal", f"FY{match['fiscal'] or '20' + match['short']}"
    edition = match["edition"] or match["edition2"]
    return ("edition", edition) if edition else ("year", match["plain"])


def points_back(text: str) -> re.Match[str] | None:
    """Return where a sentence points to a date said before ("that year"), None if it does not."""
    return _BACK.search(text)


def says_last_year(text: str) -> bool:
    """Whether a sentence speaks of "last year"."""
    return bool(_LAST.search(text))
