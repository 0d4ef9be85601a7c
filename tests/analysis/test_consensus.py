"""The consensus of raters: what the paper prints of it."""

from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis.consensus import consensus_shift, democracy_consensus, rater_level
from countrydesk.analysis.finding import recompute


def test_it_lies_between_its_raters_and_is_surer_than_either(view):
    score = democracy_consensus(view, place="PER")
    names = str(score.values["raters"]).split("|")
    alone = [rater_level(view, place="PER", indicator=n, year=score.period.year) for n in names]
    assert score.values["n"] == len(names) == len(score.inputs) >= 2
    assert min(a.number for a in alone) <= score.number <= max(a.number for a in alone)
    assert score.values["error"] < min(float(a.values["error"]) for a in alone)
    assert score.values["low"] < score.number < score.values["high"]


def test_ranks_follow_the_scores(view):
    order = [democracy_consensus(view, place=p) for p in ("DNK", "POL", "PER", "HUN", "PRK")]
    ranks = [found.values["rank"] for found in order]
    assert ranks == sorted(ranks)
    assert [f.number for f in order] == sorted((f.number for f in order), reverse=True)
    for found in order:
        assert found.values["best"] <= found.values["rank"] <= found.values["worst"]
        assert found.values["worst"] <= found.values["of"]


def test_peru_and_hungary_fell_by_more_than_error_since_2014(view):
    for place in ("PER", "HUN"):
        shift = consensus_shift(view, place=place)
        assert shift.values["base_period"] == "2014"
        assert shift.number < 0
        assert shift.values["clear"] == 1


def test_the_change_uses_the_raters_of_both_years_only(view):
    shift = consensus_shift(view, place="PER")
    before = {o.indicator for o in shift.inputs if o.period.text == shift.values["base_period"]}
    after = {o.indicator for o in shift.inputs if o.period.text == shift.period.text}
    assert before == after
    assert len(shift.inputs) == len(before) + len(after)


@pytest.mark.parametrize("place", ["VAT", "PSE"])
def test_fewer_than_two_raters_give_no_consensus(view, place):
    assert democracy_consensus(view, place=place) is None
    assert consensus_shift(view, place=place) is None


def test_it_is_computed_again_from_the_finding_alone(view):
    for found in (democracy_consensus(view, place="KEN"), consensus_shift(view, place="KEN")):
        assert recompute(view, found) == found


def test_a_release_without_scales_has_no_consensus():
    rated = series("PER", "electoral_democracy", {2024: 0.6})
    toy = toy_view(rated + series("PER", "lexical_democracy", {2024: 6}))
    assert democracy_consensus(toy, place="PER") is None
    assert consensus_shift(toy, place="PER") is None
    assert rater_level(toy, place="PER", indicator="lexical_democracy", year=2024) is None
