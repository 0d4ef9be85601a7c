"""The pass-through model with several sectors, as the authors calibrate it.

Goods sectors have their own trade elasticities and pay the tariffs; the last sector is services and
pays none. Local shares come from the one-sector world.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from countrydesk.errors import ScenarioError, TradeTableError
from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.passthrough import tariffs as rules
from countrydesk.policy.gravity.passthrough.outcome import Outcome
from countrydesk.policy.gravity.passthrough.parameters import Numeraire, Parameters, Rebate
from countrydesk.policy.gravity.passthrough.solve import solve_world
from countrydesk.policy.gravity.passthrough.world import World

GOODS_ELASTICITIES = (3.3, 3.8, 4.1)
SERVICES_ELASTICITY = 3.0
VALUE_ADDED = (0.51, 0.32, 0.49, 0.56)
SECTOR_CASES = {  # name -> whether goods are also inputs, whether partners charge the same back
    "sectors": (False, False),
    "sectors-reciprocal": (False, True),
    "sectors-inputs": (True, False),
    "sectors-inputs-reciprocal": (True, True),
}
SECTORS = ("agriculture", "manufacturing", "mining", "services")


def sector_world(
    total: World,
    flows: Array,
    sectors: Sequence[str] = SECTORS,
    labour: Sequence[float] | None = None,
) -> World:
    """Return the world of a sectoral table, without countries that buy nothing in some sector.

    Args:
        total: the one-sector world, which gives countries, imposer and local shares.
        flows: (K, n, n), rows export, domestic spending on the diagonal.
        sectors: K names, services last.
        labour: (K,) share of value added where goods are also inputs.

    Raises:
        TradeTableError: another shape, a negative cell, or the imposer drops out.
    """
    table = np.asarray(flows, dtype=np.float64)
    if table.shape != (len(sectors), total.size, total.size):
        raise TradeTableError(
            f"{len(sectors)} sectors and {total.size} countries need a table of "
            f"{(len(sectors), total.size, total.size)}, not {table.shape}"
        )
    if not (np.isfinite(table) & (table >= 0)).all():
        raise TradeTableError("the sectoral table holds a negative cell or one that is no number")
    keep = np.nonzero((table.sum(axis=1) > 0).all(axis=0))[0]
    if total.imposer not in keep:
        raise TradeTableError(
            f"{total.countries[total.imposer]} buys nothing in some sector of the table"
        )
    return World.of_flows(
        tuple(total.countries[at] for at in keep),
        int(np.nonzero(keep == total.imposer)[0][0]),
        table[np.ix_(np.arange(len(sectors)), keep, keep)],
        total.local[keep],
        None if labour is None else np.asarray(labour, float),
        tuple(sectors),
    )


def sector_parameters(
    total: World,
    world: World,
    goods: Sequence[float] = GOODS_ELASTICITIES,
    services: float = SERVICES_ELASTICITY,
    rebate: Rebate = "income-tax",
) -> Parameters:
    """Return the parameters of a sectoral world.

    Elasticities of goods were estimated on tariffs, so they are divided by the income-weighted
    mean pass-through of the one-sector world.

    Raises:
        ScenarioError: not one elasticity a sector of goods.
    """
    if len(goods) + 1 != len(world.sectors):
        raise ScenarioError(
            f"{len(world.sectors)} sectors, the last of services, need {len(world.sectors) - 1} "
            f"elasticities of goods, not {len(goods)}"
        )
    mean = float(Parameters.of(total).pass_through @ total.income / total.income.sum())
    numeraire: Numeraire = "prices" if (world.labour == 1).all() else "wages"
    trade = np.append(np.asarray(goods, float) / mean, services)
    return Parameters.of(world, trade=trade, rebate=rebate, numeraire=numeraire)


def run_sectors(
    total: World,
    flows: Array,
    rates: Array,
    reciprocal: bool = False,
    labour: Sequence[float] | None = None,
    sectors: Sequence[str] = SECTORS,
    floor: float = rules.FLOOR,
) -> Outcome:
    """Return what the imposer's tariffs ``rates`` (n,) on goods do in a world of several sectors.

    Args:
        total: the one-sector world.
        flows: (K, n, n).
        rates: (n,) in the order of ``total``.
        reciprocal: whether partners charge what they are charged.
        labour: (K,) share of value added; None without intermediates.
        sectors: K names, services last.
        floor: the least that any exporter pays.
    """
    world = sector_world(total, flows, sectors, labour)
    kept = np.array([total.position(name) for name in world.countries])
    table = rules.announced(world, np.asarray(rates, float)[kept], floor)
    if reciprocal:
        table = rules.reciprocal(world, table)
    full = np.repeat(table[np.newaxis], len(sectors), axis=0)
    full[-1] = 0.0
    return solve_world(world, sector_parameters(total, world), full)
