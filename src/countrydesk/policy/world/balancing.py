"""Entropy balancing of a matrix of trade to known totals, with known cells held.

The balanced matrix is the one nearest to the prior in relative entropy that has the totals
(Bacharach 1970, Biproportional Matrices and Input-Output Change; Golan, Judge and Robinson 1994).
With totals of rows and columns it is found by scaling rows and columns in turn.
"""

from __future__ import annotations

import numpy as np

from countrydesk.errors import TradeTableError
from countrydesk.policy.world.matrix import Array, Mask

TOLERANCE = 1e-9
STEPS = 2000


def balance(prior: Array, rows: Array, columns: Array, fixed: Mask) -> Array:
    """Return the matrix nearest to ``prior`` with the totals ``rows`` and ``columns``.

    Args:
        prior: (n, m), not negative.
        rows: total of each row, (n,); a total that is not a number is free.
        columns: total of each column, (m,); likewise. The other totals are scaled to agree.
        fixed: cells that keep their value.

    Raises:
        TradeTableError: a total below the sum of its fixed cells, or no positive cell to move.
    """
    held = np.where(fixed, prior, 0.0)
    free = np.where(fixed, 0.0, prior)
    left, top = _room(rows, held, 1, "row"), _room(columns, held, 0, "column")
    if not (np.isnan(left).any() or np.isnan(top).any()):
        top = top * (left.sum() / top.sum()) if top.sum() else top
    moved = free
    for _ in range(STEPS):
        moved = moved * _factor(left, moved.sum(axis=1))[:, None]
        factor = _factor(top, moved.sum(axis=0))
        moved = moved * factor[None, :]
        if np.abs(np.log(factor[factor > 0])).max(initial=0.0) < TOLERANCE:
            break
    _check(moved, left)
    return np.asarray(held + moved)


def _room(totals: Array, held: Array, axis: int, name: str) -> Array:
    room = np.asarray(totals - held.sum(axis=axis))
    worst = np.nanmin(room, initial=0.0)
    if worst < -1e-6 * max(np.nanmax(totals, initial=1.0), 1.0):
        at = int(np.nanargmin(room))
        raise TradeTableError(f"the known cells of {name} {at + 1} add up to more than its total")
    return np.asarray(np.maximum(room, 0.0))


def _factor(wanted: Array, found: Array) -> Array:
    ratio = np.divide(wanted, found, out=np.ones_like(found), where=found > 0)
    return np.asarray(np.where(np.isnan(wanted), 1.0, ratio))


def _check(moved: Array, left: Array) -> None:
    known = ~np.isnan(left) & (left > 0)
    if (moved.sum(axis=1)[known] <= 0).any():
        at = int(np.nonzero(known & (moved.sum(axis=1) <= 0))[0][0])
        raise TradeTableError(f"row {at + 1} has a total to spread and no cell to take it")
