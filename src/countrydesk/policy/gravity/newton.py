"""Newton's method in log prices, with a step that is halved until excess demand falls."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.linalg import lapack

from countrydesk.errors import NoEquilibriumError
from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.system import Economy, State, evaluate, jacobian

LONGEST = 1.0  # log points a price may move in one step
HALVINGS = 12
CLEARED = 1e-10
SHORTEST = 1 / 256  # of the way from baseline to scenario


def clear_markets(
    path: Callable[[float], Economy], start: Array, tolerance: float, steps: int
) -> tuple[Economy, Array, State, int]:
    """Return the economy at the end of ``path``, the log prices that clear it, state and steps.

    Newton goes straight to the end of the path. Where it fails there, it goes in legs of half the
    length, each from the prices of the last.

    Args:
        path: from 0 (baseline) to 1 (scenario) to an economy.
        start: unknowns to begin with.
        tolerance: largest excess demand that counts as cleared.
        steps: the most Newton steps on a leg.

    Raises:
        NoEquilibriumError: not reached.
    """
    unknowns, reached, stride, taken = start, 0.0, 1.0, 0
    while stride >= SHORTEST:
        aim = min(1.0, reached + stride)
        economy = path(aim)
        found, state, count = _newton(economy, unknowns, tolerance, steps)
        taken += count
        if state.feasible and np.abs(state.residual).max() <= max(tolerance, CLEARED):
            unknowns, reached, stride = found, aim, 2 * stride
            if aim == 1.0:
                return economy, unknowns, state, taken
        else:
            stride /= 2
    raise NoEquilibriumError(
        f"no prices clear the markets beyond {reached:.0%} of these changes; try smaller ones, or "
        "multiplicative deficits where a fixed one exceeds what a country earns"
    )


def _newton(
    economy: Economy, start: Array, tolerance: float, steps: int
) -> tuple[Array, State, int]:
    unknowns, state = start, evaluate(economy, start)
    for step in range(steps):
        if not state.feasible or np.abs(state.residual).max() <= tolerance:
            return unknowns, state, step
        unknowns, state, moved = _step(economy, unknowns, state)
        if not moved:
            return unknowns, state, step
    return unknowns, state, steps


def _step(economy: Economy, unknowns: Array, state: State) -> tuple[Array, State, bool]:
    error = float(np.linalg.norm(state.residual))
    direction = -solve_linear(jacobian(economy, state), state.residual)
    length = float(np.abs(direction).max())
    scale = min(1.0, LONGEST / length) if length else 1.0
    for _ in range(HALVINGS):
        trial = unknowns + scale * direction
        found = evaluate(economy, trial)
        if found.feasible and np.linalg.norm(found.residual) < error:
            return trial, found, True
        scale /= 2
    return unknowns, state, False


def solve_linear(matrix: Array, right: Array) -> Array:
    """Return x with ``matrix`` x = ``right``; the matrix may be overwritten."""
    _, _, solution, status = lapack.dgesv(matrix, right, overwrite_a=1)
    if status:
        raise NoEquilibriumError("the equations are singular: some prices are tied to nothing")
    return np.asarray(solution)
