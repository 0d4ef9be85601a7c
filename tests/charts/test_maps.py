"""Projections, windows and classes."""

from __future__ import annotations

import math
import re

import pytest
from tests.render.sample import exhibit

from countrydesk.charts.choropleth import choropleth, class_breaks
from countrydesk.charts.locator import locator
from countrydesk.charts.projection import (
    EQUAL_EARTH_WIDTH,
    Azimuthal,
    area,
    clip,
    contains,
    equal_earth,
    path,
    vectors,
)
from countrydesk.charts.theme import ChartTheme
from countrydesk.errors import RenderError

THEME = ChartTheme()
SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]


def test_equal_earth_keeps_areas():
    low = [equal_earth(x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
    high = [equal_earth(x, y) for x, y in ((0, 60), (1, 60), (1, 61), (0, 61))]
    ratio = (math.sin(math.radians(61)) - math.sin(math.radians(60))) / math.sin(math.radians(1))
    assert area(high) / area(low) == pytest.approx(ratio, rel=1e-3)


def test_equal_earth_has_its_published_size():
    assert equal_earth(180, 0)[0] - equal_earth(-180, 0)[0] == pytest.approx(
        EQUAL_EARTH_WIDTH, abs=1e-3
    )
    assert equal_earth(0, 90)[1] == pytest.approx(-1.3173, abs=1e-4)


def test_azimuthal_views_put_their_centre_in_the_middle():
    view = Azimuthal((-75.0, -10.0))
    assert view.equal_area(-75, -10) == pytest.approx((0, 0))
    assert view.equal_area(-75, 80)[1] == pytest.approx(-math.sqrt(2))
    assert math.hypot(*view.globe_of(vectors([(105, 20)]))[0]) == pytest.approx(1)


def test_azimuthal_views_do_not_mind_the_date_line():
    view = Azimuthal((179.0, -17.0))
    here, there = view.equal_area(179.9, -17), view.equal_area(-179.9, -17)
    assert math.dist(here, there) < 0.004


def test_clipping_keeps_what_is_inside():
    assert area(clip(SQUARE, (5, 5), (20, 20))) == pytest.approx(25)
    assert clip(SQUARE, (20, 20), (30, 30)) == []
    assert sorted(clip(SQUARE, (-1, -1), (11, 11))) == sorted(SQUARE)


def test_a_ring_goes_around_what_is_inside():
    assert contains(SQUARE, (5, 5))
    assert not contains(SQUARE, (15, 5))


def test_paths_are_in_tenths_and_drop_specks():
    assert path([SQUARE]) == "M0 0l100 0 0 100-100 0z"
    assert path([[(0, 0), (0.2, 0), (0.2, 0.2)]]) == ""


def test_classes_hold_about_as_many_places_each():
    assert class_breaks([float(n) for n in range(10)]) == [
        (0, 1), (2, 3), (4, 5), (6, 7), (8, 9),
    ]  # fmt: skip


def test_equal_values_share_a_class():
    assert class_breaks([1.0] * 7 + [2.0]) == [(1, 1), (2, 2)]
    assert class_breaks([3.0]) == [(3, 3)]


def test_a_locator_names_partner_and_neighbours():
    drawn = locator(exhibit("locator"), THEME)
    assert {"Peru", "Bolivia", "Brazil"} <= set(re.findall(r">([^<>]+)</text>", drawn))
    assert "<circle" in drawn


@pytest.mark.parametrize("place", ["TUV", "FJI", "LSO", "RUS", "USA"])
def test_a_locator_for_any_size_and_any_side_of_the_date_line(place):
    data = ({"place": place, "role": "partner"},)
    drawn = locator(exhibit("locator", data=data, options={"place": place}), THEME)
    assert "nan" not in drawn
    rings = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)" fill="none"', drawn)
    assert bool(rings) == (place == "TUV")
    for x, y, _ in rings:
        assert (float(x), float(y)) == pytest.approx((THEME.width / 2, 145), abs=1)


def test_a_locator_without_an_outline_is_refused():
    item = exhibit("locator", data=({"place": "ATL", "role": "partner"},), options={})
    with pytest.raises(RenderError, match="no outline of 'ATL'"):
        locator(item, THEME)


def test_a_choropleth_has_a_key_with_every_class_and_one_for_no_data():
    drawn = choropleth(exhibit("choropleth"), THEME)
    words = re.findall(r">([^<>]+)</text>", drawn)
    assert words[0] == "US dollars"
    assert words[-1] == "no data"
    assert len(words) == 7
