"""Tariffs with pass-through, elastic labour and a share of value that accrues to the seller abroad.

The model of Ignatenko, Lashkaripour, Macedoni and Simonovska (Journal of International Economics
2025, "Making America great again? The economic impacts of Liberation Day tariffs"), one sector or
many, with or without intermediate inputs. ``run_case`` solves a named case of theirs;
``solve_world`` any matrix of tariffs.

    world = World.calibrated(("PER", "USA", "CHN"), trade, gdp, imposer="USA")
    outcome = solve_world(world, Parameters.of(world), tariffs)
    outcome.by_country()
"""

from countrydesk.policy.gravity.passthrough.cases import CASES, Case, Inputs, find_case, run_case
from countrydesk.policy.gravity.passthrough.outcome import Outcome
from countrydesk.policy.gravity.passthrough.parameters import Parameters
from countrydesk.policy.gravity.passthrough.solve import solve_world
from countrydesk.policy.gravity.passthrough.world import World

__all__ = [
    "CASES",
    "Case",
    "Inputs",
    "Outcome",
    "Parameters",
    "World",
    "find_case",
    "run_case",
    "solve_world",
]
