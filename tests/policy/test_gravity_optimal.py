"""Optimal tariffs are optimal."""

from __future__ import annotations

import pytest
from tests.policy.gravity_worlds import world

from countrydesk.errors import ScenarioError
from countrydesk.policy.gravity import Options, Scenario, solve
from countrydesk.policy.gravity.optimal import optimal_tariff


@pytest.mark.parametrize(("seed", "trade"), [(1, 2.5), (2, 5.0), (3, 8.0), (4, 4.0)])
def test_no_other_rate_is_better(seed, trade):
    base = world(seed, trade=trade, tariffs=False, symmetric=True)  # no deficits
    best = optimal_tariff(base, "A")
    assert 0 < best.rate < 3
    for other in (0.0, best.rate * 0.9, best.rate * 1.1):
        assert solve(base, Scenario().tariff("*", "A", other)).real_income[0] <= (
            best.effects.real_income[0] + 1e-9
        )


def test_a_small_country_in_a_large_world_comes_near_one_over_the_elasticity():
    """With its exports' demand elasticity near theta + 1, the best tariff is about 1 / theta."""
    base = world(3, size=7, trade=5.0, tariffs=False)
    flows = base.flows[0].copy()
    flows[0, 1:] *= 1e-4
    flows[1:, 0] *= 1e-4
    flows[0, 0] *= 1e-3
    small = type(base)(base.countries, flows, base.elasticities)
    assert optimal_tariff(small, "A", options=Options(closure="fixed")).rate == pytest.approx(
        1 / 5, rel=0.05
    )


def test_an_answer_comes_after_what_it_answers():
    base = world(5, tariffs=False)
    attack = Scenario("attack").tariff("B", "A", 0.3)
    answer = optimal_tariff(base, "B", "A", attack)
    assert answer.scenario.policy(base).tariffs[0, 1, 0] == 0.3
    assert answer.effects.tariffs[0, 1] == pytest.approx(answer.rate)
    with pytest.raises(ScenarioError, match="highest"):
        optimal_tariff(base, "B", highest=0)
