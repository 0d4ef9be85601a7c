"""The solver against the equations of ``docs/explanation/gravity.md``, solved by scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import root
from tests.policy.gravity_worlds import world

from countrydesk.policy.gravity import Options, Scenario, solve

CHANGES = [
    pytest.param({("A", "B"): 0.4, ("B", "A"): 0.0}, id="war"),
    pytest.param({("A", "C"): -0.3}, id="subsidy"),
    pytest.param({("D", "A"): 3.0, ("D", "B"): 3.0, ("D", "C"): 3.0}, id="nearly-shut-out"),
]


def equations(base, tariffs, closure, theta, psi):
    """Return the gaps in markets and budgets as a function of the logs of prices and spending."""
    flows, output = base.flows[0], base.flows[0].sum(axis=1)
    paid = flows * (1 + base.rates[0])
    spending, revenue = paid.sum(axis=0), (flows * base.rates[0]).sum(axis=0)
    shares, deficit = paid / spending, spending - revenue - output

    def state(unknowns):
        n = len(output)
        price, spent = np.exp(unknowns[:n]), spending * np.exp(unknowns[n : 2 * n])
        worth = shares * (price[:, None] * (1 + tariffs) / (1 + base.rates[0])) ** -theta
        index = worth.sum(axis=0) ** (-1 / theta)
        made = output * price * (price / index) ** psi
        sold = worth / worth.sum(axis=0) * spent / (1 + tariffs)
        return price, spent, index, made, sold, (sold * tariffs).sum(axis=0)

    def gaps(unknowns):
        _, spent, _, made, sold, duties = state(unknowns)
        if closure == "fixed":
            wanted = made + duties + deficit
        else:
            own = (spending - revenue) / output * made
            wanted = own * made.sum() / own.sum() + duties
        markets = (sold.sum(axis=1) - made) / output
        markets[-1] = made.sum() / output.sum() - 1  # the numeraire in place of Walras' market
        return np.concatenate([markets, (spent - wanted) / spending])

    return state, gaps


@pytest.mark.parametrize("changes", CHANGES)
@pytest.mark.parametrize("closure", ["fixed", "multiplicative"])
@pytest.mark.parametrize("psi", [0.0, 1.5])
def test_an_independent_solution_of_the_equations(changes, closure, psi):
    theta = 4.2
    base = world(11, size=4, trade=theta, supply=psi)
    scenario, tariffs = Scenario("independent"), base.rates[0].copy()
    for (exporter, importer), rate in changes.items():
        scenario = scenario.tariff(exporter, importer, rate)
        tariffs[base.position(exporter), base.position(importer)] = rate
    found = solve(base, scenario, Options(closure=closure))
    state, gaps = equations(base, tariffs, closure, theta, psi)
    done = root(gaps, np.zeros(8), tol=1e-13)
    assert np.abs(gaps(done.x)).max() < 1e-10
    price, spent, index, made, sold, duties = state(done.x)
    # Walras: the market that was left out clears as well.
    assert sold.sum(axis=1)[-1] == pytest.approx(made[-1], rel=1e-9)
    for ours, theirs in (
        (found.price, price), (found.expenditure, spent), (found.price_index, index),
        (found.output, made), (found.flows, sold), (found.revenue, duties),
    ):  # fmt: skip
        assert np.allclose(ours, theirs, rtol=1e-8, atol=1e-9 * made.sum())
    assert found.residual <= 1e-10
