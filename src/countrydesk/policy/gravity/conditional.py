"""Conditional equilibrium in the columns of the package gegravity (Herman 2021).

Output and expenditure stay at the baseline and resistances move. That package reports prices,
output and trade that follow from the conditional resistances (price change = 1 / change of outward
resistance) as its full solution; so do these tables, which serve for parity. ``full_equilibrium``
clears the markets.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.balancing import resistances
from countrydesk.policy.gravity.effects import percent
from countrydesk.policy.gravity.exercise import Exercise


def conditional_tables(exercise: Exercise) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return a table by country and one by pair, with gegravity's column names."""
    made, spent, at = exercise.output, exercise.spending, exercise.at
    first = resistances(exercise.before, made, spent, at)
    second = resistances(exercise.after, made, spent, at)
    power = 1 / (1 - exercise.sigma)
    outward = (second.outward / first.outward) ** power
    inward = (second.inward / first.inward) ** power
    price = 1 / outward
    scale = exercise.expenditure.sum() / made.sum()
    before = first.flows * scale
    after = second.flows * np.outer(price, price) * scale * made.sum() / (price @ made)
    real = percent(price / inward)
    by_country = pl.DataFrame(
        {
            "country": exercise.countries,
            "factory gate price change (percent)": percent(price),
            "omr change (percent)": percent(outward),
            "imr change (percent)": percent(inward),
            "GDP change (percent)": real,
            "welfare statistic": inward / price,
            "terms of trade change (percent)": real,
            "output change (percent)": percent(price),
            "expenditure change (percent)": percent(price),
            "foreign exports change (percent)": percent(_abroad(after, 1) / _abroad(before, 1)),
            "foreign imports change (percent)": percent(_abroad(after, 0) / _abroad(before, 0)),
            "intranational trade change (percent)": percent(after.diagonal() / before.diagonal()),
        }
    )
    n = len(exercise.countries)
    by_pair = pl.DataFrame(
        {
            "exporter": np.repeat(exercise.countries, n),
            "importer": np.tile(exercise.countries, n),
            "baseline modeled trade": before.ravel(),
            "experiment trade": after.ravel(),
            "trade change (percent)": percent(after / before).ravel(),
        }
    )
    return by_country, by_pair


def _abroad(flows: Array, axis: int) -> Array:
    return np.asarray(flows.sum(axis=axis) - flows.diagonal())
