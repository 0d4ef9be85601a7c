"""A world of an earlier year from what was known then: totals, US flows and a gravity prior.

For tests of the model on the past, where the matrix of a later year would let the future in.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from countrydesk.evidence import View
from countrydesk.policy.gravity import Baseline, Elasticities
from countrydesk.policy.world.assemble import LEAST_AT_HOME, TRADE_ELASTICITY
from countrydesk.policy.world.balancing import balance
from countrydesk.policy.world.forward import SHARE
from countrydesk.policy.world.matrix import Array, Mask
from countrydesk.policy.world.missing import distances
from countrydesk.policy.world.totals import OWNER, us_cells

GOODS = 0.8


def world_before(view: View, year: int, places: Sequence[str]) -> Baseline:
    """Return the world of ``year`` among the ``places`` whose trade and output are known for it.

    Totals are trade in goods and services (shares of output times output) cut to goods, four
    fifths; flows with the United States are those of the Census; all other cells are spread by
    output over distance and balanced. Tariffs are each importer's applied weighted mean of that
    year or the last before it.
    """
    known = [place for place in places if _known(view, place, year)]
    output = np.array([_figure(view, place, "gdp_usd", year) for place in known])
    totals = {side: GOODS * output * np.array([_share(view, p, side, year) for p in known])
        for side in SHARE}  # fmt: skip
    prior = _prior(known, totals["exports"], totals["imports"])
    fixed = np.eye(len(known), dtype=bool)
    at = {name: n for n, name in enumerate(known)}
    for (exporter, importer), value in us_cells(view, year).items():
        if exporter in at and importer in at:
            prior[at[exporter], at[importer]] = value
            fixed[at[exporter], at[importer]] = True
    rows, columns = (
        _room(prior, fixed, totals["exports"], 1, known),
        _room(prior, fixed, totals["imports"], 0, known),
    )
    flows = balance(prior, rows, columns, fixed)
    home = np.maximum(output - flows.sum(axis=1), LEAST_AT_HOME * output)
    rates = np.tile([_tariff(view, place, year) for place in known], (len(known), 1))
    np.fill_diagonal(rates, 0.0)
    return Baseline(
        tuple(known), flows + np.diag(home), Elasticities(TRADE_ELASTICITY), rates,
        observed=fixed[np.newaxis], source=f"totals of {year}, US flows observed, rest by gravity",
    )  # fmt: skip


def _known(view: View, place: str, year: int) -> bool:
    figures = (_figure(view, place, name, year) for name in ("gdp_usd", *SHARE.values()))
    return all(value > 0 for value in figures)


def _figure(view: View, place: str, indicator: str, year: int) -> float:
    item = view.find_at(place, indicator, str(year))
    return item.value if item is not None and item.value is not None else 0.0


def _share(view: View, place: str, side: str, year: int) -> float:
    return _figure(view, place, SHARE[side], year) / 100


def _prior(places: Sequence[str], exports: Array, imports: Array) -> Array:
    apart = np.array([distances(place, tuple(places)) for place in places])
    found = exports[:, None] * imports[None, :] / apart
    np.fill_diagonal(found, 0.0)
    return np.asarray(found)


def _room(prior: Array, fixed: Mask, totals: Array, axis: int, places: Sequence[str]) -> Array:
    """Return totals that leave room for the known cells; that of the United States is free."""
    held = np.where(fixed, prior, 0.0).sum(axis=axis)
    own = np.array([place == OWNER for place in places])
    return np.asarray(np.where(own, np.nan, np.maximum(totals, 1.05 * held)))


def _tariff(view: View, place: str, year: int) -> float:
    known = [
        (int(item.period.text), item.value)
        for item in view.measured(place, "applied_tariff")
        if item.value is not None and int(item.period.text) <= year
    ]
    return max(known)[1] / 100 if known else 0.0
