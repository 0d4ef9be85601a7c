"""Intervals of a difference between two forecasters, resampled by blocks such as countries.

Cases of one country are alike, so whole countries are drawn: Efron and Tibshirani (1993),
chapter 8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
REPEATS = 2000
SEED = 20250611


@dataclass(frozen=True)
class PairedDifference:
    """Mean score of a model less that of its rival; negative where the model is better.

    ``low`` to ``high`` is the central 95 % of the resampled differences, ``better`` the share of
    them below zero. ``skill``, ``skill_low`` and ``skill_high`` are 1 - score / plain with its
    interval.
    """

    score: float
    plain: float
    low: float
    high: float
    better: float
    skill_low: float
    skill_high: float
    cases: int
    blocks: int

    @property
    def difference(self) -> float:
        """The mean of the model less that of the rival."""
        return self.score - self.plain

    @property
    def skill(self) -> float:
        """The share of the rival's score that is saved; NaN where that is 0."""
        return 1 - self.score / self.plain if self.plain else float("nan")


def paired_bootstrap(
    scores: npt.ArrayLike,
    plain: npt.ArrayLike,
    blocks: Sequence[object] | npt.NDArray[np.generic],
    repeats: int = REPEATS,
    seed: int = SEED,
) -> PairedDifference:
    """Return the difference of two scores on the same cases with its interval.

    Whole ``blocks`` (the country of each case) are drawn with replacement, both forecasters on the
    same ones.

    Raises:
        ValueError: the three are not of one length, or are empty.
    """
    a, b = np.asarray(scores, dtype=np.float64), np.asarray(plain, dtype=np.float64)
    names, at = np.unique(np.asarray(blocks), return_inverse=True)
    if not len(a) == len(b) == len(at) or not len(a):
        raise ValueError("scores, plain scores and blocks must be of one length")
    sums = [np.bincount(at, weights=w, minlength=len(names)) for w in (a, b, np.ones(len(a)))]
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=repeats)
    mine, theirs, cases = (drawn @ each for each in sums)
    differences = (mine - theirs) / cases
    with np.errstate(divide="ignore", invalid="ignore"):
        skills = np.where(theirs > 0, 1 - mine / theirs, np.nan)
    low, high = np.quantile(differences, [0.025, 0.975])
    known = skills[~np.isnan(skills)]
    skill_low, skill_high = np.quantile(known, [0.025, 0.975]) if len(known) else (np.nan, np.nan)
    return PairedDifference(
        float(a.mean()), float(b.mean()), float(low), float(high),
        float((differences < 0).mean()), float(skill_low), float(skill_high), len(a), len(names),
    )  # fmt: skip
