import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countrydesk.analysis.forecasting import combine, scores

rows = st.lists(st.integers(0, 30), min_size=1, max_size=8)


@given(rows, rows, st.integers(0, 40), st.floats(0, 1))
def test_the_crps_of_a_pool_follows_from_its_terms(first, second, y, share):
    weights = np.array([share, 1 - share])
    distance, spread = combine.pool_terms([[first], [second]], [y])
    pooled = weights @ distance[0] - weights @ spread[0] @ weights / 2
    values = np.array([first + second])
    each = [share / len(first)] * len(first) + [(1 - share) / len(second)] * len(second)
    direct = scores.crps_weighted(values, np.array([each]), [y])[0]
    assert pooled == pytest.approx(direct, abs=1e-9)


def test_stacking_finds_the_better_of_two_distributions():
    rng = np.random.default_rng(3)
    outcome = rng.poisson(20, 400)
    sound, poor = rng.poisson(20, (400, 60)), rng.poisson(90, (400, 60))
    distance, spread = combine.pool_terms([sound, poor], outcome)
    weights = combine.stack_crps(distance.mean(axis=0), spread.mean(axis=0))
    assert weights[0] > 0.97
    assert weights.sum() == pytest.approx(1)


def test_stacking_probabilities_finds_the_mixture_they_came_from():
    rng = np.random.default_rng(4)
    a, b = rng.uniform(0, 1, 40_000), rng.uniform(0, 1, 40_000)
    happened = rng.uniform(0, 1, 40_000) < 0.7 * a + 0.3 * b
    weights = combine.stack_probabilities(np.stack([a, b], axis=1), happened)
    assert weights == pytest.approx([0.7, 0.3], abs=0.03)


def test_no_mixture_of_weights_beats_the_stacked_one():
    rng = np.random.default_rng(7)
    models = [rng.gamma(shape, 3.0, (50, 20)) for shape in (1, 2, 6)]
    distance, spread = combine.pool_terms(models, rng.gamma(2, 3.0, 50))
    d, s = distance.mean(axis=0), spread.mean(axis=0)
    found = combine.stack_crps(d, s)
    least = found @ d - found @ s @ found / 2
    for weights in rng.dirichlet(np.ones(3), 500):
        assert least <= weights @ d - weights @ s @ weights / 2 + 1e-7


def test_one_model_gets_all():
    assert combine.stack_probabilities([[0.2], [0.4]], [0, 1]).tolist() == [1.0]


def test_linear_pool_is_the_weighted_mean():
    assert combine.linear_pool([[0.2, 0.6]], [0.25, 0.75]).tolist() == pytest.approx([0.5])


def test_draws_of_a_pool_hold_its_shares():
    drawn = combine.pool_draws([np.zeros((1, 3)), np.full((1, 2), 8.0)], [0.75, 0.25], 100)
    assert drawn.shape == (1, 100)
    assert (drawn == 8).mean() == pytest.approx(0.25)
    assert (np.diff(drawn[0]) >= 0).all()


@given(rows)
def test_quantiles_of_even_weights_are_the_values_themselves(values):
    found = combine.weighted_quantiles(
        np.array([values], dtype=float), np.ones((1, len(values))), len(values)
    )
    assert found[0].tolist() == sorted(values)
