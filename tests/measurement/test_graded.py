"""The graded-response model: known truths, and what must hold for any ratings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countrydesk.measurement import ordinal
from countrydesk.measurement.estimation import TOLERANCE, Ratings, estimate
from countrydesk.measurement.graded import NODES, Rater, score

TRUTH = {
    "sharp": Rater(5.0, (6.0, 2.0, -1.0, -5.0)),
    "middling": Rater(2.5, (2.0, -2.0)),
    "blunt": Rater(1.2, (0.3,)),
    "even": Rater(2.0, (3.0, 1.0, -1.5)),
}


def simulated(cases: int = 6000, missing: float = 0.2) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    random = np.random.default_rng(20261101)
    level = random.standard_normal(cases)
    columns = {}
    for name, rater in TRUTH.items():
        odds = rater.discrimination * level[:, None] + np.asarray(rater.intercepts)
        draws = random.random(cases)[:, None]
        codes = (draws < 1 / (1 + np.exp(-odds))).sum(axis=1)
        columns[name] = np.where(random.random(cases) < missing, ordinal.UNRATED, codes)
    return level, columns


@pytest.fixture(scope="module")
def recovered():
    level, columns = simulated()
    return level, columns, estimate(Ratings.of(columns))


def test_parameters_are_recovered_from_ratings_drawn_with_them(recovered):
    _, _, found = recovered
    assert found.converged
    for name, rater in TRUTH.items():
        assert found.raters[name].discrimination == pytest.approx(rater.discrimination, rel=0.15)
        assert found.raters[name].cutpoints == pytest.approx(rater.cutpoints, abs=0.12)


def test_scores_are_as_far_from_the_truth_as_their_errors_say(recovered):
    level, _, found = recovered
    apart = (found.scores.mean - level) / found.scores.error
    assert np.mean(np.abs(apart) < 1.96) == pytest.approx(0.95, abs=0.012)
    assert np.sqrt(np.mean(apart**2)) == pytest.approx(1.0, abs=0.05)


def test_scoring_with_the_estimated_raters_gives_the_scores_of_the_estimate(recovered):
    _, columns, found = recovered
    again = score(found.raters, columns)
    assert again.mean == pytest.approx(found.scores.mean, abs=1e-9)
    assert again.error == pytest.approx(found.scores.error, abs=1e-9)


def test_the_order_of_the_cases_does_not_matter(recovered):
    _, columns, found = recovered
    back = estimate(Ratings.of({name: column[::-1] for name, column in columns.items()}))
    assert back.log_likelihood == pytest.approx(found.log_likelihood, abs=1e-6)
    assert back.scores.mean[::-1] == pytest.approx(found.scores.mean, abs=1e-6)


def test_the_optimum_is_flat(recovered):
    """A step of any parameter from the estimate lowers the likelihood."""
    _, columns, found = recovered
    for name, rater in found.raters.items():
        for at in range(len(rater.intercepts)):
            moved = list(rater.intercepts)
            moved[at] += 0.05
            assert likelihood(columns, found, name, Rater(rater.discrimination, tuple(moved))) < 0
        blunter = Rater(rater.discrimination * 0.97, rater.intercepts)
        assert likelihood(columns, found, name, blunter) < 0


def likelihood(columns, found, name, rater):
    from countrydesk.measurement.graded import posterior

    raters = dict(found.raters) | {name: rater}
    total = np.zeros((len(columns[name]), len(NODES)))
    for key, codes in columns.items():
        rated = codes != ordinal.UNRATED
        total[rated] += raters[key].log_chances()[codes[rated]]
    return float(posterior(total)[1].sum()) - found.log_likelihood


def test_ratios_of_discriminations_are_held_and_their_level_is_found():
    _, columns = simulated()
    ratios = {name: rater.discrimination / 10 for name, rater in TRUTH.items()}
    found = estimate(Ratings.of(columns), ratios)
    levels = [found.raters[name].discrimination / ratios[name] for name in ratios]
    assert levels == pytest.approx([levels[0]] * len(levels))
    assert levels[0] == pytest.approx(10, rel=0.06)
    assert found.change <= TOLERANCE


def test_nobody_s_rating_leaves_the_prior():
    found = score(TRUTH, {name: [ordinal.UNRATED] for name in TRUTH})
    assert found.mean[0] == pytest.approx(0, abs=1e-12)
    assert found.error[0] == pytest.approx(1, abs=1e-3)


def test_a_category_that_never_occurs_is_refused():
    with pytest.raises(ValueError, match="gappy: categories must run from 0 without gaps"):
        Ratings.of({"gappy": [0, 2, 2], "fine": [0, 1, 0]})


ratings = st.fixed_dictionaries(
    {name: st.integers(ordinal.UNRATED, len(rater.intercepts)) for name, rater in TRUTH.items()}
)


@settings(max_examples=60, deadline=None)
@given(ratings)
def test_a_higher_rating_never_lowers_the_score_and_a_rating_never_widens_much(one):
    here = score(TRUTH, {name: [code] for name, code in one.items()})
    assert 0 < here.error[0] <= 1.001
    for name, rater in TRUTH.items():
        if 0 <= one[name] < len(rater.intercepts):
            higher = dict(one) | {name: one[name] + 1}
            found = score(TRUTH, {key: [code] for key, code in higher.items()})
            assert found.mean[0] > here.mean[0]


@given(st.lists(st.floats(-5, 5) | st.just(float("nan")), min_size=1, max_size=40))
def test_categories_keep_the_order_of_the_values(values):
    codes = ordinal.distinct(np.asarray(values))
    assert [code == ordinal.UNRATED for code in codes] == np.isnan(values).tolist()
    rated = [(v, c) for v, c in zip(values, codes, strict=True) if c != ordinal.UNRATED]
    assert sorted(rated) == sorted(rated, key=lambda pair: pair[1])
    assert {c for _, c in rated} == set(range(len({v for v, _ in rated})))


def test_a_value_on_a_bound_is_in_the_category_above():
    found = ordinal.above(np.array([0.0, 4.99, 5.0, 10.0, np.nan]), (5, 10))
    assert ordinal.numbered(found).tolist() == [0, 0, 1, 2, ordinal.UNRATED]
