"""The atom of evidence: one value for one place and period, from one release of one source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from countrydesk.model.ids import observation_id
from countrydesk.model.period import Period


class Status(StrEnum):
    """How far a value is established."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    PROJECTION = "projection"
    ANNOUNCED = "announced"


@dataclass(frozen=True)
class Observation:
    """One dated value with three clocks: ``period``, ``released_on`` and ``retrieved_on``.

    ``counterpart`` is empty unless the value belongs to a dyad. Either ``value`` (a number in
    ``unit``) or ``text`` (a coded fact) is set. ``attributes`` holds the further coded parts of a
    fact, such as the party of an office holder or the heading of a duty. ``low`` and ``high`` are
    the source's own interval.
    """

    place: str
    counterpart: str
    indicator: str
    period: Period
    value: float | None
    text: str | None
    unit: str
    low: float | None
    high: float | None
    status: Status
    source: str
    series: str
    released_on: date
    retrieved_on: date
    raw_sha256: str
    note: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def id(self) -> str:
        """The content hash; 16 hex digits."""
        extra = "|".join(f"{key}={self.attributes[key]}" for key in sorted(self.attributes))
        return observation_id(
            self.place, self.counterpart, self.indicator, self.period.text, self.value, self.text,
            self.unit, self.low, self.high, self.status.value, self.source, self.series,
            self.released_on, extra,
        )  # fmt: skip

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def number(self) -> float:
        """The value of a numeric observation.

        Raises:
            TypeError: the observation is a coded fact.
        """
        if self.value is None:
            raise TypeError(f"{self.indicator} for {self.place} is a coded fact, not a number")
        return self.value

    @property
    def fact(self) -> str:
        """The text of a coded fact.

        Raises:
            TypeError: the observation is a number.
        """
        if self.text is None:
            raise TypeError(f"{self.indicator} for {self.place} is a number, not a coded fact")
        return self.text
