"""Disasters: shares, what is known when, the shipped coefficients, how a year is decided."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.analysis.toy import toy_view

from countrydesk.analysis.forecasting import disasters
from countrydesk.analysis.forecasting.disaster_cases import (
    FEATURES,
    FIRST,
    LAG,
    SINCE,
    THRESHOLD,
    Exposure,
    StateYears,
    affected,
    cases,
    state_years,
)
from countrydesk.analysis.forecasting.families import get_family
from countrydesk.evidence import View, load_release

LAST = 2012


def invented(seed=0, places=12):
    """Return state-years in which the first half of the places is hit often, the rest seldom."""
    rng = np.random.default_rng(seed)
    years = LAST - SINCE + 1
    chance = np.where(np.arange(places) < places // 2, 0.7, 0.05)
    happened = (rng.random((places, years)) < chance[:, None]).astype(float)
    inputs = rng.normal(size=(places, years, len(FEATURES) - 1))
    names = tuple(f"P{at:02}" for at in range(places))
    return StateYears(names, ("R",) * places, happened, inputs)


def test_a_share_counts_the_years_that_were_known():
    known = invented()
    at = 2010 - LAG - SINCE
    assert known.recent(2010) == pytest.approx(known.happened[:, at - 9 : at + 1].mean(axis=1))
    assert known.own(2010) == pytest.approx(known.happened[:, 10 : at + 1].mean(axis=1))


def test_nothing_that_became_known_later_moves_a_forecast():
    assert not disasters.backtest(invented()).leaks(2008)


def test_the_test_of_leaks_sees_a_share_that_reaches_too_far():
    def peeking(known, year):
        made, places = disasters.backtest(known).forecast(known, year)
        return made + known.happened[:, year - SINCE - 1, None], places

    assert replace(disasters.backtest(invented()), forecast=peeking).leaks(2008)


def test_frequent_and_rare_states_are_told_apart_and_scored():
    tested = disasters.run_backtest(invented(), first=2008)
    assert tested.years == tuple(range(2008, LAST + 1))
    for answers in tested.answers:
        assert answers[:6, 0].min() > answers[6:, 0].max()
    world = tested.record(2, disasters.WORLD)
    assert world.cases == 12 * len(tested.years)
    assert world.score < world.plain
    assert world.low is not None
    assert world.low <= world.skill <= world.high


def test_what_is_known_of_earthquakes_and_people_ends_two_years_before():
    rows = [
        {"place": "PER", "indicator": "population", "period": str(year), "value": 30e6 + year}
        for year in range(2015, 2025)
    ] + [
        {"place": "PER", "indicator": "earthquake_magnitude", "period": day, "value": size}
        for day, size in (("2007-08-15", 8.0), ("2016-01-01", 5.0), ("2019-05-26", 8.0))
    ]
    before, after = (Exposure.of(toy_view(each)).find_inputs("PER", 2020) for each in (
        [row for row in rows if str(row["period"]) < "2019"], rows))  # fmt: skip
    assert before == after
    assert before[2] == pytest.approx(np.log1p(10 / 29))
    assert Exposure.of(toy_view(rows)).find_inputs("PER", 2016) is None
    assert Exposure.of(toy_view(rows)).find_inputs("PER", 2028)[0] == before_or_at(2024)


def before_or_at(year):
    return pytest.approx(np.log(30e6 + year), rel=1e-12)


def test_only_years_with_all_inputs_become_cases():
    known = invented()
    known.inputs[0, 2000 - SINCE] = np.nan
    found = cases(known, range(2000, 2002))
    assert len(found.happened) == 2 * 12 - 1
    assert found.inputs.shape[1] == len(FEATURES)


def test_a_year_that_goes_on_teaches_nothing():
    rows = [
        {"place": "PER", "indicator": "flood_affected", "period": "2025", "value": 1.0},
        {"place": "PER", "indicator": "flood_affected", "period": "2026", "value": 5e5,
         "status": "estimate"},
    ]  # fmt: skip
    assert affected(toy_view(rows), "flood_affected") == {("PER", 2025): 1.0}
    assert state_years(toy_view(rows)) is None
    assert disasters.disaster_windows(toy_view(rows)) == ()


def test_the_shipped_model_says_where_it_comes_from_and_holds_shares_alone():
    known = disasters.fitted()
    assert known.hazard.first == FIRST
    assert known.hazard.cases > 5500
    assert known.record.against == disasters.BASELINE
    assert known.record.cases > 3000
    assert set(known.hazard.states) <= set(known.own) == set(known.recent)
    for shares in (known.own, known.recent):
        assert all(0 <= share <= 1 for share in shares.values())


@pytest.fixture(scope="module")
def made():
    view = View(load_release("bundled"))
    return {item.question.place: item for item in disasters.disaster_forecasts(view, view.cutoff)}


def test_forecasts_are_of_the_year_after_the_origin_and_order_states_as_one_would(made):
    assert made["PHL"].probability > made["PER"].probability > made["ISL"].probability
    assert "TUV" not in made, "fewer people live there than the question asks for"
    for item in made.values():
        asked = item.question
        assert asked.period == str(asked.origin.year + 1)
        assert asked.threshold == THRESHOLD
        assert item.record is not None
        assert item.evidence
        parts = sum(driver.contribution for driver in item.drivers)
        logit = disasters.fitted().hazard.intercept + parts
        assert 1 / (1 + np.exp(-logit)) == pytest.approx(item.probability, abs=2e-3)


def test_a_day_within_the_years_of_training_gets_no_forecast():
    view = View(load_release("bundled"))
    assert disasters.disaster_forecasts(view, date(2020, 1, 1)) == ()


def total(name, value, day=date(2028, 6, 30), status="actual"):
    return {"place": "PER", "indicator": name, "period": "2027", "value": value,
            "source": "emdat_hazards", "released_on": day, "status": status}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([total("flood_affected", 60_000), total("earthquake_affected", 40_000)], 1.0),
        ([total("flood_affected", 60_000), total("earthquake_affected", 39_999)], 0.0),
        ([total("flood_affected", 100_000)], 1.0),
        ([total("flood_affected", 99_999)], None),
        ([total("flood_affected", 200_000, date(2027, 6, 30)),
          total("earthquake_affected", 0, date(2027, 6, 30))], None),
        ([total("flood_affected", 2e5) | {"source": "toy"},
          total("earthquake_affected", 0) | {"source": "toy"}], None),
    ],
    ids=["add up", "one short", "one is enough", "one lacks", "year went on", "other source"],
)  # fmt: skip
def test_the_two_totals_of_the_year_decide(made, rows, outcome):
    decide = get_family("disaster").resolve
    assert decide(made["PER"].question, toy_view(rows)) == outcome
