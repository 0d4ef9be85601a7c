"""The matrix carried to a later year: the nearest one with the totals and the cells then known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from countrydesk.evidence import View
from countrydesk.policy.world.balancing import balance
from countrydesk.policy.world.matrix import Array, World
from countrydesk.policy.world.totals import find_output, us_cells

SHARE = {"exports": "exports_share_gdp", "imports": "imports_share_gdp"}


def carry_forward(view: View, world: World, year: int, *, hide: bool = False) -> World:
    """Return ``world`` for ``year``.

    Flows with the United States are those of the Census for that year. The totals of the others
    grow as their trade in goods and services did (its share of output times output, both in the
    release; where a share is missing, as output did). All other cells are then as near as can be
    to the matrix before (:func:`balance`), and marked as estimated. With ``hide`` the Census is not
    used: a test of the method.
    """
    if year == world.year:
        return world
    cells = {
        pair: value
        for pair, value in us_cells(view, year).items()
        if not hide and all(name in world.places for name in pair)
    }
    moved = replace(world, year=year, observed=np.zeros_like(world.observed))
    moved = moved.with_cells(cells, f"US flows of {year} from the Census ({len(cells)} cells)")
    rows, columns = (_totals(view, world, side, moved, hide=hide) for side in SHARE)
    flows = balance(moved.flows, rows, columns, moved.observed)
    note = f"totals of {year} from growth of trade; {int(moved.observed.sum())} cells observed"
    return replace(moved, flows=flows, notes=(*moved.notes, note))


def _totals(view: View, world: World, side: str, moved: World, *, hide: bool) -> Array:
    """Return the totals of a later year; never less than the cells known for it."""
    axis = 1 if side == "exports" else 0
    growth = np.array([_growth(view, p, side, world.year, moved.year) for p in world.places])
    known = np.where(moved.observed, moved.flows, 0.0).sum(axis=axis)
    own = np.array([place == "USA" and not hide for place in world.places])
    grown = np.maximum(world.flows.sum(axis=axis) * growth, known * 1.02)
    return np.where(own, np.nan, grown)


def _growth(view: View, place: str, side: str, before: int, year: int) -> float:
    first, last = find_output(view, place, before), find_output(view, place, year)
    if not first or not last or (first[1], last[1]) != (before, year):
        return 1.0
    ratio = last[0] / first[0]
    shares = [view.find_at(place, SHARE[side], str(y)) for y in (before, year)]
    old, new = (item.value if item else None for item in shares)
    return ratio * new / old if old and new else ratio
