"""Findings about agreements on investment between a place and the United States."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Observation, Period

AGREEMENT = "us_investment_agreement"
HOLDER = "USA"
TREATY = "BIT"
_KEPT = ("kind", "signed_on", "in_force_on", "confidence")


def investment_agreements(view: View, place: str) -> list[Observation]:
    """Return treaties before frameworks, each kind by date."""
    return sorted(
        view.measured(place, AGREEMENT, HOLDER),
        key=lambda item: (item.attributes.get("kind") != TREATY, item.period.start),
    )


@method(1)
def investment_agreement(view: View, *, place: str, position: int) -> Finding | None:
    """The ``position``-th agreement on investment (0 is the first), treaties before frameworks.

    ``state`` follows from the dates: in force, ended, or signed and no more.
    """
    found = investment_agreements(view, place)
    if position >= len(found):
        return None
    item = found[position]
    values: dict[str, Scalar] = {k: v for k in _KEPT if (v := item.attributes.get(k))}
    dated = "/" in item.period.text
    values["state"] = "signed" if not dated else "in force" if item.period.is_open else "ended"
    values["since"] = item.period.opening.text
    if dated and item.period.closing:
        values["until"] = item.period.closing.text
    return Finding(
        FindingKind.SPELL, AGREEMENT, place, HOLDER, item.text, "", item.period, (item,), values
    )


@method(1)
def investment_none(view: View, *, place: str) -> Finding | None:
    """That the list has no agreement on investment with ``place``; ``n`` counts states with one."""
    if view.series(place, AGREEMENT, HOLDER) or place == HOLDER:
        return None
    listed = view.facing_any(AGREEMENT)
    if not listed:
        return None
    return Finding(
        FindingKind.ABSENCE, AGREEMENT, place, HOLDER, None, "",
        Period.parse(view.cutoff.isoformat()), (), {"n": len(listed)},
    )  # fmt: skip


@method(1)
def trade_none(view: View, *, place: str) -> Finding | None:
    """That the list has no trade agreement or framework with ``place``; ``n`` have one."""
    if view.series(place, "us_trade_agreement", HOLDER) or place == HOLDER:
        return None
    listed = view.facing_any("us_trade_agreement")
    if not listed:
        return None
    return Finding(
        FindingKind.ABSENCE, "us_trade_agreement", place, HOLDER, None, "",
        Period.parse(view.cutoff.isoformat()), (), {"n": len(listed)},
    )  # fmt: skip
