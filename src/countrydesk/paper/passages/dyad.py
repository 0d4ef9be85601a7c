"""What the passages on trade share: the dyad, its balance, figures that may be absent."""

from __future__ import annotations

from countrydesk.analysis import levels, structure, trade_agreements
from countrydesk.analysis.finding import Finding
from countrydesk.paper.desk import Desk
from countrydesk.places import Place, registry

HOLDER = trade_agreements.HOLDER
BOUGHT, SOLD = "goods_imports", "goods_exports"
MINERALS = "critical minerals agreement"
MOST_AGREEMENTS = 8


def reports(desk: Desk) -> bool:
    """Whether the principal's own customs figures are in the release."""
    return desk.principal.id == HOLDER


def dyad(desk: Desk) -> dict[str, str]:
    """Return the arguments of a finding on what the principal reports toward the partner."""
    return {"place": desk.principal.id, "counterpart": desk.partner.id}


def balance(desk: Desk) -> Finding | None:
    """Return the principal's balance with the partner."""
    return structure.balance(desk.view, **dyad(desk), sold=SOLD, bought=BOUGHT)


def place_of(finding: Finding | None, name: str = "partner") -> Place | None:
    """Return the place that a finding names in one of its figures."""
    return registry().get(str(finding.values[name])) if finding else None


def with_value(finding: Finding | None, name: str) -> Finding | None:
    """Return a finding only where it has the figure ``name``."""
    return finding if finding and name in finding.values else None


def agreement_rows(desk: Desk, place: str) -> list[Finding]:
    """Return the agreements of ``place`` with the United States, those in force first."""
    found = (
        trade_agreements.trade_agreement(desk.view, place=place, position=at)
        for at in range(MOST_AGREEMENTS)
    )
    return [item for item in found if item]


def free_trade(desk: Desk) -> Finding | None:
    """Return the free-trade agreement of the partner with the United States that is in force."""
    for row in agreement_rows(desk, desk.partner.id):
        free = row.values.get("kind") == trade_agreements.FREE_TRADE
        if free and row.values["state"] == trade_agreements.IN_FORCE:
            return row
    return None


def no_flow(desk: Desk) -> Finding | None:
    """Return that the principal has no customs figure on the partner."""
    return levels.absence(desk.view, indicator=BOUGHT, **dyad(desk))
