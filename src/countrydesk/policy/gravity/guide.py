"""The Advanced Guide's procedure: its own loop as a test oracle, and the exact counterpart.

Yotov, Piermartini, Monteiro and Larch (2016), "An Advanced Guide to Trade Policy Analysis: The
Structural Gravity Model", chapter 2. The loop alternates a constrained regression and an update of
prices, and stops when prices of two rounds differ by less than 0.01, which is before they have
converged. ``guide_exact`` clears the markets of the same economy. A constrained PPML with exporter
and importer effects reproduces row and column totals, so each regression is a matrix balancing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from countrydesk.errors import NoEquilibriumError
from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.balancing import Resistances, balance, resistances
from countrydesk.policy.gravity.effects import Effects, percent
from countrydesk.policy.gravity.exercise import Exercise, full_equilibrium

STOP = 0.01
ROUNDS = 10_000


@dataclass(frozen=True, eq=False)
class Round:
    """What the loop carries from one round to the next."""

    flows: Array
    exporter: Array  # exponentiated exporter effects
    importer: Array  # exponentiated importer effects, one for the reference
    expenditure: Array
    outward: Array
    inward: Array
    price: Array  # change of factory-gate prices since the last round


def guide_table(exercise: Exercise, stop: float = STOP) -> pl.DataFrame:
    """Return the guide's published columns by its own loop.

    Args:
        exercise: costs and totals.
        stop: the largest change of prices, and its standard deviation, at which the loop ends; the
            guide uses 0.01.

    Raises:
        NoEquilibriumError: the loop does not end.
    """
    output, spent = exercise.output, exercise.spending
    baseline = resistances(exercise.before, output, spent, exercise.at)
    conditional = resistances(exercise.after, output, spent, exercise.at)
    last = _loop(exercise, baseline, conditional, stop)
    first = output * spent[exercise.at] / baseline.outward
    scale = last.expenditure[exercise.at] / spent[exercise.at]
    price = (last.exporter / first / scale) ** (1 / (1 - exercise.sigma))
    made = price * output
    outward = made * last.expenditure[exercise.at] / last.exporter
    inward = last.expenditure / (last.importer * last.expenditure[exercise.at])
    flows = np.outer(made / outward, spent / output * made / inward) * exercise.after
    return _columns(exercise, baseline, conditional, price, outward, inward, flows)


def _loop(
    exercise: Exercise, baseline: Resistances, conditional: Resistances, stop: float
) -> Round:
    power = 1 / (1 - exercise.sigma)
    reference = exercise.spending[exercise.at]
    effects = [exercise.output * reference / each.outward for each in (baseline, conditional)]
    now = Round(
        flows=conditional.flows,
        exporter=effects[1],
        importer=exercise.spending / (conditional.inward * reference),
        expenditure=exercise.spending,
        outward=conditional.outward,
        inward=conditional.inward,
        price=(effects[1] / effects[0]) ** power,
    )
    ones = np.ones(len(exercise.countries))
    moved, outward, inward = now.price, ones, ones  # the guide measures the first round from zero
    for _ in range(ROUNDS):
        following = _round(exercise, now, outward, inward)
        outward, inward = following.outward / now.outward, following.inward / now.inward
        size = len(moved)
        spread = float(np.std(moved) * np.sqrt(size**2 / (size**2 - 1)))
        change, now = following.price - now.price, following
        if spread <= stop and abs(float(moved.max())) <= stop:
            return now
        moved = change
    raise NoEquilibriumError("the guide's loop did not end; use the exact solution")


def _round(exercise: Exercise, now: Round, outward: Array, inward: Array) -> Round:
    trade = now.flows * np.outer(now.price / outward, now.price / inward)
    found = balance(exercise.after, trade.sum(axis=1), trade.sum(axis=0))
    at, unit = exercise.at, found.columns[exercise.at]
    exporter, importer = found.rows * unit, found.columns / unit
    made = found.matrix.sum(axis=1)
    spent = exercise.spending / exercise.output * made
    scale = spent[at] / now.expenditure[at]
    return Round(
        flows=found.matrix,
        exporter=exporter,
        importer=importer,
        expenditure=spent,
        outward=made * spent[at] / exporter,
        inward=spent / (importer * spent[at]),
        price=(exporter / now.exporter / scale) ** (1 / (1 - exercise.sigma)),
    )


def guide_exact(exercise: Exercise) -> tuple[pl.DataFrame, Effects]:
    """Return the same columns with all markets cleared, and the effects that they come from.

    World income is scaled so that spending equals it, and the reference country's price index
    stays at one, as in the guide.
    """
    output, spent = exercise.output, exercise.spending
    baseline = resistances(exercise.before, output, spent, exercise.at)
    conditional = resistances(exercise.after, output, spent, exercise.at)
    effects = full_equilibrium(exercise)
    full = resistances(exercise.after, effects.output, effects.flows.sum(axis=0), exercise.at)
    table = _columns(
        exercise, baseline, conditional, effects.price, full.outward, full.inward, effects.flows
    )
    return table, effects


def _columns(
    exercise: Exercise,
    baseline: Resistances,
    conditional: Resistances,
    price: Array,
    outward: Array,
    inward: Array,
    flows: Array,
) -> pl.DataFrame:
    power = 1 / (1 - exercise.sigma)
    made = price * exercise.output
    exports = [_abroad(each) for each in (baseline.flows, conditional.flows, flows)]
    index = (inward / baseline.inward) ** power
    return pl.DataFrame(
        {
            "country": exercise.countries,
            "OMR_FULL": outward,
            "OMR_CDL": conditional.outward,
            "OMR_BLN": baseline.outward,
            "change_pricei_FULL": price,
            "Xi_BLN": exports[0],
            "Xi_CDL": exports[1],
            "Xi_FULL": exports[2],
            "Y_BLN": exercise.output,
            "Y_FULL": made,
            "change_price_FULL": percent(price),
            "change_OMR_CDL": percent((conditional.outward / baseline.outward) ** power),
            "change_OMR_FULL": percent((outward / baseline.outward) ** power),
            "change_Xi_CDL": percent(exports[1] / exports[0]),
            "change_Xi_FULL": percent(exports[2] / exports[0]),
            "IMR_FULL": inward,
            "IMR_CDL": conditional.inward,
            "IMR_BLN": baseline.inward,
            "change_IMR_CDL": percent((conditional.inward / baseline.inward) ** power),
            "change_IMR_FULL": percent(index),
            "change_rGDP_FULL": percent(price / index),
        }
    )


def _abroad(flows: Array) -> Array:
    return np.asarray(flows.sum(axis=1) - flows.diagonal())
