from dataclasses import replace
from datetime import date
from importlib import import_module

import numpy as np
import pytest
from tests.analysis.toy import toy_view

from countrydesk.analysis.forecasting import breakdown, transitions
from countrydesk.analysis.forecasting.backtest import Backtest
from countrydesk.analysis.forecasting.regimes import (
    INDICES,
    ORDER,
    REGIME,
    Regimes,
    cases,
    read_regimes,
)
from countrydesk.analysis.forecasting.scores import auc
from countrydesk.analysis.forecasting.transitions import Cases
from countrydesk.evidence import View, load_release

LIGHT = (transitions.logistic,)


def invented(rows: int = 60, years: int = 30, seed: int = 0) -> Cases:
    """Return cases in which the first of three inputs tells what happens."""
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(rows * years, 3))
    chance = transitions.probability(1.5 * inputs[:, 0] - 2)
    return Cases(
        ("signal", "noise", "more noise"),
        np.repeat([f"P{n}" for n in range(rows)], years),
        np.tile(np.arange(1990, 1990 + years), rows),
        inputs,
        (rng.uniform(size=rows * years) < chance).astype(float),
        np.ones(rows * years, dtype=bool),
        2,
    )


KNOWN = invented()


def test_a_span_that_reaches_past_the_last_known_year_is_unknown():
    cut = KNOWN.known_by(2010)
    assert cut.opening.max() == 2010
    known = cut.opening[~np.isnan(cut.happened)]
    assert known.max() == 2008


def test_a_gap_pushes_what_is_known_further_back():
    cut = replace(KNOWN, gap=2).known_by(2010)
    assert cut.opening[~np.isnan(cut.happened)].max() == 2007


def test_the_signal_is_found_and_later_spans_do_not_matter():
    said = transitions.chances(KNOWN, 2015, LIGHT)
    happened = KNOWN.happened[KNOWN.at(2015)]
    assert auc(said, happened) > 0.7
    backtest = Backtest(KNOWN, lambda k, o: (transitions.chances(k, o, LIGHT), ()))
    assert not backtest.leaks(2015)


def test_all_three_learners_find_the_signal():
    for learner in transitions.LEARNERS:
        said = transitions.chances(KNOWN, 2018, (learner,))
        assert auc(said, KNOWN.happened[KNOWN.at(2018)]) > 0.65


def peeking(known: Cases, origin: int):
    """A careless forecaster: trained on spans that had not ended."""
    careless = replace(known, span=0)
    return transitions.chances(careless, origin, LIGHT), ()


def test_training_on_spans_that_had_not_ended_is_caught():
    assert Backtest(KNOWN, peeking).leaks(2015)


def test_rows_that_cannot_move_get_the_floor():
    risk = KNOWN.risk.copy()
    risk[KNOWN.opening == 2015] = np.arange((KNOWN.opening == 2015).sum()) > 5
    said = transitions.chances(replace(KNOWN, risk=risk), 2015, LIGHT)
    assert (said[:6] == transitions.FLOOR).all()
    assert (said[6:] != transitions.FLOOR).all()


def test_too_few_events_are_refused():
    quiet = replace(KNOWN, happened=np.zeros(len(KNOWN.happened)))
    with pytest.raises(ValueError, match="fewer than"):
        transitions.chances(quiet, 2015, LIGHT)


def test_the_signal_moves_the_log_odds_most():
    moved = transitions.drivers(KNOWN, 2015, LIGHT)
    assert moved.shape == (60, 3)
    assert np.abs(moved).mean(axis=0).argmax() == 0


def test_climatology_is_the_share_of_known_cases():
    cut = KNOWN.known_by(2010)
    known = ~np.isnan(cut.happened)
    share = (cut.happened[known].sum() + 1) / (known.sum() + 2)
    assert transitions.climatology(cut, 2010) == pytest.approx(share)


# -- regimes -----------------------------------------------------------------------------------


def regimes(levels: list[float]) -> Regimes:
    rows = np.array([levels])
    return Regimes(("AAA",), 2000, rows, np.full((5, *rows.shape), 0.6))


