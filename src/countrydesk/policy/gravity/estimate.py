"""Gravity by Poisson pseudo-maximum likelihood (Santos Silva and Tenreyro 2006).

Iteratively reweighted least squares with any number of fixed effects, whose estimates are kept
because trade costs are built from them. ``fixest.py`` gives the same from pyfixest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve, lapack

from countrydesk.errors import EstimationError
from countrydesk.policy.gravity.arrays import Array

STEPS = 200
TOLERANCE = 1e-13


@dataclass(frozen=True, eq=False)
class Estimate:
    """A fitted gravity regression.

    Attributes:
        coefficients: regressor -> coefficient.
        errors: regressor -> standard error, robust or clustered.
        effects: for each set of fixed effects, level -> estimate; one level a redundant set is
            zero. Empty from engines that do not keep them.
        rows: of the frame that entered; others were in groups without any trade.
        fitted: (rows,) the conditional mean.
        observations: how many rows entered.
        deviance: of the Poisson likelihood.
        engine: "own" or "pyfixest".
    """

    coefficients: dict[str, float]
    errors: dict[str, float]
    effects: dict[str, dict[str, float]]
    rows: np.ndarray[tuple[int, ...], np.dtype[np.intp]]
    fitted: Array
    observations: int
    deviance: float
    engine: str


def estimate(
    frame: pl.DataFrame,
    outcome: str,
    regressors: Sequence[str],
    effects: Sequence[str] = ("exporter", "importer"),
    cluster: str | None = None,
    offset: str | None = None,
) -> Estimate:
    """Fit ``outcome`` = exp(regressors + fixed effects) by PPML.

    Args:
        frame: one row an observation.
        outcome: a column of 0 or more.
        regressors: columns of numbers.
        effects: columns whose levels each get a fixed effect.
        cluster: column by which standard errors are clustered; robust ones without.
        offset: a column added to the linear index with coefficient one.

    Raises:
        EstimationError: a column is missing or holds no number, trade is negative, or a regressor
            is explained by the fixed effects.
    """
    _check(frame, outcome, regressors, effects, cluster, offset)
    rows = _with_trade(frame, outcome, effects)
    used = frame[rows]
    trade = used[outcome].cast(pl.Float64).to_numpy()
    shift = used[offset].cast(pl.Float64).to_numpy() if offset else np.zeros(rows.size)
    own = used.select(regressors).cast(pl.Float64).to_numpy().reshape(rows.size, len(regressors))
    dummies, names = _dummies(used, effects)
    dummies, names = _independent(dummies, names)
    design = sparse.csr_array(sparse.hstack([sparse.csr_array(own), dummies]))
    _identified(own, dummies, regressors)
    solution, mean, inverse = _reweight(design, trade, shift)
    errors = _errors(design, trade - mean, inverse, used[cluster] if cluster else None)
    return Estimate(
        coefficients=dict(zip(regressors, solution.tolist(), strict=False)),
        errors=dict(zip(regressors, errors.tolist(), strict=False)),
        effects=_by_effect(names, solution[len(regressors) :], used, effects),
        rows=rows,
        fitted=mean,
        observations=rows.size,
        deviance=_deviance(trade, mean),
        engine="own",
    )


def _check(
    frame: pl.DataFrame,
    outcome: str,
    regressors: Sequence[str],
    effects: Sequence[str],
    cluster: str | None,
    offset: str | None,
) -> None:
    extra = [name for name in (cluster, offset) if name]
    for name in (outcome, *regressors, *effects, *extra):
        if name not in frame.columns:
            raise EstimationError(f"the data have no column '{name}'")
        if frame[name].null_count():
            raise EstimationError(f"column '{name}' has empty cells; leave those rows out")
    for name in (outcome, *regressors, *([offset] if offset else [])):
        if not frame[name].dtype.is_numeric() or not frame[name].is_finite().all():
            raise EstimationError(f"column '{name}' holds something that is not a number")
    if (frame[outcome] < 0).any():
        raise EstimationError(f"'{outcome}' is negative in some row; PPML needs 0 or more")


def _with_trade(
    frame: pl.DataFrame, outcome: str, effects: Sequence[str]
) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """Return the rows left once groups without any trade, which identify nothing, are dropped."""
    rows = np.arange(frame.height)
    while True:
        part = frame[rows]
        keep = np.ones(rows.size, dtype=bool)
        for name in effects:
            keep &= (part.select((pl.col(outcome).sum().over(name)) > 0)).to_series().to_numpy()
        if keep.all():
            return rows
        rows = rows[keep]
        if not rows.size:
            raise EstimationError("no group of the fixed effects has any trade")


def _dummies(
    used: pl.DataFrame, effects: Sequence[str]
) -> tuple[sparse.csr_array, list[tuple[str, str]]]:
    blocks, names = [], []
    for name in effects:
        levels = used[name].cast(pl.String)
        order = sorted(levels.unique())
        position = {level: at for at, level in enumerate(order)}
        columns = np.array([position[level] for level in levels])
        shape = (used.height, len(order))
        blocks.append(
            sparse.csr_array((np.ones(used.height), (np.arange(used.height), columns)), shape=shape)
        )
        names += [(name, level) for level in order]
    if not blocks:
        return sparse.csr_array(np.ones((used.height, 1))), [("constant", "")]
    return sparse.csr_array(sparse.hstack(blocks)), names


def _independent(
    dummies: sparse.csr_array, names: list[tuple[str, str]]
) -> tuple[sparse.csr_array, list[tuple[str, str]]]:
    """Return a largest set of columns that do not explain each other."""
    gram = (dummies.T @ dummies).toarray()
    _, order, rank, _ = lapack.dpstrf(gram, tol=1e-8 * gram.diagonal().max())
    kept = np.sort(order[:rank] - 1)
    return sparse.csr_array(dummies[:, kept]), [names[at] for at in kept]


def _identified(own: Array, dummies: sparse.csr_array, regressors: Sequence[str]) -> None:
    if not own.size:
        return
    gram = cho_factor((dummies.T @ dummies).toarray())
    left = own - dummies @ cho_solve(gram, dummies.T @ own)
    scale = np.abs(own).max(axis=0)
    empty = np.nonzero(np.abs(left).max(axis=0) <= 1e-9 * np.maximum(scale, 1e-300))[0]
    if empty.size:
        raise EstimationError(f"'{regressors[empty[0]]}' is explained by the fixed effects")
    if np.linalg.matrix_rank(left) < own.shape[1]:
        raise EstimationError("some regressors are explained by the others and the fixed effects")


def _reweight(design: sparse.csr_array, trade: Array, shift: Array) -> tuple[Array, Array, Array]:
    mean = (trade + trade.mean()) / 2
    index = np.log(mean)
    before = np.inf
    for _ in range(STEPS):
        working = index - shift + (trade - mean) / mean
        weighted = design.multiply(mean[:, np.newaxis]).tocsr()
        gram = cho_factor((design.T @ weighted).toarray())
        solution = cho_solve(gram, weighted.T @ working)
        index = design @ solution + shift
        mean = np.exp(index)
        deviance = _deviance(trade, mean)
        if abs(before - deviance) <= TOLERANCE * (1 + abs(deviance)):
            return solution, mean, cho_solve(gram, np.eye(solution.size))
        before = deviance
    raise EstimationError("the regression did not converge; a regressor may separate zero trade")


def _deviance(trade: Array, mean: Array) -> float:
    ratio = np.where(trade > 0, trade / mean, 1.0)
    return float(2 * (trade * np.log(ratio) - (trade - mean)).sum())


def _errors(
    design: sparse.csr_array, left: Array, inverse: Array, cluster: pl.Series | None
) -> Array:
    scores = design.multiply(left[:, np.newaxis]).tocsr()
    groups = left.size
    if cluster is not None:
        codes = cluster.cast(pl.String).rank("dense").to_numpy() - 1
        groups = int(codes.max()) + 1
        shape = (groups, left.size)
        gather = sparse.csr_array((np.ones(left.size), (codes, np.arange(left.size))), shape=shape)
        scores = gather @ scores
    meat = (scores.T @ scores).toarray() * groups / (groups - 1)
    return np.asarray(np.sqrt(np.diag(inverse @ meat @ inverse)))


def _by_effect(
    names: list[tuple[str, str]], values: Array, used: pl.DataFrame, effects: Sequence[str]
) -> dict[str, dict[str, float]]:
    found = {
        name: dict.fromkeys(sorted(used[name].cast(pl.String).unique()), 0.0) for name in effects
    }
    for (name, level), value in zip(names, values.tolist(), strict=True):
        found.setdefault(name, {})[level] = value
    return found
