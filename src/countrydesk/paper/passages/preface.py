"""Preface: who writes to whom and on what evidence, the relationship in three numbers, limits."""

from __future__ import annotations

from countrydesk.analysis import alignment, levels, meter, offices, structure
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.registry import passage

# Fewer are attaches and guards, not a presence.
SOLDIERS = 10
NUMBERS = 3
HIGH_INFLATION = 10.0
FEW_STATES = 6
FRESH_DAYS = 365


@passage
def preface_purpose(page: Page) -> None:
    """Who writes to whom, for what date, on what evidence."""
    desk = page.desk
    size = meter.coverage_of(
        desk.view, place=desk.partner.id, principal=desk.principal.id,
        entries="population gdp_usd electoral_democracy ideal_point head_of_state",
    )  # fmt: skip
    with page.paragraph("purpose"):
        page.say("preface.purpose", kind=SentenceKind.NOTE, c=size)
        page.say("preface.how", kind=SentenceKind.NOTE)


@passage
def relationship_in_three_numbers(page: Page) -> None:
    """Three figures that stand for the whole: trade, people, votes; what exists is taken."""
    said = 0
    with page.paragraph("three_numbers", items=True):
        for write in (_trade, _market, _supplies, _votes, _people, _soldiers):
            said += write(page)
            if said == NUMBERS:
                break
    if said < NUMBERS:
        page.say("preface.fewer", kind=SentenceKind.NOTE, key="fewer")


def _trade(page: Page) -> bool:
    desk = page.desk
    both = structure.balance(
        desk.view, place=desk.principal.id, counterpart=desk.partner.id, sold="goods_exports",
        bought="goods_imports",
    )  # fmt: skip
    return page.say("preface.trade", b=both)


def _market(page: Page) -> bool:
    return page.say(
        "preface.market", s=page.desk.level("export_partner_share", page.desk.principal.id)
    )


def _supplies(page: Page) -> bool:
    return page.say(
        "preface.supplies", s=page.desk.level("import_partner_share", page.desk.principal.id)
    )


def _votes(page: Page) -> bool:
    desk = page.desk
    found = alignment.ideal_distance(
        desk.view, place=desk.partner.id, counterpart=desk.principal.id
    )
    return page.say("preface.votes", d=found)


def _people(page: Page) -> bool:
    desk = page.desk
    found = levels.level(
        desk.view, place=desk.principal.id, indicator="visas_nonimmigrant",
        counterpart=desk.partner.id,
    )  # fmt: skip
    return page.say("preface.people", v=found)


def _soldiers(page: Page) -> bool:
    desk = page.desk
    found = levels.level(
        desk.view, place=desk.principal.id, indicator="troops_active_duty",
        counterpart=desk.partner.id,
    )  # fmt: skip
    return page.say("preface.soldiers", v=found if found and found.number >= SOLDIERS else None)


@passage
def preface_limits(page: Page) -> None:
    """What the paper cannot say and how its figures are to be read: what matters for this paper.

    Prices where they rise fast, ranks where the region is small, office holders where an office
    changed hands in the year before the cut-off; of forecasts and of causes in each.
    """
    desk = page.desk
    inflation, rank = desk.level("inflation"), desk.rank("population")
    high = inflation if inflation and inflation.number >= HIGH_INFLATION else None
    small = rank if rank and int(rank.get_value("n")) <= FEW_STATES else None
    fresh = any(
        held and (desk.today - held.period.start).days <= FRESH_DAYS
        for role in offices.ROLES
        if (held := offices.office_holder(desk.view, place=desk.partner.id, role=role))
    )
    with page.paragraph("limits", items=True):
        note = SentenceKind.NOTE
        prices = page.say("preface.limits_prices", kind=note, v=high)
        ranks = page.say("preface.limits_few", kind=note, r=small)
        if fresh:
            page.say("preface.limits_offices", kind=note)
        elif not prices and not ranks:
            page.say(f"preface.{'limits_money' if inflation else 'limits_peers'}", kind=note)
        page.say("preface.limits_projection", kind=note)
        page.say("preface.limits_cause", kind=note)
