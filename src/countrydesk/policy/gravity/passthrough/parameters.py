"""The elasticities and choices of the pass-through model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from countrydesk.errors import ScenarioError
from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.passthrough.world import World

Rebate = Literal["income-tax", "lump-sum"]
Numeraire = Literal["prices", "wages"]
TRADE = 4.0
LABOUR = 0.5
SCALE = 0.67


@dataclass(frozen=True, eq=False)
class Parameters:
    """What the model takes as given.

    Attributes:
        trade: (K,) trade elasticity of each sector (epsilon).
        labour: elasticity of labour supply (kappa).
        scale: elasticity of productivity to employment (psi).
        pass_through: (n,) phi of each importer: how a duty enters prices and entry.
        rebate: "income-tax" lowers the tax on labour by the revenue; "lump-sum" hands it out.
        numeraire: "prices" keeps the expenditure-weighted mean of price indices; "wages" the
            income-weighted mean of wages.
    """

    trade: Array
    labour: float
    scale: float
    pass_through: Array
    rebate: Rebate = "income-tax"
    numeraire: Numeraire = "prices"

    def __post_init__(self) -> None:
        numbers = np.concatenate([self.trade, self.pass_through, [self.labour, self.scale]])
        if not np.isfinite(numbers).all() or (self.trade <= 0).any() or self.labour < 0:
            raise ScenarioError(
                "the trade elasticity must be above 0 and that of labour supply 0 or more"
            )
        if self.rebate not in ("income-tax", "lump-sum"):
            raise ScenarioError(
                f"revenue goes back as 'income-tax' or 'lump-sum', not '{self.rebate}'"
            )
        if self.numeraire not in ("prices", "wages"):
            raise ScenarioError(f"the numeraire is 'prices' or 'wages', not '{self.numeraire}'")

    @classmethod
    def of(
        cls,
        world: World,
        trade: float | Array = TRADE,
        labour: float = LABOUR,
        scale: float | None = None,
        firm: float = 1.0,
        calibrated_at: float | None = None,
        rebate: Rebate = "income-tax",
        numeraire: Numeraire = "prices",
    ) -> Parameters:
        """Return the parameters of a world.

        Args:
            world: gives the local shares, from which pass-through follows.
            trade: trade elasticity, one or one a sector.
            labour: labour-supply elasticity.
            scale: scale elasticity; 0.67 / ``calibrated_at`` unless given.
            firm: pass-through to a firm's own price (1 is full; the authors also use 0.5, 0.25).
            calibrated_at: the trade elasticity at which the firm-level theta = elasticity / 0.67
                and the scale elasticity are set; ``trade`` where that is one number, else 4.
            rebate: what happens to revenue.
            numeraire: what is held.
        """
        rates = np.broadcast_to(np.asarray(trade, float), (world.flows.shape[0],)).copy()
        anchor = calibrated_at or (float(rates[0]) if rates.size == 1 else TRADE)
        theta = anchor / SCALE
        selection = (1 + theta) / ((1 - world.local) * theta) - 1 / theta - 1
        return cls(
            trade=rates,
            labour=labour,
            scale=SCALE / anchor if scale is None else scale,
            pass_through=firm + selection,
            rebate=rebate,
            numeraire=numeraire,
        )
