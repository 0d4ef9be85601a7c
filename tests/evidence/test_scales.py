"""Scales that travel with a release: what they hold, and when there is none."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.errors import ReleaseDamagedError
from countrydesk.evidence import load_release
from countrydesk.evidence.release import Release
from countrydesk.evidence.scales import SCALES, Scales, estimate_scales, read_recipes

RECIPE = read_recipes()["democracy"]


def rows(places: int = 60, years: int = 8):
    random = np.random.default_rng(7)
    made = []
    for at in range(places):
        level = random.standard_normal()
        own = random.normal(level, 0.15, (2, years))
        electoral = np.clip(0.5 + own[0] / 5, 0, 1)
        lexical = np.clip(np.round(3 + 1.5 * own[1]), 0, 6)
        name = f"{at:03d}"
        span = range(2010, 2010 + years)
        made += series(name, "electoral_democracy", dict(zip(span, electoral, strict=True)))
        made += series(name, "lexical_democracy", dict(zip(span, lexical, strict=True)))
    return made


def test_a_scale_is_estimated_from_the_raters_that_are_there():
    frame = toy_view(rows()).release.frame
    scale = estimate_scales(frame).scales["democracy"]
    assert list(scale.raters) == ["electoral_democracy", "lexical_democracy"]
    assert (scale.cases, scale.places) == (480, 60)
    assert scale.raters["lexical_democracy"].sources == ("toy",)
    for rater in scale.raters.values():
        assert list(rater.cutpoints) == sorted(rater.cutpoints)
        assert len(rater.cutpoints) == len(rater.bounds)


def test_higher_ratings_give_higher_scores_and_more_raters_a_smaller_error():
    scale = estimate_scales(toy_view(rows()).release.frame).scales["democracy"]
    nan = float("nan")
    found = scale.score(
        {
            "electoral_democracy": np.array([0.2, 0.5, 0.8, 0.5]),
            "lexical_democracy": np.array([1.0, 3.0, 5.0, nan]),
        }
    )
    assert found.mean[0] < found.mean[1] < found.mean[2]
    assert found.error[1] < found.error[3]


def test_it_is_read_back_as_it_was_written():
    found = estimate_scales(toy_view(rows()).release.frame)
    assert Scales.from_json(found.to_json()) == found
    assert estimate_scales(toy_view(rows()).release.frame).to_json() == found.to_json()


@pytest.mark.parametrize("kept", ["electoral_democracy", "nothing"])
def test_one_rater_or_none_makes_no_scale(kept):
    frame = toy_view(rows()).release.frame.filter(pl.col("indicator").cast(pl.String) == kept)
    assert estimate_scales(frame).scales == {}


def test_too_few_cases_make_no_scale():
    assert estimate_scales(toy_view(rows(places=5)).release.frame).scales == {}


def test_the_bundle_rests_on_raters_that_may_be_passed_on_and_estimates_the_same_again(view):
    release = load_release("bundled")
    scale = release.scales["democracy"]
    sources = {name for rater in scale.raters.values() for name in rater.sources}
    assert len(scale.raters) >= RECIPE.least_raters
    assert all(release.origins[name].licence.redistribute.bundlable for name in sources)
    assert estimate_scales(release.frame).scales == release.scales


def test_an_edited_scale_is_noticed(view, tmp_path):
    for path in load_release("bundled").folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / SCALES).write_bytes(b"{}")
    with pytest.raises(ReleaseDamagedError, match=SCALES):
        Release.open(tmp_path)
