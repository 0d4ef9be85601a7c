"""The equilibrium conditions of the pass-through model and their analytic Jacobian.

Unknowns are logs relative to the baseline: wages a, expenditure e, employment l, price indices p
(n each), with several sectors the sectors' shares in employment h (n K), and a slack in the market
of the last country that Walras' law leaves over (zero wherever transfers add up to zero).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.passthrough.parameters import Parameters
from countrydesk.policy.gravity.passthrough.world import World


@dataclass(frozen=True, eq=False)
class Model:
    """A world, its parameters and the tariffs of a scenario, (K, n, n)."""

    world: World
    parameters: Parameters
    tariffs: Array
    shares: Array  # (K, n, n) of the importer's spending in the sector
    weights: Array  # (K, n) of sectors in spending
    jobs: Array  # (K, n) of sectors in employment
    resisted: Array  # (K, n, n) shares times the tariffs' effect

    @classmethod
    def of(cls, world: World, parameters: Parameters, tariffs: Array) -> Model:
        """Return the model with what does not change during the solution worked out."""
        flows, local = world.flows, world.local
        spent = flows.sum(axis=1)
        shares = np.divide(
            flows, spent[:, None, :], out=np.zeros_like(flows), where=spent[:, None, :] > 0
        )
        made = np.einsum("k,kij,j->ki", world.labour, flows, 1 - local) + local * spent
        power = -parameters.trade[:, None, None] * parameters.pass_through
        return cls(
            world=world,
            parameters=parameters,
            tariffs=tariffs,
            shares=shares,
            weights=spent / world.expenditure,
            jobs=made / world.income,
            resisted=shares * (1 + tariffs) ** power,
        )

    @property
    def sectors(self) -> int:
        """The number of sectors."""
        return int(self.world.flows.shape[0])

    @property
    def unknowns(self) -> int:
        """The number of unknowns, the slack included."""
        n, k = self.world.size, self.sectors
        return 4 * n + (n * k if k > 1 else 0) + 1


@dataclass(frozen=True, eq=False)
class Point:
    """Where the model stands at given unknowns."""

    wages: Array
    expenditure: Array
    employment: Array
    prices: Array
    income: Array
    shares: Array
    flows: Array
    revenue: Array
    tax: Array
    residual: Array

    @property
    def feasible(self) -> bool:
        """Whether all is finite and no country's revenue exceeds its income."""
        return bool(np.isfinite(self.residual).all())


def evaluate(model: Model, unknowns: Array) -> Point:
    """Return the state of the model; see the module for the unknowns."""
    world, par, n = model.world, model.parameters, model.world.size
    a, e, l_, p = unknowns[: 4 * n].reshape(4, n)
    h = _sector_jobs(model, unknowns)
    beta = world.labour[:, None]
    cost = beta * a + (1 - beta) * p - par.scale * (l_ + h + (1 - beta) * (a - p))
    weighted = model.resisted * np.exp(-par.trade[:, None] * cost)[:, :, None]
    total = np.where(model.weights > 0, weighted.sum(axis=1), 1.0)
    shares = weighted / total[:, None, :]
    spending = model.weights * (world.expenditure * np.exp(e))
    flows = shares * spending[:, None, :] / (1 + model.tariffs)
    revenue = (model.tariffs * flows).sum(axis=(0, 1))
    income = world.income * np.exp(a + l_)
    tax = revenue / income if par.rebate == "income-tax" else np.zeros(n)
    residual = _residual(model, unknowns, flows, revenue, income, tax, total)
    return Point(
        np.exp(a), world.expenditure * np.exp(e), np.exp(l_), np.exp(p), income, shares, flows,
        revenue, tax, residual,
    )  # fmt: skip


def _sector_jobs(model: Model, unknowns: Array) -> Array:
    n, k = model.world.size, model.sectors
    return unknowns[4 * n : 4 * n + n * k].reshape(k, n) if k > 1 else np.zeros((1, n))


def _residual(
    model: Model,
    unknowns: Array,
    flows: Array,
    revenue: Array,
    income: Array,
    tax: Array,
    total: Array,
) -> Array:
    world, par, n = model.world, model.parameters, model.world.size
    a, e, l_, p = unknowns[: 4 * n].reshape(4, n)
    h, kept = _sector_jobs(model, unknowns), 1 - world.local
    beta = world.labour
    sold = np.einsum("k,kij,j->ki", beta, flows, kept) + world.local * flows.sum(axis=1)
    market = sold / world.income - model.jobs * np.exp(a + l_ + h)
    market += np.where(model.jobs == 0, h, 0.0)
    market[0, -1] += unknowns[-1]
    inputs = np.einsum("k,kij,j->i", 1 - beta, flows, kept)
    growth = income.sum() / world.income.sum()
    budget = (revenue + income + inputs + world.transfers * growth) / world.expenditure - np.exp(e)
    with np.errstate(invalid="ignore", divide="ignore"):
        supply = l_ - par.labour * (a - p - np.log(1 - tax))
        logs = np.log(total)
    index = (
        p - (1 - par.pass_through) * (e - a) + (model.weights * logs / par.trade[:, None]).sum(0)
    )
    parts = [market.ravel(), budget, supply, index]
    if model.sectors > 1:
        parts.append((model.jobs * np.exp(h)).sum(axis=0) - 1)
    return np.concatenate([*parts, [_numeraire(model, a, p)]])


def _numeraire(model: Model, a: Array, p: Array) -> float:
    world = model.world
    if model.parameters.numeraire == "wages":
        return float((np.expm1(a) * world.income).sum() / world.income.sum())
    return float((np.expm1(p) * world.expenditure).sum() / world.expenditure.sum())


