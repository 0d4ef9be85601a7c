"""The tariffs of the cases: announced, optimal, and what partners charge back.

All tables are (n, n), rows export, fractions. Optimal rates are the authors' closed forms for this
model: 1 / ((1 + delta epsilon) phi - 1), where delta is how much a country's sales abroad depend on
its own price.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.passthrough.parameters import Parameters
from countrydesk.policy.gravity.passthrough.world import World

FLOOR = 0.1
BROAD = 0.1
PROHIBITIVE = 1.08


def announced(world: World, rates: Array, floor: float = FLOOR) -> Array:
    """Return the imposer's tariffs on each exporter, at least ``floor``, and none at home."""
    table = np.zeros((world.size, world.size))
    table[:, world.imposer] = np.maximum(rates, floor)
    table[world.imposer, world.imposer] = 0.0
    return table


def reciprocal(world: World, table: Array, by: Sequence[int] | None = None) -> Array:
    """Return ``table`` with all partners, or those in ``by``, charging what they are charged."""
    answered = table.copy()
    partners = list(range(world.size)) if by is None else list(by)
    answered[world.imposer, partners] = table[partners, world.imposer]
    answered[world.imposer, world.imposer] = 0.0
    return answered


def optimal(world: World, parameters: Parameters, over_income: bool = False) -> Array:
    """Return the imposer's optimal uniform tariff when nobody answers.

    Args:
        world: the baseline.
        parameters: of the model; the first sector's trade elasticity is used.
        over_income: measure openness against income instead of expenditure, as the authors do
            where partners answer.
    """
    flows, at = world.flows.sum(axis=0), world.imposer
    kept = 1 - world.local
    total = flows.sum(axis=0)
    shares = np.divide(flows, total, out=np.zeros_like(flows), where=total > 0)
    abroad = flows * (1 - np.eye(world.size)) * (1 - shares)
    base = world.income if over_income else world.expenditure
    delta = (abroad @ kept)[at] / (kept[at] * (base[at] - flows[at, at]))
    rate = optimal_rate(parameters, delta)[at]
    return announced(world, np.full(world.size, rate), floor=-1.0)


def optimal_answer(world: World, parameters: Parameters, table: Array) -> Array:
    """Return ``table`` with all partners charging the imposer their joint optimal rates."""
    own = np.arange(world.size) == world.imposer
    groups = np.stack([~own, own]).astype(float)
    flows = groups @ world.flows.sum(axis=0) @ groups.T
    income = groups @ world.income
    kept = 1 - np.array([world.local[~own][0], world.local[world.imposer]])
    shares = flows / flows.sum(axis=0)
    sold = (flows * kept * (1 - np.eye(2)) * (1 - shares)).sum(axis=0)
    delta = float((sold / (kept * (income - np.diag(flows))))[0])
    return answer(world, table, optimal_rate(parameters, delta))


def answer(world: World, table: Array, rates: Array | float) -> Array:
    """Return ``table`` with each partner charging the imposer ``rates``."""
    answered = table.copy()
    answered[world.imposer] = rates
    answered[world.imposer, world.imposer] = 0.0
    return answered


def optimal_rate(parameters: Parameters, delta: float) -> Array:
    """Return 1 / ((1 + delta epsilon) phi - 1) for each importer, (n,)."""
    return np.asarray(1 / ((1 + delta * float(parameters.trade[0])) * parameters.pass_through - 1))


def war(world: World, table: Array, fronts: Sequence[int], broad: float = BROAD) -> Array:
    """Return ``broad`` both ways with all, but ``table`` both ways with ``fronts``."""
    wide = announced(world, np.full(world.size, broad), floor=broad)
    wide[list(fronts), world.imposer] = table[list(fronts), world.imposer]
    wide[world.imposer, world.imposer] = 0.0
    return reciprocal(world, wide)
