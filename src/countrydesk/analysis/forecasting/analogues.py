"""Analogues: what came after situations like the present one, in all countries and years.

A forest learns which situations have like futures; a forecast is the set of futures of the past
cases that share its leaves, each with its weight, moved to the level of the present. Quantile
regression forests: Meinshausen (2006), Journal of Machine Learning Research 7.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import RandomForestRegressor

from countrydesk.analysis.forecasting.combine import weighted_quantiles
from countrydesk.analysis.forecasting.fatalities import Fatalities

Floats = npt.NDArray[np.float64]
RECENT: Final = 24
STEP: Final = 3
TREES: Final = 100
LEAF: Final = 20
SHARE: Final = 0.33
OFFSET: Final = 5.0
HALF_LIFE: Final = 6.0
RESCALED: Final = 0.5
BLOCK: Final = 3
SEED: Final = 1
NAMES: Final = (
    "last month", "month before", "log mean of 3 months", "log mean of 6 months",
    "log mean of 12 months", "log mean of 24 months", "mean of 3 months", "mean of 6 months",
    "mean of 12 months", "mean of 24 months", "highest of 12 months", "lowest of 12 months",
    "spread over 12 months", "months with deaths, of 12", "months with 25 deaths, of 12",
    "months with deaths, of 24", "months since deaths", "months since 25 deaths",
    "3 months against 12", "6 months against 24", "long log mean", "months with deaths, long",
)  # fmt: skip


def features(deaths: Floats, memory: int = RECENT) -> Floats:
    """Return the situation of each place (places x ``NAMES``) at the end of its months.

    Reads the last ``memory`` months, where fewer are known those; the measures called long are
    over all of them, the others over two years at most. Logs are of deaths plus one.
    """
    whole = deaths[:, -memory:]
    recent = whole[:, -RECENT:]
    logs, any_, many = np.log1p(recent), recent > 0, recent >= 25
    half = {k: logs[:, -k:].mean(axis=1) for k in (3, 6, 12, RECENT)}
    mean = {k: np.log1p(recent[:, -k:].mean(axis=1)) for k in (3, 6, 12, RECENT)}
    year = logs[:, -12:]
    return np.stack(
        [
            logs[:, -1], logs[:, -2], *half.values(), *mean.values(),
            year.max(axis=1), year.min(axis=1), year.std(axis=1),
            any_[:, -12:].mean(axis=1), many[:, -12:].mean(axis=1), any_.mean(axis=1),
            _since(whole > 0), _since(whole >= 25),
            half[3] - half[12], half[6] - half[RECENT],
            np.log1p(whole).mean(axis=1), (whole > 0).mean(axis=1),
        ],
        axis=1,
    )  # fmt: skip


def _since(happened: npt.NDArray[np.bool_]) -> Floats:
    back = happened[:, ::-1]
    months = np.where(back.any(axis=1), back.argmax(axis=1), happened.shape[1])
    return np.asarray(np.log1p(months.astype(np.float64)))


def level(deaths: Floats) -> Floats:
    """Return the log of a place's usual deaths a month plus ``OFFSET``, recent months first."""
    recent = deaths[:, -RECENT:]
    weights = fading(recent.shape[1], HALF_LIFE)
    return np.asarray(np.log(recent + OFFSET) @ weights)


def fading(months: int, half_life: float) -> Floats:
    """Return weights of ``months`` months, oldest first, that halve with age and sum to one."""
    weights = 0.5 ** (np.arange(months)[::-1] / half_life)
    return np.asarray(weights / weights.sum())


@dataclass(frozen=True, eq=False)
class Analogues:
    """Past cases with what came after them (cases x horizons), and the forest that likens them."""

    forest: RandomForestRegressor
    leaves: npt.NDArray[np.int64]
    futures: Floats
    levels: Floats
    memory: int

    def paths(self, deaths: Floats) -> Iterator[tuple[Floats, Floats]]:
        """Return for each place the futures (cases x horizons) it may have, with their weights."""
        found = self.forest.apply(features(deaths, self.memory))
        for own, here in zip(found, level(deaths).tolist(), strict=True):
            together = self.leaves == own
            weights = together @ (1 / (together.sum(axis=0) * together.shape[1]))
            at = np.flatnonzero(weights)
            moved = np.exp(RESCALED * (here - self.levels[at]))[:, None]
            past = self.futures[at]
            future = np.where(past > 0, np.maximum((past + OFFSET) * moved - OFFSET, 0), 0)
            yield future, weights[at]

    def draws(self, deaths: Floats, size: int) -> Floats:
        """Return evenly spaced quantiles as draws (places x horizons x ``size``), whole deaths."""
        unlike, rows = np.unique(deaths[:, -self.memory :], axis=0, return_inverse=True)
        drawn = [
            weighted_quantiles(future.T, np.broadcast_to(weights, future.T.shape), size)
            for future, weights in self.paths(unlike)
        ]
        return np.asarray(np.rint(np.stack(drawn))[rows])


@lru_cache(maxsize=64)
def fit_analogues(
    library: Fatalities, horizons: tuple[int, ...], trees: int = TREES, memory: int = RECENT
) -> Analogues:
    """Return the analogues of ``horizons`` months ahead from all cases that ``library`` completes.

    A case is a place and a month whose last horizon lies inside the series and that has at least
    ``RECENT`` months behind it, of which the last ``memory`` describe it. ``horizons`` come in
    whole quarters; the forest splits by the mean log of each quarter.

    Raises:
        ValueError: the series is too short for a single case, or ``horizons`` break a quarter.
    """
    ends = range(RECENT, library.deaths.shape[1] - max(horizons), STEP)
    if not ends or len(horizons) % BLOCK:
        raise ValueError("too few months for these horizons, or horizons not in whole quarters")
    cases = [library.deaths[:, max(end - memory, 0) + 1 : end + 1] for end in ends]
    ahead = np.asarray(horizons)
    futures = np.concatenate([library.deaths[:, end + ahead] for end in ends])
    inputs = np.concatenate([features(each, memory) for each in cases])
    forest = RandomForestRegressor(
        trees, min_samples_leaf=LEAF, max_features=SHARE, max_samples=0.5, n_jobs=2,
        random_state=SEED,
    )  # fmt: skip
    quarters = np.log(futures + OFFSET).reshape(len(futures), -1, BLOCK).mean(axis=2)
    forest.fit(inputs, quarters)
    levels = np.concatenate([level(each) for each in cases])
    return Analogues(forest, forest.apply(inputs), futures, levels, memory)


def drivers(analogues: Analogues, deaths: Floats) -> Floats:
    """Return by how much each input moves the forecast log of deaths (places x ``NAMES``).

    One input at a time is set to the value it has in a country without deaths; the difference of
    the mean forecast to the one as it is. Not additive, and not causes.
    """
    inputs = features(deaths, analogues.memory)
    calm = features(np.zeros((1, deaths.shape[1])), analogues.memory)[0]
    unlike, rows = np.unique(inputs, axis=0, return_inverse=True)
    altered = np.repeat(unlike[None], len(calm) + 1, axis=0)
    for at, plain in enumerate(calm.tolist()):
        altered[at + 1, :, at] = plain
    predicted = np.asarray(analogues.forest.predict(altered.reshape(-1, len(calm))))
    means = predicted.reshape(len(altered), len(unlike), -1).mean(axis=2)
    return np.asarray((means[0] - means[1:]).T[rows])
