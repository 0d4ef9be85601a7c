"""The latent score of democracy against the published extended Unified Democracy Scores."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from countrydesk.evidence.scales import read_recipes
from countrydesk.measurement.estimation import Ratings, estimate

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "democracy.py"


def benchmark():
    spec = importlib.util.spec_from_file_location("democracy_benchmark", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def inputs(raw):
    module = benchmark()
    return (module, *module.read_raters(raw))


@pytest.mark.raw
def test_scores_and_errors_are_those_that_were_published(inputs):
    module, ratings, z1, se_z1 = inputs
    found = estimate(ratings)
    scores, errors = module.parities(found, z1, se_z1)
    assert found.converged
    assert scores.correlation > 0.999999
    assert scores.widest < 0.015
    assert scores.mean < 0.004
    assert errors.correlation > 0.9999
    assert errors.widest < 0.007


@pytest.mark.raw
def test_a_tenth_of_the_country_years_gives_nearly_the_same_scores(inputs):
    module, ratings, z1, _ = inputs
    some = np.arange(0, len(ratings.of_case), 10)
    table = ratings.patterns[ratings.of_case[some]]
    columns = {
        name: module.ordinal.distinct(np.where(codes < 0, np.nan, codes.astype(float)))
        for name, codes in zip(ratings.names, table.T, strict=True)
    }
    found = estimate(Ratings.of(columns))
    known = ~np.isnan(z1[some])
    assert np.corrcoef(found.scores.mean[known], z1[some][known])[0, 1] > 0.998


@pytest.mark.raw
def test_releases_take_over_the_ratios_that_the_raters_give(raw):
    module = benchmark()
    names = tuple(name for name in module.MEASURES if name != module.NEAR_COPY)
    found = module.discriminations(estimate(module.read_raters(raw, names)[0]))
    used = read_recipes()["democracy"].raters
    assert set(found) == set(used)
    for name, value in found.items():
        assert value == pytest.approx(used[name].discrimination, abs=0.01)
