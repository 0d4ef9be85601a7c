"""What a change of duty does to both sides: directions, doing nothing, intervals, refusals."""

from __future__ import annotations

import numpy as np
import pytest

from countrydesk.errors import ScenarioError, TradeTableError
from countrydesk.policy.dyads import (
    STRATA,
    TRADE_SE,
    get_move,
    rival_of,
    simulate,
    strata,
)
from countrydesk.policy.gravity import Scenario, solve
from countrydesk.policy.tariffs import duty_stack


@pytest.fixture(scope="module")
def ended(view):
    try:
        return simulate(view, "USA", "PER", "end")
    except TradeTableError as error:
        pytest.skip(f"the bundled release has no matrix of trade: {error}")


def test_ending_the_duty_sells_more_and_earns_less_revenue(ended):
    assert ended.move.after < ended.move.before
    assert ended.sales[1] > 0
    assert ended.income[1] > 0
    assert ended.revenue[2] < 0
    assert ended.residual <= 1e-10


def test_every_centre_lies_within_its_interval(ended):
    for name, (centre, low, high) in ended.measures.items():
        assert low < high, name
        assert low <= centre <= high, name


def test_the_cut_is_the_duty_on_all_goods(view, ended):
    """What falls away is at most the 12.5 points that a line without exceptions pays."""
    (layer,) = duty_stack(view, "PER", "08104000").layers
    cut = 100 * (ended.move.before - ended.move.after)
    assert 0 < cut <= layer.rate == 12.5


def test_doubling_is_the_other_way(view, ended):
    doubled = simulate(view, "USA", "PER", "double", count=5)
    assert doubled.move.after - doubled.move.before == pytest.approx(
        ended.move.before - ended.move.after
    )
    assert doubled.sales[2] < 0
    assert doubled.income[2] < 0


def test_a_counter_move_of_china_draws_goods_of_peru_away(view):
    """China gives up the larger duty: Peru sells less elsewhere, earns more and buys more."""
    found = simulate(view, "USA", "PER", "rival", count=5)
    assert (found.move.rival, found.move.after) == ("CHN", 0.0)
    assert found.sales[2] < 0
    assert found.income[1] > 0
    assert found.purchases[1] > 0


def test_doing_nothing_is_zero(ended):
    left = solve(ended.move.baseline, Scenario("do nothing"))
    assert abs(left.at("PER")["real_income_pct"]) < 1e-9
    assert abs(left.at("USA")["real_income_pct"]) < 1e-9


def test_the_members_of_the_union_move_together(view):
    move = get_move(view, "USA", "EUU", "open")
    base, at = move.baseline, move.baseline.position
    assert {base.rates[0, at(one), at("USA")] for one in ("DEU", "FRA", "POL")} == {move.before}
    with pytest.raises(ScenarioError, match="one customs territory"):
        get_move(view, "DEU", "FRA", "open")


@pytest.mark.parametrize(
    ("principal", "partner", "kind", "message"),
    [
        ("USA", "PER", "bargain", "no move 'bargain'; there are end, double"),
        ("DEU", "KEN", "end", "for DEU there are open, raise and rival"),
        ("USA", "VAT", "open", "no figures for"),
        ("USA", "USA", "open", "one customs territory"),
    ],
)
def test_moves_that_cannot_be(view, principal, partner, kind, message):
    with pytest.raises(ScenarioError, match=message):
        get_move(view, principal, partner, kind)


def test_the_rival_is_never_one_of_the_two():
    assert rival_of("USA", "PER") == "CHN"
    assert rival_of("CHN", "PER") == "USA"
    assert rival_of("USA", "CHN") == "EUU"


def test_strata_have_the_mean_and_about_the_spread_asked_for():
    taken = strata(2001)
    assert taken.size == 2001
    assert np.mean(taken.trade) == pytest.approx(4.0, rel=1e-3)
    assert np.std(taken.trade) == pytest.approx(TRADE_SE, rel=0.02)
    assert strata().size == STRATA
