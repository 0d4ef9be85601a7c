"""The recent world: what is observed stays, what is estimated adds up, and how good it is."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countrydesk.errors import TradeTableError
from countrydesk.policy.gravity import Options, Scenario, solve
from countrydesk.policy.world import recent_world, world_of, world_today
from countrydesk.policy.world.balancing import balance
from countrydesk.policy.world.duties import duty_table, us_duty
from countrydesk.policy.world.matrix import World, observed_world
from countrydesk.policy.world.missing import distances
from countrydesk.policy.world.totals import us_cells
from countrydesk.policy.world.validation import against_census, carried, withheld


@pytest.fixture(scope="module")
def matrix(view):
    try:
        return observed_world(view)
    except TradeTableError as error:
        pytest.skip(f"the bundled release has no matrix of trade: {error}")


@pytest.fixture(scope="module")
def base(view, matrix):
    return recent_world(view)


sizes = st.integers(2, 6)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), size=sizes)
def test_a_balanced_matrix_has_the_totals_and_keeps_the_known_cells(data, size):
    seed = data.draw(st.integers(0, 2**31))
    random = np.random.Generator(np.random.PCG64(seed))
    truth, prior = random.uniform(0.1, 9, (2, size, size))
    fixed = random.uniform(size=(size, size)) < 0.2
    fixed[0], fixed[:, 0] = False, False
    prior = np.where(fixed, truth, prior)
    found = balance(prior, truth.sum(axis=1), truth.sum(axis=0), fixed)
    assert np.allclose(found.sum(axis=1), truth.sum(axis=1), rtol=1e-6)
    assert np.allclose(found.sum(axis=0), truth.sum(axis=0), rtol=1e-6)
    assert (found[fixed] == truth[fixed]).all()
    assert (found >= 0).all()


def test_a_free_total_is_left_as_it_is():
    prior = np.array([[1.0, 2.0], [3.0, 4.0]])
    free = np.full(2, np.nan)
    assert (balance(prior, free, free, np.zeros((2, 2), dtype=bool)) == prior).all()


def test_known_cells_above_the_total_are_refused():
    fixed = np.array([[True, False], [False, False]])
    with pytest.raises(TradeTableError, match="row 1 add up to more than its total"):
        balance(np.full((2, 2), 5.0), np.array([4.0, 9.0]), np.full(2, np.nan), fixed)


def test_a_total_without_a_cell_to_take_it_is_refused():
    prior = np.array([[0.0, 0.0], [1.0, 1.0]])
    with pytest.raises(TradeTableError, match="no cell to take it"):
        balance(prior, np.array([4.0, 2.0]), np.full(2, np.nan), np.zeros((2, 2), dtype=bool))


def test_a_release_without_the_matrix_is_refused_in_one_line():
    from tests.analysis.toy import toy_view

    with pytest.raises(TradeTableError, match="source cepii_baci"):
        observed_world(toy_view([]))


def test_distances_are_those_of_the_globe():
    lima, kilometres = "PER", distances("PER", ("CHL", "CHN", "XXX"))
    assert lima
    assert 1500 < kilometres[0] < 4000
    assert 14_000 < kilometres[1] < 19_000
    assert kilometres[2] == pytest.approx(kilometres[:2].mean())


def test_flows_with_the_united_states_are_those_of_the_census(view, base):
    at = base.position
    for (exporter, importer), value in us_cells(view, 2024).items():
        if exporter in base.countries and importer in base.countries:
            assert base.flows[0, at(exporter), at(importer)] == pytest.approx(value)
            assert base.observed[0, at(exporter), at(importer)]


def test_domestic_sales_and_exports_add_up_to_output(view, base):
    at = base.position("PER")
    output = view.find_at("PER", "gdp_usd", "2024")
    assert base.flows[0, at].sum() == pytest.approx(output.number, rel=1e-6)
    assert base.observed[0, at, at]
    hong_kong = base.position("SSD")
    assert base.flows[0, hong_kong, hong_kong] > 0


def test_economies_that_the_source_lacks_are_placed_and_marked(view, matrix, base):
    for place in ("TWN", "CUB", "PRK", "TUV", "XKX"):
        assert place not in matrix.places
        at = base.position(place)
        cells = base.observed[0, at].copy()
        cells[[at, base.position("USA")]] = False
        assert not cells.any()
    taiwan = base.position("TWN")
    exports = base.flows[0, taiwan].sum() - base.flows[0, taiwan, taiwan]
    assert 2.5e11 < exports < 5e11


def test_the_matrix_agrees_with_the_census(view, matrix):
    fit = against_census(view, matrix)
    assert fit.cells > 350
    assert fit.correlation > 0.97
    assert 0.95 < fit.median < 1.05
    assert fit.within_half > 0.95
    assert carried(view, matrix, 2024).within_half > 0.95


def test_withheld_economies_come_back_in_shape(view, matrix):
    fits = withheld(view, matrix, ("PER", "POL", "THA"))
    assert [fit.what for fit in fits] == ["PER", "POL", "THA"]
    assert all(fit.correlation > 0.75 and fit.within_double > 0.6 for fit in fits)


def test_duties_of_the_union_and_of_the_united_states(view, base):
    day = date(2026, 8, 1)
    table = duty_table(view, base.countries, day)
    at = base.position
    assert table[at("FRA"), at("DEU")] == 0
    assert table[at("CHN"), at("DEU")] == table[at("CHN"), at("FRA")] > 0
    assert table[at("PER"), at("USA")] == pytest.approx(us_duty(view, "PER", day))
    assert 0.08 < us_duty(view, "PER", day) < 0.10
    assert us_duty(view, "PER", date(2024, 12, 31)) < 0.002
    assert 0 < us_duty(view, "KEN", day) < 0.125
    assert (np.diag(table) == 0).all()


def test_the_world_of_today_clears_and_can_be_left_alone(view, base):
    today = world_today(view)
    effects = solve(today, Scenario("nothing"), Options(closure="fixed"))
    assert np.abs(effects.real_income).max() < 1e-8
    end = Scenario("end").tariff("PER", "USA", 0.0)
    found = solve(today, end, Options(closure="fixed"))
    assert found.at("PER")["real_income_pct"] > 0
    assert found.residual < 1e-10


def test_an_unknown_economy_is_named():
    world = World(("PER",), np.zeros((1, 1)), np.zeros((1, 1), dtype=bool), 2023)
    with pytest.raises(TradeTableError, match="no economy 'XXX'"):
        world.position("XXX")


def test_the_world_is_made_once(view, matrix):
    assert world_of(view) is world_of(view)
