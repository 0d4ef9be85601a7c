"""Newton's method in log prices, with a step that is halved until excess demand falls."""

from __future__ import annotations

import numpy as np
from scipy.linalg import lapack

from countrydesk.errors import NoEquilibriumError
from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.system import Economy, State, evaluate, jacobian

LONGEST = 1.0  # log points a price may move in one step
HALVINGS = 40


def clear_markets(
    economy: Economy, start: Array, tolerance: float, steps: int
) -> tuple[Array, State, int]:
    """Return the log prices that clear all markets, the state there and the steps taken.

    Raises:
        NoEquilibriumError: not reached within ``steps``.
    """
    unknowns, state = start, evaluate(economy, start)
    for step in range(steps):
        error = float(np.abs(state.residual).max()) if state.feasible else np.inf
        if error <= tolerance:
            return unknowns, state, step
        unknowns, state, moved = _step(economy, unknowns, state, error)
        if not moved:
            break
    error = float(np.abs(state.residual).max())
    if error <= max(tolerance, 1e-10) and state.feasible:
        return unknowns, state, steps
    raise NoEquilibriumError(
        f"no prices clear the markets: excess demand stays at {error:.1e} of output; "
        "try smaller changes, or multiplicative deficits where a fixed one exceeds earnings"
    )


def _step(
    economy: Economy, unknowns: Array, state: State, error: float
) -> tuple[Array, State, bool]:
    direction = -solve_linear(jacobian(economy, state), state.residual)
    length = float(np.abs(direction).max())
    scale = min(1.0, LONGEST / length) if length else 1.0
    for _ in range(HALVINGS):
        trial = unknowns + scale * direction
        found = evaluate(economy, trial)
        if found.feasible and np.abs(found.residual).max() < error:
            return trial, found, True
        scale /= 2
    return unknowns, state, False


def solve_linear(matrix: Array, right: Array) -> Array:
    """Return x with ``matrix`` x = ``right``; the matrix may be overwritten."""
    _, _, solution, status = lapack.dgesv(matrix, right, overwrite_a=1)
    if status:
        raise NoEquilibriumError("the equations are singular: some prices are tied to nothing")
    return np.asarray(solution)
