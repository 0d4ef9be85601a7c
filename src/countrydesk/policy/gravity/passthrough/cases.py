"""The cases that the authors publish, by name.

Each case is a rule from a calibrated world and the announced tariffs to an outcome, so that a case
can be run on any trade table, any imposer and any list of tariffs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from countrydesk.errors import ScenarioError
from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.passthrough import tariffs as rules
from countrydesk.policy.gravity.passthrough.outcome import Outcome
from countrydesk.policy.gravity.passthrough.parameters import TRADE, Parameters
from countrydesk.policy.gravity.passthrough.solve import solve_world
from countrydesk.policy.gravity.passthrough.world import World

VALUE_ADDED = 0.49
EUROPEAN_UNION = (
    "AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV",
    "HUN", "IRL", "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN",
    "SWE",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Inputs:
    """What a case is run on.

    Attributes:
        world: one-sector, calibrated.
        rates: (n,) the imposer's announced tariff on each exporter, fractions.
        floor: the least that any exporter pays.
        rival: the country of the regional cases.
        bloc: the bloc of the regional cases; members that the table lacks are passed over.
        answering: who answers in the cases with reciprocal retaliation; all when empty.
        choices: parameters that replace the defaults of :meth:`Parameters.of`.
    """

    world: World
    rates: Array
    floor: float = rules.FLOOR
    rival: str = "CHN"
    bloc: Sequence[str] = EUROPEAN_UNION
    answering: Sequence[str] = ()
    choices: dict[str, float | str] = field(default_factory=dict)

    def parameters(self, world: World | None = None, **more: float | str) -> Parameters:
        """Return the parameters for ``world`` with the user's choices on top of the case's."""
        return Parameters.of(world or self.world, **{**more, **self.choices})  # type: ignore[arg-type]

    @property
    def announced(self) -> Array:
        """The imposer's tariffs, (n, n)."""
        return rules.announced(self.world, self.rates, self.floor)

    @property
    def partners(self) -> list[int] | None:
        """The positions of those who answer; None for all."""
        return [self.world.position(name) for name in self.answering] or None

    @property
    def members(self) -> list[int]:
        """The positions of the bloc's members that the table has."""
        return [self.world.position(name) for name in self.bloc if name in self.world.countries]


@dataclass(frozen=True)
class Case:
    """A named case: what it is, where it is published, how it is run."""

    name: str
    meaning: str
    published: str
    run: Callable[[Inputs], Outcome]


def _announced(inputs: Inputs) -> Outcome:
    return solve_world(inputs.world, inputs.parameters(), inputs.announced)


def _lump_sum(inputs: Inputs) -> Outcome:
    return solve_world(inputs.world, inputs.parameters(rebate="lump-sum"), inputs.announced)


def _optimal(inputs: Inputs) -> Outcome:
    par = inputs.parameters()
    return solve_world(inputs.world, par, rules.optimal(inputs.world, par))


def _reciprocal(inputs: Inputs) -> Outcome:
    table = rules.reciprocal(inputs.world, inputs.announced, inputs.partners)
    return solve_world(inputs.world, inputs.parameters(), table)


def _optimal_answer(inputs: Inputs) -> Outcome:
    par = inputs.parameters()
    return solve_world(inputs.world, par, rules.optimal_answer(inputs.world, par, inputs.announced))


def _optimal_both(inputs: Inputs) -> Outcome:
    par = inputs.parameters()
    table = rules.optimal(inputs.world, par, over_income=True)
    return solve_world(inputs.world, par, rules.optimal_answer(inputs.world, par, table))


def _half(firm: float) -> Callable[[Inputs], Outcome]:
    def run(inputs: Inputs) -> Outcome:
        return solve_world(inputs.world, inputs.parameters(firm=firm), inputs.announced)

    return run


def _elastic(inputs: Inputs) -> Outcome:
    par = inputs.parameters(trade=2 * TRADE, calibrated_at=TRADE)
    return solve_world(inputs.world, par, inputs.announced)


def _eaton_kortum(inputs: Inputs) -> Outcome:
    world = inputs.world.without_local_shares()
    return solve_world(world, _unit(inputs.parameters(world)), inputs.announced)


def _eaton_kortum_answered(inputs: Inputs) -> Outcome:
    world = inputs.world.without_local_shares()
    par = _unit(inputs.parameters(world))
    table = rules.answer(world, inputs.announced, rules.optimal_rate(par, 1.0))
    return solve_world(world, par, table)


def _unit(parameters: Parameters) -> Parameters:
    return replace(parameters, pass_through=np.ones_like(parameters.pass_through))


def _balanced(answered: bool) -> Callable[[Inputs], Outcome]:
    def run(inputs: Inputs) -> Outcome:
        world, par, table = (
            inputs.world.balanced_with_imposer(),
            inputs.parameters(),
            inputs.announced,
        )
        if answered:
            own = rules.optimal_rate(par, 1.0)[world.imposer]
            table = rules.answer(world, table, float(own))
        before = solve_world(world, par, np.zeros_like(table))
        after = solve_world(world, par, table)
        return replace(after, table=after.minus(before))

    return run


