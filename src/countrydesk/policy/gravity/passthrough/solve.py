"""Solve the pass-through model by Newton's method in logs."""

from __future__ import annotations

import numpy as np

from countrydesk.errors import NoEquilibriumError, ScenarioError
from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.newton import HALVINGS, LONGEST, solve_linear
from countrydesk.policy.gravity.passthrough.outcome import Outcome, outcome_of
from countrydesk.policy.gravity.passthrough.parameters import Parameters
from countrydesk.policy.gravity.passthrough.system import Model, Point, evaluate, jacobian
from countrydesk.policy.gravity.passthrough.world import World
from countrydesk.policy.gravity.threads import one_thread

TOLERANCE = 1e-12
CLEARED = 1e-10
STEPS = 100
SHORTEST = 1 / 16  # of the tariffs, the least that one leg of the way may add


def solve_world(world: World, parameters: Parameters, tariffs: Array) -> Outcome:
    """Return what ``tariffs`` do; (n, n) for every sector alike or (K, n, n), fractions.

    Raises:
        ScenarioError: a table of another shape, a cell that is no number, -100 % or less, or a
            tariff at home.
        NoEquilibriumError: no equilibrium was found.
    """
    model = Model.of(world, parameters, _checked(world, tariffs))
    unknowns, reached, stride, steps = np.zeros(model.unknowns), 0.0, 1.0, 0
    while stride >= SHORTEST:
        aim = min(1.0, reached + stride)
        part = model if aim == 1.0 else Model.of(world, parameters, aim * model.tariffs)
        with one_thread():
            trial, point, taken = _newton(part, unknowns)
        steps += taken
        if np.abs(point.residual).max() > CLEARED:
            stride /= 2
            continue
        if aim == 1.0:
            return outcome_of(model, point, steps)
        unknowns, reached = trial, aim
    raise NoEquilibriumError(
        f"no equilibrium was found beyond {reached:.0%} of these tariffs; try smaller ones"
    )


def _newton(model: Model, unknowns: Array) -> tuple[Array, Point, int]:
    point = evaluate(model, unknowns)
    for step in range(STEPS):
        error = float(np.linalg.norm(point.residual))
        if np.abs(point.residual).max() <= TOLERANCE:
            return unknowns, point, step
        unknowns, point, moved = _step(model, unknowns, point, error)
        if not moved:
            return unknowns, point, step
    return unknowns, point, STEPS


def _checked(world: World, tariffs: Array) -> Array:
    try:
        full = np.broadcast_to(np.asarray(tariffs, dtype=np.float64), world.flows.shape).copy()
    except ValueError:
        raise ScenarioError(
            f"the table of tariffs has the shape {np.shape(tariffs)}; {world.size} countries need "
            f"{(world.size, world.size)}"
        ) from None
    bad = ~np.isfinite(full) | (full <= -1)
    if bad.any():
        _, exporter, importer = (int(axis[0]) for axis in np.nonzero(bad))
        raise ScenarioError(
            f"the tariff of {world.countries[importer]} on {world.countries[exporter]} is "
            f"{full[bad][0]}; it must be a fraction above -1"
        )
    if np.diagonal(full, axis1=1, axis2=2).any():
        raise ScenarioError("a tariff on domestic goods; the diagonal must be zero")
    return full


def _step(model: Model, unknowns: Array, point: Point, error: float) -> tuple[Array, Point, bool]:
    direction = -solve_linear(jacobian(model, unknowns, point), point.residual)
    length = float(np.abs(direction).max())
    scale = min(1.0, LONGEST / length) if length else 1.0
    for _ in range(HALVINGS):
        trial = unknowns + scale * direction
        found = evaluate(model, trial)
        if found.feasible and np.linalg.norm(found.residual) < error:
            return trial, found, True
        scale /= 2
    return unknowns, point, False
