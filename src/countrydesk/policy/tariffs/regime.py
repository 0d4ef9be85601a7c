"""Which goods each duty falls on: the rules of ``regime.yml``, read strictly."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from countrydesk.errors import LayoutError

FILE = Path(__file__).with_name("regime.yml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Spared(_Strict):
    """A list of goods that a duty on all goods leaves out, from a day until before another."""

    list: str
    start: date = Field(alias="from")
    until: date | None = None
    places: tuple[str, ...] = ()

    def holds(self, place: str, on: date) -> bool:
        """Whether goods of ``place`` on the list are left out on ``on``."""
        named = not self.places or place in self.places
        return named and self.start <= on and (self.until is None or on < self.until)


class Unlisted(_Strict):
    """The rate of a place that the register lacks, from a day until before another, its source."""

    place: str
    rate: float
    start: date = Field(alias="from")
    until: date
    source: str
    confidence: Literal["known", "likely"]

    def holds(self, place: str, on: date) -> bool:
        """Whether it is the rate of ``place`` on ``on``."""
        return place == self.place and self.start <= on < self.until


class Wide(_Strict):
    """What a duty on all goods leaves out.

    ``yields`` are the groups of duties on listed goods that are charged in its place, but for goods
    of the places ``beside``, which pay both; goods of the places ``without`` are not charged.
    ``unlisted`` are rates that stand in place of the general one.
    """

    yields: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    spares: tuple[Spared, ...] = ()
    unlisted: tuple[Unlisted, ...] = ()

    def own_rate(self, place: str, on: date) -> float | None:
        """Return the rate of a place that the register lacks, or None."""
        return next((one.rate for one in self.unlisted if one.holds(place, on)), None)


class Action(_Strict):
    """The entry of the register that a duty on listed goods rests on."""

    act: str
    since: date


class Terms(_Strict):
    """The rate that one partner was promised; ``whole`` takes in the ordinary duty."""

    rate: float
    since: date
    whole: bool = False
    lists: tuple[str, ...] = ()


class Listed(_Strict):
    """A duty on listed goods: rates in percent by list, the first list that holds a line counts.

    ``floors`` are lists whose rate is a floor that takes in the ordinary duty; ``agreement`` are
    partners whose goods are spared under an agreement; ``places`` narrows it to some partners.
    """

    id: str
    group: str
    action: Action
    until: date | None = None
    rates: dict[str, float]
    floors: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    partners: dict[str, Terms] = {}
    agreement: tuple[str, ...] = ()
    yields: tuple[str, ...] = ()
    yields_until: date | None = None

    def holds(self, place: str, on: date) -> bool:
        """Whether goods of ``place`` can meet it on ``on``."""
        named = (not self.places or place in self.places) and place not in self.agreement
        return named and self.action.since <= on and (self.until is None or on < self.until)

    def terms(self, place: str, name: str, on: date) -> tuple[float, bool]:
        """Return the rate for a list, and whether it takes in the ordinary duty."""
        own = self.partners.get(place)
        if own and own.since <= on and (not own.lists or name in own.lists):
            return own.rate, own.whole
        return self.rates[name], name in self.floors


class Regime(_Strict):
    """All rules."""

    spared_agreements: dict[str, tuple[str, ...]]
    collected_before: dict[str, float]
    wide: dict[str, Wide]
    listed: tuple[Listed, ...]
    unmodelled: tuple[str, ...]


@cache
def load_regime(path: Path = FILE) -> Regime:
    """Return the rules of ``path``.

    Raises:
        LayoutError: the file is malformed.
    """
    try:
        return Regime.model_validate(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise LayoutError(f"{path.name}: {' '.join(str(error).split())}") from error
