"""Fans around the projections of the World Economic Outlook.

The IMF prints points without intervals. Here a projection is pooled with a plain anchor and given
the errors that such anchors have made in history, scaled to the country and narrowed by what the
pool is known to have done better.

*Anchor.* Growth: equal parts of the median of the country's last ten years, of those medians in
its sub-region and in the world (shrinkage to the group: Efron and Morris 1975). Inflation and debt:
the last measured value.

*Weights.* Before any error at a horizon is known: growth three quarters to the projection a year
ahead and equal weights further on (Bates and Granger 1969; Clemen 1989 on why equal weights are
hard to beat); inflation and debt the projection alone a year ahead, three quarters further on. Each
vintage whose target year has ended since moves the weight toward what had the least absolute error;
the prior counts as ``PRIOR_WINDOWS`` vintages.

*Spread.* The errors of the anchor over the last twenty years of the vintage's own history, by
country, their size shrunk toward the world's. Two forecasts with independent errors of like size
pooled with weights w and 1 - w have sqrt(w^2 + (1-w)^2) of their spread; that ratio is the prior,
and known errors of the pool move it in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.forecasting.macro_vintages import Vintages
from countrydesk.analysis.forecasting.question import LEVELS

Floats = npt.NDArray[np.float64]
DECADE = 10
SPAN = 20
PRIOR_WINDOWS = 4
PRIOR_YEARS = 4
LEAST_SCALE = 0.05
GRID = np.linspace(0, 1, 21)
HORIZONS = (1, 2, 3, 4, 5)
_LOW, _MIDDLE, _HIGH = LEVELS.index(0.1), LEVELS.index(0.5), LEVELS.index(0.9)


@dataclass(frozen=True)
class Series:
    """How a series is forecast: its scale, its anchor and the weights it starts from.

    ``forward`` and ``back`` go to the scale on which errors are alike and return. ``weights`` are
    those of the projection at one year and at two or more; ``least`` is the lowest possible value.
    """

    indicator: str
    persistent: bool
    weights: tuple[float, float]
    forward: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]
    least: float = -np.inf


def _same(values: Floats) -> Floats:
    return values


def _log_rate(values: Floats) -> Floats:
    """Return 100 times the log of the gross rate of a change in percent."""
    return np.asarray(100 * np.log(np.maximum(1 + values / 100, 0.01)))


def _percent(values: Floats) -> Floats:
    return np.asarray(100 * (np.exp(values / 100) - 1))


SERIES: Final[Mapping[str, Series]] = {
    "growth": Series("gdp_growth", False, (0.75, 0.5), _same, _same),
    "inflation": Series("inflation", True, (1.0, 0.75), _log_rate, _percent),
    "debt": Series("public_debt", True, (1.0, 0.75), _same, _same, least=0.0),
}


@dataclass(frozen=True)
class Fan:
    """Quantiles (places x levels, at ``LEVELS``) of one horizon, in the unit of the indicator.

    ``year`` is the target, ``weight`` that of the projection, ``ratio`` the spread against the
    anchor's. ``projection``, ``anchor`` and ``plain`` (the quantiles of the country's own last
    twenty years) are in the same unit. Rows are NaN where something is missing.
    """

    year: int
    horizon: int
    weight: float
    ratio: float
    quantiles: Floats
    projection: Floats
    anchor: Floats
    plain: Floats


def fan(known: Vintages, series: Series, horizon: int) -> Fan:
    """Return the fan that the newest vintage in ``known`` gives ``horizon`` years ahead.

    Raises:
        ValueError: there is no vintage.
    """
    if not known.days:
        raise ValueError("no vintage of the World Economic Outlook by that day")
    newest = len(known.days) - 1
    weight, ratio = _learnt(known, series, horizon, newest)
    history = series.forward(known.history(newest))
    anchors = anchor(history, series, known.regions)
    projected = series.forward(known.projection(newest, horizon))
    centre = weight * projected + (1 - weight) * anchors
    scale, shape = spread(history, series, horizon, known.regions)
    quantiles = centre[:, None] + (scale * ratio)[:, None] * shape
    return Fan(
        known.year_of(newest) + horizon, horizon, weight, ratio,
        np.maximum(series.back(quantiles), series.least),
        series.back(projected), series.back(anchors), series.back(own_years(history)),
    )  # fmt: skip


def anchor(history: Floats, series: Series, regions: tuple[str, ...]) -> Floats:
    """Return the plain expectation of each place from (places x years) of history."""
    if series.persistent:
        return np.asarray(history[:, -1])
    own = _median(history[:, -DECADE:])
    return np.asarray((own + _by_group(own, regions) + _median(own[None, :])) / 3)


def spread(
    history: Floats, series: Series, horizon: int, regions: tuple[str, ...]
) -> tuple[Floats, Floats]:
    """Return the scale of each place's errors, and the quantiles of errors over their scale.

    The errors are those the anchor would have made ``horizon`` years ahead for each of the last
    ``SPAN`` years of history. The shape is centred on its median.
    """
    last = history.shape[1]
    targets = range(max(last - SPAN, horizon + 1), last)
    errors = np.column_stack(
        [history[:, t] - anchor(history[:, : t - horizon], series, regions) for t in targets]
    )
    sizes = _median(np.abs(errors))
    usual = float(np.nanmedian(sizes))
    counts = (~np.isnan(errors)).sum(axis=1)
    own = np.log(np.maximum(np.where(counts > 0, sizes, usual), LEAST_SCALE * usual))
    scale = np.exp((counts * own + PRIOR_YEARS * np.log(usual)) / (counts + PRIOR_YEARS))
    standard = (errors / scale[:, None]).ravel()
    shape = np.quantile(standard[~np.isnan(standard)], LEVELS)
    return scale, np.asarray(shape - shape[_MIDDLE])


def own_years(history: Floats) -> Floats:
    """Return the quantiles (places x levels) of each place's own last years."""
    with np.errstate(all="ignore"):
        found = np.full((len(history), len(LEVELS)), np.nan)
        some = (~np.isnan(history[:, -SPAN:])).any(axis=1)
        found[some] = np.nanquantile(history[some, -SPAN:], LEVELS, axis=1).T
    return found


