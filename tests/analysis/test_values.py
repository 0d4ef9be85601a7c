from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import culture, values
from countrydesk.analysis.peers import states

OTHERS = [s for s in states() if s not in {"PER", "USA"}][:98]


def measure(name, own, theirs, year=2024):
    """Return 98 states at 0.005, 0.015 ... and the two sides at ``own`` and ``theirs``."""
    rows = [
        row
        for at, state in enumerate(OTHERS)
        for row in series(state, name, {year: 0.005 + at / 100})
    ]
    return [*rows, *series("PER", name, {year: own}), *series("USA", name, {year: theirs})]


NEAR = measure("egalitarian_democracy", 0.40, 0.45)
FAR = measure("participatory_democracy", 0.20, 0.69)
SAME = measure("gini", 0.30, 0.30)


def test_the_states_between_are_the_yardstick():
    view = toy_view([*NEAR, *FAR, *SAME])
    wide = values.value_gap(view, place="PER", counterpart="USA", position=1)
    assert (wide.indicator, wide.values["between"], wide.values["of"]) == (
        "participatory_democracy",
        49,
        100,
    )
    assert wide.values["apart"] == pytest.approx(50.0)
    assert wide.number == pytest.approx(-0.49)
    narrow = values.value_gap(view, place="PER", counterpart="USA", position=3)
    assert (narrow.indicator, narrow.values["apart"]) == ("gini", 0.0)
    assert values.value_gap(view, place="PER", counterpart="USA", position=4) is None


def test_the_distance_is_the_mean_over_the_measures():
    view = toy_view([*NEAR, *FAR, *SAME])
    found = values.value_distance(view, place="PER", counterpart="USA")
    between = 100 * 5 / 98
    assert found.number == pytest.approx((between + 50 + 0) / 3)
    assert (found.values["measures"], found.values["of"]) == (3, 99)
    assert len(found.inputs) == 6


def test_too_few_or_too_old_measures_give_no_distance():
    assert values.value_distance(toy_view([*NEAR, *FAR]), place="PER", counterpart="USA") is None
    old = toy_view([*NEAR, *FAR, *measure("gini", 0.3, 0.3, year=2010)])
    assert values.value_distance(old, place="PER", counterpart="USA") is None
    one = toy_view(NEAR)
    assert values.value_gap(one, place="PER", counterpart="USA", position=1) is None


def test_standing_counts_the_states_below():
    assert values.standing(toy_view(NEAR), "egalitarian_democracy", 0.4) == 40.0


def faith(place, name, share, position=1):
    return {
        "place": place, "indicator": "religion", "period": "2017", "text": name,
        "attributes": {"share": share, "position": str(position)},
    }  # fmt: skip


def test_the_largest_faith_has_a_family():
    rows = [
        faith("PER", "no religion", "5.1", 3),
        faith("PER", "Catholic", "76"),
        faith("PER", "Hindu", "<1", 2),
        faith("KEN", "none", "90"),
        faith("JPN", "Shintoism", "48.6"),
    ]
    view = toy_view(rows)
    found = culture.largest_faith(view, place="PER")
    assert (found.value, found.values["share"], found.values["family"]) == (
        "Catholic",
        76.0,
        "Christian",
    )
    assert culture.largest_faith(view, place="JPN").values["family"] == "Shintoism"
    assert culture.largest_faith(view, place="KEN") is None


def tongue(place, name, **marks):
    return {
        "place": place, "indicator": "languages_official", "period": "2026-01", "text": name,
        "attributes": marks,
    }  # fmt: skip


def test_a_language_is_shared_under_a_longer_name():
    rows = [
        tongue("CHN", "Standard Chinese or Mandarin"),
        tongue("TWN", "Mandarin"),
        tongue("KEN", "English"),
        tongue("KEN", "Kiswahili"),
        tongue("USA", "English", share="78.2"),
    ]
    view = toy_view(rows)
    assert culture.shared_tongue(view, place="TWN", counterpart="CHN").value == "Mandarin"
    english = culture.shared_tongue(view, place="KEN", counterpart="USA")
    assert (english.value, english.values["holders"]) == ("English", 2)
    assert culture.shared_tongue(view, place="KEN", counterpart="CHN") is None
    assert culture.first_tongue(view, place="KEN").values["n"] == 2
