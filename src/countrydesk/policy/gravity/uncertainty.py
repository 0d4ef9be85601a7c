"""How sure the effects are: the model solved for many draws of its coefficients."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl

from countrydesk.errors import ScenarioError
from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.baseline import Baseline, Elasticities
from countrydesk.policy.gravity.effects import MEASURES, Effects
from countrydesk.policy.gravity.newton import clear_markets
from countrydesk.policy.gravity.options import Options
from countrydesk.policy.gravity.scenario import Scenario
from countrydesk.policy.gravity.solve import DEFAULT, effects_of, path_of, solve
from countrydesk.policy.gravity.system import Economy, State
from countrydesk.policy.gravity.threads import one_thread

COUNT = 1000
SEED = 20260101


@dataclass(frozen=True, eq=False)
class Sample:
    """Coefficients of each draw, (draws,).

    Attributes:
        trade: trade elasticity.
        supply: supply elasticity.
        effect: what the scenario's effects on trade other than tariffs are multiplied by; 1 is the
            coefficient as given.
    """

    trade: Array
    supply: Array
    effect: Array

    def __post_init__(self) -> None:
        if not self.trade.shape == self.supply.shape == self.effect.shape:
            raise ScenarioError("a sample needs as many draws of each coefficient")
        if not ((self.trade > 0).all() and (self.supply >= 0).all()):
            raise ScenarioError("a draw has a trade elasticity of 0 or a supply elasticity below 0")

    @property
    def size(self) -> int:
        """The number of draws."""
        return int(self.trade.size)


def sample(
    elasticities: Elasticities,
    trade_se: float = 0.0,
    supply_se: float = 0.0,
    effect_se: float = 0.0,
    count: int = COUNT,
    seed: int = SEED,
) -> Sample:
    """Draw coefficients around ``elasticities``.

    Elasticities are log-normal with the given mean and standard error, so that they stay positive;
    the effect is normal.

    Args:
        elasticities: the means.
        trade_se: standard error of the trade elasticity, in its own unit.
        supply_se: standard error of the supply elasticity, in its own unit.
        effect_se: standard error of the scenario's coefficient over the coefficient.
        count: draws.
        seed: of the generator; the same seed gives the same draws.
    """
    spread = (trade_se, supply_se, effect_se)
    if count < 2 or not all(np.isfinite(value) and value >= 0 for value in spread):
        raise ScenarioError("draws need a count of 2 or more and standard errors of 0 or more")
    normal = np.random.Generator(np.random.PCG64(seed)).standard_normal((3, count))
    return Sample(
        trade=_log_normal(elasticities.trade, trade_se, normal[0]),
        supply=_log_normal(elasticities.supply, supply_se, normal[1]),
        effect=1 + effect_se * normal[2],
    )


def _log_normal(mean: float, error: float, normal: Array) -> Array:
    if mean == 0 or error == 0:
        return np.full(normal.shape, mean)
    spread = np.sqrt(np.log1p((error / mean) ** 2))
    return np.asarray(mean * np.exp(spread * normal - spread**2 / 2))


@dataclass(frozen=True, eq=False)
class Draws:
    """Effects of every draw.

    Attributes:
        central: the effects at the given coefficients.
        sample: the coefficients.
        values: measure -> (draws, countries); the measures are those of ``Effects.by_country``.
        pairs: the pairs whose trade was kept, and ``pair_trade``: (draws, pairs) per cent changes.
        residual: the largest excess demand of any draw, over the country's own output.
    """

    central: Effects
    sample: Sample
    values: dict[str, Array]
    pairs: tuple[tuple[str, str], ...]
    pair_trade: Array
    residual: float

    def interval(self, measure: str, country: str, level: float = 0.8) -> tuple[float, float]:
        """Return the central interval of a measure for a country."""
        values = self.values[measure][:, self.central.baseline.position(country)]
        return _quantiles(values, level)

    def pair_interval(
        self, exporter: str, importer: str, level: float = 0.8
    ) -> tuple[float, float]:
        """Return the central interval of the per cent change of trade of a kept pair."""
        return _quantiles(self.pair_trade[:, self.pairs.index((exporter, importer))], level)

    def table(self, level: float = 0.8) -> pl.DataFrame:
        """Return one row a country and measure: central, low, median, high."""
        ends = [(1 - level) / 2, 0.5, (1 + level) / 2]
        centre = self.central.by_country()
        rows = []
        for measure, values in self.values.items():
            low, middle, high = np.quantile(values, ends, axis=0)
            rows.append(
                pl.DataFrame(
                    {
                        "country": self.central.countries,
                        "measure": measure,
                        "central": centre[measure],
                        "low": low,
                        "median": middle,
                        "high": high,
                    }
                )
            )
        return pl.concat(rows)


def _quantiles(values: Array, level: float) -> tuple[float, float]:
    if not 0 < level < 1:
        raise ScenarioError(f"the level of an interval is between 0 and 1, not {level}")
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def draws(
    baseline: Baseline,
    scenario: Scenario,
    sampled: Sample,
    options: Options = DEFAULT,
    pairs: Sequence[tuple[str, str]] = (),
) -> Draws:
    """Solve ``scenario`` for every draw.

    Each draw starts from a second-order expansion in the coefficients around the central solution
    and is then cleared exactly by Newton, so that every draw has its own residual.

    Raises:
        ScenarioError: as :func:`solve`; also for the conditional equilibrium.
        NoEquilibriumError: a draw has no equilibrium.
    """
    if options.equilibrium != "full":
        raise ScenarioError("draws are of the full equilibrium")
    central = solve(baseline, scenario, options)
    solver = _Solver(baseline, scenario, options, sampled)
    places = [(baseline.position(first), baseline.position(second)) for first, second in pairs]
    with one_thread(), ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = list(pool.map(lambda at: solver.measures(at, places), range(sampled.size)))
    return Draws(
        central=central,
        sample=sampled,
        values={name: np.array([one[0][name] for one in found]) for name in MEASURES},
        pairs=tuple((first, second) for first, second in pairs),
        pair_trade=np.array([one[1] for one in found]).reshape(sampled.size, len(places)),
        residual=max(one[2] for one in found),
    )


class _Solver:
    """Solves draws from a shared expansion around the central coefficients."""

    def __init__(
        self, baseline: Baseline, scenario: Scenario, options: Options, sampled: Sample
    ) -> None:
        self.baseline, self.scenario, self.options = baseline, scenario, options
        policy = scenario.policy(baseline)
        self.tariffs, self.effect = policy.tariffs[0], policy.effect[0]
        self.shifters = scenario.shifters(baseline)
        self.points = np.column_stack([sampled.trade, sampled.supply, sampled.effect])
        self.centre, self.spread = self.points.mean(axis=0), self.points.std(axis=0)
        self.terms = self._expand()

    def clear(self, point: Array, start: Array) -> tuple[Economy, Array, State, int]:
        """Return the economy at coefficients ``point``, cleared."""
        trade, supply, effect = (float(value) for value in point)
        path = path_of(
            self.baseline,
            Elasticities(trade, supply),
            self.tariffs,
            self.effect * effect,
            self.shifters,
            self.options,
        )
        return clear_markets(path, start, self.options.tolerance, self.options.steps)

    def _expand(self) -> tuple[Array, Array, Array]:
        """Return value, slope and curvature (by coefficient) of the unknowns at the centre."""
        middle = self.clear(self.centre, np.zeros(self.baseline.size + 1))[1]
        slope, curve = np.zeros((3, middle.size)), np.zeros((3, middle.size))
        for axis in np.nonzero(self.spread > 0)[0]:
            shift = np.zeros(3)
            shift[axis] = min(self.spread[axis], 0.3 * self.centre[axis])
            up = self.clear(self.centre + shift, middle)[1]
            down = self.clear(self.centre - shift, middle)[1]
            slope[axis] = (up - down) / (2 * shift[axis])
            curve[axis] = (up - 2 * middle + down) / shift[axis] ** 2
        return middle, slope, curve

    def measures(
        self, at: int, places: list[tuple[int, int]]
    ) -> tuple[dict[str, Array], list[float], float]:
        """Return the measures of a draw, the trade of the kept pairs and the residual."""
        middle, slope, curve = self.terms
        away = self.points[at] - self.centre
        start = middle + away @ slope + (away**2 / 2) @ curve
        found = effects_of(
            self.baseline, self.scenario, self.options, *self.clear(self.points[at], start)
        )
        old = self.baseline.flows[0]
        trade = [
            100 * float(found.flows[pair] / old[pair] - 1) if old[pair] else float("nan")
            for pair in places
        ]
        return {name: measure(found) for name, measure in MEASURES.items()}, trade, found.residual
