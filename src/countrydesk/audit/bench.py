"""The evidence as the judges ask for it: values by year with all vintages, kept once read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from countrydesk.audit.dates import When
from countrydesk.evidence import View
from countrydesk.model import Observation, PeriodKind, Status
from countrydesk.places import Place, registry

Years = Mapping[int, tuple[Observation, ...]]


@dataclass
class Bench:
    """A view with the two states that a paper is about, and what was read so far."""

    view: View
    partner: Place
    principal: Place
    memo: dict[object, object] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day on which claims in the present tense are judged."""
        return self.view.cutoff

    def knows(self, indicator: str) -> bool:
        """Whether the release has the indicator in its catalogue."""
        return indicator in self.view.catalogue

    def years(self, place: str, indicator: str, counterpart: str = "") -> Years:
        """Return the standing numbers of a series by year, oldest year first."""
        key = ("years", place, indicator, counterpart)
        if key not in self.memo:
            table: dict[int, list[Observation]] = {}
            if self.knows(indicator):
                for item in self.view.series(place, indicator, counterpart):
                    if item.value is not None and item.period.kind is not PeriodKind.SPAN:
                        table.setdefault(item.period.year, []).append(item)
            self.memo[key] = {year: tuple(items) for year, items in sorted(table.items())}
        return self.memo[key]  # type: ignore[return-value]

    def vintages(self, place: str, indicator: str, year: int, counterpart: str = "") -> Years:
        """Return what other sources and earlier releases gave for ``year``, by year."""
        key = ("vintages", place, indicator, year, counterpart)
        if key not in self.memo:
            found: list[Observation] = []
            for text in (f"{year:04d}", f"FY{year:04d}"):
                found += self.view.others(place, indicator, text, counterpart)
            self.memo[key] = {year: tuple(o for o in found if o.value is not None)}
        return self.memo[key]  # type: ignore[return-value]

    def at(self, place: str, indicator: str, when: When, other: str = "") -> list[Observation]:
        """Return the standing values within a date, the last of them first."""
        items = self.years(place, indicator, other).get(when.year, ())
        inside = [o for o in items if _inside(o, when)]
        return list(reversed(inside or items))

    def every(self, place: str, indicator: str, when: When, other: str = "") -> list[Observation]:
        """Return standing values within a date, then those of other sources and releases."""
        older = self.vintages(place, indicator, when.year, other) if self.knows(indicator) else {}
        return [*self.at(place, indicator, when, other), *older.get(when.year, ())]

    def newest(self, place: str, indicator: str, other: str = "") -> list[Observation]:
        """Return the values that a reader today may take for the present one.

        The last measured year with all its sources and vintages, and the year of today.
        """
        years = self.years(place, indicator, other)
        measured = [y for y, items in years.items() if any(not _ahead(o) for o in items)]
        if not measured:
            return []
        last = max(measured)
        wanted = sorted({last, *(y for y in years if last < y <= self.today.year)})
        found: list[Observation] = []
        for year in wanted:
            found += reversed(years.get(year, ()))
            found += self.vintages(place, indicator, year, other)[year]
        return found

    def facts(self, place: str, indicator: str, other: str = "") -> tuple[Observation, ...]:
        """Return all coded facts of a series, () where the release has none."""
        key = ("facts", place, indicator, other)
        if key not in self.memo:
            known = self.knows(indicator)
            self.memo[key] = tuple(self.view.series(place, indicator, other)) if known else ()
        return self.memo[key]  # type: ignore[return-value]

    def find_fact(self, place: str, indicator: str, other: str = "") -> Observation | None:
        """Return the newest coded fact, None where there is none."""
        return self.view.find_latest(place, indicator, other) if self.knows(indicator) else None

    def name(self, place: str) -> str:
        """Return the English name of a place inside a sentence."""
        return registry().get(place).in_text

    @cached_property
    def pair(self) -> frozenset[str]:
        """The ids of the two states."""
        return frozenset({self.partner.id, self.principal.id})


def _ahead(item: Observation) -> bool:
    return item.status in {Status.PROJECTION, Status.ANNOUNCED}


def _inside(item: Observation, when: When) -> bool:
    if when.kind in {"month", "day"}:
        first = date.fromisoformat(f"{when.text[:7]}-01")
        return item.period.start <= first <= (item.period.end or first)
    return True


def edition(when: When, lag: int) -> When:
    """Return the year that an edition describes; dates of another kind as they are."""
    if not lag or when.kind != "edition":
        return when
    return replace(when, text=str(when.year - lag))