def jacobian(model: Model, unknowns: Array, point: Point) -> Array:
    """Return the derivative of the residual by the unknowns."""
    world, par, n, count = model.world, model.parameters, model.world.size, model.sectors
    size, jobs_at = model.unknowns, 4 * n
    matrix = np.zeros((size, size))
    wage, spend, work, price = (slice(at * n, (at + 1) * n) for at in range(4))
    budget, supply, index = (slice((count + at) * n, (count + at + 1) * n) for at in range(3))
    h, kept, own = _sector_jobs(model, unknowns), 1 - world.local, np.arange(n)
    d_revenue_e = np.zeros(n)
    d_revenue_u = []
    for k in range(count):
        flows, shares = point.flows[k], point.shares[k]
        eps, beta, psi = float(par.trade[k]), float(world.labour[k]), par.scale
        chain = [
            (wage, beta - psi * (1 - beta)),
            (price, (1 - beta) * (1 + psi)),
            (work, -psi),
        ]
        if count > 1:
            chain.append((slice(jobs_at + k * n, jobs_at + (k + 1) * n), -psi))
        market = slice(k * n, (k + 1) * n)
        bought = flows.sum(axis=0)
        by_cost = _sold_by_cost(flows, shares, beta * kept, eps)
        by_cost += world.local[:, None] * eps * (shares * bought - flows).T
        inputs = _sold_by_cost(flows, shares, (1 - beta) * kept, eps) if beta < 1 else 0.0
        duties = model.tariffs[k] * flows
        revenue = eps * (shares * duties.sum(axis=0) - duties).T
        d_revenue_u.append((revenue, chain))
        d_revenue_e += duties.sum(axis=0)
        for at, slope in chain:
            matrix[market, at] += slope * by_cost / world.income[:, None]
            matrix[budget, at] += slope * (revenue + inputs) / world.expenditure[:, None]
            matrix[index, at] -= slope * (shares * model.weights[k]).T
        matrix[market, spend] += flows * (beta * kept) / world.income[:, None]
        matrix[budget, spend] += flows * ((1 - beta) * kept) / world.expenditure[:, None]
        matrix[k * n + own, n + own] += world.local * bought / world.income
        made = model.jobs[k] * np.exp(np.log(point.income / world.income) + h[k])
        matrix[k * n + own, own] -= made
        matrix[k * n + own, 2 * n + own] -= made
        if count > 1:
            idle = (model.jobs[k] == 0).astype(float)
            matrix[k * n + own, jobs_at + k * n + own] += idle - made
            matrix[(count + 3) * n + own, jobs_at + k * n + own] = model.jobs[k] * np.exp(h[k])
    _income_terms(model, point, matrix, d_revenue_e, budget)
    _supply_terms(model, point, matrix, d_revenue_e, d_revenue_u, supply)
    matrix[index.start + own, 3 * n + own] += 1
    matrix[index.start + own, n + own] -= 1 - par.pass_through
    matrix[index.start + own, own] += 1 - par.pass_through
    matrix[n - 1, -1] = 1.0
    _numeraire_row(model, point, matrix, wage, price)
    return matrix


def _sold_by_cost(flows: Array, shares: Array, kept: Array, eps: float) -> Array:
    """Return d (flows @ kept) by the log costs of all exporters, (n, n)."""
    weighted = flows * kept
    slope = eps * (weighted @ shares.T)
    own = np.arange(flows.shape[0])
    slope[own, own] -= eps * weighted.sum(axis=1)
    return np.asarray(slope)


def _income_terms(
    model: Model, point: Point, matrix: Array, d_revenue_e: Array, budget: slice
) -> None:
    world, n = model.world, model.world.size
    own = np.arange(n)
    growth = np.outer(world.transfers / world.expenditure, point.income / world.income.sum())
    for at in (0, 2 * n):
        matrix[budget, at : at + n] += growth
        matrix[budget.start + own, at + own] += point.income / world.expenditure
    spent = point.expenditure / world.expenditure
    matrix[budget.start + own, n + own] += d_revenue_e / world.expenditure - spent


def _supply_terms(
    model: Model,
    point: Point,
    matrix: Array,
    d_revenue_e: Array,
    d_revenue_u: list[tuple[Array, list[tuple[slice, float]]]],
    supply: slice,
) -> None:
    n, kappa = model.world.size, model.parameters.labour
    own = np.arange(n)
    matrix[supply.start + own, 2 * n + own] += 1
    matrix[supply.start + own, own] -= kappa
    matrix[supply.start + own, 3 * n + own] += kappa
    if model.parameters.rebate != "income-tax":
        return
    # d ln(1 - tax) = -(d revenue / income - tax d ln income) / (1 - tax)
    per = -kappa / ((1 - point.tax) * point.income)
    for revenue, chain in d_revenue_u:
        for at, slope in chain:
            matrix[supply, at] += slope * per[:, None] * revenue
    matrix[supply.start + own, n + own] += per * d_revenue_e
    back = kappa * point.tax / (1 - point.tax)
    matrix[supply.start + own, own] += back
    matrix[supply.start + own, 2 * n + own] += back


def _numeraire_row(model: Model, point: Point, matrix: Array, wage: slice, price: slice) -> None:
    world = model.world
    if model.parameters.numeraire == "wages":
        matrix[-1, wage] = point.wages * world.income / world.income.sum()
    else:
        matrix[-1, price] = point.prices * world.expenditure / world.expenditure.sum()
