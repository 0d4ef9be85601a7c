"""The pass-through model: published numbers, and what must hold in any world."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policy import trade_war

from countrydesk.errors import ScenarioError, TradeTableError
from countrydesk.policy.gravity.passthrough import CASES, Inputs, Parameters, World, run_case
from countrydesk.policy.gravity.passthrough.outcome import COLUMNS
from countrydesk.policy.gravity.passthrough.sectors import run_sectors
from countrydesk.policy.gravity.passthrough.solve import solve_world
from countrydesk.policy.gravity.passthrough.system import Model, evaluate, jacobian

FEW = settings(max_examples=15, deadline=None)
NAMES = tuple("ABCDEF")


def world(seed, sectors=1, labour=1.0, size=5):
    draw = np.random.default_rng(seed)
    flows = np.exp(draw.normal(size=(sectors, size, size)))
    flows += np.eye(size) * flows.sum() / labour / sectors
    local = draw.uniform(0, 0.3, size)
    names = tuple(f"s{at}" for at in range(sectors))
    return World.of_flows(NAMES[:size], 0, flows, local, np.full(sectors, labour), names)


def duties(seed, base):
    rates = np.random.default_rng(seed).uniform(0, 0.3, base.flows.shape)
    rates[:, range(base.size), range(base.size)] = 0
    return rates


worlds = st.builds(
    world, st.integers(0, 9999), st.sampled_from([1, 3]), st.sampled_from([1.0, 0.6])
)


@pytest.fixture(scope="module")
def published(raw):
    return trade_war.inputs(raw)


@pytest.mark.raw
def test_all_194_countries_of_case_1(published, raw):
    found = run_case("announced", published)
    table = trade_war.read(raw, "output/output_map.csv")
    assert tuple(table["Country"]) == found.world.countries
    gap = np.abs(found.table - table.drop("Country").to_numpy()).max(axis=0)
    assert dict(zip(COLUMNS, gap, strict=True)) == pytest.approx(
        dict.fromkeys(COLUMNS, 0), abs=1e-7
    )
    assert found.residual <= 1e-10


@pytest.mark.raw
@pytest.mark.parametrize(
    ("case", "imposer", "others"),
    [  # the printed table 1 of the authors
        ("announced", (1.13, -18.1, -52.7, -43.6, 0.32, 12.8),
            (-0.58, 11.6, -3.2, -3.3, -0.14, -4.7)),
        ("lump-sum", (-0.01, -18.4, -52.5, -43.3, -0.41, 13.1),
            (-0.57, 11.7, -3.3, -3.4, -0.14, -4.8)),
        ("optimal", (1.79, -19.1, -55.3, -45.6, 0.51, 12.6),
            (-0.61, 17.1, -4.2, -3.7, -0.16, -4.6)),
    ],
)  # fmt: skip
def test_the_printed_table(published, case, imposer, others):
    found = run_case(case, published)
    for printed, row in ((imposer, found.at("USA")), (others, found.mean())):
        for name, value in zip(COLUMNS, printed, strict=False):
            digits = 2 if name in ("welfare", "employment") else 1
            assert row[name] == pytest.approx(value, abs=0.5001 * 10**-digits), name


@pytest.mark.raw
@pytest.mark.parametrize(
    "case", [case.name for case in CASES if not case.name.startswith(("balanced", "inputs-opt"))]
)
def test_every_case_clears(published, case):
    assert run_case(case, published).residual <= 1e-10


@FEW
@given(worlds, st.sampled_from(["income-tax", "lump-sum"]), st.sampled_from(["prices", "wages"]))
def test_the_jacobian_is_the_derivative(base, rebate, numeraire):
    trade = np.linspace(3, 5, len(base.sectors))
    par = Parameters.of(base, trade=trade, rebate=rebate, numeraire=numeraire)
    model = Model.of(base, par, duties(1, base))
    at = np.random.default_rng(0).normal(size=model.unknowns) * 0.05
    exact = jacobian(model, at, evaluate(model, at))
    ends = [
        (evaluate(model, at + step).residual - evaluate(model, at - step).residual) / 2e-6
        for step in 1e-6 * np.eye(model.unknowns)
    ]
    assert np.allclose(exact, np.array(ends).T, atol=1e-7)


@FEW
@given(worlds)
def test_no_tariff_no_effect(base):
    found = solve_world(base, Parameters.of(base), np.zeros((base.size, base.size)))
    assert np.nan_to_num(np.abs(found.table)).max() < 1e-7


@FEW
@given(st.integers(0, 9999), st.sampled_from([1, 3]))
def test_markets_clear_and_the_unit_of_money_does_not_matter(seed, sectors):
    base = world(seed, sectors)
    scaled = World.of_flows(
        base.countries, 0, base.flows * 1e-6, base.local, base.labour, base.sectors
    )
    rates = duties(seed, base)
    first, second = (solve_world(one, Parameters.of(one), rates) for one in (base, scaled))
    assert first.residual <= 1e-10
    assert np.allclose(first.table[:, [0, 4, 5]], second.table[:, [0, 4, 5]], atol=1e-8)


@FEW
@given(st.integers(0, 9999))
def test_one_sector_split_in_two_alike_is_still_one(seed):
    """Sectors that are copies of each other are one sector when scale does not matter."""
    base = world(seed)
    twin = World.of_flows(
        base.countries, 0, np.repeat(base.flows / 2, 2, axis=0), base.local, None, ("a", "b")
    )
    rates = duties(seed, base)
    first = solve_world(base, Parameters.of(base, scale=0.0), rates)
    second = solve_world(twin, Parameters.of(twin, trade=4.0, scale=0.0), rates[0])
    assert np.allclose(first.table, second.table, atol=1e-7)


@FEW
@given(st.integers(0, 9999))
def test_sectors_as_calibrated(seed):
    base = world(seed)
    flows = np.stack([base.flows[0] * share for share in (0.1, 0.5, 0.1, 0.3)])
    rates = np.array([0, 0.2, 0.1, 0.3, 0.0])
    alone = run_sectors(base, flows, rates)
    answered = run_sectors(base, flows, rates, reciprocal=True)
    assert alone.tariffs[-1].max() == 0
    assert alone.tariffs[0, 4, 0] == 0.1
    assert answered.tariffs[1, 0, 3] == 0.3
    assert max(alone.residual, answered.residual) <= 1e-10


def test_a_chosen_partner_answers():
    base = world(1)
    given_ = Inputs(base, np.full(5, 0.2), answering=("C",))
    found = run_case("reciprocal", given_)
    assert found.tariffs[0, 0].tolist() == [0, 0, 0.2, 0, 0]
    assert run_case("reciprocal", replace(given_, answering=())).tariffs[0, 0, 1] == 0.2


def test_choices_replace_the_defaults():
    given_ = Inputs(world(1), np.full(5, 0.2), choices={"trade": 6.0, "labour": 0.1})
    par = run_case("lump-sum", given_).parameters
    assert (par.trade[0], par.labour, par.rebate) == (6.0, 0.1, "lump-sum")


GOOD = np.array([[0.0, 2, 1], [1, 0, 3], [2, 1, 0]])


@pytest.mark.parametrize(
    ("trade", "gdp", "imposer", "words"),
    [
        (GOOD - 2, [9.0, 9, 9], "A", "negative"),
        (GOOD, [9.0, 0, 9], "A", "GDP of B"),
        (GOOD, [9.0, 9, 9], "X", "no country 'X'"),
        (GOOD, [9.0, 9], "A", r"GDP of \(3,\)"),
        (GOOD * [[1], [0], [1]], [9.0, 9, 9], "A", "no exports in the table for B"),
        (np.where(GOOD == 3, np.nan, GOOD), [9.0, 9, 9], "A", "not a number"),
    ],
)
def test_a_bad_table(trade, gdp, imposer, words):
    with pytest.raises(TradeTableError, match=words):
        World.calibrated(("A", "B", "C"), trade, np.array(gdp), imposer)


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        (np.full((5, 5), -1.2), "above -1"),
        (np.full((4, 4), 0.1), "shape"),
        (np.full((5, 5), 0.1), "diagonal"),
    ],
)
def test_a_bad_tariff(rates, words):
    base = world(2)
    with pytest.raises(ScenarioError, match=words):
        solve_world(base, Parameters.of(base), rates)


def test_an_unknown_case_names_those_there_are():
    with pytest.raises(ScenarioError, match="there is no case 'boom'; there are announced"):
        run_case("boom", Inputs(world(2), np.zeros(5)))
