"""From evidence to the baseline of a model: the matrix of goods, domestic sales, duties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.policy.gravity import Baseline, Effects, Elasticities, Scenario, TariffTable, solve
from countrydesk.policy.world.duties import duty_table
from countrydesk.policy.world.forward import carry_forward
from countrydesk.policy.world.matrix import Array, World, observed_world
from countrydesk.policy.world.missing import add_missing
from countrydesk.policy.world.totals import find_output

LEAST_AT_HOME = 0.1
CARRIED_TO = 2024
TRADE_ELASTICITY = 4.0


def world_today(view: View, on: date | None = None) -> Baseline:
    """Return the world as it is when trade has answered the duties of a day (the view's day).

    The world of the last year with trade is solved under the duties of ``on``; deficits keep their
    ratio to income. All cells are the model's. Cached in the view.

    Raises:
        TradeTableError: the release holds no matrix of trade.
    """
    day = on or view.cutoff
    key = ("world_today", day)
    if key not in view.shared:
        before = recent_world(view)
        scenario = Scenario(f"duties of {day}").then(
            TariffTable(duty_table(view, before.countries, day))
        )
        view.shared[key] = rebased(solve(before, scenario), f"solved under the duties of {day}")
    return view.shared[key]  # type: ignore[return-value]


def rebased(effects: Effects, note: str) -> Baseline:
    """Return the world after a scenario as the baseline of further ones."""
    before = effects.baseline
    return replace(
        before, flows=effects.flows, tariffs=effects.tariffs,
        observed=np.zeros(before.flows.shape, dtype=bool), source=f"{before.source}; {note}",
    )  # fmt: skip


def recent_world(view: View, year: int = CARRIED_TO, on: date | None = None) -> Baseline:
    """Return the world of ``year`` under the duties of the day ``on`` (the last of the year).

    The baseline is cached in the view. Trade elasticity 4 (Simonovska and Waugh 2014 find 2.8 to
    4.5; Ignatenko and others 2025 use 4), an endowment economy.

    Raises:
        TradeTableError: the release holds no matrix of trade.
    """
    day = on or date(year, 12, 31)
    key = ("recent_world", year, day)
    if key not in view.shared:
        view.shared[key] = _assemble(view, world_of(view, year), day)
    return view.shared[key]  # type: ignore[return-value]


def world_of(view: View, year: int = CARRIED_TO) -> World:
    """Return the matrix of a year with the economies that the source lacks; cached in the view.

    Raises:
        TradeTableError: the release holds no matrix of trade.
    """
    key = ("world_of", year)
    if key not in view.shared:
        world = observed_world(view)
        lacking = tuple(place for place in states() if place not in world.places)
        world = add_missing(view, world, lacking)
        view.shared[key] = carry_forward(view, world, year)
    return view.shared[key]  # type: ignore[return-value]


def _assemble(view: View, world: World, on: date) -> Baseline:
    kept = _trading(world)
    size = len(kept.places)
    home, known = domestic_sales(view, kept)
    flows = kept.flows + np.diag(home)
    observed = kept.observed.copy()
    observed[np.arange(size), np.arange(size)] = known
    return Baseline(
        kept.places, flows, Elasticities(TRADE_ELASTICITY), duty_table(view, kept.places, on),
        observed=observed[np.newaxis], source="; ".join(kept.notes),
    )  # fmt: skip


def _trading(world: World) -> World:
    """Return the matrix without economies that buy or sell nothing abroad."""
    for place in world.places:
        at = world.places.index(place)
        if world.flows[at].sum() <= 0 or world.flows[:, at].sum() <= 0:
            return _trading(world.without(place))
    return world


def domestic_sales(
    view: View, world: World
) -> tuple[Array, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    """Return what each economy sells at home, dollars, and where it follows from its output.

    It is gross domestic product less exports of goods. Entrepots export more than they make: a
    tenth of output, or of exports where output is unknown, is taken there and marked estimated.
    """
    exports = world.flows.sum(axis=1)
    found = [find_output(view, place, world.year) for place in world.places]
    output = np.array([pair[0] if pair else np.nan for pair in found])
    rest = output - exports
    base = np.where(np.isnan(output), exports, output)
    known = ~np.isnan(output) & (rest >= LEAST_AT_HOME * base)
    return np.where(known, rest, LEAST_AT_HOME * base), known
