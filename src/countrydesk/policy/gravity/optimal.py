"""The uniform tariff that raises a country's real income most, alone or in answer to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.optimize import minimize_scalar

from countrydesk.errors import ScenarioError
from countrydesk.policy.gravity.baseline import Baseline
from countrydesk.policy.gravity.effects import Effects
from countrydesk.policy.gravity.options import Options
from countrydesk.policy.gravity.scenario import ALL, Scenario, TariffChange
from countrydesk.policy.gravity.solve import DEFAULT, solve

HIGHEST = 3.0
PRECISION = 1e-6
GRID = 12  # rates tried first, for income may have more than one peak


@dataclass(frozen=True, eq=False)
class Optimum:
    """A best rate, what it does, and the scenario that holds it."""

    rate: float
    effects: Effects
    scenario: Scenario


def optimal_tariff(
    baseline: Baseline,
    importer: str,
    exporters: str | Sequence[str] = ALL,
    scenario: Scenario | None = None,
    options: Options = DEFAULT,
    highest: float = HIGHEST,
) -> Optimum:
    """Return the uniform tariff of ``importer`` on ``exporters`` that is best for it.

    Args:
        baseline: of one sector.
        importer: who sets the tariff.
        exporters: on whose goods; all others by default.
        scenario: what others do at the same time; the tariff comes after it. With the duties of
            another country in it, this is that country's optimal retaliation.
        options: of the solution.
        highest: the largest rate looked at.

    Raises:
        ScenarioError: ``highest`` is not above zero, or a country is unknown.
        NoEquilibriumError: a rate has no equilibrium.
    """
    if not highest > 0:
        raise ScenarioError(f"the highest rate must be above 0, not {highest}")
    before = scenario or Scenario("optimal tariff")
    sellers = exporters if isinstance(exporters, str) else tuple(exporters)
    at = baseline.position(importer)

    def with_rate(rate: float) -> Scenario:
        return before.then(TariffChange(sellers, importer, float(rate)))

    def loss(rate: float) -> float:
        return -float(solve(baseline, with_rate(rate), options).real_income[at])

    rates = [highest * (step / GRID) ** 2 for step in range(GRID + 1)]
    losses = [loss(rate) for rate in rates]
    near = losses.index(min(losses))
    ends = rates[max(near - 1, 0)], rates[min(near + 1, GRID)]
    found = minimize_scalar(loss, bounds=ends, method="bounded", options={"xatol": PRECISION})
    best = float(found.x) if float(found.fun) < losses[near] else rates[near]
    return Optimum(best, solve(baseline, with_rate(best), options), with_rate(best))
