"""Multilateral resistances: the scalings of rows and columns that give a matrix its margins.

Anderson and van Wincoop (2003): X_ij = Y_i E_j t_ij / (Pi_i P_j), where t is the cost term to the
power 1 - sigma and the resistances are so powered too. Solved by Newton on the log row scalings of
the convex dual, which needs a handful of steps where alternating scaling needs thousands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from countrydesk.errors import NoEquilibriumError
from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.newton import solve_linear
from countrydesk.policy.gravity.threads import one_thread

STEPS = 200
TOLERANCE = 1e-14


@dataclass(frozen=True, eq=False)
class Balanced:
    """A matrix ``rows[:, None] * kernel * columns`` with the wanted margins.

    Attributes:
        rows, columns: (n,) scalings; the last column's is one.
        matrix: (n, n).
        residual: the largest gap to a row or column total, as a share of the grand total.
    """

    rows: Array
    columns: Array
    matrix: Array
    residual: float


@dataclass(frozen=True, eq=False)
class Resistances:
    """Outward and inward resistances to the power 1 - sigma; inward is one for the reference.

    The convention is the Advanced Guide's: X = Y E t / (outward inward), without world output.
    """

    outward: Array
    inward: Array
    flows: Array
    residual: float


def balance(kernel: Array, row_totals: Array, column_totals: Array) -> Balanced:
    """Scale ``kernel`` (n, n), non-negative, to the given totals, which must add up alike.

    Raises:
        NoEquilibriumError: no scaling exists or none was found.
    """
    with one_thread():
        return _scaled(kernel, row_totals, column_totals)


def _scaled(kernel: Array, row_totals: Array, column_totals: Array) -> Balanced:
    total = float(row_totals.sum())
    level = np.log(row_totals / kernel.sum(axis=1))
    for _ in range(STEPS):
        weighted = np.exp(level)[:, np.newaxis] * kernel
        columns = column_totals / weighted.sum(axis=0)
        matrix = weighted * columns
        gap = matrix.sum(axis=1) - row_totals
        if np.abs(gap).max() <= TOLERANCE * total:
            break
        slope = np.diag(matrix.sum(axis=1)) - (matrix / column_totals) @ matrix.T
        slope += np.outer(row_totals, row_totals) / total
        direction = -solve_linear(slope, gap)
        level = level + direction * min(1.0, 2.0 / max(float(np.abs(direction).max()), 1e-300))
    residual = float(np.abs(gap).max()) / total
    if not residual <= 1e-10:
        raise NoEquilibriumError(
            f"no multilateral resistances were found; totals are missed by {residual:.1e}"
        )
    return Balanced(np.exp(level), columns, matrix, residual)


def resistances(costs: Array, output: Array, expenditure: Array, reference: int) -> Resistances:
    """Return the resistances of trade costs ``costs`` = t^(1 - sigma), (n, n).

    Args:
        costs: rows export.
        output: (n,) row totals.
        expenditure: (n,) column totals, with the same sum.
        reference: the country whose inward resistance is one.
    """
    found = balance(costs, output, expenditure)
    inward = expenditure / found.columns
    outward = output / found.rows
    unit = inward[reference]
    return Resistances(outward * unit, inward / unit, found.matrix, found.residual)
