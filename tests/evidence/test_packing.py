"""Packed keys are equal and sort as the columns do; rows come in one order however they came."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.toy import series, toy_view

from countrydesk.evidence.assembly import in_order
from countrydesk.evidence.packing import coded, pack
from countrydesk.sources.frame import KEY, SCHEMA

DAY = date(2020, 1, 1)
TEXTS = st.text("abÀ é", max_size=3)
ROWS = st.lists(st.tuples(TEXTS, TEXTS, st.integers(0, 400)), max_size=30)


@given(ROWS)
def test_packed_keys_sort_as_the_columns(rows):
    plain = pl.DataFrame(
        [(a, b, DAY + timedelta(n)) for a, b, n in rows],
        schema={"a": pl.String, "b": pl.String, "on": pl.Date},
        orient="row",
    )
    keys = pack(coded(plain, ("a", "b")), ("a", "b", "on")).tolist()
    tuples = plain.rows()
    for one, row in zip(keys, tuples, strict=True):
        for other, line in zip(keys, tuples, strict=True):
            assert (one < other) == (row < line)


def test_too_many_bits_are_refused():
    frame = pl.DataFrame({str(n): [DAY, DAY + timedelta(1)] for n in range(65)})
    assert pack(frame, [str(n) for n in range(64)]).tolist() == [0, 2**64 - 1]
    with pytest.raises(OverflowError):
        pack(frame, [str(n) for n in range(65)])


@pytest.mark.parametrize("seed", range(5))
def test_the_order_does_not_depend_on_how_rows_came(seed):
    rows = series("PER", "gdp_usd", {2020: 1, 2021: 2}) + series("KEN", "population", {2020: 5})
    rows += [
        {"place": "PER", "indicator": "religion", "period": "2020", "text": text}
        for text in ("none", "Catholic", "Éa", "Other")
    ]
    frame = toy_view(rows).release.frame.select(*SCHEMA)
    expected = frame.with_columns(pl.col(name).cast(kind) for name, kind in SCHEMA.items()).sort(
        *KEY, "text", "value", nulls_last=True
    )
    mixed = in_order(frame.sample(fraction=1, shuffle=True, seed=seed))
    assert mixed.with_columns(pl.col(n).cast(k) for n, k in SCHEMA.items()).equals(expected)
