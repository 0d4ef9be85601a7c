"""Sanctions programmes that touch the partner: by whom, with which measures, or none."""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.analysis.duties import union_membership
from countrydesk.analysis.duty_register import UNION
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.sanctions import (
    AREA,
    UNITED_NATIONS,
    issued_by,
    programme,
    programme_by,
    programme_count,
    programme_none,
)
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.passages.dyad import with_value
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Binding, Phrase
from countrydesk.places import registry

MOST = 40
LEAST_TABLE = 2
TOP_RANK = 10
MOST_NAMED = 6


@passage
def sanctions(page: Page) -> None:
    """Programmes by issuer, dated by their list; that there is none is a finding too."""
    desk = page.desk
    found = _programmes(desk)
    with page.paragraph("sanctions"):
        page.say("sanctions.none", z=programme_none(desk.view, place=desk.partner.id))
        if found:
            _named(page, found)
        _areas(page)
        _other_way(page)
    if len(found) >= LEAST_TABLE:
        page.table(
            "programmes",
            desk.chart_text("sanctions.caption", month=desk.grammar.period(found[0].period)),
            desk.columns("sanctions.columns"),
            [_cells(item) for item in found],
        )


def _programmes(desk: Desk) -> list[Finding]:
    found = (programme(desk.view, place=desk.partner.id, position=at) for at in range(MOST))
    return [item for item in found if item]


def _cells(item: Finding) -> tuple[Cell, ...]:
    measures: Cell = (item, "measures", "") if "measures" in item.values else ""
    return ((item, "issuer", ""), (item, "value", ""), measures)


def _named(page: Page, found: Sequence[Finding]) -> None:
    desk = page.desk
    count = programme_count(desk.view, place=desk.partner.id)
    high = count is not None and float(count.get_value("rank")) <= TOP_RANK
    page.say("sanctions.count", n=count, issuers=_issuers(page, found), r=count if high else None)
    _security_council(page, count)
    _principal(page, count)
    page.say("sanctions.meaning", kind=SentenceKind.NOTE)


def _issuers(page: Page, found: Sequence[Finding]) -> Phrase:
    """Return the issuers as a list, those with more than one programme with their number."""
    desk = page.desk
    items: list[Binding] = []
    for issuer in dict.fromkeys(item.counterpart for item in found):
        first = programme_by(desk.view, place=desk.partner.id, issuer=issuer, position=0)
        several = first is not None and float(first.get_value("n")) > 1
        named: Binding = (
            registry().get(issuer)
            if issuer
            else Phrase((desk.lexicon.template("sanctions.united_nations"),), ())
        )
        item = page.phrase(
            "sanctions.issuer_count", c=named, k=first if several else None, key=f"issuer{issuer}"
        )
        if item:
            items.append(item)
    return page.listed(items)


def _security_council(page: Page, count: Finding | None) -> None:
    desk = page.desk
    council = programme_by(desk.view, place=desk.partner.id, issuer=UNITED_NATIONS, position=0)
    if not page.say("sanctions.un", p=council, m=with_value(council, "measures")):
        page.say("sanctions.no_un", n=count)


def _principal(page: Page, count: Finding | None) -> None:
    desk = page.desk
    own = programme_by(desk.view, place=desk.partner.id, issuer=desk.principal.id, position=0)
    if own:
        several = float(own.get_value("n")) > 1
        page.say(
            f"sanctions.{'ours_many' if several else 'ours'}", p=own,
            m=with_value(own, "measures"),
        )  # fmt: skip
        return
    union = None
    if union_membership(desk.view, place=desk.principal.id):
        union = programme_by(desk.view, place=desk.partner.id, issuer=UNION, position=0)
    if not page.say("sanctions.union", p=union, m=with_value(union, "measures")):
        page.say("sanctions.ours_none", n=count)


def _areas(page: Page) -> None:
    desk = page.desk
    found = [
        item
        for at in range(MOST)
        if (item := programme(desk.view, place=desk.partner.id, position=at, indicator=AREA))
    ]
    areas = {str(item.get_value("area")): item for item in found}
    if not areas:
        return
    issuers = dict.fromkeys(item.counterpart for item in found)
    page.say(
        "sanctions.areas", p=found[0],
        items=page.listed([_area(page, item) for item in list(areas.values())[:MOST_NAMED]]),
        issuers=page.listed([registry().get(issuer) for issuer in issuers]),
    )  # fmt: skip


def _area(page: Page, item: Finding) -> Phrase | None:
    return page.desk.realiser.phrase("{a.area}", {"a": item}, "")


def _other_way(page: Page) -> None:
    """Say what the partner has issued: against the principal, or against others."""
    desk = page.desk
    back = programme_by(desk.view, place=desk.principal.id, issuer=desk.partner.id, position=0)
    if page.say("sanctions.back", p=back):
        return
    issued = issued_by(desk.view, issuer=desk.partner.id)
    if issued:
        targets = [registry().get(place) for place in str(issued.get_value("places")).split()]
        page.say("sanctions.issues", p=issued, items=page.listed(targets[:MOST_NAMED]))
