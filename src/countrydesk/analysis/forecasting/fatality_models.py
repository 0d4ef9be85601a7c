"""Forecasters of deaths a month: plain rules first, then fading memory, analogues and their pool.

Each returns draws (places x horizons x draws). The bar is conflictology, the last twelve months
taken as the distribution of every month to come, which no entry of the VIEWS prediction challenge
2023/24 beat on CRPS from July 2024 to June 2025.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.forecasting.analogues import fading, fit_analogues
from countrydesk.analysis.forecasting.combine import pool_draws, pool_terms, stack_crps
from countrydesk.analysis.forecasting.combine import weighted_quantiles as quantiles_of
from countrydesk.analysis.forecasting.fatalities import YEAR, Fatalities, Records
from countrydesk.analysis.forecasting.scores import crps_samples

Floats = npt.NDArray[np.float64]
SIZE: Final = 1000
# Chosen on the UCDP series to 2017 alone, before any window that is scored.
HALF_LIFE: Final = 5.0
REACH: Final = 48
PAST_WINDOWS: Final = 4
FITTED_DRAWS: Final = 100
SEED: Final = 7


def zero(known: Fatalities, horizons: tuple[int, ...]) -> Floats:
    """Return no deaths anywhere."""
    return np.zeros((len(known.places), len(horizons), 1))


def last_value(known: Fatalities, horizons: tuple[int, ...], size: int = SIZE) -> Floats:
    """Return draws of a Poisson law whose mean is the last month."""
    rng = np.random.default_rng(SEED)
    mean = known.deaths[:, -1][:, None, None]
    return rng.poisson(mean, (len(known.places), len(horizons), size)).astype(np.float64)


def conflictology(known: Fatalities, horizons: tuple[int, ...]) -> Floats:
    """Return the last twelve months as twelve draws of every month ahead."""
    return _same(known.deaths[:, -YEAR:], horizons)


def climatology(known: Fatalities, horizons: tuple[int, ...]) -> Floats:
    """Return all months of the place so far as draws of every month ahead."""
    return _same(known.deaths, horizons)


def fading_memory(known: Fatalities, horizons: tuple[int, ...], size: int = SIZE) -> Floats:
    """Return the last months as draws, each month's share halving every ``HALF_LIFE`` months."""
    recent = known.deaths[:, -REACH:]
    weights = np.broadcast_to(fading(recent.shape[1], HALF_LIFE), recent.shape)
    return _same(quantiles_of(recent, weights, size), horizons)


def analogue(known: Records, horizons: tuple[int, ...], size: int = SIZE) -> Floats:
    """Return draws from what followed like situations in the library."""
    return fit_analogues(known.library, horizons).draws(known.target.deaths, size)


def pooled(known: Records, horizons: tuple[int, ...], size: int = SIZE) -> Floats:
    """Return draws of the pool of fading memory and analogues, weighted by past windows."""
    weights = pool_weights(known.library, horizons)
    parts = [fading_memory(known.target, horizons, size), analogue(known, horizons, size)]
    flat = [part.reshape(-1, size) for part in parts]
    return pool_draws(flat, weights, size).reshape(len(known.target.places), len(horizons), size)


def pool_weights(library: Fatalities, horizons: tuple[int, ...]) -> Floats:
    """Return the weights of fading memory and analogues with the least CRPS on past windows.

    The windows end at or before the end of ``library``, a year apart. Each counts by its CRPS in
    units of conflictology's, so that one great war does not decide.
    """
    distance, spread = np.zeros(2), np.zeros((2, 2))
    for back in range(PAST_WINDOWS):
        end = library.last - max(horizons) - back * YEAR
        known, outcome = library.known_by(end), library.months(end + np.asarray(horizons))
        flat = outcome.ravel()
        parts = [
            fading_memory(known, horizons, FITTED_DRAWS),
            fit_analogues(known, horizons).draws(known.deaths, FITTED_DRAWS),
        ]
        d, s = pool_terms([part.reshape(len(flat), -1) for part in parts], flat)
        plain = crps(conflictology(known, horizons), outcome).mean()
        distance += d.mean(axis=0) / plain
        spread += s.mean(axis=0) / plain
    return stack_crps(distance / PAST_WINDOWS, spread / PAST_WINDOWS)


def crps(draws: Floats, outcome: Floats) -> Floats:
    """Return the CRPS (places x horizons) of draws against the deaths that came."""
    return crps_samples(draws, outcome)


def _same(months: Floats, horizons: tuple[int, ...]) -> Floats:
    return np.repeat(months[:, None, :], len(horizons), axis=1)
