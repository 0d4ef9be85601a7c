"""The graded-response model (Samejima 1969): raters that put one latent quantity into categories.

A rater with discrimination a and cutpoints c_1 < ... < c_m puts a case of latent level t into
category k or higher with probability 1 / (1 + exp(-a (t - c_k))). Raters err independently given t,
and t is standard normal over all cases. Scores are the mean and the standard deviation of the
posterior of t (expected a posteriori), by quadrature on a fixed grid.

Used for democracy by Pemstein, Meserve and Melton, "Democratic Compromise: A Latent Variable
Analysis of Ten Measures of Regime Type", Political Analysis 18(4), 2010; with logistic curves and
fixed quadrature, as here, by Marquez, "A Quick Method for Extending the Unified Democracy Scores",
2016.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from countrydesk.measurement.ordinal import UNRATED

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
# The grid of the reference implementation: 61 points from -6 to 6.
NODES: Floats = np.linspace(-6.0, 6.0, 61)
_DENSITY = np.exp(-0.5 * NODES**2)
LOG_PRIOR: Floats = np.log(_DENSITY / _DENSITY.sum())
SMALLEST = 1e-300
# Beyond this exp overflows.
STEEPEST = 700.0


@dataclass(frozen=True)
class Rater:
    """One rater: how sharply it tells levels apart, and where its categories part.

    ``intercepts`` are d_k = -a c_k, descending: category k or higher has log odds a t + d_k.
    """

    discrimination: float
    intercepts: tuple[float, ...]

    @property
    def cutpoints(self) -> tuple[float, ...]:
        """The latent levels at which the next category becomes the more probable side."""
        return tuple(-item / self.discrimination for item in self.intercepts)

    def at_least(self) -> Floats:
        """Return P(category >= k) on the grid: shape (categories + 1, nodes), from 1 down to 0."""
        odds = self.discrimination * NODES + np.asarray(self.intercepts)[:, None]
        inner = 1.0 / (1.0 + np.exp(np.minimum(-odds, STEEPEST)))
        return np.vstack([np.ones_like(NODES), inner, np.zeros_like(NODES)])

    def log_chances(self) -> Floats:
        """Return the log probability of each category: shape (categories, nodes)."""
        return np.log(np.maximum(-np.diff(self.at_least(), axis=0), SMALLEST))


@dataclass(frozen=True)
class Score:
    """Latent levels and their standard errors, one a case."""

    mean: Floats
    error: Floats


def posterior(log_likelihood: Floats) -> tuple[Floats, Floats]:
    """Return the posterior on the grid and the log marginal likelihood of each case.

    ``log_likelihood`` has the shape (cases, nodes).
    """
    joint = log_likelihood + LOG_PRIOR
    top = joint.max(axis=1, keepdims=True)
    weights = np.exp(joint - top)
    total = weights.sum(axis=1, keepdims=True)
    return weights / total, (np.log(total) + top)[:, 0]


def moments(weights: Floats) -> Score:
    """Return mean and standard deviation of posteriors on the grid."""
    mean = np.sum(weights * NODES, axis=1)
    spread = np.sum(weights * NODES**2, axis=1) - mean**2
    return Score(mean, np.sqrt(np.maximum(spread, 0.0)))


def score(raters: Mapping[str, Rater], ratings: Mapping[str, Sequence[int]]) -> Score:
    """Return the scores of cases from the category each rater put them in.

    ``ratings`` holds one sequence a rater, all of one length; ``UNRATED`` where it gave none.
    """
    number = len(next(iter(ratings.values())))
    total = np.zeros((number, len(NODES)))
    for name, given in ratings.items():
        codes = np.asarray(given)
        rated = codes != UNRATED
        total[rated] += raters[name].log_chances()[codes[rated]]
    return moments(posterior(total)[0])
