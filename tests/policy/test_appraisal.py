"""Outranking: what must hold for any table of options and any weights."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countrydesk.errors import InputError
from countrydesk.policy.appraisal import Criterion, rank

CRITERIA = (Criterion("need", 0.5), Criterion("cost", 0.3, more=False), Criterion("speed", 0.2))
values = st.one_of(st.none(), st.integers(-1_000_000, 1_000_000))
tables = st.dictionaries(
    st.sampled_from("abcdef"),
    st.fixed_dictionaries({one.id: values for one in CRITERIA}),
    min_size=1,
)


@settings(max_examples=150, deadline=None)
@given(tables)
def test_flows_cancel_and_shares_fill_the_space_of_weights(table):
    found = rank(table, CRITERIA, count=200)
    assert math.isclose(sum(found.flow.values()), 0, abs_tol=1e-9)
    assert math.isclose(sum(found.share.values()), 100, rel_tol=1e-9)
    assert sorted(found.options) == sorted(table)
    ordered = [found.flow[name] for name in found.options]
    assert ordered == sorted(ordered, reverse=True)
    assert all(-1 - 1e-9 <= flow <= 1 + 1e-9 for flow in ordered)


@settings(max_examples=100, deadline=None)
@given(tables)
def test_an_option_that_is_better_everywhere_is_first_and_never_flipped(table):
    best = {"need": 2e6, "cost": -2e6, "speed": 2e6}
    found = rank({**table, "z": best}, CRITERIA, count=200)
    assert found.flow["z"] == max(found.flow.values())
    if table and all(v is not None for row in table.values() for v in row.values()):
        assert found.share["z"] == 100


@settings(max_examples=100, deadline=None)
@given(tables, st.floats(0.1, 1000), st.floats(-1e3, 1e3))
def test_units_do_not_matter(table, factor, shift):
    moved = {
        name: {key: None if v is None else v * factor + shift for key, v in row.items()}
        for name, row in table.items()
    }
    first, second = rank(table, CRITERIA, count=50), rank(moved, CRITERIA, count=50)
    for name in table:
        assert math.isclose(first.flow[name], second.flow[name], abs_tol=1e-3)


def test_a_flip_is_where_the_first_place_changes_hands():
    table = {"a": {"need": 10.0, "speed": 0.0}, "b": {"need": 0.0, "speed": 10.0}}
    criteria = (Criterion("need", 0.7), Criterion("speed", 0.3))
    found = rank(table, criteria)
    assert found.options == ("a", "b")
    assert [flip.weight for flip in found.flips] == [pytest.approx(0.5), pytest.approx(0.5)]
    assert {flip.winner for flip in found.flips} == {"b"}
    assert found.share["a"] == pytest.approx(50, abs=3)


@settings(max_examples=100, deadline=None)
@given(tables)
def test_every_flip_is_exact(table):
    found = rank(table, CRITERIA, count=10)
    for flip in found.flips:
        if flip.weight is None:
            continue
        rest = {one.id: one.weight for one in CRITERIA if one.id != flip.criterion}
        scale = (1 - flip.weight) / sum(rest.values())
        weights = {flip.criterion: flip.weight} | {k: w * scale for k, w in rest.items()}
        first, other = (
            sum(weights[key] * part for key, part in found.parts[name].items())
            for name in (found.options[0], flip.winner)
        )
        assert np.isclose(first, other, atol=1e-9)


def test_one_option_alone_is_first_everywhere():
    found = rank({"a": {"need": None}}, CRITERIA)
    assert found.share == {"a": 100.0}
    assert all(flip.weight is None for flip in found.flips)


@pytest.mark.parametrize(
    ("table", "criteria", "message"),
    [
        ({}, CRITERIA, "no option"),
        ({"a": {}}, (Criterion("need", -1),), "weights of criteria"),
        ({"a": {}}, (Criterion("need", 0),), "weights of criteria"),
        ({"a": {}}, (), "weights of criteria"),
        ({"a": {"need": math.inf}}, CRITERIA, "not a number"),
    ],
)
def test_bad_tables_are_refused(table, criteria, message):
    with pytest.raises(InputError, match=message):
        rank(table, criteria)
