"""What the registry hands out: places, matches, memberships, blocs and the code systems."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class PlaceKind(StrEnum):
    """What sort of place it is. ``COUNTRY`` means that it has a paper, nothing about status."""

    COUNTRY = "country"
    TERRITORY = "territory"
    HISTORICAL = "historical"
    BLOC = "bloc"
    AGGREGATE = "aggregate"


class CodeSystem(StrEnum):
    """The systems of place codes that sources use."""

    ISO2 = "iso2"
    ISO3 = "iso3"
    M49 = "m49"
    COW = "cow"
    GW = "gw"
    GEC = "gec"
    VDEM = "vdem"
    VDEM_TEXT = "vdem_text"
    SCHEDULE_C = "schedule_c"
    UNHCR = "unhcr"
    WEO = "weo"
    WORLDBANK = "worldbank"
    WGI = "wgi"
    USAID = "usaid"
    VIEWS = "views"


@dataclass(frozen=True)
class Place:
    """A country, territory, historical state, bloc or aggregate.

    ``names`` and ``official`` map en, es and fr to the short and the formal name, both without
    article. ``article`` tells whether English running text puts "the" before the name. ``part_of``
    is the place whose figures include this one's where sources publish both. ``from_year`` and
    ``to_year`` bound the years that are filed under a historical state.
    """

    id: str
    kind: PlaceKind
    name: str
    article: bool
    names: Mapping[str, str] = field(compare=False)
    official: Mapping[str, str] = field(compare=False)
    adjective: str = ""
    region: str = ""
    subregion: str = ""
    part_of: str = ""
    from_year: int | None = None
    to_year: int | None = None
    successors: tuple[str, ...] = ()
    un_member_since: date | None = None
    landlocked: bool = False
    small_island_state: bool = False
    least_developed: bool = False
    note: str = ""

    @property
    def in_text(self) -> str:
        """The English name as it stands inside a sentence, with its article."""
        return f"the {self.name}" if self.article else self.name

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


@dataclass(frozen=True)
class PlaceMatch:
    """A place that a text may mean. ``score`` runs from 0 to 100; ``name`` is what matched."""

    place: Place
    score: float
    name: str


@dataclass(frozen=True)
class Bloc:
    """An organisation or arrangement. ``place`` is the place it also is (EU: EUU), "" mostly."""

    id: str
    name: str
    full_name: str
    kind: str
    founded: int
    place: str = ""


@dataclass(frozen=True)
class Membership:
    """One spell of one place in one bloc, as the source gives it.

    ``since`` and ``until`` are a year, month or day in ISO 8601, or "" where unknown or open.
    ``confidence`` is ``read`` (a copy of the source was read) or ``known`` (background knowledge).
    """

    place: str
    bloc: str
    role: str
    since: str
    until: str
    confidence: str
    note: str
    source: str
    url: str
