"""Findings about trade agreements and frameworks between a place and the United States."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Observation

AGREEMENT = "us_trade_agreement"
HOLDER = "USA"
FREE_TRADE = "free trade agreement"
IN_FORCE, ENDED, SIGNED = "in force", "ended", "signed"
_ORDER = {IN_FORCE: 0, SIGNED: 1, ENDED: 2}
_KINDS = (FREE_TRADE, "partial trade agreement", "normal trade relations agreement")
_KEPT = ("kind", "law", "signed_on", "in_force_on", "confidence")


def partner_of(place: str, counterpart: str) -> str | None:
    """Return the side that is not the United States; None where neither side is."""
    if HOLDER not in {place, counterpart}:
        return None
    return place if counterpart == HOLDER else counterpart


def agreement_state(item: Observation) -> str:
    """What the dates of an agreement say: in force, ended, or signed and no more."""
    if "/" not in item.period.text:
        return SIGNED
    return IN_FORCE if item.period.is_open else ENDED


def _rank(kind: str) -> int:
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def agreements(view: View, place: str) -> list[Observation]:
    """Return the agreements of ``place``: those in force first, free trade before frameworks."""
    return sorted(
        view.measured(place, AGREEMENT, HOLDER),
        key=lambda item: (
            _ORDER[agreement_state(item)],
            _rank(item.attributes.get("kind", "")),
            item.period.start,
            item.text or "",
        ),
    )


@method(1)
def trade_agreement(view: View, *, place: str, position: int) -> Finding | None:
    """The ``position``-th agreement (0 is the first) of ``place`` with the United States.

    Those in force come first. The value is the name; ``state`` follows from the dates, ``since``,
    ``until``, ``signed_on`` and ``law`` are there where the source has them.
    """
    rows = agreements(view, place)
    if position >= len(rows):
        return None
    item = rows[position]
    state = agreement_state(item)
    values: dict[str, Scalar] = {k: v for k in _KEPT if (v := item.attributes.get(k))}
    values |= {"state": state, "since": item.period.opening.text}
    if state == ENDED and item.period.closing:
        values["until"] = item.period.closing.text
    return Finding(
        FindingKind.SPELL, AGREEMENT, place, HOLDER, item.text, "", item.period, (item,), values
    )
