"""Ranking options by outranking, with the weights shown and varied.

Each pair of options is compared criterion by criterion: an option is preferred as far as it is
ahead, in parts of the widest gap among the options (PROMETHEE II with linear preference: Brans and
Vincke 1985). What is not known of an option neither helps nor harms it. The net flow of an option
is then linear in the weights, so that the weights at which the first place changes hands are found
exactly, and the share of all possible weights under which an option is first (the rank
acceptability index of Lahdelma and Salminen 2001) by drawing weights evenly from their simplex.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countrydesk.errors import InputError

Array = NDArray[np.float64]
DRAWS = 4000
SEED = 20260101


@dataclass(frozen=True)
class Criterion:
    """A criterion: its id, its weight, and whether more of it is better."""

    id: str
    weight: float
    more: bool = True


@dataclass(frozen=True)
class Flip:
    """The weight of a criterion at which another option comes first, the others kept in proportion.

    ``weight`` is None where no weight of this criterion changes the first place.
    """

    criterion: str
    now: float
    weight: float | None
    winner: str


@dataclass(frozen=True)
class Ranking:
    """The ranking of options.

    Attributes:
        options: ids, the best first.
        flow: net flow of each, from -1 to 1.
        share: share of all weights under which each is first, percent.
        parts: option -> criterion -> net flow on that criterion alone.
        flips: one a criterion, the nearest to its weight first.
    """

    options: tuple[str, ...]
    flow: Mapping[str, float]
    share: Mapping[str, float]
    parts: Mapping[str, Mapping[str, float]]
    flips: tuple[Flip, ...]


def rank(
    options: Mapping[str, Mapping[str, float | None]],
    criteria: Sequence[Criterion],
    count: int = DRAWS,
) -> Ranking:
    """Return the ranking of ``options``: id -> criterion -> value, None where it is not known.

    Raises:
        InputError: no option, a weight below zero or none above, or a value that is no number.
    """
    weights = _weights(criteria)
    names = sorted(options)
    if not names:
        raise InputError("there is no option to rank")
    parts = np.column_stack([_flows(_column(options, names, one)) for one in criteria])
    flow = parts @ weights
    order = sorted(range(len(names)), key=lambda at: (-flow[at], names[at]))
    share = _shares(parts, count)
    return Ranking(
        tuple(names[at] for at in order),
        {name: float(flow[at]) for at, name in enumerate(names)},
        {name: float(share[at]) for at, name in enumerate(names)},
        {
            name: {one.id: float(parts[at, n]) for n, one in enumerate(criteria)}
            for at, name in enumerate(names)
        },
        _flips(parts, weights, names, criteria, order[0]),
    )


def _weights(criteria: Sequence[Criterion]) -> Array:
    found = np.array([one.weight for one in criteria], dtype=np.float64)
    if not len(found) or not np.isfinite(found).all() or (found < 0).any() or found.sum() <= 0:
        raise InputError("weights of criteria must be zero or more, and one of them above zero")
    return np.asarray(found / found.sum())


def _column(
    options: Mapping[str, Mapping[str, float | None]], names: Sequence[str], one: Criterion
) -> Array:
    values = [options[name].get(one.id) for name in names]
    found = np.array([math.nan if value is None else value for value in values], dtype=np.float64)
    if np.isinf(found).any():
        raise InputError(f"the value of '{one.id}' is not a number for some option")
    return found if one.more else -found


def _flows(values: Array) -> Array:
    """Return the net flow of each option on one criterion, from -1 to 1."""
    size = len(values)
    known = values[~np.isnan(values)]
    width = float(known.max() - known.min()) if known.size else 0.0
    if size < 2 or width == 0:
        return np.zeros(size)
    gap = np.nan_to_num((values[:, None] - values[None, :]) / width, nan=0.0)
    return np.asarray(gap.sum(axis=1) / (size - 1))


def _shares(parts: Array, count: int) -> Array:
    """Return the percent of evenly drawn weights under which each option is first."""
    random = np.random.Generator(np.random.PCG64(SEED))
    drawn = random.dirichlet(np.ones(parts.shape[1]), count)
    first = (parts @ drawn.T).argmax(axis=0)
    return np.asarray(100 * np.bincount(first, minlength=len(parts)) / count)


def _flips(
    parts: Array, weights: Array, names: Sequence[str], criteria: Sequence[Criterion], first: int
) -> tuple[Flip, ...]:
    found = []
    for at, one in enumerate(criteria):
        rest = weights.copy()
        rest[at] = 0.0
        other = parts @ (rest / rest.sum()) if rest.sum() > 0 else parts.mean(axis=1)
        found.append(_flip(parts[:, at], other, float(weights[at]), names, one.id, first))
    return tuple(sorted(found, key=lambda flip: (_distance(flip), flip.criterion)))


def _flip(
    own: Array, other: Array, now: float, names: Sequence[str], criterion: str, first: int
) -> Flip:
    """Return the weight nearest to ``now`` at which some option overtakes the first."""
    best: tuple[float, float, str] | None = None
    for at, name in enumerate(names):
        slope = (own[at] - own[first]) - (other[at] - other[first])
        if at == first or abs(slope) < 1e-12:
            continue
        weight = float((other[first] - other[at]) / slope)
        if 0 <= weight <= 1:
            candidate = (abs(weight - now), weight, name)
            best = min(best, candidate) if best else candidate
    return Flip(criterion, now, best[1] if best else None, best[2] if best else "")


def _distance(flip: Flip) -> float:
    return abs(flip.weight - flip.now) if flip.weight is not None else 2.0
