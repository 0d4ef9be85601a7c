"""With whom a place is compared: its region, its income group, its nearest in structure.

A group is named by a plain id, so that a finding can say which comparison it made:
``world``, ``region:South America``, ``income`` or ``structure``.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

from countrydesk.evidence import View
from countrydesk.places import Place, registry

LEAST_REGION = 6
NEAREST = 10
INCOME_INDICATOR = "gni_per_capita_atlas"
# World Bank income classes for fiscal year 2026, by GNI per person in 2024 (Atlas method, USD):
# https://datahelpdesk.worldbank.org/knowledgebase/articles/906519
INCOME_CLASSES = (
    (1135.0, "low-income countries"),
    (4495.0, "lower-middle-income countries"),
    (13935.0, "upper-middle-income countries"),
    (math.inf, "high-income countries"),
)
STRUCTURE = (
    ("population", True),
    ("gdp_per_capita_ppp", True),
    ("agriculture_share", False),
    ("industry_share", False),
    ("urban_share", False),
    ("median_age", False),
)


@dataclass(frozen=True)
class PeerGroup:
    """A group of places, the partner included. ``label`` reads after "of the" or "in"."""

    id: str
    label: str
    rule: str
    members: tuple[str, ...]


def states() -> tuple[str, ...]:
    """Return the ids of all places that papers are written on."""
    return tuple(place.id for place in registry().papers())


def peer_group(view: View, place: str, group: str = "region") -> PeerGroup:
    """Return the group ``group`` (world, region, income, structure) of ``place``.

    The region is the UN sub-region; where it has fewer than ``LEAST_REGION`` states, the region.
    Where income or structure cannot be told, the region stands in; ``rule`` says so.
    """
    key = ("peer_group", place, group)
    if key not in view.shared:
        view.shared[key] = _peer_group(view, place, group)
    found = view.shared[key]
    assert isinstance(found, PeerGroup)  # noqa: S101 - narrows the shared memory's type
    return found


def _peer_group(view: View, place: str, group: str) -> PeerGroup:
    if group == "world":
        return PeerGroup("world", "world", "all states on which papers are written", states())
    if group == "income":
        return _income(view, place) or _region(place)
    if group == "structure":
        return _structure(view, place) or _region(place)
    return _region(place)


def _region(place: str) -> PeerGroup:
    home = registry().get(place)
    near = _sharing(home, "subregion")
    if len(near) >= LEAST_REGION:
        return PeerGroup("region", home.subregion, "UN M49 sub-region", near)
    wide = _sharing(home, "region")
    return PeerGroup("region", home.region, "UN M49 region (its sub-region is small)", wide)


def _sharing(home: Place, attribute: str) -> tuple[str, ...]:
    wanted = getattr(home, attribute)
    return tuple(p.id for p in registry().papers() if getattr(p, attribute) == wanted)


def _latest_values(view: View, indicator: str, least: int = 100) -> dict[str, float]:
    """Return the values of the newest year that covers at least ``least`` places."""
    panel = view.panel
    for year in reversed(panel.years(indicator)):
        values = panel.at(indicator, year).values
        if len(values) >= least:
            return values
    return {}


def income_class(value: float) -> str:
    """Return the World Bank's income class for a GNI per person (Atlas method, USD)."""
    return next(name for bound, name in INCOME_CLASSES if value <= bound)


def _income(view: View, place: str) -> PeerGroup | None:
    values = _latest_values(view, INCOME_INDICATOR)
    if place not in values:
        return None
    own = income_class(values[place])
    members = tuple(s for s in states() if s in values and income_class(values[s]) == own)
    return PeerGroup("income", own, "World Bank income class by GNI per person", members)


def _structure(view: View, place: str) -> PeerGroup | None:
    vectors = _vectors(view)
    if place not in vectors:
        return None
    own = vectors[place]
    near = sorted((math.dist(own, other), s) for s, other in vectors.items() if s != place)
    chosen = sorted(s for _, s in near[:NEAREST])
    rule = "nearest in population, income, sector shares, urban share and median age"
    return PeerGroup("structure", "structural peers", rule, tuple(sorted([place, *chosen])))


def _vectors(view: View) -> dict[str, tuple[float, ...]]:
    key = "structure_vectors"
    if key not in view.shared:
        columns = [_standardised(view, name, logged=logged) for name, logged in STRUCTURE]
        full = [s for s in states() if all(s in column for column in columns)]
        view.shared[key] = {s: tuple(column[s] for column in columns) for s in full}
    return view.shared[key]  # type: ignore[return-value]


def _standardised(view: View, indicator: str, *, logged: bool) -> dict[str, float]:
    raw = _latest_values(view, indicator)
    values = {s: math.log(v) if logged else v for s, v in raw.items() if not logged or v > 0}
    if len(values) < 2:
        return {}
    mean, spread = statistics.fmean(values.values()), statistics.pstdev(values.values())
    return {s: (v - mean) / spread for s, v in values.items()} if spread else {}
