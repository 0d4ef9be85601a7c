from datetime import date
from importlib import import_module

import numpy as np
import pytest
from tests.analysis.forecasting.invented import FIRST, invented

from countrydesk.analysis.forecasting import analogues, violence
from countrydesk.analysis.forecasting import fatality_models as models
from countrydesk.analysis.forecasting.backtest import Backtest
from countrydesk.analysis.forecasting.fatalities import (
    Records,
    month_number,
    month_text,
    read_fatalities,
)
from countrydesk.analysis.forecasting.violence_years import (
    chance_record,
    deaths_record,
    month_range,
    year_ahead,
    year_backtest,
)
from countrydesk.evidence import View, load_release

HORIZONS = tuple(range(1, 13))
KNOWN = invented()


@pytest.fixture(scope="module")
def small():
    """Fewer trees: what is tested here does not depend on their number."""
    patch = pytest.MonkeyPatch()
    patch.setattr(analogues, "STEP", 6)
    yield
    patch.undo()


def test_months_are_numbered_and_named():
    assert month_text(month_number("2024-12") + 1) == "2025-01"


def test_cutting_leaves_only_what_was_known():
    cut = KNOWN.known_by(FIRST + 59)
    assert (cut.last, cut.deaths.shape) == (FIRST + 59, (24, 60))
    assert np.array_equal(cut.deaths, KNOWN.deaths[:, :60])


def test_equal_deaths_are_one_and_other_deaths_another():
    assert invented() == KNOWN
    assert hash(invented()) == hash(KNOWN)
    assert invented(seed=1) != KNOWN


def test_scrambling_changes_the_future_alone():
    altered = KNOWN.scrambled_after(FIRST + 59, 3)
    assert np.array_equal(altered.deaths[:, :60], KNOWN.deaths[:, :60])
    assert not np.array_equal(altered.deaths[:, 60:], KNOWN.deaths[:, 60:])


def test_features_read_their_memory_alone():
    deaths = KNOWN.deaths.copy()
    deaths[:, :60] = 999
    assert np.array_equal(analogues.features(deaths[:, 40:], 24), analogues.features(deaths, 24))
    assert analogues.features(KNOWN.deaths).shape == (24, len(analogues.NAMES))


def test_features_of_a_known_series():
    deaths = np.zeros((1, 24))
    deaths[0, -4:] = (30, 0, 0, 3)
    found = dict(zip(analogues.NAMES, analogues.features(deaths)[0], strict=True))
    assert found["last month"] == pytest.approx(np.log(4))
    assert found["mean of 3 months"] == pytest.approx(np.log(2))
    assert found["months with deaths, of 12"] == pytest.approx(2 / 12)
    assert found["months since deaths"] == 0
    assert found["months since 25 deaths"] == pytest.approx(np.log(4))


def test_fading_weights_halve():
    weights = analogues.fading(12, 3.0)
    assert weights.sum() == pytest.approx(1)
    assert weights[-4] / weights[-1] == pytest.approx(0.5)


def test_plain_rules_say_what_they_are(small):
    assert models.zero(KNOWN, HORIZONS).shape == (24, 12, 1)
    assert np.array_equal(models.conflictology(KNOWN, HORIZONS)[:, 5], KNOWN.deaths[:, -12:])
    assert models.climatology(KNOWN, HORIZONS).shape == (24, 12, 120)
    drawn = models.last_value(KNOWN, HORIZONS)
    assert drawn.mean(axis=(1, 2)) == pytest.approx(KNOWN.deaths[:, -1], rel=0.05, abs=0.1)


def test_fading_memory_draws_months_of_the_place():
    drawn = models.fading_memory(KNOWN, HORIZONS)
    for place in (0, 9):
        assert set(drawn[place].ravel()) <= set(KNOWN.deaths[place, -models.REACH :])


def test_weights_of_analogues_sum_to_one_and_futures_are_no_less_than_nought(small):
    found = analogues.fit_analogues(KNOWN, HORIZONS, 20)
    for future, weights in found.paths(KNOWN.deaths):
        assert weights.sum() == pytest.approx(1)
        assert future.min() >= 0
        assert future.shape == (len(weights), 12)


def test_a_quiet_country_is_told_from_one_at_war(small):
    drawn = analogues.fit_analogues(KNOWN, HORIZONS, 20).draws(KNOWN.deaths, 50)
    assert drawn.shape == (24, 12, 50)
    assert np.median(drawn[-1]) == 0
    assert np.median(drawn[np.argmax(KNOWN.deaths[:, -12:].mean(axis=1))]) > 25


def test_too_short_a_series_is_refused():
    with pytest.raises(ValueError, match="too few months"):
        analogues.fit_analogues(KNOWN.known_by(FIRST + 30), HORIZONS)
    with pytest.raises(ValueError, match="whole quarters"):
        analogues.fit_analogues(KNOWN, (1, 2))


def test_the_pool_beats_conflictology_where_recent_months_tell_more(small, monkeypatch):
    monkeypatch.setattr(models, "PAST_WINDOWS", 2)
    scores = []
    for seed in (11, 12, 13):
        whole = invented(132, seed)
        known, came = whole.known_by(FIRST + 119), whole.months(FIRST + 119 + np.array(HORIZONS))
        pooled = models.pooled(Records(known, known), HORIZONS, 100)
        plain = models.conflictology(known, HORIZONS)
        scores.append((models.crps(pooled, came).mean(), models.crps(plain, came).mean()))
    mine, bar = np.mean(scores, axis=0)
    assert mine < bar


