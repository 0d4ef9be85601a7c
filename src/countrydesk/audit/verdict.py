"""What the audit says of a claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from countrydesk.model import Observation


class Verdict(StrEnum):
    """The verdicts; ``unsupported`` is also what is said where the evidence is thin."""

    SUPPORTED = "supported"
    IMPRECISE = "imprecise"
    WRONG_PERIOD = "wrong_period"
    OUTDATED = "outdated"
    CONTRADICTED = "contradicted"
    MISLEADING = "misleading"
    UNSUPPORTED = "unsupported"
    VAGUE = "vague"
    NORM = "norm"


ERRORS = frozenset(
    {Verdict.WRONG_PERIOD, Verdict.OUTDATED, Verdict.CONTRADICTED, Verdict.MISLEADING}
)


@dataclass(frozen=True)
class Judged:
    """A claim and its verdict. ``start`` and ``end`` are places in the sentence.

    ``true`` is what the evidence says and ``true_period`` for when; ``sure`` runs from 0 to 1 and
    says how sure the match of words and evidence is. ``figure`` is the printed figure that
    ``right`` would correct; both are "" where no correction can be drafted.
    """

    start: int
    end: int
    kind: str
    verdict: Verdict
    indicator: str = ""
    place: str = ""
    counterpart: str = ""
    period: str = ""
    true: str = ""
    true_period: str = ""
    evidence: tuple[Observation, ...] = ()
    sure: float = 0.0
    note: str = ""
    figure: str = ""
    right: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the evidence, sorted."""
        return tuple(sorted({item.source for item in self.evidence}))


def in_words(day: date) -> str:
    """Return a day as it is written in running text."""
    return f"{day.day} {day:%B %Y}"


def iso_in_words(text: str) -> str:
    """Return a year, month or day in ISO form as it is written in running text."""
    parts = text.split("-")
    if len(parts) == 3:
        return in_words(date.fromisoformat(text))
    return f"{date(int(parts[0]), int(parts[1]), 1):%B %Y}" if len(parts) == 2 else text


_NAMES = {
    "usd": " dollars", "usd_constant": " dollars at constant prices", "percent": " percent",
    "intl_usd": " dollars at purchasing power parity", "percent_of_gdp": " percent of GDP",
    "persons": " people", "years": " years", "km": " kilometres", "sq_km": " square kilometres",
    "tonnes": " tonnes", "cubic_metres": " cubic metres", "deaths": " deaths", "visas": " visas",
    "applications": " applications", "score": " points", "barrels": " barrels",
    "per_100k": " per 100,000 people", "cubic_metres_per_person": " cubic metres per person",
    "barrels_per_day": " barrels a day",
}  # fmt: skip


def amount(value: float, unit: str) -> str:
    """Return a value with its unit in words."""
    return figure(value, unit) + _NAMES.get(unit, "")


def figure(value: float, unit: str) -> str:
    """Return a value with its scale in words, without its unit."""
    size = abs(value)
    counted = unit in {"persons", "deaths", "visas", "applications", "count"}
    for name, scale in (("trillion", 1e12), ("billion", 1e9), ("million", 1e6)):
        if size >= scale and not (counted and size < 1e7):
            return f"{value / scale:,.1f} {name}"
    if size >= 1000 or (counted and float(value).is_integer()):
        return f"{value:,.0f}"
    if unit in {"percent", "percent_of_gdp", "years"}:
        return f"{value:,.1f}"
    return f"{value:.3f}".rstrip("0").rstrip(".") if size < 10 else f"{value:,.1f}"


def ids(items: Iterable[Observation]) -> tuple[str, ...]:
    """Return the ids of observations, each once."""
    return tuple(dict.fromkeys(item.id for item in items))
