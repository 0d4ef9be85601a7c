"""The world that a scenario starts from: who sells what to whom, under which tariffs.

Axes are always (sector, exporter, importer). Flows are what the exporter receives, before the
importer's duty; the diagonal holds domestic sales. Tariffs are fractions (0.1 is 10 %).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from countrydesk.errors import TradeTableError
from countrydesk.policy.gravity.arrays import Array

TOTAL_SECTOR = "total"


@dataclass(frozen=True)
class Elasticities:
    """The two elasticities of a universal-gravity economy (Allen, Arkolakis, Takahashi 2020).

    ``trade`` is the trade elasticity theta (sigma - 1 where sigma is the elasticity of
    substitution); ``supply`` is the aggregate supply elasticity psi: 0 is an endowment economy.
    """

    trade: float
    supply: float = 0.0

    def __post_init__(self) -> None:
        if not (np.isfinite(self.trade) and self.trade > 0):
            raise TradeTableError(f"the trade elasticity must be above 0, not {self.trade}")
        if not (np.isfinite(self.supply) and self.supply >= 0):
            raise TradeTableError(f"the supply elasticity must be 0 or more, not {self.supply}")

    @property
    def sigma(self) -> float:
        """The elasticity of substitution between origins."""
        return self.trade + 1


@dataclass(frozen=True, eq=False)
class Baseline:
    """A balanced table of trade, checked when it is made.

    Attributes:
        countries: codes, in the order of both trade axes.
        flows: (sectors, exporters, importers), any currency unit, before duty; domestic sales on
            the diagonal.
        tariffs: same shape; ad-valorem rates as fractions; zero on the diagonal.
        elasticities: of trade and of supply.
        sectors: names, in the order of the first axis.
        unit: the currency unit of the flows, as a label.
        observed: same shape; True where a cell was observed, False where it was estimated; None
            where nobody said.
        source: what the table was made from.

    Raises:
        TradeTableError: a cell is negative, not a number or missing; no domestic sales; a country
            without any foreign trade or cut off from the others; a rate of -100 % or less.
    """

    countries: tuple[str, ...]
    flows: Array
    elasticities: Elasticities
    tariffs: Array | None = None
    sectors: tuple[str, ...] = (TOTAL_SECTOR,)
    unit: str = "USD"
    observed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] | None = field(default=None)
    source: str = ""

    def __post_init__(self) -> None:
        flows = np.asarray(self.flows, dtype=np.float64)
        flows = flows[np.newaxis] if flows.ndim == 2 else flows
        tariffs = np.zeros_like(flows) if self.tariffs is None else np.asarray(self.tariffs, float)
        tariffs = np.broadcast_to(tariffs, flows.shape).copy()
        object.__setattr__(self, "countries", tuple(self.countries))
        object.__setattr__(self, "sectors", tuple(self.sectors))
        object.__setattr__(self, "flows", flows)
        object.__setattr__(self, "tariffs", tariffs)
        _check_shape(self.countries, self.sectors, flows)
        _check_cells(self.countries, flows)
        check_rates(self.countries, tariffs)
        _check_connected(self.countries, flows.sum(axis=0))

    @property
    def size(self) -> int:
        """The number of countries."""
        return len(self.countries)

    @property
    def rates(self) -> Array:
        """The tariffs, (sectors, exporters, importers), as fractions."""
        assert self.tariffs is not None  # set when the baseline was made  # noqa: S101
        return self.tariffs

    @property
    def output(self) -> Array:
        """What each country's producers receive, (countries,)."""
        return np.asarray(self.flows.sum(axis=(0, 2)))

    @property
    def revenue(self) -> Array:
        """What each country's customs collect, (countries,)."""
        return np.asarray((self.flows * self.rates).sum(axis=(0, 1)))

    @property
    def expenditure(self) -> Array:
        """What each country spends, duties included, (countries,)."""
        return np.asarray((self.flows * (1 + self.rates)).sum(axis=(0, 1)))

    @property
    def deficit(self) -> Array:
        """Expenditure above output and revenue, (countries,); sums to zero over the world."""
        return self.expenditure - self.output - self.revenue

    def position(self, country: str) -> int:
        """Return the place of a country on the axes.

        Raises:
            TradeTableError: the baseline has no such country.
        """
        try:
            return self.countries.index(country)
        except ValueError:
            raise TradeTableError(
                f"the baseline has no country '{country}'; it has {_listed(self.countries)}"
            ) from None

    def reordered(self, countries: tuple[str, ...]) -> Baseline:
        """Return the same world with its countries in another order."""
        order = [self.position(name) for name in countries]
        if sorted(order) != list(range(self.size)):
            raise TradeTableError("a new order must name every country once")
        pick = np.ix_(range(len(self.sectors)), order, order)
        seen = None if self.observed is None else self.observed[pick]
        return replace(
            self,
            countries=countries,
            flows=self.flows[pick],
            tariffs=self.rates[pick],
            observed=seen,
        )

    def with_elasticities(self, trade: float, supply: float = 0.0) -> Baseline:
        """Return the same world with other elasticities."""
        return replace(self, elasticities=Elasticities(trade, supply))

    def collapsed(self) -> Baseline:
        """Return the same world with its sectors added up; tariffs are weighted by trade."""
        total = self.flows.sum(axis=0)
        duties = (self.flows * self.rates).sum(axis=0)
        rates = np.divide(duties, total, out=self.rates.mean(axis=0), where=total > 0)
        return replace(self, flows=total, tariffs=rates, sectors=(TOTAL_SECTOR,), observed=None)


