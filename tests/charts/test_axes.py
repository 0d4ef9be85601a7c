"""Round ticks, ends of axes, years."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from countrydesk.charts.axes import numeric_scale, round_ticks, year_axis, year_scale

SIZES = st.floats(-1e13, 1e13, allow_nan=False, allow_infinity=False)


@given(SIZES, SIZES)
def test_ticks_cover_the_values_in_equal_steps(one, two):
    low, high = sorted((one, two))
    assume(high - low > 1e-6 * max(abs(low), abs(high)) or low == high)
    assume(max(abs(low), abs(high)) > 1e-6 or low == high == 0)
    ticks = round_ticks(low, high)
    step = ticks[1] - ticks[0]
    assert ticks[0] <= low + 1e-6 * step
    assert ticks[-1] >= high - 1e-6 * step
    assert 2 <= len(ticks) <= 8


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0, 10_000, (0, 2000, 4000, 6000, 8000, 10_000)), (0.41, 0.69, (0.4, 0.5, 0.6, 0.7)),
     (-0.6, 6.1, (-2, 0, 2, 4, 6, 8)), (5, 5, (4.4, 4.6, 4.8, 5.0, 5.2, 5.4, 5.6))],
)  # fmt: skip
def test_ticks_are_round(low, high, ticks):
    found = round_ticks(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    if low != high:
        assert found == pytest.approx(ticks)


def test_zero_is_shown_when_it_is_near():
    assert numeric_scale([900.0, 8000.0]).low == 0
    assert numeric_scale([70.0, 80.0]).low == 70
    assert numeric_scale([70.0, 80.0], zero=True).low == 0
    assert numeric_scale([-80.0, -3.0]).high == 0
    assert numeric_scale([None, 1.0, 2.0]).high == 2


def test_large_amounts_put_their_scale_in_the_title():
    scale = numeric_scale([1e9, 9e9], "US dollars")
    assert scale.title == "US dollars, billion"
    assert scale.labels[-1] == "10"


def test_places_and_values_are_inverse():
    scale = numeric_scale([3.0, 17.0])
    assert scale.value(scale.place(11.0, 190), 190) == pytest.approx(11.0)


def test_years_end_where_the_data_end():
    scale = year_scale([1994.0, 2023.0])
    assert (scale.low, scale.high) == (1994, 2023)
    assert scale.labels[1:-1] == ("1995", "2000", "2005", "2010", "2015", "2020")
    assert year_axis(scale)["values"] == [1995, 2000, 2005, 2010, 2015, 2020]


def test_a_single_year_has_room_on_both_sides():
    scale = year_scale([2024.0])
    assert (scale.low, scale.high) == (2023, 2025)
