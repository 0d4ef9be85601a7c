"""Solve a scenario: from a baseline and its changes to effects."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from countrydesk.errors import ScenarioError, TradeTableError
from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.balancing import balance
from countrydesk.policy.gravity.baseline import Baseline, Elasticities
from countrydesk.policy.gravity.effects import Effects
from countrydesk.policy.gravity.newton import clear_markets
from countrydesk.policy.gravity.options import WORLD, Options
from countrydesk.policy.gravity.scenario import Policy, Scenario, Shifted
from countrydesk.policy.gravity.system import Anchor, Economy, State
from countrydesk.policy.gravity.threads import one_thread

DEFAULT = Options()


def solve(baseline: Baseline, scenario: Scenario, options: Options = DEFAULT) -> Effects:
    """Return what ``scenario`` does to ``baseline``.

    The model is one-sector universal gravity (Anderson and van Wincoop 2003; Anderson, Larch and
    Yotov 2018; Allen, Arkolakis and Takahashi 2020) with tariff revenue in income.

    Raises:
        ScenarioError: a change that cannot be, or a baseline of several sectors.
        NoEquilibriumError: no prices clear the markets.
    """
    if len(baseline.sectors) > 1:
        raise ScenarioError(
            "this model has one sector; use baseline.collapsed(), or the pass-through model"
        )
    policy = scenario.policy(baseline)
    if options.closure == "fixed" and (scenario.shifters(baseline)["spending"] != 1).any():
        raise ScenarioError("fixed deficits leave no ratio of spending to income to shift")
    if options.equilibrium == "conditional":
        return _conditional(baseline, scenario, policy, options)
    shifters = scenario.shifters(baseline)
    path = path_of(
        baseline, baseline.elasticities, policy.tariffs[0], policy.effect[0], shifters, options
    )
    start = np.zeros(baseline.size + 1)
    with one_thread():
        found = clear_markets(path, start, options.tolerance, options.steps)
    return effects_of(baseline, scenario, options, *found)


def effects_of(
    baseline: Baseline,
    scenario: Scenario,
    options: Options,
    economy: Economy,
    unknowns: Array,
    state: State,
    steps: int,
) -> Effects:
    """Return the effects at the prices ``unknowns`` that clear ``economy``."""
    return Effects(
        scenario=scenario.name,
        baseline=baseline,
        options=options,
        elasticities=Elasticities(economy.trade, economy.supply),
        price=np.exp(unknowns[:-1]),
        price_index=np.exp(state.log_index),
        output=state.output,
        expenditure=state.expenditure,
        revenue=(state.flows * economy.tariffs).sum(axis=0),
        flows=state.flows,
        tariffs=economy.tariffs,
        workforce=scenario.shifters(baseline)["workforce"],
        residual=float(np.abs((state.flows.sum(axis=1) - state.output) / economy.output).max()),
        steps=steps,
    )


def path_of(
    baseline: Baseline,
    elasticities: Elasticities,
    tariffs: Array,
    effect: Array,
    shifters: dict[Shifted, Array],
    options: Options,
) -> Callable[[float], Economy]:
    """Return the economies between the baseline (0) and a scenario (1)."""

    def at(share: float) -> Economy:
        duties, shifted = tariffs, shifters
        if share < 1:
            before = baseline.rates[0]
            duties = (1 + before) * ((1 + tariffs) / (1 + before)) ** share - 1
            shifted = {what: factor**share for what, factor in shifters.items()}
        return economy_of(baseline, elasticities, duties, share * effect, shifted, options)

    return at


def economy_of(
    baseline: Baseline,
    elasticities: Elasticities,
    tariffs: Array,
    effect: Array,
    shifters: dict[Shifted, Array],
    options: Options,
) -> Economy:
    """Return the equations of a scenario on a one-sector baseline."""
    theta = elasticities.trade
    paid = baseline.flows[0] * (1 + baseline.rates[0])
    expenditure, output = paid.sum(axis=0), baseline.flows[0].sum(axis=1)
    shares = paid / expenditure
    moved = (effect != 0) | (tariffs != baseline.rates[0])  # few cells; powers are dear
    wedge = (1 + tariffs[moved]) / (1 + baseline.rates[0][moved])
    shares[moved] *= np.exp(effect[moved]) * wedge**-theta
    return Economy(
        shares=shares,
        keep=1 / (1 + tariffs),
        tariffs=tariffs,
        output=output * shifters["productivity"] * shifters["workforce"],
        world=float(output.sum()),
        deficit=baseline.deficit,
        ratio=shifters["spending"] * (expenditure - baseline.revenue) / output,
        trade=theta,
        supply=elasticities.supply,
        closure=options.closure,
        anchor=_anchor(baseline, options),
    )


def _anchor(baseline: Baseline, options: Options) -> Anchor:
    kind, _, country = options.numeraire.partition(":")
    if kind == WORLD:
        return "world", 0
    try:
        at = baseline.position(country)
    except TradeTableError as error:
        raise ScenarioError(f"the numeraire is unknown: {error}") from None
    return ("output", at) if kind == "output" else ("prices", at)


def _conditional(
    baseline: Baseline, scenario: Scenario, policy: Policy, options: Options
) -> Effects:
    """Hold output and expenditure before duty; move resistances only."""
    theta, flows = baseline.elasticities.trade, baseline.flows[0]
    output, bought = flows.sum(axis=1), flows.sum(axis=0)
    wedge = (1 + policy.tariffs[0]) / (1 + baseline.rates[0])
    found = balance(flows * np.exp(policy.effect[0]) * wedge ** -(theta + 1), output, bought)
    price = found.rows ** (-1 / theta)
    duties = found.matrix * policy.tariffs[0]
    paid = flows * (1 + baseline.rates[0])
    terms = (paid * np.exp(policy.effect[0]) * wedge**-theta) * (price**-theta)[:, np.newaxis]
    index = (terms.sum(axis=0) / paid.sum(axis=0)) ** (-1 / theta)
    kind, at = _anchor(baseline, options)
    levels = {
        "world": float((output * price).sum() / output.sum()),
        "output": float(price[at]),
        "prices": float(index[at]),
    }
    scale = 1 / levels[kind]
    return Effects(
        scenario=scenario.name,
        baseline=baseline,
        options=options,
        elasticities=baseline.elasticities,
        price=price * scale,
        price_index=index * scale,
        output=output,
        expenditure=bought + duties.sum(axis=0),
        revenue=duties.sum(axis=0),
        flows=found.matrix,
        tariffs=policy.tariffs[0],
        workforce=np.ones(baseline.size),
        residual=found.residual,
        steps=0,
    )