def _war(bloc: bool, rate: float | None = None) -> Callable[[Inputs], Outcome]:
    def run(inputs: Inputs) -> Outcome:
        world, table = inputs.world, inputs.announced
        rival = world.position(inputs.rival)
        if rate is not None:
            table[rival, world.imposer] = rate
        fronts = [rival, *(inputs.members if bloc else [])]
        return solve_world(world, inputs.parameters(), rules.war(world, table, fronts))

    return run


def _inputs(kind: str) -> Callable[[Inputs], Outcome]:
    def run(inputs: Inputs) -> Outcome:
        world = inputs.world.with_inputs(VALUE_ADDED)
        par = inputs.parameters(world, numeraire="wages")
        table = inputs.announced
        if kind == "reciprocal":
            table = rules.reciprocal(world, table, inputs.partners)
        elif kind == "optimal":
            table = best_uniform_tariff(world, par)
        return solve_world(world, par, table)

    return run


def best_uniform_tariff(world: World, parameters: Parameters, most: float = 1.0) -> Array:
    """Return the imposer's uniform tariff that raises its welfare most, by golden section."""
    low, high, ratio = 0.0, most, (5**0.5 - 1) / 2

    def welfare(rate: float) -> float:
        table = rules.announced(world, np.full(world.size, rate), floor=rate)
        return float(solve_world(world, parameters, table).table[world.imposer, 0])

    left, right = high - ratio * (high - low), low + ratio * (high - low)
    gain_left, gain_right = welfare(left), welfare(right)
    while high - low > 1e-6:
        if gain_left > gain_right:
            high, right, gain_right = right, left, gain_left
            left = high - ratio * (high - low)
            gain_left = welfare(left)
        else:
            low, left, gain_left = left, right, gain_right
            right = low + ratio * (high - low)
            gain_right = welfare(right)
    rate = (low + high) / 2
    return rules.announced(world, np.full(world.size, rate), floor=rate)


CASES: tuple[Case, ...] = (
    Case("announced", "announced tariffs, revenue lowers the income tax, nobody answers",
        "table 1, case 1; output_map.csv", _announced),
    Case("lump-sum", "announced tariffs, revenue handed out, nobody answers", "table 1, case 2",
        _lump_sum),
    Case("optimal", "the imposer's optimal tariff, nobody answers", "table 1, case 3", _optimal),
    Case("reciprocal", "announced tariffs, partners charge what they are charged",
        "table 2, case 1", _reciprocal),
    Case("optimal-retaliation", "announced tariffs, partners charge their optimal tariff",
        "table 2; output_map_retal.csv", _optimal_answer),
    Case("optimal-both", "optimal tariff, partners charge theirs", "table 2", _optimal_both),
    Case("incomplete-pass-through", "announced tariffs, pass-through to firms' prices of 0.25",
        "table 9, alternative 2", _half(0.25)),
    Case("half-pass-through", "announced tariffs, pass-through to firms' prices of 0.5",
        "the authors' code", _half(0.5)),
    Case("high-elasticity", "announced tariffs, trade elasticity of 8, other parameters as at 4",
        "table 9, alternative 3", _elastic),
    Case("eaton-kortum", "announced tariffs, all value accrues where goods are made, transfers "
        "fixed to world GDP", "table 9, alternative 4; table 10, case 1", _eaton_kortum),
    Case("balanced-trade", "announced tariffs after closing all balances with the imposer; "
        "difference to that world without tariffs", "table 10, case 2", _balanced(answered=False)),
    Case("eaton-kortum-retaliation", "as eaton-kortum, answered by the optimal tariff of a small "
        "economy", "table 10, case 3", _eaton_kortum_answered),
    Case("balanced-trade-retaliation", "as balanced-trade, answered by the optimal tariff of a "
        "small economy", "table 10, case 4", _balanced(answered=True)),
    Case("war-rival-bloc", "10 % both ways with all, announced tariffs both ways with the rival "
        "and the bloc", "table 8, case 1", _war(bloc=True)),
    Case("war-rival", "10 % both ways with all, the announced tariff both ways with the rival",
        "table 8, case 2", _war(bloc=False)),
    Case("war-rival-108", "10 % both ways with all, 108 % both ways with the rival",
        "table 8, case 3", _war(bloc=False, rate=rules.PROHIBITIVE)),
    Case("inputs", "announced tariffs, goods are also inputs", "table 4; table 11",
        _inputs("announced")),
    Case("inputs-optimal", "the uniform tariff best for the imposer, goods are also inputs",
        "table 4", _inputs("optimal")),
    Case("inputs-reciprocal", "announced tariffs answered alike, goods are also inputs",
        "table 4; table 11", _inputs("reciprocal")),
)  # fmt: skip


def find_case(name: str) -> Case | None:
    """Return the case of that name, or None."""
    return next((case for case in CASES if case.name == name), None)


def run_case(name: str, inputs: Inputs) -> Outcome:
    """Solve a named case.

    Raises:
        ScenarioError: no such case, or a parameter out of range.
        NoEquilibriumError: no equilibrium was found.
    """
    case = find_case(name)
    if case is None:
        raise ScenarioError(
            f"there is no case '{name}'; there are {', '.join(case.name for case in CASES)}"
        )
    return case.run(inputs)
