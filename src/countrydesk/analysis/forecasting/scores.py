"""Proper scores and measures of forecasts. Arrays in, one score a case out; lower is better.

Sources: Brier (1950), Monthly Weather Review 78; Good (1952), log score; Gneiting and Raftery
(2007), Journal of the American Statistical Association 102 (CRPS, interval score); Roulston and
Smith (2002), Monthly Weather Review 130 (ignorance).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
LEAST_CHANCE = 1e-6
# Bins of deaths a month, and draws a forecast is rescaled to: VIEWS prediction challenge 2023/24.
IGNORANCE_EDGES = (0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)
IGNORANCE_DRAWS = 1000


def brier(chance: npt.ArrayLike, happened: npt.ArrayLike) -> Floats:
    """Return the squared distance of each probability from the outcome (0 or 1)."""
    return np.asarray((_floats(chance) - _floats(happened)) ** 2)


def log_score(chance: npt.ArrayLike, happened: npt.ArrayLike) -> Floats:
    """Return minus the natural logarithm of the probability given to what happened.

    Probabilities are kept ``LEAST_CHANCE`` away from 0 and 1, so that no case scores infinity.
    """
    inside = np.clip(_floats(chance), LEAST_CHANCE, 1 - LEAST_CHANCE)
    return np.asarray(-np.log(np.where(_floats(happened) > 0, inside, 1 - inside)))


def crps_samples(draws: npt.ArrayLike, outcome: npt.ArrayLike) -> Floats:
    """Return the CRPS of equally likely draws (cases x draws), in the unit of the outcome.

    That of the empirical distribution: E|X - y| - E|X - X'| / 2, both over all draws.
    """
    ranked, y = np.sort(_floats(draws), axis=-1), _floats(outcome)
    n = ranked.shape[-1]
    weights = 2 * np.arange(1, n + 1) - n - 1
    spread = ranked @ weights / n**2
    return np.asarray(np.abs(ranked - y[..., None]).mean(axis=-1) - spread)


def crps_weighted(draws: npt.ArrayLike, weights: npt.ArrayLike, outcome: npt.ArrayLike) -> Floats:
    """Return the CRPS of draws (cases x draws) with weights of the same shape that sum to one."""
    values, y = _floats(draws), _floats(outcome)
    order = np.argsort(values, axis=-1, kind="stable")
    ranked = np.take_along_axis(values, order, axis=-1)
    shares = np.take_along_axis(np.broadcast_to(_floats(weights), values.shape), order, axis=-1)
    below = np.cumsum(shares, axis=-1) - shares
    spread = (ranked * shares * (2 * below + shares - 1)).sum(axis=-1)
    return np.asarray((shares * np.abs(ranked - y[..., None])).sum(axis=-1) - spread)


def crps_quantiles(
    levels: npt.ArrayLike, quantiles: npt.ArrayLike, outcome: npt.ArrayLike
) -> Floats:
    """Return the CRPS that quantiles (cases x levels) approximate: twice the mean pinball loss.

    Exact in the limit of many evenly spaced levels; for a few levels it is the mean over them.
    """
    tau, q, y = _floats(levels), _floats(quantiles), _floats(outcome)[..., None]
    pinball = np.where(y >= q, tau * (y - q), (1 - tau) * (q - y))
    return np.asarray(2 * pinball.mean(axis=-1))


def interval_score(
    low: npt.ArrayLike, high: npt.ArrayLike, outcome: npt.ArrayLike, level: float = 0.9
) -> Floats:
    """Return the width of a central interval of ``level`` plus the penalty for a miss."""
    a, b, y = _floats(low), _floats(high), _floats(outcome)
    miss = np.maximum(a - y, 0) + np.maximum(y - b, 0)
    return np.asarray(b - a + 2 / (1 - level) * miss)


def interval_score_samples(
    draws: npt.ArrayLike, outcome: npt.ArrayLike, level: float = 0.9
) -> Floats:
    """Return the interval score of the central interval of draws (cases x draws)."""
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.quantile(_floats(draws), tails, axis=-1)
    return interval_score(low, high, outcome, level)


def ignorance(
    draws: npt.ArrayLike,
    outcome: npt.ArrayLike,
    edges: tuple[float, ...] = IGNORANCE_EDGES,
    rescaled: int = IGNORANCE_DRAWS,
) -> Floats:
    """Return minus the base-2 logarithm of the probability of the bin that happened.

    Draws (cases x draws) are counted in the bins between ``edges``, the counts rescaled to
    ``rescaled`` draws, and one case added to each bin, so that forecasts of any number of draws
    compare and none scores infinity.
    """
    binned = np.searchsorted(edges, _floats(draws), side="left")
    hit = np.searchsorted(edges, _floats(outcome), side="left")
    share = (binned == hit[..., None]).mean(axis=-1)
    return np.asarray(-np.log2((share * rescaled + 1) / (rescaled + len(edges) + 1)))


def skill(score: float, plain: float) -> float:
    """Return the share of a plain rule's mean score that is saved; NaN where that is 0."""
    return 1 - score / plain if plain else float("nan")


def coverage(low: npt.ArrayLike, high: npt.ArrayLike, outcome: npt.ArrayLike) -> float:
    """Return the share of outcomes inside their intervals, bounds included."""
    y = _floats(outcome)
    return float(((_floats(low) <= y) & (y <= _floats(high))).mean())


def auc(chance: npt.ArrayLike, happened: npt.ArrayLike) -> float:
    """Return the chance that a case that happened was rated above one that did not.

    Ties count half. NaN where all cases or none happened.
    """
    rated, y = _floats(chance), _floats(happened) > 0
    hits, misses = int(y.sum()), int((~y).sum())
    if not hits or not misses:
        return float("nan")
    _, inverse, counts = np.unique(rated, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    return float((ranks[inverse][y].sum() - hits * (hits + 1) / 2) / (hits * misses))


def average_precision(chance: npt.ArrayLike, happened: npt.ArrayLike) -> float:
    """Return the precision averaged over the cases that happened; cases rated alike go together.

    The step sum of precision over recall, as in Davis and Goadrich (2006). NaN where none happened.
    """
    rated, y = _floats(chance), _floats(happened) > 0
    if not y.any():
        return float("nan")
    order = np.argsort(-rated, kind="stable")
    hits = np.cumsum(y[order])
    last = np.flatnonzero(np.diff(rated[order], append=-np.inf))
    gained = np.diff(hits[last], prepend=0)
    return float((gained * hits[last] / (last + 1)).sum() / y.sum())


@dataclass(frozen=True)
class CalibrationBin:
    """Cases of like probability: how many, the mean probability, the share that happened."""

    cases: int
    forecast: float
    happened: float


def calibration(
    chance: npt.ArrayLike, happened: npt.ArrayLike, bins: int = 10
) -> tuple[CalibrationBin, ...]:
    """Return the cases in ``bins`` even steps of probability; empty steps are left out."""
    rated, y = _floats(chance), _floats(happened)
    step = np.minimum((rated * bins).astype(int), bins - 1)
    found = [(step == at) for at in np.unique(step)]
    return tuple(
        CalibrationBin(int(m.sum()), float(rated[m].mean()), float(y[m].mean())) for m in found
    )


def _floats(values: npt.ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
