"""What must hold of the gravity model in any world."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policy.gravity_worlds import full, world, worlds

from countrydesk.policy.gravity import CostChange, Options, Scenario, solve
from countrydesk.policy.gravity.solve import economy_of
from countrydesk.policy.gravity.system import evaluate, jacobian

FEW = settings(max_examples=25, deadline=None)
SHOCK = (
    Scenario("a bit of everything")
    .tariff("B", "A", 0.25, how="add")
    .agreement("B", "C", effect=0.5)
    .retaliation("B", against="A", how="increase")
)


@FEW
@given(worlds, full)
def test_no_change_gives_no_effect(base, options):
    found = solve(base, Scenario("nothing"), options)
    assert np.abs(found.real_income).max() < 1e-9
    assert np.allclose(found.flows, base.flows[0], rtol=1e-10)
    assert found.residual <= 1e-10


@FEW
@given(worlds, full)
def test_markets_clear_and_walras_law_holds(base, options):
    found = solve(base, SHOCK, options)
    assert found.residual <= 1e-10
    assert np.abs(found.flows.sum(axis=1) - found.output).max() <= 1e-10 * found.output.sum()
    paid = (found.flows * (1 + found.tariffs)).sum(axis=0)
    assert np.allclose(paid, found.expenditure, rtol=1e-10)
    assert np.allclose((found.flows * found.tariffs).sum(axis=0), found.revenue, rtol=1e-8)
    assert abs(found.deficit.sum()) <= 1e-9 * found.output.sum()


@FEW
@given(worlds, full)
def test_deficits_follow_the_closure(base, options):
    found = solve(base, SHOCK, options)
    if options.closure == "fixed":
        assert np.allclose(found.deficit, base.deficit, atol=1e-8 * base.output.sum())
    else:
        ratio = (found.expenditure - found.revenue) / found.output
        before = (base.expenditure - base.revenue) / base.output
        assert np.ptp(ratio / before) < 1e-9


@FEW
@given(worlds, full, st.floats(1e-6, 1e6))
def test_the_unit_of_money_does_not_matter(base, options, unit):
    scaled = replace(base, flows=base.flows * unit)
    first, second = solve(base, SHOCK, options), solve(scaled, SHOCK, options)
    assert np.allclose(first.real_income, second.real_income, atol=1e-8)
    assert np.allclose(first.flows * unit, second.flows, rtol=1e-8)


@FEW
@given(worlds, full, st.randoms(use_true_random=False))
def test_the_order_of_countries_does_not_matter(base, options, random):
    names = list(base.countries)
    random.shuffle(names)
    first = solve(base, SHOCK, options).by_country().sort("country")
    second = solve(base.reordered(tuple(names)), SHOCK, options).by_country().sort("country")
    for column in first.columns[1:]:
        assert np.allclose(first[column], second[column], atol=1e-7), column


@FEW
@given(st.integers(0, 10_000), st.floats(0.5, 8), st.sampled_from(["multiplicative", "fixed"]))
def test_twins_fare_alike(seed, trade, closure):
    """Two countries that trade alike with all others and each other have the same effects."""
    base = world(seed, size=5, trade=trade, tariffs=False)
    flows = base.flows[0].copy()
    flows[1, 2:], flows[2:, 1], flows[1, 1], flows[1, 0] = (
        flows[0, 2:], flows[2:, 0], flows[0, 0], flows[0, 1])  # fmt: skip
    twins = replace(base, flows=flows, tariffs=None)
    shock = Scenario().agreement("A", "B", effect=0.4).tariff(("A", "B"), "C", 0.2)
    found = solve(twins, shock, Options(closure=closure))
    assert found.real_income[0] == pytest.approx(found.real_income[1], abs=1e-8)
    assert found.price[0] == pytest.approx(found.price[1], rel=1e-10)


@FEW
@given(st.integers(0, 10_000), st.floats(1.5, 8))
def test_a_symmetric_world_moves_symmetrically(seed, trade):
    base = world(seed, trade=trade, tariffs=False, symmetric=True)
    table = np.abs(np.random.default_rng(seed).normal(size=(5, 5)))
    table = table + table.T
    np.fill_diagonal(table, 0)
    found = solve(base, Scenario().then(CostChange(-table / 4)))
    assert np.allclose(found.flows, found.flows.T, rtol=1e-8)


@FEW
@given(worlds, full, st.floats(0.01, 0.5), st.floats(0.01, 0.5))
def test_a_higher_tariff_means_less_trade_and_a_poorer_seller(base, options, low, more):
    first = solve(base, Scenario().tariff("B", "A", low, how="add"), options)
    second = solve(base, Scenario().tariff("B", "A", low + more, how="add"), options)
    assert second.flows[1, 0] < first.flows[1, 0] < base.flows[0, 1, 0]
    assert second.price[1] / second.price[0] < first.price[1] / first.price[0] < 1


@FEW
@given(worlds, full)
def test_the_jacobian_is_the_derivative(base, options):
    policy = SHOCK.policy(base)
    economy = economy_of(
        base, base.elasticities, policy.tariffs[0], policy.effect[0], SHOCK.shifters(base), options
    )
    at = np.random.default_rng(0).normal(size=base.size + 1) * 0.05
    exact = jacobian(economy, evaluate(economy, at))
    ends = [
        (evaluate(economy, at + step).residual - evaluate(economy, at - step).residual) / 2e-6
        for step in 1e-6 * np.eye(base.size + 1)
    ]
    assert np.allclose(exact, np.array(ends).T, atol=1e-7)


@FEW
@given(st.integers(0, 10_000))
def test_goods_that_are_perfect_substitutes_leave_nothing_to_gain_from_a_tariff(seed):
    """As sigma grows, trade diverts wholly and prices of all origins move as one."""
    spread = []
    for trade in (4.0, 40.0, 400.0):
        base = world(seed, trade=trade, tariffs=False)
        found = solve(base, Scenario().tariff("B", "A", 0.02))
        spread.append(np.ptp(np.log(found.price)))
        assert found.residual <= 1e-10
    assert spread[2] < spread[1] < spread[0] or spread[2] < 1e-4
    assert found.flows[1, 0] < 0.05 * base.flows[0, 1, 0]


@FEW
@given(worlds)
def test_conditional_equilibrium_keeps_output_and_what_is_bought(base):
    found = solve(base, SHOCK, Options(equilibrium="conditional"))
    assert np.allclose(found.flows.sum(axis=1), base.output, rtol=1e-9)
    assert np.allclose(found.flows.sum(axis=0), base.flows[0].sum(axis=0), rtol=1e-9)
    assert found.residual <= 1e-10
