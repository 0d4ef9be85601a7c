"""How far a duty on all goods of a state could come down: what others pay under the same act."""

from __future__ import annotations

from countrydesk.analysis.duty_register import DUTY, IN_FORCE, customs_place, duty_rows
from countrydesk.analysis.duty_register import NUMBER as RATE
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import states
from countrydesk.analysis.trade_agreements import FREE_TRADE, agreement_state, agreements
from countrydesk.analysis.trade_agreements import IN_FORCE as STANDS
from countrydesk.evidence import View
from countrydesk.model import Observation

IMPORTS = "imports_for_consumption"


@method(1)
def duty_room(view: View, *, place: str, counterpart: str, act: str) -> Finding | None:
    """The duty that ``place`` adds under ``act`` on goods of ``counterpart``, against its others.

    The value is the rate in percent. ``lowest`` is the lowest rate any other partner pays under the
    act, where that is lower, else zero; ``lower`` counts the partners that pay less and are named,
    ``named`` all that are. ``agreement`` is a free trade agreement in force in spite of which the
    duty stands. ``beyond`` is the percent of states whose goods pay less under the act; under such
    an agreement, that of states that have none or pay less.
    """
    code = customs_place(view, counterpart)
    rates = _rates(view, place, act)
    if code not in rates:
        return None
    item, own = rates[code]
    others = [rate for other, (_, rate) in rates.items() if other != code]
    less = [rate for rate in others if rate < own]
    agreed = _free_trade(view, counterpart)
    equal = [
        other
        for other, (_, rate) in rates.items()
        if other != code and rate >= own and (agreed is None or _free_trade(view, other))
    ]
    n = len(states()) - 1
    values: dict[str, Scalar] = {
        "heading": item.text or "",
        "since": item.period.opening.text,
        "lowest": min(less, default=0.0),
        "threshold": min(less, default=0.0),
        "lower": len(less),
        "named": len(rates),
        "n": n,
        "beyond": 100 * (n - len(equal)) / n,
        **{key: item.attributes[key] for key in ("legal_basis",) if key in item.attributes},
    }
    inputs = [item]
    if agreed:
        values |= {"agreement": agreed.text or "", "agreed_since": agreed.period.opening.text}
        inputs.append(agreed)
    return Finding(
        FindingKind.RANK, DUTY, place, counterpart, own, "percent", item.period, tuple(inputs),
        values,
    )  # fmt: skip


@method(1)
def duty_forgone(view: View, *, place: str, counterpart: str, act: str) -> Finding | None:
    """What the step of :func:`duty_room` would cost in duty at the imports of the newest year.

    The most it can be: exceptions and goods that other duties cover are not taken out, and trade
    is held at its level. ``imports`` is the base, ``step`` the points of duty.
    """
    room = duty_room(view, place=place, counterpart=counterpart, act=act)
    code = customs_place(view, counterpart)
    base = view.find_latest(place, IMPORTS, code) or view.find_latest(place, IMPORTS, counterpart)
    if room is None or base is None:
        return None
    step = room.number - float(room.get_value("lowest"))
    values: dict[str, Scalar] = {"imports": base.number, "step": step}
    return Finding(
        FindingKind.EFFECT, IMPORTS, place, counterpart, step / 100 * base.number, base.unit,
        base.period, (*room.inputs[:1], base), values,
    )  # fmt: skip


def _rates(view: View, place: str, act: str) -> dict[str, tuple[Observation, float]]:
    """Return the duty under ``act`` in force with a plain rate added, by customs place."""
    key = ("duty_room", place, act)
    if key not in view.shared:
        found: dict[str, tuple[Observation, float]] = {}
        for code in sorted(view.dyads(place, DUTY)):
            for duty in duty_rows(view, place, DUTY, code):
                stands = duty.state(view.cutoff) == IN_FORCE and duty.start is not None
                if duty.act == act and stands and RATE.match(duty.rate) and not duty.is_whole:
                    found[code] = (duty.item, float(duty.rate))
        view.shared[key] = found
    return view.shared[key]  # type: ignore[return-value]


def _free_trade(view: View, place: str) -> Observation | None:
    found = [
        item
        for item in agreements(view, place)
        if item.attributes.get("kind") == FREE_TRADE and agreement_state(item) == STANDS
    ]
    return found[0] if found else None
