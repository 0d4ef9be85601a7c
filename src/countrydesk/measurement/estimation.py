"""Estimating a graded-response model: marginal maximum likelihood by EM, accelerated.

Bock and Aitkin, "Marginal Maximum Likelihood Estimation of Item Parameters", Psychometrika 46(4),
1981; acceleration by squared extrapolation, Varadhan and Roland, "Simple and Globally Convergent
Methods for Accelerating the Convergence of Any EM Algorithm", Scandinavian Journal of Statistics
35(2), 2008.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from countrydesk.measurement.graded import NODES, Rater, Score, moments, posterior
from countrydesk.measurement.ordinal import UNRATED

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
TOLERANCE = 1e-5
MOST_CYCLES = 400
NEWTON_STEPS = 3
LEAST_GAP = 1e-4
GUESS = 2.0
RARE = 1e-12
RIDGE = 1e-8
LONGEST_LEAP = -64.0


@dataclass(frozen=True)
class Estimate:
    """An estimated model: raters by name, scores of the cases, and how the search ended."""

    raters: Mapping[str, Rater]
    scores: Score
    log_likelihood: float
    cycles: int
    change: float

    @property
    def converged(self) -> bool:
        """Whether the last cycle moved every parameter by no more than ``TOLERANCE``."""
        return self.change <= TOLERANCE


@dataclass(frozen=True)
class Ratings:
    """Cases by raters as codes, shape (cases, raters), with equal cases kept once.

    Every category from 0 to the highest of a rater occurs.
    """

    names: tuple[str, ...]
    patterns: Codes
    weights: Floats
    of_case: Codes

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[int] | Codes]) -> Ratings:
        """Return the ratings whose columns are given by rater.

        Raises:
            ValueError: a category between 0 and a rater's highest never occurs.
        """
        table = np.column_stack([np.asarray(column, dtype=np.int64) for column in columns.values()])
        for name, column in zip(columns, table.T, strict=True):
            found = np.unique(column[column != UNRATED])
            if len(found) < 2 or not np.array_equal(found, np.arange(len(found))):
                raise ValueError(f"{name}: categories must run from 0 without gaps")
        patterns, of_case, counts = np.unique(
            table, axis=0, return_inverse=True, return_counts=True
        )
        return cls(tuple(columns), patterns, counts.astype(np.float64), of_case.ravel())

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many categories each rater has."""
        return tuple(int(column.max()) + 1 for column in self.patterns.T)

    @cached_property
    def bounds(self) -> tuple[int, ...]:
        """Where the categories of each rater begin among those of all, and where they end."""
        return tuple(np.cumsum([0, *self.sizes]).tolist())

    @cached_property
    def given(self) -> sparse.csr_array:
        """Which categories, of all raters in a row, each pattern holds: ones at those."""
        rows, columns = np.nonzero(self.patterns != UNRATED)
        at = np.asarray(self.bounds)[columns] + self.patterns[rows, columns]
        shape = (len(self.patterns), self.bounds[-1])
        return sparse.csr_array((np.ones(len(at)), (rows, at)), shape=shape)

    @cached_property
    def given_across(self) -> sparse.csr_array:
        """``given`` the other way, weighted by how many cases show each pattern."""
        return sparse.csr_array(self.given.multiply(self.weights[:, None]).T)


def estimate(
    ratings: Ratings, ratios: Mapping[str, float] | None = None, cycles: int = MOST_CYCLES
) -> Estimate:
    """Return the model that makes the ratings most probable, and the scores of the cases.

    ``ratios`` of the raters' discriminations may be given; then only their common level and the
    cutpoints are estimated. With two or three raters that is needed: how reliable each is cannot
    be told from so few, and the most probable answer is often that one of them does not err.

    The latent quantity is standard normal; its sign is the raters': higher categories, higher
    scores. Stops when one EM step moves no parameter by more than ``TOLERANCE``, or after
    ``cycles`` cycles of three steps.
    """
    search = _Search(ratings, ratios is not None)
    current = _pack(_start(ratings, ratios or {}))
    change, used = np.inf, 0
    for _ in range(cycles):
        used += 1
        first, _ = search.step(current)
        change = float(np.max(np.abs(first - current)))
        if change <= TOLERANCE:
            current = first
            break
        second, _ = search.step(first)
        current = search.leap(current, first, second)
    raters = _unpack(current, ratings)
    weights, marginal = _expect(raters, ratings)
    found = moments(weights)
    return Estimate(
        dict(zip(ratings.names, raters, strict=True)),
        Score(found.mean[ratings.of_case], found.error[ratings.of_case]),
        float(marginal @ ratings.weights), used, change,
    )  # fmt: skip


