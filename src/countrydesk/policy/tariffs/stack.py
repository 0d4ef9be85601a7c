"""The duty stack of one line: ordinary duty, agreement rate, and every duty on top of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from countrydesk.analysis.duty_register import customs_place
from countrydesk.analysis.trade_agreements import FREE_TRADE, agreement_state, agreements
from countrydesk.analysis.trade_agreements import IN_FORCE as STANDS
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.model import Observation
from countrydesk.policy.tariffs.charging import Change, Charge, Percent, charges
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
    Where it treats the lines under a code unlike, the state is that of the greatest part of their
    trade. ``added`` is what it adds in percent of the customs value, ``share`` the percent of that
    value on which it is charged.
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
    share: float = 100.0


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

    A code of fewer than ten digits stands for the ten-digit lines under it, weighted by the
    partner's trade of 2024; by that of all partners where it sold none.

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
    under = _under(place, code, base)
    found = charges(
        view, place, day, under.base,
        lambda name: np.array([is_on(name, one) for one in under.codes]), change,
    )  # fmt: skip
    layers = tuple(layer for charge in found if (layer := _layer(charge, under.weights)))
    return Stack(
        partner, place, code, line_name(code), day, ordinary, general,
        free_trade_agreement(view, partner), value, layers,
    )  # fmt: skip


@dataclass(frozen=True)
class _Under:
    """The ten-digit lines under a code: their ordinary duty in percent, weights of sum 1."""

    codes: tuple[str, ...]
    base: Percent
    weights: Percent


def _under(place: str, code: str, base: float) -> _Under:
    own = _lines_under((place,), code)
    found = own or _lines_under(partners(), code)
    if not found:
        return _Under((code,), np.array([base]), np.ones(1))
    values = np.array([value for value, _ in found.values()])
    rates = [100 * duty / value if value and own else base for value, duty in found.values()]
    return _Under(tuple(found), np.array(rates), values / values.sum())


def _lines_under(places: Sequence[str], code: str) -> dict[str, tuple[float, float]]:
    """Return value and duty by line, of the lines under ``code`` that ``places`` sold."""
    found: dict[str, tuple[float, float]] = {}
    for place in places:
        lines = find_lines(place)
        for at, one in enumerate(lines.codes if lines else ()):
            if lines and one.startswith(code) and lines.value[at] > 0:
                value, duty = found.get(one, (0.0, 0.0))
                found[one] = value + float(lines.value[at]), duty + float(lines.duty[at])
    return found


def _layer(charge: Charge, weights: Percent) -> Layer | None:
    """Return a layer; a duty on listed goods whose lists leave the line out is no layer of it."""
    parts = {
        "charged": float(charge.reached @ weights),
        "covered": float(charge.covered @ weights),
        "spared": float(charge.spared @ weights),
    }
    if not any(parts.values()):
        return None
    state = max(parts, key=lambda name: parts[name])
    if parts["charged"] and charge.agreement:
        state = "agreement"
    share = 0.0 if charge.agreement else 100 * parts["charged"]
    return Layer(
        charge.act, charge.heading, charge.rate, charge.whole, state,
        float(charge.added @ weights), charge.since, charge.until, charge.source, share,
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
