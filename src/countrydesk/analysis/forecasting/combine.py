"""Combining forecasters: weights that were best on past windows, and the pool they make.

Linear pool: Stone (1961); stacking of probabilities and distributions: Wolpert (1992), Yao and
others (2018). Weights are fitted on past windows only; the caller passes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Floats = npt.NDArray[np.float64]
STEPS = 200


def stack_probabilities(chances: npt.ArrayLike, happened: npt.ArrayLike) -> Floats:
    """Return the weights (models) of the linear pool with the least Brier score.

    ``chances`` is cases x models. Weights are at least 0 and sum to one.
    """
    x, y = np.asarray(chances, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    gram, cross = x.T @ x / len(y), x.T @ y / len(y)
    return _on_simplex(lambda w: (float(w @ gram @ w - 2 * w @ cross), 2 * (gram @ w - cross)),
                       x.shape[1])  # fmt: skip


def stack_crps(distance: npt.ArrayLike, spread: npt.ArrayLike) -> Floats:
    """Return the weights of the linear pool of distributions with the least mean CRPS.

    The CRPS of a pool is w'd - w'Sw / 2 with d the mean distance E|X_k - y| of each model and S the
    mean E|X_k - X_l| between draws of two models: :func:`pool_terms` gives both.
    """
    d, s = np.asarray(distance, dtype=np.float64), np.asarray(spread, dtype=np.float64)
    return _on_simplex(lambda w: (float(w @ d - w @ s @ w / 2), d - s @ w), len(d))


def pool_terms(draws: Sequence[npt.ArrayLike], outcome: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return (cases x models) distances and (cases x models x models) spreads of models' draws.

    Each item of ``draws`` is cases x draws of one model; the numbers of draws may differ.
    """
    y = np.asarray(outcome, dtype=np.float64)
    models = [np.sort(np.asarray(each, dtype=np.float64), axis=1) for each in draws]
    distance = np.stack([np.abs(each - y[:, None]).mean(axis=1) for each in models], axis=1)
    spread = np.empty((len(y), len(models), len(models)))
    for i, a in enumerate(models):
        for j, b in enumerate(models[: i + 1]):
            spread[:, i, j] = spread[:, j, i] = _mean_gap(a, b)
    return distance, spread


def _mean_gap(a: Floats, b: Floats) -> Floats:
    """Return E|A - B| for each row of two sorted samples."""
    both = np.concatenate([a, b], axis=1)
    order = np.argsort(both, axis=1, kind="stable")
    ranked = np.take_along_axis(both, order, axis=1)
    from_a = np.cumsum(order < a.shape[1], axis=1)[:, :-1] / a.shape[1]
    from_b = np.cumsum(order >= a.shape[1], axis=1)[:, :-1] / b.shape[1]
    width = np.diff(ranked, axis=1)
    return np.asarray((width * (from_a * (1 - from_b) + from_b * (1 - from_a))).sum(axis=1))


def linear_pool(chances: npt.ArrayLike, weights: npt.ArrayLike) -> Floats:
    """Return the weighted mean of probabilities (cases x models)."""
    return np.asarray(np.asarray(chances, dtype=np.float64) @ np.asarray(weights))


def pool_draws(draws: Sequence[npt.ArrayLike], weights: npt.ArrayLike, size: int) -> Floats:
    """Return ``size`` draws a case of the linear pool: evenly spaced quantiles of the mixture.

    Each item of ``draws`` is cases x draws of one model.
    """
    models = [np.asarray(each, dtype=np.float64) for each in draws]
    shares = [np.full(m.shape, w / m.shape[1])
              for m, w in zip(models, np.asarray(weights), strict=True)]  # fmt: skip
    return weighted_quantiles(np.concatenate(models, axis=1), np.concatenate(shares, axis=1), size)


def weighted_quantiles(values: Floats, weights: Floats, size: int) -> Floats:
    """Return ``size`` evenly spaced quantiles of weighted values (cases x values), as draws."""
    order = np.argsort(values, axis=1, kind="stable")
    ranked = np.take_along_axis(values, order, axis=1)
    reached = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    levels = (np.arange(size) + 0.5) / size
    top = values.shape[1] - 1
    at = np.stack([np.searchsorted(row / row[-1], levels) for row in reached])
    return np.asarray(np.take_along_axis(ranked, np.minimum(at, top), axis=1))


def _on_simplex(objective: Callable[[Floats], tuple[float, Floats]], size: int) -> Floats:
    start = np.full(size, 1 / size)
    if size == 1:
        return start
    found = minimize(
        objective, start, jac=True, method="SLSQP", bounds=[(0, 1)] * size,
        constraints=[{"type": "eq", "fun": lambda w: w.sum() - 1, "jac": np.ones_like}],
        options={"maxiter": STEPS, "ftol": 1e-12},
    )  # fmt: skip
    weights = np.clip(found.x, 0, None)
    return np.asarray(weights / weights.sum())
