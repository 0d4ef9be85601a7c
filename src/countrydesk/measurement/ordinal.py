"""Ratings as ordered categories: what a graded-response model reads.

Categories are numbered from 0 without gaps; ``UNRATED`` stands for no rating.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
UNRATED = -1


def distinct(values: Floats) -> Codes:
    """Return the rank of each value among the distinct values; NaN is unrated."""
    codes = np.full(len(values), UNRATED, dtype=np.int64)
    rated = ~np.isnan(values)
    codes[rated] = np.unique(values[rated], return_inverse=True)[1]
    return codes


def numbered(values: Floats) -> Codes:
    """Return category numbers as codes; NaN is unrated."""
    return np.where(np.isnan(values), UNRATED, np.nan_to_num(values)).astype(np.int64)


def above(values: Floats, bounds: Sequence[float]) -> Floats:
    """Return how many of ``bounds`` each value reaches; NaN stays."""
    reached = np.searchsorted(np.asarray(bounds), values, side="right").astype(np.float64)
    return np.where(np.isnan(values), np.nan, reached)


def slices(low: float, high: float, number: int) -> tuple[float, ...]:
    """Return the inner bounds of ``number`` slices of equal width between ``low`` and ``high``."""
    return tuple(np.linspace(low, high, number + 1)[1:-1].tolist())


def equal_slices(values: Floats, number: int) -> Floats:
    """Return the slice of each value when the range of all is cut into equal slices."""
    # Not nanmin, which the signalling NaN of R files defeats.
    rated = values[~np.isnan(values)]
    return above(values, slices(float(rated.min()), float(rated.max()), number))
