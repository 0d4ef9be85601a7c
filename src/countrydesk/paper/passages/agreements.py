"""Agreements between both sides, and the arrangements that bind the partner's trade."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from countrydesk.analysis import blocs, levels
from countrydesk.analysis.duties import union_membership
from countrydesk.analysis.duty_rates import preference
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.investment import trade_none
from countrydesk.analysis.organisations import OTHER, seat
from countrydesk.analysis.trade_agreements import (
    ENDED,
    FREE_TRADE,
    IN_FORCE,
    SIGNED,
)
from countrydesk.paper.desk import Desk
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.passages.dyad import HOLDER, MINERALS, agreement_rows, with_value
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Binding

WORLD_TRADE = "World Trade Organization"
UNION, BELT_ROAD_HOLDER = "EUU", "CHN"
BELT_ROAD = "Memorandum of understanding on the Belt and Road Initiative"


# -- agreements ----------------------------------------------------------------------------------


@passage
def agreements_in_force(page: Page) -> None:
    """Agreements between the two and the arrangements that bind the partner's trade."""
    desk = page.desk
    with page.paragraph("agreements"):
        member = union_membership(desk.view, place=desk.partner.id)
        if desk.principal.id != HOLDER:
            _other_principal(page, member)
        elif member:
            page.say("importance.union", u=member)
            page.say("importance.union_none", n=trade_none(desk.view, place=UNION))
        else:
            _agreements(page)
    with page.paragraph("arrangements"):
        if not union_membership(desk.view, place=desk.partner.id):
            _arrangements(page)
        _world_trade(page)
    if desk.principal.id == HOLDER:
        _agreement_table(page, agreement_rows(desk, desk.partner.id))


def _other_principal(page: Page, member: Finding | None) -> None:
    """Say what is on record of agreements that the United States has no part in."""
    desk = page.desk
    ours = union_membership(desk.view, place=desk.principal.id)
    if member and ours:
        page.say("importance.same_union", u=member)
    elif ours:
        _preferences(page)
    else:
        page.say("importance.union", u=member)
        if not _chronicle(page):
            page.say("importance.not_held", a=_own_row(desk))


def _preferences(page: Page) -> None:
    desk = page.desk
    rows = [
        row
        for at in range(2)
        if (row := preference(desk.view, place=UNION, counterpart=desk.partner.id, position=at))
    ]
    items = [
        page.phrase("importance.preference_item", p=row, key=f"preference{at}")
        for at, row in enumerate(rows)
    ]
    if rows:
        page.say("importance.preferences", p=rows[0], items=page.listed([i for i in items if i]))
    elif not page.say("importance.no_preference", v=levels.level(
        desk.view, place=UNION, indicator="eu_average_duty", counterpart=desk.partner.id)
    ):  # fmt: skip
        page.say("importance.not_held", a=_own_row(desk))


def _chronicle(page: Page) -> bool:
    """Say which dated texts a chronology or the table of signatures has with the principal."""
    desk = page.desk
    if desk.principal.id != BELT_ROAD_HOLDER:
        return False
    found = [
        item
        for at in range(4)
        if (
            item := blocs.event_between(
                desk.view, place=desk.partner.id, counterpart=desk.principal.id,
                indicator="event_china_relations", position=at,
            )
        )
    ]  # fmt: skip
    items = [page.phrase("importance.event_item", e=item, key=item.id) for item in found]
    if items:
        return page.say("importance.events", items=page.listed([item for item in items if item]))
    signed = seat(desk.view, place=desk.partner.id, organisation=BELT_ROAD)
    page.say("importance.belt_road", m=signed, s=with_value(signed, "since"))
    return False


def _own_row(desk: Desk) -> Finding | None:
    return levels.absence(
        desk.view, place=desk.partner.id, indicator="us_trade_agreement",
        counterpart=desk.principal.id,
    )  # fmt: skip


def _agreements(page: Page) -> None:
    desk = page.desk
    rows = agreement_rows(desk, desk.partner.id)
    reach = blocs.free_trade_reach(desk.view)
    free = [r for r in rows if r.values["state"] == IN_FORCE and r.values.get("kind") == FREE_TRADE]
    if not rows:
        page.say("importance.no_row", n=trade_none(desk.view, place=desk.partner.id))
    if free:
        page.say("importance.fta", a=free[0], s=with_value(free[0], "signed_on"), reach=reach)
    else:
        page.say("importance.no_fta", reach=reach)
    for row in [r for r in rows if r not in free][:3]:
        page.say(f"importance.{_agreement_template(row)}", key=f"agreement_{row.id}", a=row)


def _agreement_template(row: Finding) -> str:
    state = row.values["state"]
    if state == SIGNED:
        return "minerals_signed" if row.values.get("kind") == MINERALS else "signed"
    return "lapsed" if state == ENDED else "partial"


def _agreement_table(page: Page, rows: Sequence[Finding]) -> None:
    desk = page.desk
    if len(rows) < 2:
        return
    page.table(
        "agreements",
        desk.chart_text("importance.agreements_caption"),
        desk.columns("importance.agreements_columns"),
        [_agreement_cells(row) for row in rows],
    )


def _agreement_cells(row: Finding) -> tuple[Cell, ...]:
    return (
        (row, "value", ""),
        _cell(row, "kind"),
        _cell(row, "signed_on"),
        (row, "period", "") if row.values["state"] != SIGNED else "",
        _cell(row, "law"),
    )


def _cell(row: Finding, name: str) -> Cell:
    return (row, name, "") if row.values.get(name) else ""


def _arrangements(page: Page) -> None:
    desk = page.desk
    found = [
        item
        for at in range(4)
        if (
            item := blocs.bloc(
                desk.view, place=desk.partner.id, position=at, counterpart=desk.principal.id
            )
        )
    ]
    if not found:
        page.say("importance.bloc_none", a=_no_blocs(desk))
        return
    found.sort(key=lambda item: -float(item.values.get("weight", 0)))
    if "weight" in found[0].values:
        page.say("importance.bloc_heavy", b=found[0], s=with_value(found[0], "since"))
        found = found[1:]
    if found:
        page.say("importance.blocs_more", items=_bloc_list(page, found))


def _bloc_list(page: Page, found: Iterable[Finding]) -> Binding:
    items = (
        page.phrase("importance.bloc_item", b=item, s=with_value(item, "since"), key=item.id)
        for item in found
    )
    return page.listed([item for item in items if item])


def _no_blocs(desk: Desk) -> Finding | None:
    return blocs.bloc_none(desk.view, place=desk.partner.id)


def _world_trade(page: Page) -> None:
    desk = page.desk
    member = seat(desk.view, place=desk.partner.id, organisation=WORLD_TRADE)
    if member:
        page.say("importance.wto", m=with_value(member, "since"))
        return
    observer = seat(desk.view, place=desk.partner.id, organisation=WORLD_TRADE, indicator=OTHER)
    if not page.say("importance.wto_observer", o=observer):
        page.say(
            "importance.wto_out",
            n=blocs.not_a_member(desk.view, place=desk.partner.id, organisation=WORLD_TRADE),
        )
