"""How good the estimated cells are: economies withheld and placed again, and the Census beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from countrydesk.evidence import View
from countrydesk.policy.world.forward import carry_forward
from countrydesk.policy.world.matrix import Array, World
from countrydesk.policy.world.missing import add_missing
from countrydesk.policy.world.totals import us_cells

WORTH = 1e6


@dataclass(frozen=True)
class Fit:
    """How estimated flows compare with observed ones.

    ``cells`` compared, ``correlation`` of logs, ``median`` ratio of estimated to observed, and the
    share of observed trade in cells ``within_half`` (a factor of 1.5) and ``within_double``.
    """

    what: str
    cells: int
    correlation: float
    median: float
    within_half: float
    within_double: float


def withheld(view: View, world: World, places: Iterable[str]) -> list[Fit]:
    """Return for each economy how well it is placed when its observed cells are withheld.

    It is placed as the missing economies are: from its totals, the US flows and its named partners.
    The cells with the United States are left out of the comparison.
    """
    found = []
    for place in places:
        again = add_missing(view, world.without(place), (place,))
        if place not in again.places:
            continue
        old, new = _cells(world, place), _cells(again, place)
        keys = [key for key in old if "USA" not in key]
        found.append(
            _fit(place, np.array([new[k] for k in keys]), np.array([old[k] for k in keys]))
        )
    return found


def _cells(world: World, place: str) -> dict[tuple[str, str], float]:
    at = world.position(place)
    others = [(n, name) for n, name in enumerate(world.places) if n != at]
    out = {(place, name): float(world.flows[at, n]) for n, name in others}
    return out | {(name, place): float(world.flows[n, at]) for n, name in others}


def against_census(view: View, world: World) -> Fit:
    """Return how the matrix's flows with the United States compare with the Census of its year."""
    counted = {k: v for k, v in us_cells(view, world.year).items() if set(k) <= set(world.places)}
    given = [world.flows[world.position(a), world.position(b)] for a, b in counted]
    return _fit(f"US flows of {world.year}", np.array(given), np.array(list(counted.values())))


def carried(view: View, world: World, year: int) -> Fit:
    """Return how well the flows with the United States are carried to ``year`` when not given.

    The matrix is carried with the United States treated as any other economy.
    """
    blind = carry_forward(view, world, year, hide=True)
    return against_census(view, blind)


def _fit(what: str, estimated: Array, observed: Array) -> Fit:
    keep = (observed >= WORTH) & (estimated > 0)
    ratio, weight = estimated[keep] / observed[keep], observed[keep]
    logs = np.corrcoef(np.log(estimated[keep]), np.log(weight))[0, 1]
    apart = np.abs(np.log(ratio))
    inside = [float(weight[apart <= np.log(x)].sum() / weight.sum()) for x in (1.5, 2.0)]
    return Fit(what, int(keep.sum()), float(logs), float(np.median(ratio)), inside[0], inside[1])
