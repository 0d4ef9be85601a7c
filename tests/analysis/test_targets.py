from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import targets
from countrydesk.analysis.finding import recompute

SOUTH = ("PER", "ARG", "BOL", "BRA", "CHL", "COL", "ECU")
DTP = "vaccination_dtp3"
CHILD = "child_mortality"


def history(values, indicator=DTP):
    """Return rows for 2020 and 2024: pairs of values by place."""
    return [
        row
        for place, (early, late) in zip(SOUTH, values, strict=True)
        for row in series(place, indicator, {2020: early, 2024: late})
    ]


CLOSE = history([(80, 82), (70, 86), (80, 90), (80, 85), (80, 84), (60, 88), (80, 83)])
FAR = history([(20, 30), (88, 90), (88, 90), (88, 91), (88, 92), (88, 93), (88, 94)])


def mark(rows, rule, **more):
    given = {"place": "PER", "indicator": DTP, "ahead": 4} | more
    return targets.mark(toy_view(rows), rule=rule, **given)


def test_the_median_is_the_mark_where_peers_have_come_as_far():
    found = mark(CLOSE, "median")
    assert (found.value, found.values["n"], found.values["way"]) == (85.5, 6, "up")
    assert recompute(toy_view(CLOSE), found) == found


def test_a_median_out_of_reach_gives_way_to_the_pace_of_the_best_peers():
    assert mark(FAR, "median") is None
    found = mark(FAR, "pace")
    assert 30 < found.number <= 36
    assert found.values["ahead"] == 4


def test_who_is_there_already_gets_no_mark_but_to_hold():
    assert mark(CLOSE, "median", place="BOL") is None
    assert mark(CLOSE, "hold", place="BOL").value == 90


def test_lower_is_better_where_the_catalogue_says_so():
    rows = history([(20, 18), (20, 12), (20, 13), (20, 14), (20, 15), (20, 16), (20, 17)], CHILD)
    found = mark(rows, "median", indicator=CHILD)
    assert (found.value, found.values["way"]) == (14.5, "down")


def test_a_mark_that_prints_like_the_value_is_none():
    rows = history([(80, 85.2), (80, 85.4), (80, 85.4), (80, 85.4), (80, 85.4), (80, 85.4),
        (80, 85.4)])  # fmt: skip
    assert mark(rows, "median") is None


def test_a_step_leaves_no_scale():
    rows = series("PER", "political_terror", {2023: 1})
    view = toy_view(rows)
    given = {"place": "PER", "indicator": "political_terror", "rule": "step", "limit": 1.0}
    assert targets.mark(view, **given) is None
    rows = series("PER", "political_terror", {2023: 4})
    assert targets.mark(toy_view(rows), **given).value == 3


def test_the_review_reads_the_figure_for_the_year_the_run_ends():
    rows = series("PER", DTP, {2024: 80}, released_on=date(2025, 7, 15))
    found = targets.review(toy_view(rows), months=24, place="PER", indicator=DTP)
    assert (found.value, found.values["reading"], found.values["lag"]) == ("2029-08", "2028", 7)


def test_what_is_read_on_any_day_is_judged_when_the_run_ends():
    assert targets.review(toy_view(CLOSE), months=9).value == "2027-08"


@pytest.mark.parametrize(("rule", "day"), [("quarter", "2027-01-01"), ("fiscal", "2027-10-01")])
def test_the_start_follows_the_cutoff(rule, day):
    assert targets.start(toy_view(CLOSE), rule=rule).value == day


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(10, 99), min_size=14, max_size=14))
def test_a_mark_is_never_behind_the_value(numbers):
    rows = history(list(zip(numbers[::2], numbers[1::2], strict=True)))
    for rule in ("median", "pace", "best", "before"):
        found = mark(rows, rule)
        assert found is None or found.number > found.values["own"]
