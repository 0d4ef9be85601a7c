"""Tables and scenarios that cannot be get a clear error."""

from __future__ import annotations

import numpy as np
import pytest
from tests.policy.gravity_worlds import world

from countrydesk.errors import NoEquilibriumError, ScenarioError, TradeTableError
from countrydesk.policy.gravity import (
    Baseline,
    Elasticities,
    Options,
    Scenario,
    TariffTable,
    sample,
    solve,
)

NAMES = ("A", "B", "C")
GOOD = np.array([[9.0, 1, 1], [1, 9, 1], [1, 1, 9]])


def table(**cells):
    flows = GOOD.copy()
    for name, value in cells.items():
        flows[NAMES.index(name[0]), NAMES.index(name[1])] = value
    return flows


@pytest.mark.parametrize(
    ("flows", "words"),
    [
        (table(AB=-1), "trade from A to B is negative"),
        (table(BC=np.nan), "trade from B to C is not a number"),
        (table(BC=np.inf), "not a number"),
        (table(BB=0), "domestic sales are zero for B"),
        (table(AB=0, AC=0, BA=0, CA=0), "no foreign trade in the table for A"),
        (table(AB=0, AC=0), "no exports in the table for A"),
        (GOOD[:2], "shape"),
    ],
)
def test_a_bad_table(flows, words):
    with pytest.raises(TradeTableError, match=words):
        Baseline(NAMES, flows, Elasticities(5))


def test_two_worlds_without_a_link():
    flows = np.kron(np.eye(2), [[9.0, 1], [1, 9]])
    with pytest.raises(TradeTableError, match="no trade links C, D"):
        Baseline(tuple("ABCD"), flows, Elasticities(5))


def test_a_country_named_twice():
    with pytest.raises(TradeTableError, match="more than once: A"):
        Baseline(("A", "A", "C"), GOOD, Elasticities(5))


@pytest.mark.parametrize(("trade", "supply"), [(0, 0), (-1, 0), (np.nan, 0), (5, -0.1)])
def test_elasticities_out_of_range(trade, supply):
    with pytest.raises(TradeTableError, match="elasticity must be"):
        Elasticities(trade, supply)


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        (Scenario().tariff("A", "B", -1.0), "-100 % or below"),
        (Scenario().tariff("A", "B", -2.5), "tariff of B on A is -100 %"),
        (Scenario().tariff("A", "B", float("nan")), "not a number"),
        (Scenario().tariff("X", "B", 0.1), "no country 'X'"),
        (Scenario().tariff("A", "A", 0.1), "no foreign trade is named"),
        (Scenario().tariff("A", "B", 0.1, sector="steel"), "no sector 'steel'"),
        (Scenario().tariff("A", "B", 0.1, how="double"), "not by 'double'"),
        (Scenario().agreement("A", effect=0.5), "two members"),
        (Scenario().agreement("A", "B", effect=float("inf")), "not a number"),
        (Scenario().preference("A", "B", -0.1), "margin must be 0 or more"),
        (Scenario().retaliation("B", against="A", how="loud"), "'match', 'increase' or a rate"),
        (Scenario().shift("A", "productivity", 0.0), "above 0"),
        (Scenario().shift("A", "weather", 2.0), "not of 'weather'"),
        (Scenario().then(TariffTable(np.zeros((2, 2)))), "shape"),
    ],
)
def test_a_bad_scenario(scenario, words):
    with pytest.raises(ScenarioError, match=words):
        solve(Baseline(NAMES, GOOD, Elasticities(5)), scenario)


def test_bad_options():
    for wrong in ({"closure": "open"}, {"equilibrium": "partial"}, {"numeraire": "gold"}):
        with pytest.raises(ScenarioError, match=r"is '|the numeraire"):
            Options(**wrong)
    with pytest.raises(ScenarioError, match="numeraire is unknown"):
        solve(Baseline(NAMES, GOOD, Elasticities(5)), Scenario(), Options(numeraire="output:X"))


def test_a_surplus_that_cannot_be_kept():
    base = world(3)
    flows = base.flows[0].copy()
    flows[0, 1:] *= 3
    flows[1:, 0] = 1e-3
    poor = Baseline(base.countries, flows, Elasticities(5), base.rates)
    with pytest.raises(NoEquilibriumError, match="no prices clear the markets"):
        solve(
            poor,
            Scenario().shift("A", "productivity", 1e-9),
            Options(closure="fixed"),
        )


def test_draws_out_of_range():
    with pytest.raises(ScenarioError, match="standard errors"):
        sample(Elasticities(5), trade_se=-1)
