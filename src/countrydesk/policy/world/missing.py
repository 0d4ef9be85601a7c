"""Economies that the matrix lacks: placed from their totals, US flows and named partners.

What is known of an economy is put in as it is: the flows that the United States counts and the
shares of its largest partners. The rest of its total is spread by a gravity prior, the trade of
each partner over the distance to it (the usual elasticity is about minus one: Disdier and Head
2008).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import asin, cos, radians, sin, sqrt

import numpy as np

from countrydesk.errors import UnknownPlaceError
from countrydesk.evidence import View
from countrydesk.places.geometry import centre
from countrydesk.policy.world.balancing import balance
from countrydesk.policy.world.matrix import Array, World
from countrydesk.policy.world.totals import (
    TRADE,
    find_near,
    find_output,
    partner_shares,
    us_cells,
)

EARTH_KM = 6371.0
LEAST_KM = 200.0
OUTPUT_TRADED = 0.1


@dataclass(frozen=True)
class Known:
    """What is known of an economy's trade on one side, in dollars: its total and single cells."""

    total: float
    cells: dict[str, float]


def add_missing(view: View, world: World, places: tuple[str, ...]) -> World:
    """Return ``world`` with the economies ``places`` for which the release has totals or shares."""
    for place in places:
        world = _with_place(view, world, place) or world
    return world


def _with_place(view: View, world: World, place: str) -> World | None:
    sides = {side: known_of(view, world, place, side) for side in TRADE}
    if sides["exports"] is None or sides["imports"] is None:
        return None
    out = spread(world, place, sides["exports"], world.flows.sum(axis=0))
    into = spread(world, place, sides["imports"], world.flows.sum(axis=1))
    size = len(world.places)
    flows = np.zeros((size + 1, size + 1))
    flows[:size, :size], flows[size, :size], flows[:size, size] = world.flows, out, into
    observed = np.zeros((size + 1, size + 1), dtype=bool)
    observed[:size, :size] = world.observed
    owner = world.position("USA")
    observed[size, owner] = "USA" in sides["exports"].cells
    observed[owner, size] = "USA" in sides["imports"].cells
    note = f"{place} placed from totals, US flows and partner shares"
    return replace(
        world, places=(*world.places, place), flows=flows, observed=observed,
        notes=(*world.notes, note),
    )  # fmt: skip


def known_of(view: View, world: World, place: str, side: str) -> Known | None:
    """Return what the release says of one side of an economy's trade in goods.

    Totals of goods and services are cut to what goods are of them in the world; where no total is
    given, a tenth of output stands in. Single cells are the flows that the United States counts,
    and the shares of the named partners in the total.
    """
    counted = us_cells(view, world.year)
    pair = (place, "USA") if side == "exports" else ("USA", place)
    cells = {"USA": counted[pair]} if pair in counted else {}
    total = _total(view, world, place, side)
    shares = partner_shares(view, place, side)
    if total is None:
        return None
    total = max(total, 1.02 * sum(cells.values()))
    room = total - sum(cells.values())
    for code, share in shares.items():
        if code in world.places and code not in cells:
            cells[code] = min(share * total, room)
            room -= cells[code]
    return Known(total, {code: value for code, value in cells.items() if value > 0})


def _total(view: View, world: World, place: str, side: str) -> float | None:
    found = find_near(view, place, TRADE[side], world.year)
    if found:
        return found[0] * goods_part(view, world, side)
    output = find_output(view, place, world.year)
    return output[0] * OUTPUT_TRADED if output else None


def goods_part(view: View, world: World, side: str) -> float:
    """Return what goods are of trade in goods and services, over the economies of the matrix."""
    goods = world.flows.sum(axis=1 if side == "exports" else 0)
    both = [find_near(view, place, TRADE[side], world.year) for place in world.places]
    pairs = [(g, b[0]) for g, b in zip(goods, both, strict=True) if b]
    whole = sum(b for _, b in pairs)
    return min(1.0, float(sum(g for g, _ in pairs)) / whole) if whole else 1.0


def spread(world: World, place: str, known: Known, weight: Array) -> Array:
    """Return one side of an economy's trade, (economies,): known cells, and the rest by gravity."""
    prior = weight / distances(place, world.places)
    fixed = np.array([name in known.cells for name in world.places])
    row = np.where(fixed, [known.cells.get(name, 0.0) for name in world.places], prior)
    free = np.full(len(row), np.nan)
    return np.asarray(balance(row[None, :], np.array([known.total]), free, fixed[None, :])[0])


def distances(place: str, places: tuple[str, ...]) -> Array:
    """Return great-circle distances in kilometres, at least two hundred; the mean where unknown."""
    here = _point(place)
    found = [_kilometres(here, _point(other)) for other in places]
    mean = float(np.nanmean(found)) if not np.isnan(found).all() else 5000.0
    return np.asarray(np.maximum(np.nan_to_num(np.array(found), nan=mean), LEAST_KM))


def _point(place: str) -> tuple[float, float] | None:
    try:
        point = centre(place)
    except UnknownPlaceError:
        return None
    return (point[0], point[1])


def _kilometres(a: tuple[float, float] | None, b: tuple[float, float] | None) -> float:
    if a is None or b is None:
        return float("nan")
    (x1, y1), (x2, y2) = ((radians(p[0]), radians(p[1])) for p in (a, b))
    half = sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
