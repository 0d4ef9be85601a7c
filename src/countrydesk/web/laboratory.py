"""The policy lab: what duties and an agreement between two economies do, with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countrydesk.web.cross_section import Cell
from countrydesk.web.site import RECONCILED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from countrydesk.evidence import View
    from countrydesk.places import Place
    from countrydesk.policy.gravity import Baseline, Draws, Scenario

DRAWS: Final = 9
MOST_DUTY: Final = 150.0
MOST_EFFECT: Final = 1.0
MEASURES: Final = {
    "real_income_pct": "What it can buy a head",
    "exports_pct": "Exports of goods",
    "imports_pct": "Imports of goods",
    "price_index_pct": "Prices it pays",
    "terms_of_trade_pct": "Terms of trade",
}


@dataclass(frozen=True, slots=True)
class Move:
    """Duties in percent on each side's goods (None leaves them), the effect of an agreement.

    ``effect`` is its gravity coefficient, 0 for none; ``answer`` lets the partner match the
    principal's duty.
    """

    principal: Place
    partner: Place
    duty: float | None
    duty_back: float | None
    effect: float
    answer: bool

    @property
    def name(self) -> str:
        """What is done, in a line."""
        one, two = self.principal.name, self.partner.name
        parts = [f"{one} charges {self.duty:g} % on {two}"] if self.duty is not None else []
        if self.answer:
            parts.append(f"{two} answers in kind")
        elif self.duty_back is not None:
            parts.append(f"{two} charges {self.duty_back:g} % on {one}")
        parts += [f"an agreement of effect {self.effect:g}"] if self.effect else []
        return "; ".join(parts) or "nothing changes"


@dataclass(frozen=True, slots=True)
class Row:
    """A measure of both sides in percent: central, low, high of the 80 % interval."""

    name: str
    principal: tuple[float, float, float]
    partner: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Result:
    """What a move does. ``trade`` are the pair's flows, from principal to partner and back."""

    move: Move
    rows: tuple[Row, ...]
    trade: tuple[tuple[float, float, float], tuple[float, float, float]]
    world: tuple[Cell, ...]
    residual: float
    source: str


def available(view: View) -> bool:
    """Whether the release holds the matrix of trade that the lab stands on."""
    return RECONCILED in view.catalogue and bool(view.facing_any(RECONCILED))


def baseline(view: View) -> Baseline:
    """Return the world of today; see :func:`countrydesk.policy.world.world_today`."""
    from countrydesk.policy.world import world_today

    return world_today(view)


def present_duty(base: Baseline, exporter: str, importer: str) -> float:
    """Return the average duty of an importer on an exporter in percent."""
    rates = base.rates[0]
    return float(100 * rates[base.position(exporter), base.position(importer)])


def run(view: View, move: Move) -> Result:
    """Return what a move does.

    Raises:
        TradeTableError: the release holds no matrix of trade, or lacks a side.
        ScenarioError: the move cannot be solved.
    """
    # The models are imported when a move is first run.
    from countrydesk.policy.dyads import OPTIONS, strata
    from countrydesk.policy.gravity import draws

    base, one, two = baseline(view), move.principal.id, move.partner.id
    found = draws(base, scenario(move), strata(DRAWS), OPTIONS, ((one, two), (two, one)))
    before, after = base.flows.sum(axis=0), found.central.flows

    def pair(first: str, second: str) -> tuple[float, float, float]:
        at = base.position(first), base.position(second)
        change = 100 * (after[at] / before[at] - 1) if before[at] else 0.0
        return (float(change), *found.pair_interval(first, second))

    sides = [_sides(found, place) for place in (one, two)]
    rows = tuple(Row(words, sides[0][name], sides[1][name]) for name, words in MEASURES.items())
    return Result(move, rows, (pair(one, two), pair(two, one)), tuple(_world(found)),
        found.residual, base.source)  # fmt: skip


def scenario(move: Move) -> Scenario:
    """Return the change of policy of a move."""
    from countrydesk.policy.gravity import Scenario

    one, two = move.principal.id, move.partner.id
    made = Scenario(move.name)
    if move.effect:
        made = made.agreement(one, two, effect=move.effect)
    if move.duty is not None:
        made = made.tariff(two, one, move.duty / 100)
    if move.answer and move.duty is not None:
        return made.tariff(one, two, move.duty / 100)
    return made if move.duty_back is None else made.tariff(one, two, move.duty_back / 100)


def _sides(found: Draws, place: str) -> dict[str, tuple[float, float, float]]:
    central = found.central.at(place)
    return {name: (float(central[name]), *found.interval(name, place)) for name in MEASURES}


def _world(found: Draws) -> Iterator[Cell]:
    from countrydesk.places import registry

    names: Mapping[str, str] = {place.id: place.name for place in registry().papers()}
    changes = found.central.real_income
    for place, change in zip(found.central.countries, changes.tolist(), strict=True):
        if place in names:
            words = f"{change:+.3f} %"
            yield Cell(place, names[place], "", change, words, "", "")
