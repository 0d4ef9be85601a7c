from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis.continuation import continuation, reach_alone
from countrydesk.analysis.finding import recompute

LINE = {year: 50 + (year - 1990) for year in range(1990, 2025)}
WAVE = {year: 50 + (year % 7) for year in range(1990, 2025)}
NAME = "vaccination_dtp3"


def view_of(values):
    return toy_view(series("PER", NAME, values))


def test_a_straight_line_goes_on_without_error():
    found = continuation(view_of(LINE), place="PER", indicator=NAME, year=2028)
    assert [found.value, found.values["low"], found.values["high"]] == pytest.approx([88] * 3)
    assert found.values["n"] == 2024 - 1990 - 10 - 4 + 1
    assert recompute(view_of(LINE), found) == found


def test_the_interval_holds_the_point_and_widens_with_the_turns():
    found = continuation(view_of(WAVE), place="PER", indicator=NAME, year=2027)
    assert found.values["low"] < found.number < found.values["high"]
    line = continuation(view_of(LINE), place="PER", indicator=NAME, year=2027)
    assert line.values["high"] - line.values["low"] < found.values["high"] - found.values["low"]


def test_a_short_series_says_nothing():
    short = {year: LINE[year] for year in range(2010, 2025)}
    assert continuation(view_of(short), place="PER", indicator=NAME, year=2028) is None
    assert continuation(view_of(LINE), place="PER", indicator=NAME, year=2024) is None


def test_a_share_stays_below_a_hundred():
    steep = {year: min(99, 30 + 2 * (year - 1990)) for year in range(1990, 2025)}
    found = continuation(view_of(steep), place="PER", indicator=NAME, year=2034)
    assert found is None or found.values["high"] <= 100


@pytest.mark.parametrize(("target", "way", "likely"), [(80, "up", True), (95, "up", False),
    (95, "down", True)])  # fmt: skip
def test_the_chance_of_getting_there_alone(target, way, likely):
    found = reach_alone(
        view_of(LINE), place="PER", indicator=NAME, year=2028, target=float(target), way=way
    )
    assert 0 < found.number < 1
    assert (found.number > 0.5) is likely
