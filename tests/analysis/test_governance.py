from __future__ import annotations

import pytest
from tests.analysis.toy import toy_view

from countrydesk.analysis import governance
from countrydesk.analysis.peers import states

LAW, CLEAN, VOICE = "rule_of_law_wgi", "corruption_control_wgi", "voice_accountability_wgi"


def estimate(place, indicator, year, value, margin=0.2):
    return {
        "place": place, "indicator": indicator, "period": str(year), "value": value,
        "low": value - margin, "high": value + margin,
    }  # fmt: skip


def field(indicator, *, own=None):
    """Give every state its number in the list of states, from nought; Peru its ``own``."""
    return [
        estimate(state, indicator, 2022, own if state == "PER" and own is not None else at)
        for at, state in enumerate(states())
    ]


def test_the_best_and_the_worst_of_the_measures():
    n = len(states())
    view = toy_view([*field(LAW, own=-1), *field(CLEAN, own=1000)])
    best = governance.governance_profile(view, place="PER", position=1)
    worst = governance.governance_profile(view, place="PER", position=-1)
    assert (best.indicator, best.number) == (CLEAN, 100)
    assert (worst.indicator, worst.number, worst.values["above"]) == (LAW, 0, 100)
    assert (best.values["spread"], best.values["n"], best.values["others"]) == (100, 2, n - 1)
    assert (worst.values["low"], worst.values["high"]) == (-1.2, -0.8)


def test_one_measure_makes_no_profile():
    assert not governance.governance_profile(toy_view(field(LAW)), place="PER", position=1)


@pytest.mark.parametrize(("last", "clear"), [(0.5, 1), (0.3, 0), (-0.5, 1)])
def test_a_move_is_clear_where_the_intervals_do_not_meet(last, clear):
    view = toy_view([estimate("PER", LAW, 2012, 0), estimate("PER", LAW, 2022, last)])
    found = governance.interval_shift(view, place="PER", indicator=LAW, years=10)
    assert (found.number, found.values["clear"]) == (last, clear)
    assert (found.values["base_period"], found.values["size"]) == ("2012", abs(last))


def test_no_shift_without_a_base_or_without_intervals():
    alone = toy_view([estimate("PER", LAW, 2018, 0), estimate("PER", LAW, 2022, 1)])
    assert not governance.interval_shift(alone, place="PER", indicator=LAW, years=10)
    bare = [estimate("PER", LAW, y, 0) | {"low": None, "high": None} for y in (2012, 2022)]
    assert not governance.interval_shift(toy_view(bare), place="PER", indicator=LAW, years=10)


def test_a_clear_move_goes_before_a_larger_one_that_is_not():
    view = toy_view(
        [estimate("PER", LAW, 2012, 0, 1), estimate("PER", LAW, 2022, 0.9, 1),
            estimate("PER", CLEAN, 2012, 0, 0.1), estimate("PER", CLEAN, 2022, 0.3, 0.1)]
    )  # fmt: skip
    names = f"{LAW} {CLEAN} {VOICE}"
    found = governance.largest_shift(view, place="PER", indicators=names, years=10)
    assert (found.indicator, found.number) == (CLEAN, 0.3)
    assert (found.values["n"], found.values["n_clear"]) == (2, 1)
