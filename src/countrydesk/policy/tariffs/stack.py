"""The duty stack of one line: ordinary duty, agreement rate, and every duty on top of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from countrydesk.analysis.duty_register import customs_place
from countrydesk.analysis.trade_agreements import FREE_TRADE, agreement_state, agreements
from countrydesk.analysis.trade_agreements import IN_FORCE as STANDS
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.model import Observation
from countrydesk.policy.tariffs.charging import Change, Charge, charges
from countrydesk.policy.tariffs.lines import (
    check_code,
    find_lines,
    is_known,
    is_on,
    line_name,
    partners,
)

REMEDIES = frozenset({"CHN", "RUS", "HKG"})


@dataclass(frozen=True)
class Layer:
    """One layer of a stack.

    ``state`` is charged, spared (a list of exceptions leaves the line out), covered (another duty
    is charged in its place), agreement (goods that meet the agreement are spared) or not listed.
    ``added`` is what it adds in percent of the customs value.
    """

    act: str
    heading: str
    rate: float
    whole: bool
    state: str
    added: float
    since: date
    until: date | None
    source: Observation | None


@dataclass(frozen=True)
class Stack:
    """The duty on a line of goods of ``place`` on a day, in percent of the customs value.

    ``ordinary`` is what was collected on the line in 2024 (the agreement rate where the goods claim
    one), None where nothing was bought; ``general`` what was collected on it from partners without
    a free trade agreement. ``value`` is what was bought of it in 2024, in dollars.
    """

    place: str
    customs: str
    code: str
    name: str
    on: date
    ordinary: float | None
    general: float | None
    agreement: Observation | None
    value: float
    layers: tuple[Layer, ...]

    @property
    def total(self) -> float:
        """The effective rate: the ordinary duty (else the general) and all that is charged."""
        base = self.ordinary if self.ordinary is not None else self.general or 0.0
        return base + sum(layer.added for layer in self.layers)


def duty_stack(
    view: View, partner: str, code: str, on: date | None = None, change: Change | None = None
) -> Stack:
    """Return the stack for goods of ``partner`` under ``code`` (4 to 10 digits) on ``on``.

    A code of fewer than ten digits stands for all lines under it, weighted by their trade.

    Raises:
        InputError: no such code, or a change of a duty that does not stand.
    """
    code = check_code(code)
    if not is_known(code):
        raise InputError(
            f"the tariff schedule has no line {code}; look it up by words of its name, such as "
            "countrydesk duty PER blueberries"
        )
    day, place = on or view.cutoff, customs_place(view, partner)
    value, ordinary = _collected(place, code)
    general = _general(view, code)
    base = ordinary if ordinary is not None else general or 0.0
    found = charges(
        view, place, day, np.array([base]), lambda name: np.array([is_on(name, code)]), change
    )
    layers = tuple(layer for charge in found if (layer := _layer(charge)))
    return Stack(
        partner, place, code, line_name(code), day, ordinary, general,
        free_trade_agreement(view, partner), value, layers,
    )  # fmt: skip


def _layer(charge: Charge) -> Layer | None:
    """Return a layer; a duty on listed goods whose lists leave the line out is no layer of it."""
    reached, spared, covered = charge.reached[0], charge.spared[0], charge.covered[0]
    if not (reached or spared or covered):
        return None
    state = "spared" if spared else "covered" if covered else "charged"
    if reached and charge.agreement:
        state = "agreement"
    return Layer(
        charge.act, charge.heading, charge.rate, charge.whole, state, float(charge.added[0]),
        charge.since, charge.until, charge.source,
    )  # fmt: skip


def _collected(place: str, code: str) -> tuple[float, float | None]:
    lines = find_lines(place)
    if lines is None:
        return 0.0, None
    here = np.array([one.startswith(code) for one in lines.codes])
    value = float(lines.value[here].sum())
    return value, 100 * float(lines.duty[here].sum()) / value if value else None


def _general(view: View, code: str) -> float | None:
    """Return what was collected on a line from partners without a free trade agreement.

    China, Hong Kong and Russia are left out: what was collected from them holds duties of 2018 and
    later beside the ordinary one.
    """
    value = duty = 0.0
    for place in partners():
        lines = find_lines(place)
        if lines is None or place in REMEDIES or free_trade_agreement(view, place):
            continue
        here = np.array([one.startswith(code) for one in lines.codes])
        value += float(lines.value[here].sum())
        duty += float(lines.duty[here].sum())
    return 100 * duty / value if value else None


def free_trade_agreement(view: View, partner: str) -> Observation | None:
    """Return the free trade agreement with the United States in force, or None."""
    for item in agreements(view, partner):
        if item.attributes.get("kind") == FREE_TRADE and agreement_state(item) == STANDS:
            return item
    return None
