"""What tariffs do in the pass-through model, in the columns that its authors publish."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.passthrough.parameters import Parameters
from countrydesk.policy.gravity.passthrough.system import Model, Point
from countrydesk.policy.gravity.passthrough.world import World

COLUMNS = ("welfare", "deficit", "exports_gdp", "imports_gdp", "employment", "prices", "revenue")


@dataclass(frozen=True, eq=False)
class Outcome:
    """The result of a case.

    Attributes:
        world: the baseline.
        parameters: of the solution.
        tariffs: (K, n, n) fractions.
        table: (n, 7) in the order of ``COLUMNS``: per cent changes of welfare, trade deficit,
            exports over GDP, imports over GDP, employment, prices; revenue over expenditure.
        flows: (K, n, n) new trade before duty.
        world_trade: per cent change of world trade over world GDP.
        world_employment: per cent change, weighted by income.
        residual: the largest gap of any equilibrium condition, each relative to the country's own
            income or expenditure.
        steps: Newton steps.
    """

    world: World
    parameters: Parameters
    tariffs: Array
    table: Array
    flows: Array
    world_trade: float
    world_employment: float
    residual: float
    steps: int

    def by_country(self) -> pl.DataFrame:
        """Return one row a country; revenue is a share of baseline expenditure."""
        columns = {name: self.table[:, at] for at, name in enumerate(COLUMNS)}
        return pl.DataFrame({"country": self.world.countries, **columns})

    def mean(self, countries: list[str] | None = None) -> dict[str, float]:
        """Return expenditure-weighted means; of all but the imposer unless countries are given."""
        at = [self.world.position(name) for name in countries] if countries else [
            place for place in range(self.world.size) if place != self.world.imposer
        ]  # fmt: skip
        weights = self.world.expenditure[at]
        return dict(zip(COLUMNS, (weights @ self.table[at] / weights.sum()).tolist(), strict=True))

    def at(self, country: str) -> dict[str, float]:
        """Return the row of a country."""
        row = self.table[self.world.position(country)].tolist()
        return dict(zip(COLUMNS, row, strict=True))

    def minus(self, other: Outcome) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """Return the table less that of another outcome."""
        return np.asarray(self.table - other.table)


def outcome_of(model: Model, point: Point, steps: int) -> Outcome:
    """Return the published columns at a solution."""
    world, par = model.world, model.parameters
    growth = point.income.sum() / world.income.sum()
    households = point.revenue + point.income + world.transfers * growth
    share = world.final / (
        world.final - par.labour * (1 - point.tax) * world.income / (1 + par.labour)
    )
    welfare = (
        share * households / world.final + (1 - share) * point.income / world.income
    ) / point.prices
    before, after = world.flows.sum(axis=0), point.flows.sum(axis=0)
    gap_before, gap_after = _deficit(before), _deficit(after)
    table = np.column_stack(
        [
            100 * (welfare - 1),
            _relative(gap_after - gap_before, np.abs(gap_before)),
            _open(before, after, world.income, point.income, axis=1),
            _open(before, after, world.income, point.income, axis=0),
            100 * (point.employment - 1),
            100 * (point.prices - 1),
            point.revenue / world.expenditure,
        ]
    )
    paid = (point.flows * (1 + model.tariffs)).sum(axis=0)
    trade = _abroad(paid, 1).sum() / _abroad(before, 1).sum()
    return Outcome(
        world=world,
        parameters=par,
        tariffs=model.tariffs,
        table=table,
        flows=point.flows,
        world_trade=float(100 * (trade / growth - 1)),
        world_employment=float(table[:, 4] @ world.income / world.income.sum()),
        residual=float(np.abs(point.residual).max()),
        steps=steps,
    )


def _relative(change: Array, base: Array) -> Array:
    return 100 * np.divide(change, base, out=np.full_like(base, np.nan), where=base > 0)


def _deficit(flows: Array) -> Array:
    return np.asarray(flows.sum(axis=0) - flows.sum(axis=1))


def _abroad(flows: Array, axis: int) -> Array:
    return np.asarray(flows.sum(axis=axis) - flows.diagonal())


def _open(before: Array, after: Array, old: Array, new: Array, axis: int) -> Array:
    ratio = (_abroad(after, axis) / new) / (_abroad(before, axis) / old)
    return np.asarray(100 * (ratio - 1))
