"""Foreign investment and what protects it; natural resources."""

from __future__ import annotations

from countrydesk.analysis import (
    levels,
    lists,
    minerals,
    sides,
)
from countrydesk.analysis.environment import listed_share
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.investment import TREATY, investment_agreement, investment_none
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages.dyad import (
    free_trade,
    reports,
    with_value,
)
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Term

NOTE, FORECAST, JUDGEMENT = SentenceKind.NOTE, SentenceKind.FORECAST, SentenceKind.JUDGEMENT
INFLOW, OUTFLOW, LEAST_OUTFLOW = "fdi_inflows_share", "fdi_outflows_share", 1.0
RESOURCES_SAID, CRITICAL_SAID, RARE = 9, 8, 15
LEAST_FUEL = 0.05
PRODUCED = ("petroleum_production", "gas_production", "coal_production")


# -- investment ----------------------------------------------------------------------------------


@passage
def investment(page: Page) -> None:
    """Foreign direct investment in and out, and what protects it."""
    desk = page.desk
    with page.paragraph("investment"):
        inflow = desk.level(INFLOW)
        if inflow and inflow.number < 0 and not desk.is_stale(inflow):
            change = desk.change(INFLOW)
            page.say("trade.withdrawn", v=inflow, x=change if _was_positive(change) else None)
        else:
            page.state(INFLOW)
        outflow = desk.level(OUTFLOW)
        notable = outflow is not None and outflow.number >= LEAST_OUTFLOW
        page.say("trade.outflow", v=outflow if notable else None)
        page.state("investment")
        told = inflow is not None and inflow.number > 0 and not desk.is_stale(inflow)
        page.say("trade.fdi_origin", v=inflow if told else None)
        page.absent(INFLOW)
    with page.paragraph("protection"):
        _protection(page)


def _was_positive(change: Finding | None) -> bool:
    return change is not None and float(change.get_value("base")) > 0


def _protection(page: Page) -> None:
    desk = page.desk
    if not reports(desk):
        page.say("trade.treaty_unknown", a=levels.absence(
            desk.view, place=desk.partner.id, indicator="us_investment_agreement",
            counterpart=desk.principal.id,
        ))  # fmt: skip
        return
    found = (investment_agreement(desk.view, place=desk.partner.id, position=at) for at in range(3))
    for at, row in enumerate(row for row in found if row):
        page.say(
            f"trade.{_protection_name(row)}", key=f"protection{at}", t=row,
            s=with_value(row, "signed_on"),
        )  # fmt: skip
    none = investment_none(desk.view, place=desk.partner.id)
    free = free_trade(desk)
    if none and free:
        page.say("trade.no_treaty_fta", a=free)
    else:
        page.say("trade.no_treaty", n=none)


def _protection_name(row: Finding) -> str:
    if row.values["kind"] != TREATY:
        return "framework"
    state = str(row.values["state"])
    return {"in force": "treaty", "ended": "treaty_ended"}.get(state, "treaty_signed")


# -- resources -----------------------------------------------------------------------------------


@passage
def resources(page: Page) -> None:
    """What nature gives the partner, which of it is critical, and what fuel it produces."""
    with page.paragraph("resources"):
        _resource_list(page)
        _critical(page)
        _fuel(page)


def _resource_list(page: Page) -> None:
    desk = page.desk
    found = [
        item
        for at in range(1, RESOURCES_SAID + 1)
        if (
            item := lists.entry(
                desk.view, place=desk.partner.id, indicator=minerals.RESOURCES, position=at
            )
        )
    ]
    if not found:
        page.say("trade.resources_none", a=levels.absence(
            desk.view, place=desk.partner.id, indicator=minerals.RESOURCES))  # fmt: skip
    elif len(found) == 1:
        page.say("trade.resource_one", e=found[0])
    else:
        more = float(found[0].get_value("n")) > len(found)
        page.say("trade.resources", items=page.listed(found), n=found[0] if more else None)


def _critical(page: Page) -> None:
    desk = page.desk
    found = [
        item
        for at in range(1, CRITICAL_SAID + 1)
        if (item := minerals.critical_mineral(desk.view, place=desk.partner.id, position=at))
    ]
    if found:
        rare = len(found) > 1 and float(found[0].get_value("holders")) <= RARE
        whole = float(found[0].get_value("n")) == len(found)
        page.say(
            f"trade.{'critical' if whole else 'critical_many'}",
            c=found[0], items=page.listed(found), r=found[0] if rare else None,
        )  # fmt: skip


def _fuel(page: Page) -> None:
    desk = page.desk
    found = [
        share
        for name in PRODUCED
        if (share := listed_share(desk.view, place=desk.partner.id, indicator=name))
    ]
    best = max(found, key=lambda share: share.number, default=None)
    if best is None or best.number < LEAST_FUEL:
        return
    page.say("trade.fuel", f=best, t=Term(best.indicator))
    for name in ("gas", "coal"):
        if best.indicator.startswith(name):
            page.say(f"trade.{name}_trade", x=sides.pair_gap(
                desk.view, place=desk.partner.id, first=f"{name}_exports",
                second=f"{name}_imports",
            ))  # fmt: skip
