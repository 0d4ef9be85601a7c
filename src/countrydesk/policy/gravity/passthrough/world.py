"""The baseline of the pass-through model: trade, income, transfers and who keeps the value added.

Axes are (sector, exporter, importer). A share nu of what is spent on a good accrues in the country
where it is consumed (the seller's own affiliates), the rest where it is made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import root

from countrydesk.errors import NoEquilibriumError, TradeTableError
from countrydesk.policy.gravity.arrays import Array

SHARE_IMPOSER = 0.26
SHARE_OTHERS = 0.12


@dataclass(frozen=True, eq=False)
class World:
    """A calibrated baseline without tariffs; n countries, K sectors.

    Attributes:
        countries: codes.
        imposer: the position of the country whose tariffs the cases are about.
        flows: (K, n, n) spending of importers by exporter, domestic on the diagonal.
        local: (n,) nu, the share of value that accrues where goods are consumed.
        labour: (K,) share of value added in what producers receive; 1 without intermediates.
        income: (n,) value added at home.
        transfers: (n,) expenditure that income and purchases by producers do not explain.
        sectors: names.
    """

    countries: tuple[str, ...]
    imposer: int
    flows: Array
    local: Array
    labour: Array
    income: Array
    transfers: Array
    sectors: tuple[str, ...] = ("total",)

    @property
    def size(self) -> int:
        """The number of countries."""
        return len(self.countries)

    @property
    def expenditure(self) -> Array:
        """Spending of each country on all goods, intermediates included, (n,)."""
        return np.asarray(self.flows.sum(axis=(0, 1)))

    @property
    def final(self) -> Array:
        """Spending of households: income and transfers, (n,)."""
        return self.income + self.transfers

    def position(self, country: str) -> int:
        """Return the place of a country.

        Raises:
            TradeTableError: the world has no such country.
        """
        if country not in self.countries:
            raise TradeTableError(f"the table of trade has no country '{country}'")
        return self.countries.index(country)

    @classmethod
    def calibrated(
        cls,
        countries: tuple[str, ...],
        trade: Array,
        gdp: Array,
        imposer: str,
        shares: tuple[float, float] = (SHARE_IMPOSER, SHARE_OTHERS),
    ) -> World:
        """Return a one-sector world from trade and GDP in the same unit.

        Domestic spending is what GDP and transfers leave after imports, never below zero. Income
        and transfers are then read off the table, so that it is consistent.

        Args:
            countries: codes, in the order of ``trade`` and ``gdp``.
            trade: (n, n) rows export; the diagonal is not read.
            gdp: (n,).
            imposer: the country whose share of value is calibrated apart.
            shares: the revenue shares to be met, of the imposer and of all others together.

        Raises:
            TradeTableError: negative or missing cells, a GDP of zero, an unknown imposer.
        """
        abroad = _checked(tuple(countries), np.asarray(trade, float), np.asarray(gdp, float))
        if imposer not in countries:
            raise TradeTableError(f"the table of trade has no country '{imposer}'")
        at = tuple(countries).index(imposer)
        local = _local_shares(abroad, gdp, at, shares)
        transfers = (1 - local) * (abroad.sum(axis=0) - abroad @ (1 - local))
        flows = abroad.copy()
        np.fill_diagonal(flows, np.maximum(gdp + transfers - abroad.sum(axis=0), 0.0))
        return cls.of_flows(tuple(countries), at, flows[np.newaxis], local)

    @classmethod
    def of_flows(
        cls,
        countries: tuple[str, ...],
        imposer: int,
        flows: Array,
        local: Array,
        labour: Array | None = None,
        sectors: tuple[str, ...] = ("total",),
    ) -> World:
        """Return the world of a full table (K, n, n), domestic spending on the diagonal."""
        share = np.ones(flows.shape[0]) if labour is None else np.asarray(labour, float)
        made = np.einsum("k,kij,j->i", share, flows, 1 - local)
        income = made + local * flows.sum(axis=(0, 1))
        inputs = np.einsum("k,kij,j->i", 1 - share, flows, 1 - local)
        transfers = flows.sum(axis=(0, 1)) - income - inputs
        return cls(countries, imposer, flows, local, share, income, transfers, sectors)

    def without_local_shares(self) -> World:
        """Return the world in which all value accrues where goods are made (Eaton and Kortum)."""
        return World.of_flows(
            self.countries, self.imposer, self.flows, np.zeros(self.size), self.labour, self.sectors
        )

    def with_inputs(self, labour: float) -> World:
        """Return the world with roundabout production; domestic spending grows by 1 / labour."""
        flows = self.flows.copy()
        own = np.arange(self.size)
        flows[:, own, own] /= labour
        share = np.full(flows.shape[0], labour)
        return World.of_flows(self.countries, self.imposer, flows, self.local, share, self.sectors)

    def balanced_with_imposer(self) -> World:
        """Return the world whose transfers close each country's balance with the imposer."""
        flows = self.flows.sum(axis=0)
        transfers = self.transfers - (flows[self.imposer] - flows[:, self.imposer])
        transfers[self.imposer] = 0.0
        return replace(self, transfers=transfers)


def _checked(countries: tuple[str, ...], trade: Array, gdp: Array) -> Array:
    size = len(countries)
    if len(set(countries)) < size:
        raise TradeTableError("a country is named more than once in the table of trade")
    if trade.shape != (size, size) or gdp.shape != (size,):
        raise TradeTableError(
            f"{size} countries need trade of {(size, size)} and GDP of {(size,)}, not "
            f"{trade.shape} and {gdp.shape}"
        )
    abroad = trade.copy()
    np.fill_diagonal(abroad, 0.0)
    for wrong, words in ((~np.isfinite(abroad), "not a number"), (abroad < 0, "negative")):
        if wrong.any():
            exporter, importer = (int(axis[0]) for axis in np.nonzero(wrong))
            raise TradeTableError(
                f"trade from {countries[exporter]} to {countries[importer]} is {words}"
            )
    if not (np.isfinite(gdp) & (gdp > 0)).all():
        raise TradeTableError(f"GDP of {countries[int(np.argmin(gdp > 0))]} must be above zero")
    for axis, words in ((0, "imports"), (1, "exports")):
        none = np.nonzero(abroad.sum(axis=axis) <= 0)[0]
        if none.size:
            raise TradeTableError(f"no {words} in the table for {countries[int(none[0])]}")
    return abroad


def _local_shares(abroad: Array, gdp: Array, imposer: int, shares: tuple[float, float]) -> Array:
    """Return nu, (n,): one value for the imposer, one for all others, that meet ``shares``."""
    groups = np.zeros((2, gdp.size))
    groups[0], groups[0, imposer], groups[1, imposer] = 1.0, 0.0, 1.0
    trade, income = groups @ abroad @ groups.T, groups @ gdp
    others, own = shares[1], shares[0]

    def gap(nu: Array) -> Array:
        spent = income + (1 - nu) * (trade.sum(axis=0) - trade @ (1 - nu))
        home = spent - np.array([trade[1, 0], trade[0, 1]])
        sold = home / (home + np.array([trade[0, 1], trade[1, 0]]))
        mixed = sold * nu + (1 - sold) * nu[::-1]
        return np.asarray(mixed - np.array([others, own]))

    found = root(gap, np.array([0.1, 0.24]), tol=1e-14)
    if np.abs(gap(found.x)).max() > 1e-9:
        raise NoEquilibriumError("no shares of local value meet the revenue shares asked for")
    nu = np.maximum(found.x, 0.0)
    return np.asarray(np.where(np.arange(gdp.size) == imposer, nu[1], nu[0]))
