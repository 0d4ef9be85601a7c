"""Invented deaths by country and month: some at war, some now and then, most never."""

import numpy as np

from countrydesk.analysis.forecasting.fatalities import Fatalities

FIRST = 2000 * 12


def invented(months: int = 120, seed: int = 0) -> Fatalities:
    """Return deaths whose level moves slowly; the last third of the places is always quiet."""
    rng = np.random.default_rng(seed)
    places = tuple(f"P{at:02d}" for at in range(24))
    walk = np.cumsum(rng.normal(0, 0.25, (24, months)), axis=1)
    start = np.repeat([4.0, 0.5, -9.0], 8)[:, None]
    deaths = rng.poisson(np.exp(np.clip(start + walk, -9, 7)) * (start > -9))
    return Fatalities(places, FIRST, deaths.astype(float))
