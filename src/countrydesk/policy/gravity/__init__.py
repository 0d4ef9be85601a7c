"""Structural gravity: from a table of trade and a change of policy to effects by country and pair.

baseline = Baseline(("PER", "USA", "CHN"), flows, Elasticities(trade=5.0))
scenario = Scenario("end the duty").tariff("PER", "USA", 0.0)
effects = solve(baseline, scenario, Options(closure="fixed"))
effects.by_country()
"""

from countrydesk.policy.gravity.baseline import Baseline, Elasticities
from countrydesk.policy.gravity.effects import Effects
from countrydesk.policy.gravity.options import Options
from countrydesk.policy.gravity.scenario import (
    ALL,
    Agreement,
    CostChange,
    Preference,
    Retaliation,
    Scenario,
    Shift,
    TariffChange,
    TariffTable,
)
from countrydesk.policy.gravity.solve import solve
from countrydesk.policy.gravity.uncertainty import Draws, Sample, draws, sample

__all__ = [
    "ALL",
    "Agreement",
    "Baseline",
    "CostChange",
    "Draws",
    "Effects",
    "Elasticities",
    "Options",
    "Preference",
    "Retaliation",
    "Sample",
    "Scenario",
    "Shift",
    "TariffChange",
    "TariffTable",
    "draws",
    "sample",
    "solve",
]