def test_a_fall_in_either_year_of_the_span_counts():
    found = cases(regimes([2, 2, 2, 1, 1, 1]), -1)
    happened = dict(zip(found.opening.tolist(), found.happened.tolist(), strict=True))
    assert [happened[year] for year in (2001, 2002, 2003, 2004)] == [0, 1, 1, 0]
    assert np.isnan(happened[2005])
    assert np.isnan(happened[2006])


def test_a_rise_is_the_other_direction_and_a_gap_moves_the_span():
    found = cases(regimes([1, 1, 1, 2, 2, 2]), 1, gap=2)
    happened = dict(zip(found.opening.tolist(), found.happened.tolist(), strict=True))
    assert [happened[year] for year in (2002, 2003, 2004)] == [1, 1, 0]


def test_a_liberal_democracy_cannot_rise_nor_a_closed_autocracy_fall():
    assert not cases(regimes([3, 3, 3, 3]), 1).risk.any()
    assert not cases(regimes([0, 0, 0, 0]), -1).risk.any()


def test_inputs_of_a_year_do_not_change_with_later_years():
    whole = read_regimes(View(load_release("bundled")))
    cut = Regimes(
        whole.places, whole.first, whole.levels[:, :-10].copy(), whole.indices[:, :, :-10].copy()
    )
    for direction in (-1, 1):
        long, short = cases(whole, direction), cases(cut, direction)
        early = long.opening <= short.opening.max()
        assert np.array_equal(long.inputs[early], short.inputs)
        assert np.array_equal(long.places[early], short.places)


# -- the release -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def light():
    patch = pytest.MonkeyPatch()
    patch.setattr(import_module("countrydesk.analysis.forecasting.breakdown"), "ORIGINS", 1)
    patch.setattr(transitions, "LEARNERS", LIGHT)
    yield
    patch.undo()


def test_forecasts_of_the_release(light):
    view = View(load_release("bundled"))
    found = {f.question.place: f for f in breakdown.breakdown_forecasts(view, date(2026, 11, 1))}
    assert "PRK" not in found
    assert found["NOR"].probability < found["ZMB"].probability
    made = found["PER"]
    assert made.question.period == "2026/2027"
    assert made.question.deadline == date(2028, 12, 31)
    names = (REGIME, *INDICES)
    held = {o.id for name in names for o in view.series("PER", name)}
    assert set(made.evidence) <= held
    assert made.record.cases > 100


def coded(levels: dict[int, int], released: date):
    """Return a view in which a state has these types of regime by year."""
    rows = [
        {"place": "PER", "indicator": "regime_type", "period": str(year), "text": ORDER[level],
         "source": "ert", "released_on": released}
        for year, level in levels.items()
    ]  # fmt: skip
    return toy_view(rows)


@pytest.mark.parametrize(
    ("levels", "fell", "rose"),
    [
        ({2025: 2, 2026: 2, 2027: 2}, 0, 0),
        ({2025: 2, 2026: 1, 2027: 2}, 1, 1),
        ({2025: 2, 2026: 2, 2027: 0}, 1, 0),
        ({2025: 1, 2026: 2, 2027: 2}, 0, 1),
        ({2025: 2, 2026: 1}, None, None),
        ({2026: 1, 2027: 1}, None, None),
    ],
)
def test_a_question_is_decided_by_the_years_of_its_span(levels, fell, rose):
    origin = date(2026, 11, 1)
    view = coded(levels, date(2028, 3, 17))
    for kind, expected in ((breakdown.BREAKDOWN, fell), (breakdown.IMPROVEMENT, rose)):
        question = breakdown._question(origin, kind, "PER", 2026, 2)
        assert breakdown.by_regime(question, view) == expected


def test_a_release_from_before_the_origin_decides_nothing():
    question = breakdown._question(date(2026, 11, 1), breakdown.BREAKDOWN, "PER", 2026, 2)
    early = coded({2025: 2, 2026: 1, 2027: 1}, date(2026, 3, 1))
    assert breakdown.by_regime(question, early) is None