def _learnt(known: Vintages, series: Series, horizon: int, newest: int) -> tuple[float, float]:
    """Return the weight and the ratio after the vintages whose target year has ended."""
    start = series.weights[0] if horizon <= 1 else series.weights[1]
    ratio = float(np.sqrt(start**2 + (1 - start) ** 2))
    ended = known.resolved(horizon, newest)
    if not ended:
        return start, ratio
    errors, ratios = np.zeros(len(GRID)), []
    for vintage in ended:
        history = series.forward(known.history(vintage))
        anchors = anchor(history, series, known.regions)
        projected = series.forward(known.projection(vintage, horizon))
        happened = series.forward(known.outcome(newest, known.year_of(vintage) + horizon))
        missed = GRID[:, None] * projected + (1 - GRID[:, None]) * anchors - happened
        errors += np.nanmean(np.abs(missed), axis=1)
        scale, shape = spread(history, series, horizon, known.regions)
        pooled = np.abs(start * projected + (1 - start) * anchors - happened) / scale
        usual = (shape[_HIGH] - shape[_LOW]) / 2
        ratios.append(float(np.log(np.nanquantile(pooled, LEVELS[_HIGH] - LEVELS[_LOW]) / usual)))
    total = PRIOR_WINDOWS + len(ended)
    weight = (PRIOR_WINDOWS * start + len(ended) * float(GRID[errors.argmin()])) / total
    return weight, float(np.exp((PRIOR_WINDOWS * np.log(ratio) + sum(ratios)) / total))


def _median(values: Floats) -> Floats:
    """Return the median of each row without its gaps; NaN for a row of gaps."""
    ranked = np.sort(values, axis=1)
    known = (~np.isnan(ranked)).sum(axis=1)
    rows = np.arange(len(ranked))
    low, high = np.maximum(known - 1, 0) // 2, known // 2
    high = np.minimum(high, ranked.shape[1] - 1)
    return np.asarray((ranked[rows, low] + ranked[rows, high]) / 2)


def _by_group(values: Floats, groups: tuple[str, ...]) -> Floats:
    names = np.asarray(groups)
    found = np.full(len(values), np.nan)
    for name in np.unique(names):
        found[names == name] = _median(values[None, names == name])[0]
    return found