def _check_shape(countries: tuple[str, ...], sectors: tuple[str, ...], flows: Array) -> None:
    size = len(countries)
    if size < 2:
        raise TradeTableError("a baseline needs at least two countries")
    twice = sorted({name for name in countries if countries.count(name) > 1})
    if twice:
        raise TradeTableError(f"countries are named more than once: {_listed(twice)}")
    if flows.shape != (len(sectors), size, size):
        raise TradeTableError(
            f"the table of trade has the shape {flows.shape}; {len(sectors)} sector(s) and "
            f"{size} countries need {(len(sectors), size, size)}"
        )


def _check_cells(countries: tuple[str, ...], flows: Array) -> None:
    for wrong, words in ((~np.isfinite(flows), "not a number"), (flows < 0, "negative")):
        if wrong.any():
            _, exporter, importer = (int(axis[0]) for axis in np.nonzero(wrong))
            raise TradeTableError(
                f"trade from {countries[exporter]} to {countries[importer]} is {words}"
            )
    domestic = flows.sum(axis=0).diagonal()
    if (domestic <= 0).any():
        missing = [countries[at] for at in np.nonzero(domestic <= 0)[0]]
        raise TradeTableError(
            f"domestic sales are zero for {_listed(missing)}; the diagonal of the table must "
            "hold output less exports"
        )


def check_rates(countries: tuple[str, ...], rates: Array) -> None:
    """Refuse tariffs that no importer can charge.

    Raises:
        TradeTableError: a rate is not a number, -100 % or less, or charged on domestic sales.
    """
    for wrong, words in (
        (~np.isfinite(rates), "is not a number"),
        (rates <= -1, "is -100 % or below; write 10 % as 0.1"),
    ):
        if wrong.any():
            _, exporter, importer = (int(axis[0]) for axis in np.nonzero(wrong))
            raise TradeTableError(
                f"the tariff of {countries[importer]} on {countries[exporter]} {words}"
            )
    at_home = np.nonzero(np.diagonal(rates, axis1=1, axis2=2))[1]
    if at_home.size:
        raise TradeTableError(f"a tariff of {countries[int(at_home[0])]} on its own goods")


def _check_connected(countries: tuple[str, ...], total: Array) -> None:
    abroad = total - np.diag(total.diagonal())
    alone = np.nonzero((abroad.sum(axis=0) + abroad.sum(axis=1)) <= 0)[0]
    if alone.size:
        raise TradeTableError(
            f"no foreign trade in the table for {_listed([countries[at] for at in alone])}; "
            "leave such countries out"
        )
    for axis, words in ((0, "imports"), (1, "exports")):
        none = np.nonzero(abroad.sum(axis=axis) <= 0)[0]
        if none.size:
            raise TradeTableError(
                f"no {words} in the table for {_listed([countries[at] for at in none])}; "
                "fill them in or leave such countries out"
            )
    if ((abroad + abroad.T) > 0).sum(axis=1).max() == len(countries) - 1:
        return  # one country trades with all others
    parts, label = connected_components(csr_array(abroad > 0), directed=False)
    if parts > 1:
        cut = [countries[at] for at in np.nonzero(label != np.bincount(label).argmax())[0]]
        raise TradeTableError(f"no trade links {_listed(cut)} with the rest of the table")


def _listed(names: list[str] | tuple[str, ...], most: int = 8) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