@dataclass(frozen=True)
class _Search:
    """The steps of the search; ``held`` says that only the level of discriminations moves."""

    ratings: Ratings
    held: bool

    def leap(self, start: Floats, first: Floats, second: Floats) -> Floats:
        """Return where extrapolation and one EM step lead, or the second step where it is worse."""
        forward = first - start
        bend = second - first - forward
        length = -float(np.linalg.norm(forward)) / max(float(np.linalg.norm(bend)), 1e-12)
        if length > -1.0:
            return second
        length = max(length, LONGEST_LEAP)
        far = start - 2 * length * forward + length**2 * bend
        if not all(_is_descending(rater) for rater in _unpack(far, self.ratings)):
            return second
        landed, likelihood = self.step(far)
        _, floor = self.step(second)
        return landed if likelihood >= floor else second

    def step(self, packed: Floats) -> tuple[Floats, float]:
        """Return the parameters after one EM step and the log likelihood before it."""
        raters = _unpack(packed, self.ratings)
        weights, marginal = _expect(raters, self.ratings)
        counts = self.ratings.given_across @ weights
        bounds = self.ratings.bounds
        spans = pairwise(bounds)
        moved = [
            _maximise(rater, counts[a:b], held=self.held)
            for rater, (a, b) in zip(raters, spans, strict=True)
        ]
        if self.held:
            # A spread of the cases other than 1 is the same as sharper or blunter raters.
            spread = self._spread(weights)
            moved = [
                replace(rater, discrimination=rater.discrimination * spread) for rater in moved
            ]
        return _pack(moved), float(marginal @ self.ratings.weights)

    def _spread(self, weights: Floats) -> float:
        squares = np.sum(weights * NODES**2, axis=1)
        return float(np.sqrt(np.average(squares, weights=self.ratings.weights)))


def _expect(raters: Sequence[Rater], ratings: Ratings) -> tuple[Floats, Floats]:
    table = np.vstack([rater.log_chances() for rater in raters])
    return posterior(ratings.given @ table)


def _maximise(rater: Rater, counts: Floats, *, held: bool) -> Rater:
    """Return the rater after some scoring steps toward the expected counts (categories, nodes)."""
    best = _fit(rater, counts)
    for _ in range(NEWTON_STEPS):
        step = _scoring_step(rater, counts, held=held)
        moved = rater
        for _halving in range(12):
            moved = _moved(rater, step)
            found = _fit(moved, counts) if _is_descending(moved) else -np.inf
            if found >= best:
                break
            step = step / 2
        else:
            break
        rater, best = moved, found
    return rater


def _scoring_step(rater: Rater, counts: Floats, *, held: bool) -> Floats:
    """Return the Fisher-scoring step of (discrimination, intercepts); 0 for what is held.

    An intercept moves only the two categories that it parts, so that the information of the
    intercepts is tridiagonal. Sums go without BLAS, whose threads cost more than they save here.
    """
    chances = rater.at_least()
    probability = np.maximum(-np.diff(chances, axis=0), RARE)
    slopes = chances * (1 - chances)
    by_level = -np.diff(slopes, axis=0) * NODES
    ratios = counts / probability
    weights = counts.sum(axis=0) / probability
    inner = slopes[1:-1]
    gradient = np.concatenate(
        [
            [float(np.sum(ratios * by_level))],
            np.sum(inner * np.diff(ratios, axis=0), axis=1),
        ]
    )
    information = np.zeros((len(gradient), len(gradient)))
    at = np.arange(1, len(gradient))
    information[at, at] = np.sum(inner**2 * (weights[1:] + weights[:-1]), axis=1)
    beside = -np.sum(inner[1:] * inner[:-1] * weights[1:-1], axis=1)
    information[at[1:], at[:-1]] = information[at[:-1], at[1:]] = beside
    information[0, 0] = np.sum(by_level**2 * weights)
    across = np.sum(inner * np.diff(by_level * weights, axis=0), axis=1)
    information[0, 1:] = information[1:, 0] = across
    information[np.diag_indices_from(information)] *= 1 + RIDGE
    information[np.diag_indices_from(information)] += RIDGE
    if held:
        return np.concatenate([[0.0], np.linalg.solve(information[1:, 1:], gradient[1:])])
    return np.linalg.solve(information, gradient)


def _fit(rater: Rater, counts: Floats) -> float:
    return float(np.sum(counts * rater.log_chances()))


def _moved(rater: Rater, step: Floats) -> Rater:
    intercepts = tuple((np.asarray(rater.intercepts) + step[1:]).tolist())
    return Rater(rater.discrimination + float(step[0]), intercepts)


def _is_descending(rater: Rater) -> bool:
    gaps = -np.diff(np.asarray(rater.intercepts))
    return rater.discrimination > LEAST_GAP and bool(np.all(gaps > LEAST_GAP))


def _start(ratings: Ratings, ratios: Mapping[str, float]) -> list[Rater]:
    """Return a first guess: cutpoints where the shares of cases put them."""
    guessed = []
    for at, (name, size) in enumerate(zip(ratings.names, ratings.sizes, strict=True)):
        column = ratings.patterns[:, at]
        counts = np.bincount(column[column != UNRATED], ratings.weights[column != UNRATED], size)
        above = 1 - np.cumsum(counts)[:-1] / counts.sum()
        slope = ratios.get(name, GUESS)
        guessed.append(Rater(slope, tuple((slope * np.log(above / (1 - above))).tolist())))
    return guessed


def _pack(raters: Sequence[Rater]) -> Floats:
    return np.concatenate([[rater.discrimination, *rater.intercepts] for rater in raters])


def _unpack(packed: Floats, ratings: Ratings) -> list[Rater]:
    raters, at = [], 0
    for size in ratings.sizes:
        raters.append(Rater(float(packed[at]), tuple(packed[at + 1 : at + size].tolist())))
        at += size
    return raters
