"""What a scenario does, by country and by pair, with the residual and the choices it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.baseline import Baseline, Elasticities
from countrydesk.policy.gravity.options import Options


@dataclass(frozen=True, eq=False)
class Effects:
    """The difference that a scenario makes. Arrays are (countries,) or (exporters, importers).

    Attributes:
        scenario: its name.
        baseline: where it started.
        options: equilibrium, closure, numeraire.
        elasticities: of trade and supply.
        price: factory-gate price over baseline.
        price_index: price of consumption over baseline, duties included.
        output, expenditure, revenue: new values, in the unit of the baseline.
        flows: new trade before duty, in the unit of the baseline.
        tariffs: the tariffs of the scenario, fractions.
        workforce: the factors of the scenario.
        residual: the largest excess demand, each over the country's own output.
        steps: Newton steps taken.
    """

    scenario: str
    baseline: Baseline
    options: Options
    elasticities: Elasticities
    price: Array
    price_index: Array
    output: Array
    expenditure: Array
    revenue: Array
    flows: Array
    tariffs: Array
    workforce: Array
    residual: float
    steps: int

    @property
    def countries(self) -> tuple[str, ...]:
        """Codes in the order of all arrays."""
        return self.baseline.countries

    @property
    def real_income(self) -> Array:
        """Per cent change of what each country can buy a head: expenditure over the price index."""
        nominal = self.expenditure / self.baseline.expenditure / self.workforce
        return percent(nominal / self.price_index)

    @property
    def real_wage(self) -> Array:
        """Per cent change of output a head over the price index."""
        return percent(self.output / self.baseline.output / self.workforce / self.price_index)

    @property
    def real_output(self) -> Array:
        """Per cent change of nominal output over the price index (the guide's real GDP)."""
        return percent(self.output / self.baseline.output / self.price_index)

    @property
    def exports(self) -> Array:
        """Per cent change of the value of exports, before duty."""
        return percent(_abroad(self.flows, 1) / _abroad(self.baseline.flows.sum(axis=0), 1))

    @property
    def imports(self) -> Array:
        """Per cent change of the value of imports, before duty."""
        return percent(_abroad(self.flows, 0) / _abroad(self.baseline.flows.sum(axis=0), 0))

    @property
    def terms_of_trade(self) -> Array:
        """Per cent change of export prices over import prices before duty.

        Import prices are the exporters' factory-gate prices, weighted by the mean of the old and
        the new shares in imports (a Tornqvist index).
        """
        old, new = (_import_shares(flows) for flows in (self.baseline.flows.sum(0), self.flows))
        logs = np.log(self.price)
        return percent(np.exp(logs - ((old + new) / 2).T @ logs))

    @property
    def deficit(self) -> Array:
        """New deficit: expenditure above output and revenue."""
        return self.expenditure - self.output - self.revenue

    def at(self, country: str) -> dict[str, float]:
        """Return the row of one country of :meth:`by_country`.

        Raises:
            TradeTableError: no such country.
        """
        return dict(self.by_country().row(self.baseline.position(country), named=True))

    def by_country(self) -> pl.DataFrame:
        """Return one row a country: per cent changes, and revenue and deficit in value."""
        columns = {name: measure(self) for name, measure in MEASURES.items()}
        return pl.DataFrame({"country": self.countries, **columns})

    def by_pair(self) -> pl.DataFrame:
        """Return one row an exporter and importer, domestic sales included."""
        old, n = self.baseline.flows.sum(axis=0), self.baseline.size
        duties = self.flows * self.tariffs
        before = (self.baseline.flows * self.baseline.rates).sum(axis=0)
        change = np.divide(self.flows, old, out=np.full_like(old, np.nan), where=old > 0)
        return pl.DataFrame(
            {
                "exporter": np.repeat(self.countries, n),
                "importer": np.tile(self.countries, n),
                "trade_before": old.ravel(),
                "trade_after": self.flows.ravel(),
                "trade_pct": percent(change).ravel(),
                "tariff": self.tariffs.ravel(),
                "tariff_revenue": duties.ravel(),
                "tariff_revenue_change": (duties - before).ravel(),
            },
            nan_to_null=True,
        )

    def report(self) -> dict[str, str | float | int]:
        """Return what the numbers rest on: choices, elasticities, residual."""
        return {
            "scenario": self.scenario,
            "equilibrium": self.options.equilibrium,
            "closure": self.options.closure,
            "numeraire": self.options.numeraire,
            "trade_elasticity": self.elasticities.trade,
            "supply_elasticity": self.elasticities.supply,
            "market_clearing_residual": self.residual,
            "steps": self.steps,
            "countries": self.baseline.size,
        }


MEASURES: dict[str, Callable[[Effects], Array]] = {
    "real_income_pct": lambda this: this.real_income,
    "real_output_pct": lambda this: this.real_output,
    "output_pct": lambda this: percent(this.output / this.baseline.output),
    "expenditure_pct": lambda this: percent(this.expenditure / this.baseline.expenditure),
    "exports_pct": lambda this: this.exports,
    "imports_pct": lambda this: this.imports,
    "domestic_sales_pct": lambda this: percent(
        this.flows.diagonal() / this.baseline.flows.sum(axis=0).diagonal()
    ),
    "price_pct": lambda this: percent(this.price),
    "price_index_pct": lambda this: percent(this.price_index),
    "terms_of_trade_pct": lambda this: this.terms_of_trade,
    "tariff_revenue": lambda this: this.revenue,
    "tariff_revenue_change": lambda this: this.revenue - this.baseline.revenue,
    "deficit": lambda this: this.deficit,
    "deficit_change": lambda this: this.deficit - this.baseline.deficit,
}


def percent(ratio: Array) -> Array:
    """Return a ratio as a per cent change."""
    return np.asarray(100 * (ratio - 1))


def _abroad(flows: Array, axis: int) -> Array:
    return np.asarray(flows.sum(axis=axis) - flows.diagonal())


def _import_shares(flows: Array) -> Array:
    abroad = flows - np.diag(flows.diagonal())
    return np.asarray(abroad / abroad.sum(axis=0))
