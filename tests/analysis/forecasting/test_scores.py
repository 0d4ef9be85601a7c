import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import average_precision_score, roc_auc_score

from countrydesk.analysis.forecasting import scores
from countrydesk.analysis.forecasting.resampling import paired_bootstrap

draws_of = st.lists(st.integers(0, 50), min_size=1, max_size=12)


def test_brier_and_log_score_of_known_cases():
    assert scores.brier([0.8, 0.2], [1, 1]).tolist() == pytest.approx([0.04, 0.64])
    assert scores.log_score([0.8, 0.2], [1, 0]).tolist() == pytest.approx([-math.log(0.8)] * 2)
    assert np.isfinite(scores.log_score([0.0, 1.0], [1, 0])).all()


def test_crps_of_a_point_is_the_absolute_error():
    assert scores.crps_samples([[3.0], [3.0]], [5.0, 1.0]).tolist() == [2.0, 2.0]


def test_crps_of_normal_draws_meets_the_closed_form():
    levels = (np.arange(20_000) + 0.5) / 20_000
    draws = stats.norm.ppf(levels)
    for y in (-1.3, 0.0, 2.2):
        closed = y * (2 * stats.norm.cdf(y) - 1) + 2 * stats.norm.pdf(y) - 1 / math.sqrt(math.pi)
        assert scores.crps_samples([draws], [y])[0] == pytest.approx(closed, abs=1e-4)
        assert scores.crps_quantiles(levels, [draws], [y])[0] == pytest.approx(closed, abs=1e-4)


def test_crps_of_exponential_draws_meets_the_closed_form():
    draws = stats.expon.ppf((np.arange(20_000) + 0.5) / 20_000)
    closed = 2.0 - 2 * (1 - math.exp(-2.0)) + 0.5
    assert scores.crps_samples([draws], [2.0])[0] == pytest.approx(closed, abs=1e-3)


@given(draws_of, st.integers(0, 60))
def test_crps_is_the_integral_over_all_thresholds(draws, y):
    at = np.arange(-1, 62)
    below = (np.array(draws)[:, None] <= at).mean(axis=0)
    integral = float(((below - (at >= y)) ** 2).sum())
    assert scores.crps_samples([draws], [y])[0] == pytest.approx(integral, abs=1e-9)


@given(draws_of, st.integers(0, 60))
def test_weighted_crps_with_even_weights_is_the_plain_one(draws, y):
    even = np.full((1, len(draws)), 1 / len(draws))
    plain = scores.crps_samples([draws], [y])[0]
    assert scores.crps_weighted([draws], even, [y])[0] == pytest.approx(plain, abs=1e-9)


def test_weighted_crps_of_a_value_twice_is_that_of_its_double_weight():
    plain = scores.crps_samples([[1.0, 1.0, 4.0, 9.0]], [3.0])
    weighted = scores.crps_weighted([[9.0, 1.0, 4.0]], [[0.25, 0.5, 0.25]], [3.0])
    assert weighted == pytest.approx(plain)


def test_interval_score_is_width_plus_penalty():
    found = scores.interval_score([1, 1, 1], [3, 3, 3], [2, 0, 4], level=0.9)
    assert found.tolist() == pytest.approx([2, 22, 22])


def test_interval_score_of_draws_takes_their_central_interval():
    draws = np.arange(101.0)[None]
    assert scores.interval_score_samples(draws, [50.0])[0] == pytest.approx(90)


def test_ignorance_counts_the_bin_and_one_case_in_each():
    draws = [[0] * 9 + [30]]
    assert scores.ignorance(draws, [0])[0] == pytest.approx(-math.log2(901 / 1011))
    assert scores.ignorance(draws, [26])[0] == pytest.approx(-math.log2(101 / 1011))
    assert scores.ignorance(draws, [5000])[0] == pytest.approx(-math.log2(1 / 1011))


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=4, max_size=60))
def test_auc_and_average_precision_equal_a_kept_library(cases):
    chance, happened = [c / 10 for c, _ in cases], [int(h) for _, h in cases]
    if len(set(happened)) < 2:
        assert math.isnan(scores.auc(chance, happened))
        return
    assert scores.auc(chance, happened) == pytest.approx(roc_auc_score(happened, chance))
    precision = average_precision_score(happened, chance)
    assert scores.average_precision(chance, happened) == pytest.approx(precision)


def test_average_precision_without_events_is_unknown():
    assert math.isnan(scores.average_precision([0.1, 0.2], [0, 0]))


def test_calibration_bins_hold_all_cases():
    found = scores.calibration([0.05, 0.05, 0.95, 1.0], [0, 1, 1, 1])
    assert [(b.cases, b.happened) for b in found] == [(2, 0.5), (2, 1.0)]
    assert found[1].forecast == pytest.approx(0.975)


def test_coverage_and_skill():
    assert scores.coverage([0, 0], [2, 2], [2, 3]) == 0.5
    assert scores.skill(1.0, 4.0) == 0.75
    assert math.isnan(scores.skill(1.0, 0.0))


def test_bootstrap_resamples_whole_blocks():
    one = paired_bootstrap([1.0, 1.0, 5.0], [2.0, 2.0, 4.0], ["A", "A", "B"])
    assert one.difference == pytest.approx(-1 / 3)
    assert (one.low, one.high) == pytest.approx((-1.0, 1.0))
    assert (one.cases, one.blocks) == (3, 2)
    assert one == paired_bootstrap([1.0, 1.0, 5.0], [2.0, 2.0, 4.0], ["A", "A", "B"])


def test_bootstrap_interval_covers_the_true_difference():
    rng = np.random.default_rng(5)
    covered = 0
    for _ in range(200):
        country = rng.normal(0.3, 1, 40)
        gaps = np.repeat(country, 3) + rng.normal(0, 0.2, 120)
        found = paired_bootstrap(gaps, np.zeros(120), np.repeat(np.arange(40), 3), repeats=400)
        covered += found.low <= 0.3 <= found.high
    assert 180 <= covered <= 198


def test_bootstrap_needs_cases():
    with pytest.raises(ValueError, match="of one length"):
        paired_bootstrap([], [], [])
