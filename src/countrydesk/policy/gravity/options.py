"""How a scenario is solved: which equilibrium, which closure, which numeraire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from countrydesk.errors import ScenarioError

Equilibrium = Literal["full", "conditional"]
Closure = Literal["multiplicative", "fixed"]
WORLD = "world"


@dataclass(frozen=True)
class Options:
    """The choices of a solution; the effects repeat them.

    Attributes:
        equilibrium: "full" lets factory-gate prices, output and expenditure move until all markets
            clear; "conditional" holds output and expenditure and moves resistances only.
        closure: "multiplicative" keeps each country's ratio of expenditure, less revenue, to
            output (up to one factor for the world, so that deficits add up to zero); "fixed" keeps
            the value of its deficit in units of the numeraire.
        numeraire: "world" keeps the value of world output; "output:CODE" keeps the factory-gate
            price of a country; "prices:CODE" keeps its price index.
        tolerance: the largest excess demand, over a country's own output, that counts as cleared.
        steps: the most Newton steps before giving up.
    """

    equilibrium: Equilibrium = "full"
    closure: Closure = "multiplicative"
    numeraire: str = WORLD
    tolerance: float = 1e-12
    steps: int = 100

    def __post_init__(self) -> None:
        if self.equilibrium not in ("full", "conditional"):
            raise ScenarioError(
                f"the equilibrium is 'full' or 'conditional', not '{self.equilibrium}'"
            )
        if self.closure not in ("multiplicative", "fixed"):
            raise ScenarioError(f"the closure is 'multiplicative' or 'fixed', not '{self.closure}'")
        kind = self.numeraire.partition(":")[0]
        if self.numeraire != WORLD and kind not in ("output", "prices"):
            raise ScenarioError(
                f"the numeraire is 'world', 'output:CODE' or 'prices:CODE', not '{self.numeraire}'"
            )
