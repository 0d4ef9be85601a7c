"""Where a figure comes from and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Redistribution(StrEnum):
    """What a licence lets us pass on. Only the first three may enter the bundled release."""

    YES = "yes"
    ATTRIBUTION = "attribution"
    SHARE_ALIKE = "share-alike"
    NON_COMMERCIAL = "non-commercial"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def bundlable(self) -> bool:
        """Whether figures under this rule may be shipped to anyone."""
        return self in {Redistribution.YES, Redistribution.ATTRIBUTION, Redistribution.SHARE_ALIKE}


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence by name, with the rule that follows from it and where it can be read."""

    id: str
    name: str
    url: str
    redistribute: Redistribution


@dataclass(frozen=True, slots=True)
class Origin:
    """One vintage of one source.

    ``short`` is the name for a margin. ``released_on`` is the day the producer published this
    vintage. ``upstream`` names who measured first where the producer compiles the work of others.
    """

    source: str
    short: str
    producer: str
    title: str
    url: str
    citation: str
    licence: Licence
    cadence: str
    vintage: str
    released_on: date
    upstream: str = ""
