"""Random worlds for the tests of the gravity models."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from countrydesk.policy.gravity import Baseline, Elasticities, Options

NAMES = tuple("ABCDEFGHIJ")


def world(seed, size=5, trade=5.0, supply=0.0, tariffs=True, symmetric=False):
    """A table whose domestic sales are most of output."""
    draw = np.random.default_rng(seed)
    flows = np.exp(draw.normal(size=(size, size)))
    rates = draw.uniform(0, 0.4, size=(size, size)) if tariffs else np.zeros((size, size))
    if symmetric:
        flows, rates = flows + flows.T, (rates + rates.T) / 2
    np.fill_diagonal(flows, flows.sum() / size * draw.uniform(1, 4, size=size))
    np.fill_diagonal(rates, 0)
    return Baseline(NAMES[:size], flows, Elasticities(trade, supply), rates)


worlds = st.builds(
    world,
    seed=st.integers(0, 10_000),
    size=st.integers(3, 7),
    trade=st.floats(1.5, 9),
    supply=st.floats(0, 2),
    tariffs=st.booleans(),
)
full = st.builds(
    Options,
    closure=st.sampled_from(["multiplicative", "fixed"]),
    numeraire=st.sampled_from(["world", "output:A", "prices:B"]),
)
