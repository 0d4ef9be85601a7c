"""An exercise on fitted trade costs: the world of a gravity regression, before and after.

Such exercises start from fitted trade, not from the table: trade costs to the power 1 - sigma with
the output and expenditure of the data give the baseline flows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from countrydesk.errors import TradeTableError
from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.balancing import resistances
from countrydesk.policy.gravity.baseline import Baseline, Elasticities
from countrydesk.policy.gravity.effects import Effects
from countrydesk.policy.gravity.options import Options
from countrydesk.policy.gravity.scenario import CostChange, Scenario
from countrydesk.policy.gravity.solve import solve

SIGMA = 7.0  # the Advanced Guide's elasticity of substitution


@dataclass(frozen=True, eq=False)
class Exercise:
    """Trade costs before and after; n countries.

    Attributes:
        countries: codes.
        before: (n, n) trade costs to the power 1 - sigma, rows export.
        after: the same in the counterfactual; equal to ``before`` at home.
        output: (n,).
        expenditure: (n,); scaled to world output where the sums differ.
        reference: the country whose inward resistance and price index stay at one.
        sigma: elasticity of substitution.
        supply: supply elasticity.
    """

    countries: tuple[str, ...]
    before: Array
    after: Array
    output: Array
    expenditure: Array
    reference: str
    sigma: float = SIGMA
    supply: float = 0.0

    def __post_init__(self) -> None:
        size = len(self.countries)
        if self.reference not in self.countries:
            raise TradeTableError(f"the reference country '{self.reference}' is not in the table")
        for name, table in (("before", self.before), ("after", self.after)):
            if table.shape != (size, size):
                raise TradeTableError(f"trade costs {name} must be {(size, size)}")
            if not (np.isfinite(table) & (table > 0)).all():
                raise TradeTableError(f"trade costs {name} must be above zero for every pair")
        totals = np.concatenate([self.output, self.expenditure])
        if totals.shape != (2 * size,) or not (np.isfinite(totals) & (totals > 0)).all():
            raise TradeTableError("output and expenditure must be above zero for every country")
        scaled = self.expenditure * (self.output.sum() / self.expenditure.sum())
        object.__setattr__(self, "spending", scaled)

    spending: Array = None  # type: ignore[assignment]  # set when made

    @property
    def at(self) -> int:
        """The position of the reference country."""
        return self.countries.index(self.reference)


def full_equilibrium(exercise: Exercise) -> Effects:
    """Return the effects with all markets cleared, from fitted baseline trade."""
    fitted = resistances(exercise.before, exercise.output, exercise.spending, exercise.at)
    base = Baseline(
        exercise.countries, fitted.flows, Elasticities(exercise.sigma - 1, exercise.supply)
    )
    shock = np.log(exercise.after / exercise.before)
    return solve(
        base,
        Scenario("exercise").then(CostChange(shock)),
        Options(numeraire=f"prices:{exercise.reference}"),
    )


def matrix(
    frame: pl.DataFrame,
    value: str,
    exporter: str = "exporter",
    importer: str = "importer",
    countries: Sequence[str] | None = None,
) -> tuple[tuple[str, ...], Array]:
    """Return the codes and the (n, n) table of a column of a long table, rows export.

    Raises:
        TradeTableError: a pair is missing or named twice, or a country only exports or imports.
    """
    sellers, buyers = set(frame[exporter].to_list()), set(frame[importer].to_list())
    if sellers != buyers:
        lone = sorted(str(name) for name in sellers ^ buyers)
        raise TradeTableError(
            f"the table is not balanced: {', '.join(lone[:8])} stand on one side of it only"
        )
    names = tuple(countries or sorted(str(name) for name in sellers))
    place = {name: at for at, name in enumerate(names)}
    table = np.full((len(names), len(names)), np.nan)
    rows = [place[str(name)] for name in frame[exporter]]
    columns = [place[str(name)] for name in frame[importer]]
    pairs = len(set(zip(rows, columns, strict=True)))
    if pairs < frame.height:
        raise TradeTableError("the table names some pair of countries more than once")
    if pairs < table.size:
        gaps = np.argwhere(~_filled(table, rows, columns))
        first = f"{names[gaps[0][0]]} to {names[gaps[0][1]]}"
        raise TradeTableError(
            f"the table is not balanced: {len(gaps)} pairs are missing, the first is {first}"
        )
    table[rows, columns] = frame[value].cast(pl.Float64).to_numpy()
    return names, table


def _filled(
    table: Array, rows: list[int], columns: list[int]
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    filled = np.zeros(table.shape, dtype=bool)
    filled[rows, columns] = True
    return filled


def costs(
    frame: pl.DataFrame,
    coefficients: Mapping[str, float],
    exporter: str = "exporter",
    importer: str = "importer",
) -> tuple[tuple[str, ...], Array]:
    """Return codes and exp(coefficients x columns), (n, n): trade costs to the power 1 - sigma.

    Raises:
        TradeTableError: a column is missing or the table of pairs is not complete.
    """
    for name in coefficients:
        if name not in frame.columns:
            raise TradeTableError(f"the data have no column '{name}' for its coefficient")
    index = sum(
        (pl.col(name).cast(pl.Float64) * value for name, value in coefficients.items()),
        start=pl.lit(0.0),
    )
    names, table = matrix(
        frame.select(exporter, importer, index.alias("_index")), "_index", exporter, importer
    )
    return names, np.exp(table)
