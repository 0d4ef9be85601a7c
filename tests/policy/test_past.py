"""The world of an earlier year: only what was known then, and totals that add up."""

from __future__ import annotations

import numpy as np
import pytest

from countrydesk.analysis.peers import states
from countrydesk.policy.dyads import OPTIONS
from countrydesk.policy.gravity import Scenario, solve
from countrydesk.policy.world.past import GOODS, world_before
from countrydesk.policy.world.totals import us_cells

YEAR = 2007


@pytest.fixture(scope="module")
def past(view):
    return world_before(view, YEAR, sorted(states()))


def test_us_flows_are_those_of_the_census_of_that_year(view, past):
    at = past.position
    cells = {
        pair: value
        for pair, value in us_cells(view, YEAR).items()
        if set(pair) <= set(past.countries)
    }
    assert len(cells) > 200
    for (exporter, importer), value in cells.items():
        assert past.flows[0, at(exporter), at(importer)] == pytest.approx(value)


def test_exports_and_domestic_sales_add_up_to_output(view, past):
    for place in ("PER", "DEU", "KEN"):
        row = past.flows[0, past.position(place)]
        output = view.find_at(place, "gdp_usd", str(YEAR)).number
        share = view.find_at(place, "exports_gdp", str(YEAR))
        assert row.sum() == pytest.approx(output, rel=1e-6)
        if share is not None:
            abroad = row.sum() - row[past.position(place)]
            assert abroad == pytest.approx(GOODS * output * share.number / 100, rel=1e-6)


def test_nothing_after_the_year_is_used(view, past):
    """A view that ends later has the same figures of the year, and no tariff of a later one."""
    again = world_before(view, YEAR, sorted(states()))
    assert np.array_equal(past.flows, again.flows)
    rate = past.rates[0, past.position("USA"), past.position("PER")]
    known = [
        item.value / 100
        for item in view.measured("PER", "applied_tariff")
        if item.value is not None and int(item.period.text) <= YEAR
    ]
    assert any(rate == pytest.approx(one) for one in known)


def test_the_agreement_of_2009_is_foretold_in_the_right_direction(past):
    found = solve(past, Scenario("agreement").tariff("USA", "PER", 0.0), OPTIONS)
    pairs = found.by_pair()
    row = pairs.filter((pairs["exporter"] == "USA") & (pairs["importer"] == "PER"))
    assert 0 < row["trade_pct"][0] < 200
    assert found.residual <= 1e-10
