"""Fans around the World Economic Outlook: anchors, weights, spreads, nothing from the future."""

from datetime import date

import numpy as np
import pytest

from countrydesk.analysis.forecasting import macro, macro_backtest, macro_fans
from countrydesk.analysis.forecasting.macro_fans import SERIES, anchor, fan, spread
from countrydesk.analysis.forecasting.macro_vintages import Vintages, vintages
from countrydesk.analysis.forecasting.question import LEVELS

DAYS = tuple(date(year, 10, 1).toordinal() for year in range(2018, 2026))
REGIONS = ("North", "North", "South", "South", "South")
MIDDLE = LEVELS.index(0.5)


def toy(seed=0):
    """Eight vintages of five places: history is noise about 3, projections are off by noise."""
    rng = np.random.default_rng(seed)
    truth = 3 + rng.normal(0, 2, (5, 51))
    values = np.repeat(truth[None], len(DAYS), axis=0)
    for at, day in enumerate(DAYS):
        ahead = date.fromordinal(day).year - 1980
        values[at, :, ahead:] = 4 + rng.normal(0, 0.5, (5, 51 - ahead))
    return Vintages("gdp_growth", DAYS, ("A", "B", "C", "D", "E"), REGIONS, 1980, values)


def test_the_anchor_of_growth_is_a_third_each_of_own_region_and_world():
    history = np.zeros((5, 12))
    history[:, :2] = 99
    history[:, 2:] = np.array([1.0, 3.0, 2.0, 5.0, 8.0])[:, None]
    found = anchor(history, SERIES["growth"], REGIONS)
    assert found == pytest.approx([(1 + 2 + 3) / 3, (3 + 2 + 3) / 3, (2 + 5 + 3) / 3,
                                   (5 + 5 + 3) / 3, (8 + 5 + 3) / 3])  # fmt: skip


def test_the_anchor_of_debt_is_the_last_value():
    history = np.arange(10.0).reshape(2, 5)
    assert anchor(history, SERIES["debt"], REGIONS[:2]).tolist() == [4, 9]


def test_before_any_error_is_known_weights_are_those_stated():
    made = fan(toy().known_by(DAYS[0]), SERIES["growth"], 2)
    assert (made.weight, made.year) == (0.5, 2020)
    assert made.ratio == pytest.approx(0.5**0.5)
    pooled = 0.5 * made.projection + 0.5 * made.anchor
    assert made.quantiles[:, MIDDLE] == pytest.approx(pooled)


def test_weights_move_toward_what_missed_less():
    evidence = toy()
    perfect = evidence.values.copy()
    perfect[:, :, :] = perfect[-1]
    learnt = fan(Vintages("gdp_growth", DAYS, evidence.places, REGIONS, 1980, perfect),
                 SERIES["growth"], 2)  # fmt: skip
    assert learnt.weight > 0.5
    assert learnt.ratio < 0.5**0.5


def test_quantiles_rise_and_widen_with_a_country_s_own_errors():
    evidence = toy()
    evidence.values[:, 0] = 3 + 6 * (evidence.values[:, 0] - 3)
    scale, _ = spread(evidence.history(0), SERIES["growth"], 1, REGIONS)
    assert scale[0] == max(scale)
    made = fan(evidence, SERIES["growth"], 1)
    assert (np.diff(made.quantiles, axis=1) >= 0).all()


def test_a_gap_in_the_projection_gives_no_fan():
    evidence = toy()
    evidence.values[-1, 1, 2027 - 1980] = np.nan
    made = fan(evidence, SERIES["growth"], 2)
    assert np.isnan(made.quantiles[1]).all()
    assert not np.isnan(made.quantiles[0]).any()


def test_without_a_vintage_there_is_no_fan():
    with pytest.raises(ValueError, match="no vintage"):
        fan(toy().known_by(1), SERIES["growth"], 1)


@pytest.mark.parametrize("name", sorted(SERIES))
def test_nothing_of_a_later_vintage_moves_a_fan(name):
    assert not macro_backtest.leaks(toy(), DAYS[4], name, 2)


def test_a_fan_that_reads_the_newest_vintage_is_caught(monkeypatch):
    monkeypatch.setattr(
        macro_backtest, "fan_at", lambda known, day, name, h: fan(known, SERIES[name], h)
    )
    assert macro_backtest.leaks(toy(), DAYS[4], "growth", 2)


def test_only_targets_that_have_ended_are_scored():
    cases = macro_backtest.macro_backtest(toy(), "growth", 2)
    assert [c.year for c in cases] == [2020, 2021, 2022, 2023, 2024]
    assert all(len(c.outcome) == 5 for c in cases)
    record = macro_backtest.macro_record(cases, "growth")
    assert (record.cases, record.first, record.last) == (25, "2020", "2024")
    assert macro_backtest.macro_record((), "growth") is None


def test_inflation_is_scored_in_logs():
    rates = np.array([0.0, 100.0, -5.0])
    series = SERIES["inflation"]
    assert series.back(series.forward(rates)) == pytest.approx(rates)
    assert series.forward(rates)[1] == pytest.approx(100 * np.log(2))


def test_two_years_ahead_growth_beats_the_projection_with_honest_intervals(view):
    evidence = vintages(view, "gdp_growth")
    cases = macro_backtest.macro_backtest(evidence, "growth", 2)
    missed = np.concatenate([np.abs(c.middle - c.outcome) for c in cases]).mean()
    plain = np.concatenate([np.abs(c.projection - c.outcome) for c in cases]).mean()
    assert len(cases) == 4
    assert missed <= 0.93 * plain
    assert 0.76 <= np.concatenate([c.inside for c in cases]).mean() <= 0.84


def test_forecasts_of_a_release_rest_on_rows_of_their_place(view):
    found = macro.growth_forecasts(view, view.cutoff)
    peru = {f.question.period: f for f in found if f.question.place == "PER"}
    assert sorted(peru) == ["2026", "2027", "2028", "2029", "2030"]
    first = peru["2026"]
    assert len(first.evidence) == macro_fans.DECADE + 1
    assert all(view.find_observation("PER", key) is not None for key in first.evidence)
    assert first.record is not None
    assert peru["2029"].record is None
    assert first.baseline.quantiles
    assert [round(d.contribution, 2) for d in first.drivers]


def test_medians_of_rows_pass_over_gaps():
    rows = np.random.default_rng(1).normal(size=(200, 9))
    rows[np.random.default_rng(2).random(rows.shape) < 0.3] = np.nan
    rows[3] = np.nan
    some = ~np.isnan(rows).all(axis=1)
    found = macro_fans._median(rows)
    assert found[some] == pytest.approx(np.nanmedian(rows[some], axis=1))
    assert np.isnan(found[~some]).all()
