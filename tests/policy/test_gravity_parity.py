"""Published numbers: the Advanced Guide, gegravity, ge_gravity2."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.policy import published

from countrydesk.errors import EstimationError
from countrydesk.policy.gravity import Baseline, Elasticities, Options, Scenario, solve
from countrydesk.policy.gravity.conditional import conditional_tables
from countrydesk.policy.gravity.estimate import estimate
from countrydesk.policy.gravity.exercise import full_equilibrium
from countrydesk.policy.gravity.fixest import estimate_with_pyfixest
from countrydesk.policy.gravity.guide import guide_exact, guide_table
from countrydesk.policy.gravity.universal import universal_table

pytestmark = pytest.mark.raw
GUIDE = {"ln_DIST": -0.7912879, "CNTG": 0.6736456, "INTL_BRDR": -2.47445}


@pytest.fixture(scope="module")
def panel(raw):
    return published.without_borders(raw)


@pytest.fixture(scope="module")
def borders(panel):
    return published.border_exercise(panel, estimate(panel, "trade", published.BORDER).coefficients)


def test_the_guides_regression(panel):
    found = estimate(panel, "trade", published.BORDER)
    assert found.observations == 4761
    assert found.coefficients == pytest.approx(GUIDE, abs=6e-7)


def test_both_engines_agree(panel):
    own = estimate(panel, "trade", published.BORDER)
    other = estimate_with_pyfixest(panel, "trade", published.BORDER)
    assert other.coefficients == pytest.approx(own.coefficients, abs=1e-8)
    assert other.deviance == pytest.approx(own.deviance, rel=1e-10)
    assert other.observations == own.observations
    assert other.errors == pytest.approx(own.errors, rel=0.02)  # small-sample factors differ


@pytest.mark.parametrize("side", ["PROD", "CONS"])
def test_the_guides_own_table_by_its_own_loop(raw, borders, side):
    table, wanted = guide_table(borders), published.guide_columns(raw, side)
    assert table["country"].to_list() == wanted["country"].to_list()
    for column in wanted.columns[1:]:
        gap = np.abs(table[column] - wanted[column])
        scale = 1.0 if column.startswith("change_") else np.abs(wanted[column])
        assert (gap / scale).max() < 1e-4, column
    if side == "PROD":
        assert np.abs(table["change_price_FULL"] - wanted["change_price_FULL"]).max() < 4.5e-6


def test_the_published_table_had_not_converged(borders):
    first, tight = guide_table(borders), guide_table(borders, stop=1e-10)
    moved = np.abs(first["change_price_FULL"] - tight["change_price_FULL"]).max()
    assert moved == pytest.approx(0.226, abs=0.001)


def test_the_exact_table_clears_and_shares_the_baseline(borders):
    table, effects = guide_exact(borders)
    assert effects.residual <= 1e-10
    oracle = guide_table(borders)
    for column in ("OMR_BLN", "OMR_CDL", "IMR_BLN", "Xi_CDL"):
        assert np.allclose(table[column], oracle[column], rtol=1e-12)
    assert effects.price_index[borders.at] == pytest.approx(1, abs=1e-12)


def test_all_columns_of_gegravity(raw):
    by_country, by_pair = conditional_tables(published.canada_japan(raw))
    wanted = pl.read_csv(raw / "gravity/gegravity_CANJPN_country.csv").sort("country")
    for column in wanted.columns[1:]:
        assert np.abs(by_country[column] - wanted[column]).max() < 1e-6, column
    keys = ["exporter", "importer"]
    trade = pl.read_csv(raw / "gravity/gegravity_CANJPN_bilateral.csv").sort(keys)
    for column in trade.columns[2:4]:
        assert np.abs(by_pair[column] / trade[column] - 1).max() < 1e-6, column


def test_with_markets_cleared_canada_gains_more(raw):
    effects = full_equilibrium(published.canada_japan(raw))
    assert effects.residual <= 1e-10
    assert effects.at("CAN")["real_output_pct"] == pytest.approx(0.428, abs=0.0005)


def by_iteration(flows, partial, theta, psi, additive):
    """The algorithm that the command documents, step by step."""
    made, spent, world = flows.sum(axis=1), flows.sum(axis=0), flows.sum()
    gap = (spent - made) / made
    price, index, level = np.ones(made.size), np.ones(made.size), 1.0
    ratio = np.ones(made.size)
    for _ in range(100_000):
        last = price
        if additive:
            income = price * (price / index) ** psi
            ratio = (1 + gap / (1 + gap) * (1 / income - 1)) / level
        level = world / (ratio * price * (price / index) ** psi * spent).sum()
        demand = flows / made[:, None] * np.exp(partial)
        demand = demand * (ratio * index ** (theta - psi) * price ** (1 + psi))
        price = (level * index**psi * demand.sum(axis=1)) ** (1 / (1 + theta + psi))
        costs = flows / spent * np.exp(partial) * price[:, None] ** -theta
        index = costs.sum(axis=0) ** (-1 / theta)
        if np.abs(price - last).max() < 1e-14:
            break
    income = price * (price / index) ** psi
    return price, index, 100 * (level * ratio * income / index - 1)


@pytest.mark.parametrize("psi", [0.0, 1.24])
@pytest.mark.parametrize("closure", ["multiplicative", "fixed"])
def test_the_algorithm_of_ge_gravity2(raw, psi, closure):
    names, flows = published.nafta_1990(raw)
    members = ("CAN", "MEX", "USA")
    base = Baseline(names, flows, Elasticities(5.03, psi))
    found = solve(base, Scenario().agreement(*members, effect=0.5), Options(closure=closure))
    at = [names.index(name) for name in members]
    partial = np.zeros_like(flows)
    partial[np.ix_(at, at)] = 0.5
    np.fill_diagonal(partial, 0)
    price, index, welfare = by_iteration(flows, partial, 5.03, psi, closure == "fixed")
    table = universal_table(found)
    assert np.allclose(table["p_hat"], price, rtol=1e-9)
    assert np.allclose(table["P_hat"], index, rtol=1e-9)
    assert np.allclose(table["Welfare"], welfare, atol=1e-7)
    assert found.residual <= 1e-10


def test_regressions_that_cannot_be(panel):
    with pytest.raises(EstimationError, match="no column 'tea'"):
        estimate(panel, "trade", ["tea"])
    with pytest.raises(EstimationError, match="negative"):
        estimate(panel.with_columns(-pl.col("trade")), "trade", ["CNTG"])
    seller = panel.with_columns((pl.col("exporter") == "PER").cast(pl.Int8).alias("peru"))
    with pytest.raises(EstimationError, match="'peru' is explained"):
        estimate(seller, "trade", ["ln_DIST", "peru"])
    double = panel.with_columns((2 * pl.col("ln_DIST")).alias("twice"))
    with pytest.raises(EstimationError, match="explained by the others"):
        estimate(double, "trade", ["ln_DIST", "twice"])
