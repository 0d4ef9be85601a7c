"""Numbers as labels, widths, line breaks, labels moved apart."""

from __future__ import annotations

import itertools
import re

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from countrydesk.charts.text import (
    ELLIPSIS,
    number,
    spread,
    text_width,
    tick_labels,
    with_scale,
    wrap,
)
from countrydesk.charts.theme import FONT


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (0.0, "0"), (8485.3, "8,485"), (23_400, "23,400"), (10.0, "10"), (6.84, "6.84"),
        (41.26, "41.3"), (0.5825, "0.583"), (-0.6, "−0.6"), (9.363e9, "9.36 billion"),
        (999_400, "999,400"), (999_950_000, "1 billion"), (2.5e12, "2.5 trillion"),
        (-0.0001, "0"),
    ],
)  # fmt: skip
def test_numbers_as_labels(value, label):
    assert number(value) == label


def test_ticks_share_decimals_and_a_scale():
    assert tick_labels([0.0, 0.25, 0.5]) == (["0.00", "0.25", "0.50"], "")
    assert tick_labels([-2.0, 0.0, 2.0]) == (["−2", "0", "2"], "")
    assert tick_labels([0.0, 5e9, 1e10]) == (["0", "5", "10"], "billion")


def test_the_scale_joins_the_title():
    assert with_scale("US dollars", "billion") == "US dollars, billion"
    assert with_scale("", "billion") == "billion"
    assert with_scale("percent", "") == "percent"


@pytest.mark.parametrize(
    "text", ["GDP per head, 2024", "Côte d’Ivoire", "1,234.5 – Ñandú", "“−3” → …"]
)
def test_widths_are_those_of_the_exporter(text):
    mark = {"text": {"value": text}, "font": {"value": FONT}, "fontSize": {"value": 100}}
    spec = {"$schema": "https://vega.github.io/schema/vega/v6.json", "width": 1, "height": 1,
        "autosize": "pad", "marks": [{"type": "text", "encode": {"enter": mark}}]}  # fmt: skip
    measured = re.search(r'viewBox="0 0 ([\d.]+)', vl_convert.vega_to_svg(spec))
    assert measured is not None
    assert text_width(text, 100) == pytest.approx(float(measured[1]), rel=0.03)


@given(st.text(st.sampled_from("abcdefgh WMil-é漢"), max_size=60), st.floats(20, 200))
def test_wrapped_text_fits(text, width):
    lines = wrap(text, width).split("\n")
    assert len(lines) <= 2
    assert all(text_width(line) <= width or line == ELLIPSIS for line in lines)


def test_text_that_fits_is_not_changed():
    assert wrap("Median of South America", 96) == "Median of South\nAmerica"
    assert wrap("Peru", 96) == "Peru"
    assert wrap("", 96) == ""


@given(st.lists(st.floats(0, 190), max_size=8))
def test_labels_do_not_overlap_and_keep_their_order(wanted):
    heights = [14.0] * len(wanted)
    found = spread(wanted, heights, -6, 196)
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    places = [found[at] for at in order]
    assert all(b - a >= 14 - 1e-9 for a, b in itertools.pairwise(places))
    assert all(-6 + 7 - 1e-9 <= place <= 196 - 7 + 1e-9 for place in places)


def test_labels_with_room_stay_where_they_belong():
    assert spread([20.0, 100.0], [14, 14], 0, 190) == [20.0, 100.0]