def test_weights_of_the_pool_come_from_past_windows_alone(small, monkeypatch):
    monkeypatch.setattr(models, "PAST_WINDOWS", 2)
    cut = KNOWN.known_by(FIRST + 95)
    altered = KNOWN.scrambled_after(FIRST + 95, 5).known_by(FIRST + 95)
    assert models.pool_weights(cut, HORIZONS) == pytest.approx(
        models.pool_weights(altered, HORIZONS), abs=0
    )


# -- the leak test -----------------------------------------------------------------------------


def honest(known: Records, origin: int):
    cut = known.known_by(origin)
    return analogues.fit_analogues(cut.library, HORIZONS, 10).draws(cut.target.deaths, 20), ()


def peeking(known: Records, origin: int):
    """The same with one careless feature: the place's mean over the whole series."""
    cut = known.known_by(origin)
    drawn = analogues.fit_analogues(cut.library, HORIZONS, 10).draws(cut.target.deaths, 20)
    return drawn * (1 + 0.01 * known.target.deaths.mean(axis=1)[:, None, None]), ()


def training_on_all(known: Records, origin: int):
    """The same, its library not cut."""
    cut = known.known_by(origin)
    return analogues.fit_analogues(known.library, HORIZONS, 10).draws(cut.target.deaths, 20), ()


def test_nothing_after_the_origin_changes_a_forecast(small):
    records = Records(KNOWN, KNOWN)
    assert not Backtest(records, honest).leaks(FIRST + 95, seeds=(1,))


@pytest.mark.parametrize("careless", [peeking, training_on_all])
def test_the_leak_test_fails_where_a_feature_peeks(small, careless):
    records = Records(KNOWN, KNOWN)
    assert Backtest(records, careless).leaks(FIRST + 95, seeds=(1,))


# -- calendar years ----------------------------------------------------------------------------


def test_the_months_of_a_year_ahead():
    assert month_range(month_number("2024-12"), 2026) == tuple(range(13, 25))


def test_a_year_that_has_begun_is_refused():
    with pytest.raises(ValueError, match="has begun"):
        year_ahead(KNOWN, KNOWN.last // 12)


def test_chances_fall_with_the_threshold(small):
    ahead = year_ahead(KNOWN, KNOWN.last // 12 + 1)
    assert (ahead.chance(1000) <= ahead.chance(25)).all()
    assert (ahead.chance(25) > 0).all()
    assert ahead.plain.shape == (24, 5)
    assert ahead.quiet[-8:].all()


def test_each_past_year_is_forecast_from_the_months_before_its_lead(small, monkeypatch):
    module = import_module("countrydesk.analysis.forecasting.violence_years")
    seen = []
    real = module.year_ahead
    monkeypatch.setattr(module, "ORIGINS", 2)
    monkeypatch.setattr(
        module,
        "year_ahead",
        lambda known, year: seen.append((known.last, year)) or real(known, year),
    )
    past = year_backtest(KNOWN, 2)
    assert [(last // 12, year) for last, year in seen] == [(2006, 2008), (2007, 2009)]
    assert past[-1].deaths == pytest.approx(KNOWN.deaths[:, -12:].sum(axis=1))


def test_records_cover_the_cases_they_say(small, monkeypatch):
    monkeypatch.setattr(
        import_module("countrydesk.analysis.forecasting.violence_years"), "ORIGINS", 2
    )
    past = year_backtest(KNOWN, 1)
    whole, quiet = chance_record(past, 25), chance_record(past, 1, quiet=True)
    assert (whole.cases, whole.first, whole.last) == (48, "2008", "2009")
    assert quiet.cases == sum(int(r.ahead.quiet.sum()) for r in past)
    assert deaths_record(past).measure == "crps"
    assert chance_record([], 25) is None


def test_a_series_that_ends_inside_a_year_has_no_backtest():
    assert year_backtest(KNOWN.known_by(FIRST + 100), 1) == ()


# -- the release -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def view() -> View:
    return View(load_release("bundled"))


def test_the_release_gives_months_to_every_state_of_the_last_year(view):
    found = read_fatalities(view)
    at = found.places.index
    assert month_text(found.first) == "1989-01"
    assert found.deaths[at("AFG"), 0] == 714
    yearly = {o.period.text: o.number for o in view.measured("NER", "violence_deaths")}
    nigerien = found.deaths[at("NER"), -12:]
    assert nigerien.sum() == pytest.approx(yearly[month_text(found.last)[:4]])
    assert np.ptp(nigerien) == 0


def test_forecasts_of_the_release(view, small, monkeypatch):
    monkeypatch.setattr(
        import_module("countrydesk.analysis.forecasting.violence_years"), "TREES", 10
    )
    monkeypatch.setattr(
        import_module("countrydesk.analysis.forecasting.violence_years"), "ORIGINS", 1
    )
    origin = date(2026, 11, 1)
    war = {(f.question.place, f.question.period): f for f in violence.war_forecasts(view, origin)}
    assert {period for _, period in war} == {"2026", "2027"}
    assert war["UKR", "2026"].probability > 0.7
    assert war["NZL", "2026"].probability < 0.02
    made = war["UKR", "2026"]
    held = {o.id for o in view.measured("UKR", "violence_deaths_month")}
    assert set(made.evidence[:-1]) <= held
    assert made.drivers[0].contribution > 0
    assert made.record.cases > 100
    deaths = {f.question.place: f for f in violence.deaths_forecasts(view, origin)}
    assert deaths["UKR"].quantile(0.5) > deaths["NZL"].quantile(0.95)
    quiet = violence.onset_forecasts(view, origin)
    assert 0 < len(quiet) < len(war)
    assert all(f.question.threshold == 1 for f in quiet)


def test_an_earlier_view_forecasts_from_what_was_released_by_then(view):
    early = View(view.release, as_of=date(2025, 1, 1))
    assert violence.war_forecasts(early, date(2025, 1, 1)) == ()
