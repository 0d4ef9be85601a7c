"""The market-clearing equations of a universal-gravity economy and their analytic Jacobian.

Unknowns are the logs of factory-gate prices and one more: with multiplicative deficits the world
factor Xi that lets deficits add up to zero; with fixed deficits a slack that is zero at the
solution. The last equation is the numeraire. Source: Allen, Arkolakis and Takahashi (2020) in
exact-hat form (Dekle, Eaton and Kortum 2008), with tariff revenue in income.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.options import Closure

Anchor = tuple[Literal["world", "output", "prices"], int]


@dataclass(frozen=True, eq=False)
class Economy:
    """One scenario, ready for the solver; n countries.

    Attributes:
        shares: (n, n) baseline expenditure shares times the change in trade costs and tariffs to
            the power -theta; rows export.
        keep: (n, n) 1 / (1 + tariff) of the scenario.
        tariffs: (n, n) of the scenario.
        output: (n,) baseline output times productivity.
        world: baseline output of the world.
        deficit: (n,) baseline deficit.
        ratio: (n,) baseline expenditure less revenue, over output.
        trade, supply: the elasticities.
        closure: of deficits.
        anchor: what the numeraire holds: "world", or "output" or "prices" and a position.
    """

    shares: Array
    keep: Array
    tariffs: Array
    output: Array
    world: float
    deficit: Array
    ratio: Array
    trade: float
    supply: float
    closure: Closure
    anchor: Anchor


@dataclass(frozen=True, eq=False)
class State:
    """Where the economy stands at given prices.

    Attributes:
        shares: (n, n) expenditure shares; columns add up to one.
        log_index: (n,) log of the price index, baseline zero.
        output, expenditure: (n,) values.
        flows: (n, n) before duty.
        leak: (n,) the share of expenditure that goes to the customs.
        factor: Xi, one with fixed deficits.
        residual: (n + 1,) excess demand over the country's baseline output; the numeraire last.
    """

    shares: Array
    log_index: Array
    output: Array
    expenditure: Array
    flows: Array
    leak: Array
    factor: float
    residual: Array

    @property
    def feasible(self) -> bool:
        """Whether every country spends a positive amount."""
        return bool(np.isfinite(self.residual).all() and (self.expenditure > 0).all())


def evaluate(economy: Economy, unknowns: Array) -> State:
    """Return the state of the economy at log prices ``unknowns[:-1]``; see the module."""
    prices, extra = unknowns[:-1], float(unknowns[-1])
    weighted = economy.shares * np.exp(-economy.trade * prices)[:, np.newaxis]
    total = weighted.sum(axis=0)
    shares = weighted / total
    log_index = np.log(total) / -economy.trade
    output = economy.output * np.exp(prices + economy.supply * (prices - log_index))
    kept = shares * economy.keep
    leak = 1 - kept.sum(axis=0)
    multiplicative = economy.closure == "multiplicative"
    factor = float(np.exp(extra)) if multiplicative else 1.0
    gross = factor * economy.ratio
    spent = gross * output if multiplicative else output + economy.deficit
    expenditure = spent / (1 - leak)
    flows = kept * expenditure
    excess = (flows.sum(axis=1) - output) / economy.output
    if not multiplicative:
        excess = excess + extra
    residual = np.append(excess, _numeraire(economy, prices, log_index, output))
    return State(shares, log_index, output, expenditure, flows, leak, factor, residual)


def _numeraire(economy: Economy, prices: Array, log_index: Array, output: Array) -> float:
    kind, at = economy.anchor
    if kind == "output":
        return float(prices[at])
    if kind == "prices":
        return float(log_index[at])
    return float(np.log(output.sum() / economy.world))


def jacobian(economy: Economy, state: State) -> Array:
    """Return the derivative of the residual by the unknowns, (n + 1, n + 1)."""
    n, theta, psi = state.output.size, economy.trade, economy.supply
    gamma = 1 / (1 - state.leak)
    earned = gamma * state.output / state.expenditure
    alpha = np.ones(n) if economy.closure == "multiplicative" else earned
    pull = theta - psi * alpha + theta * gamma * (state.leak - 1)
    inner = state.shares * (pull + theta * gamma * economy.keep)
    matrix = np.empty((n + 1, n + 1))
    core = matrix[:n, :n]
    np.matmul(state.flows, inner.T, out=core)
    core += state.flows * (alpha * (1 + psi))
    if psi:
        core += psi * (state.output[:, np.newaxis] * state.shares.T)
    diagonal = np.arange(n)
    core[diagonal, diagonal] -= theta * state.flows.sum(axis=1) + (1 + psi) * state.output
    core /= economy.output[:, np.newaxis]
    if economy.closure == "multiplicative":
        matrix[:n, n] = state.flows.sum(axis=1) / economy.output
    else:
        matrix[:n, n] = 1.0
    matrix[n, :n] = _numeraire_slope(economy, state)
    matrix[n, n] = 0.0
    return matrix


def _numeraire_slope(economy: Economy, state: State) -> Array:
    kind, at = economy.anchor
    if kind == "output":
        return np.asarray(np.eye(1, state.output.size, at)[0])
    if kind == "prices":
        return np.asarray(state.shares[:, at])
    psi, weights = economy.supply, state.output / state.output.sum()
    return np.asarray((1 + psi) * weights - psi * (state.shares @ weights))
