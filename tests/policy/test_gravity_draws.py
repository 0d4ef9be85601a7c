"""Draws are exact solutions, reproducible, and their intervals hold the truth they should."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.policy.gravity_worlds import world

from countrydesk.errors import ScenarioError
from countrydesk.policy.gravity import (
    Elasticities,
    Options,
    Sample,
    Scenario,
    draws,
    sample,
    solve,
)

SHOCK = Scenario("s").tariff("B", "A", 0.2).agreement("C", "D", effect=0.5)


@pytest.mark.parametrize("closure", ["multiplicative", "fixed"])
def test_each_draw_is_the_exact_solution(closure):
    base, options = world(4, supply=0.5), Options(closure=closure)
    taken = sample(base.elasticities, trade_se=1.5, supply_se=0.2, effect_se=0.3, count=40)
    found = draws(base, SHOCK, taken, options, pairs=[("B", "A")])
    assert found.residual <= 1e-10
    for at in (0, 17, 39):
        other = replace(
            base, elasticities=Elasticities(float(taken.trade[at]), float(taken.supply[at]))
        )
        shock = (
            Scenario("s")
            .tariff("B", "A", 0.2)
            .agreement("C", "D", effect=0.5 * float(taken.effect[at]))
        )
        alone = solve(other, shock, options)
        assert np.allclose(found.values["real_income_pct"][at], alone.real_income, atol=1e-8)
        change = 100 * (alone.flows[1, 0] / base.flows[0, 1, 0] - 1)
        assert found.pair_trade[at, 0] == pytest.approx(change, abs=1e-7)


def test_the_same_seed_gives_the_same_intervals_and_wider_levels_are_wider():
    base = world(4)
    first, second = (
        draws(base, SHOCK, sample(base.elasticities, trade_se=1, count=200)) for _ in range(2)
    )
    assert first.table().equals(second.table())
    narrow, wide = (first.interval("real_income_pct", "A", level) for level in (0.5, 0.9))
    assert wide[0] < narrow[0] < narrow[1] < wide[1]
    low, high = first.pair_interval("B", "A") if first.pairs else narrow
    assert low < high


def test_draws_have_the_mean_and_spread_asked_for():
    taken = sample(Elasticities(5, 1), trade_se=1, supply_se=0.2, effect_se=0.5, count=20_000)
    assert taken.trade.mean() == pytest.approx(5, abs=0.05)
    assert taken.trade.std() == pytest.approx(1, abs=0.05)
    assert taken.supply.std() == pytest.approx(0.2, abs=0.01)
    assert taken.effect.std() == pytest.approx(0.5, abs=0.02)
    assert (taken.trade > 0).all()


def test_no_spread_is_the_central_solution():
    base = world(4)
    found = draws(base, SHOCK, sample(base.elasticities, count=5))
    assert np.allclose(found.values["price_pct"], found.central.by_country()["price_pct"])


def test_what_cannot_be_drawn():
    base = world(4)
    with pytest.raises(ScenarioError, match="full equilibrium"):
        draws(base, SHOCK, sample(base.elasticities), Options(equilibrium="conditional"))
    with pytest.raises(ScenarioError, match="as many draws"):
        Sample(np.ones(3), np.ones(2), np.ones(3))
    with pytest.raises(ScenarioError, match="level of an interval"):
        draws(base, SHOCK, sample(base.elasticities, count=3)).interval("price_pct", "A", 80)
