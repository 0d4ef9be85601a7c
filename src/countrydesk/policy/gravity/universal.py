"""Universal gravity in the columns of the Stata command ge_gravity2.

Campos, Reggio and Timini (2024, arXiv:2404.09180) after Allen, Arkolakis and Takahashi (2020). Its
option ``additive`` is the closure "fixed", its default "multiplicative"; both hold world output.
``a_hat``, ``l_hat`` and ``xi_hat`` are shifts of productivity, workforce and spending.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.effects import Effects, percent


def universal_table(effects: Effects) -> pl.DataFrame:
    """Return the command's table and stored results, one row a country.

    Exports are deflated by the exporter's output price, imports and domestic sales by the
    importer's price index. Hats are ratios to the baseline; the first six columns are per cent.
    """
    old = effects.baseline.flows.sum(axis=0)
    sold, bought = _abroad(old, 1), _abroad(old, 0)
    exports = _abroad(effects.flows, 1) / sold / effects.price
    imports = _abroad(effects.flows, 0) / bought / effects.price_index
    trade = (sold * exports + bought * imports) / (sold + bought)
    domestic = effects.flows.diagonal() / old.diagonal() / effects.price_index
    income = effects.output / effects.baseline.output
    return pl.DataFrame(
        {
            "country": effects.countries,
            "Exports": percent(exports),
            "Imports": percent(imports),
            "IntlTrade": percent(trade),
            "Domestic": percent(domestic),
            "Output": percent(income / effects.price),
            "Welfare": effects.real_income,
            "rp": effects.price / effects.price_index,
            "p_hat": effects.price,
            "P_hat": effects.price_index,
            "Y_hat": income,
            "E_hat": effects.expenditure / effects.baseline.expenditure,
            "Q_hat": income / effects.price,
            "W_hat": 1 + effects.real_income / 100,
            "rw_hat": 1 + effects.real_wage / 100,
            "Y_prime": effects.output,
            "E_prime": effects.expenditure,
        }
    )


def _abroad(flows: Array, axis: int) -> Array:
    return np.asarray(flows.sum(axis=axis) - flows.diagonal())
