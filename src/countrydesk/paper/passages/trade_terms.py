"""Terms of trade policy: imbalances, what goods pay on entry, agreements that are missing."""

from __future__ import annotations

from countrydesk.analysis import (
    blocs,
    duties,
    duty_rates,
    levels,
    trade_agreements,
)
from countrydesk.analysis import trade as dyads
from countrydesk.analysis.duty_register import IN_FORCE, UNION, customs_place
from countrydesk.analysis.finding import Finding
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages.dyad import (
    BOUGHT,
    HOLDER,
    MINERALS,
    SOLD,
    agreement_rows,
    balance,
    dyad,
    free_trade,
    no_flow,
    place_of,
    reports,
    with_value,
)
from countrydesk.paper.passages.exhibits import series_chart
from countrydesk.paper.passages.ranks import position
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Phrase

NOTE, FORECAST, JUDGEMENT = SentenceKind.NOTE, SentenceKind.FORECAST, SentenceKind.JUDGEMENT
ACCOUNT, TARIFF, BASELINE = "current_account_gdp", "applied_tariff", "baseline_duty"
LEAST_TARIFF_MOVE = 0.5
LONG_RUN = 3
SMALL_TRADE = 20e6
LARGE_GAP, LOW_DUTY, LARGER_SAID = 30, 1.0, 3


# -- imbalances ----------------------------------------------------------------------------------


@passage
def imbalances(page: Page) -> None:
    """The balance between the sides with sign and side, then the partner's with the world."""
    desk = page.desk
    with page.paragraph("balance"):
        if reports(desk):
            _balance_run(page)
        else:
            page.say("trade.balance_unknown", a=no_flow(desk))
        _goods_balance(page)
    with page.paragraph("account"):
        page.say(
            "trade.account", c=desk.level("current_account_usd"), g=desk.level(ACCOUNT),
            r=position(page, desk.rank(ACCOUNT)),
        )  # fmt: skip
        page.say("trade.account_ahead", kind=FORECAST, p=_ahead(desk))
        page.absent(ACCOUNT)
    series_chart(page, ACCOUNT)


def _balance_run(page: Page) -> None:
    desk = page.desk
    net = balance(desk)
    if net and float(net.get_value("total")) < SMALL_TRADE:
        page.say("trade.small_balance", b=net)
        return
    run = dyads.balance_run(desk.view, sold=SOLD, bought=BOUGHT, **dyad(desk))
    if run is None:
        return
    name = "run_ever" if run.get_value("ever") else "run"
    if run.number < LONG_RUN and not run.get_value("ever"):
        name = "run_new"
    peaked = float(run.get_value("largest")) > float(run.get_value("last"))
    page.say(f"trade.{name}", g=run, h=run if peaked else None)
    rank = dyads.balance_rank(desk.view, sold=SOLD, bought=BOUGHT, **dyad(desk))
    if rank:
        page.say(f"trade.{'standing_top' if rank.value == 1 else 'standing'}", k=rank)


def _goods_balance(page: Page) -> None:
    desk = page.desk
    world = desk.level("goods_balance_usd")
    if world is None or not world.number or desk.is_stale(world):
        return
    ours = balance(desk) if reports(desk) else None
    # A surplus of the principal is a deficit of the partner.
    if ours and -ours.number * world.number < 0:
        page.say("trade.contrast", kind=JUDGEMENT, x=world, b=ours)
    else:
        page.say("trade.goods_world", x=world)


def _ahead(desk: Desk) -> Finding | None:
    """Return the source's projection for the year after the last measured one, if it moves."""
    last = desk.level(ACCOUNT)
    if last is None:
        return None
    return levels.projection(
        desk.view, place=desk.partner.id, indicator=ACCOUNT, year=desk.today.year
    )


# -- market access -------------------------------------------------------------------------------


@passage
def market_access(page: Page) -> None:
    """What goods pay on entry, on either side, as an average and by the acts in force."""
    with page.paragraph("own_tariff"):
        _own_tariff(page)
    with page.paragraph("their_duty"):
        if reports(page.desk):
            _us_duty(page)
        else:
            _other_duty(page)


def _own_tariff(page: Page) -> None:
    desk = page.desk
    tariff = desk.level(TARIFF)
    if duties.union_membership(desk.view, place=desk.partner.id) and tariff:
        page.say("trade.own_tariff_union", t=tariff)
        return
    change = desk.change(TARIFF)
    moved = change is not None and abs(change.number) >= LEAST_TARIFF_MOVE
    page.say(
        "trade.own_tariff", t=tariff, r=position(page, desk.rank(TARIFF)),
        x=change if moved else None,
    )  # fmt: skip
    page.absent(TARIFF)


def _wide(desk: Desk) -> Finding | None:
    """Return the duty on all goods of the partner that stands in the United States, if any."""
    customs = customs_place(desk.view, desk.partner.id)
    found = duties.wide_findings(desk.view, HOLDER, customs, IN_FORCE)
    priced = [duty for duty in found if isinstance(duty.value, float) and "heading" in duty.values]
    return priced[0] if priced else None


def _average(desk: Desk, indicator: str) -> Finding | None:
    return duty_rates.average_duty(desk.view, indicator=indicator, **dyad(desk))


def _us_duty(page: Page) -> None:
    desk = page.desk
    page.say("trade.their_duty", d=levels.level(desk.view, indicator=BASELINE, **dyad(desk)))
    wide = _wide(desk)
    if wide:
        page.say(f"trade.{'added_whole' if wide.values['manner'] == 'whole' else 'added'}", w=wide)
    else:
        customs = customs_place(desk.view, desk.partner.id)
        page.say("trade.added_none", z=duties.listed_summary(
            desk.view, place=HOLDER, counterpart=customs))  # fmt: skip
    page.say("trade.effective", f=with_value(_average(desk, "effective_duty"), "median"))
    tariff = desk.level(TARIFF)
    added = wide is not None and wide.values["manner"] != "whole"
    if wide and added and tariff and wide.number > tariff.number:
        page.say("trade.reciprocity", kind=JUDGEMENT, t=tariff, w=wide)


def _other_duty(page: Page) -> None:
    desk = page.desk
    ours = duties.union_membership(desk.view, place=desk.principal.id)
    member = duties.union_membership(desk.view, place=desk.partner.id)
    if ours and member:
        page.say("trade.inside_union", u=member)
        return
    if ours:
        union = {
            name: levels.level(
                desk.view, place=UNION, indicator=f"eu_{name}", counterpart=desk.partner.id
            )
            for name in ("average_duty", "duty_free_share", "anti_dumping_lines")
        }
        dumping = union["anti_dumping_lines"]
        if page.say(
            "trade.union_duty", d=union["average_duty"], s=union["duty_free_share"],
            x=dumping if dumping and dumping.number > 0 else None,
        ):  # fmt: skip
            return
    tariff = levels.level(desk.view, place=desk.principal.id, indicator=TARIFF)
    if not page.say("trade.principal_tariff", t=tariff):
        page.say("trade.principal_tariff_none", a=levels.absence(
            desk.view, place=desk.principal.id, indicator=TARIFF))  # fmt: skip


# -- new agreements ------------------------------------------------------------------------------


@passage
def new_agreements(page: Page) -> None:
    """Where agreements are missing, what is under way, and that no gain has been simulated."""
    desk = page.desk
    with page.paragraph("new_agreements"):
        member = duties.union_membership(desk.view, place=desk.partner.id)
        ours = duties.union_membership(desk.view, place=desk.principal.id)
        if member:
            page.say(f"trade.{'union_both' if ours else 'union_terms'}", u=member)
        elif ours:
            page.say("trade.union_room", s=levels.level(
                desk.view, place=UNION, indicator="eu_duty_free_share",
                counterpart=desk.partner.id,
            ))  # fmt: skip
        if reports(desk):
            _gap(page)
        if not member:
            _blocs(page)
        page.say("trade.not_simulated", kind=NOTE)


def _gap(page: Page) -> None:
    desk = page.desk
    rows = agreement_rows(desk, desk.partner.id)
    duty = levels.level(desk.view, indicator=BASELINE, **dyad(desk))
    rank = blocs.trade_rank(desk.view, counterpart=desk.partner.id, without=1)
    if rank is None:
        page.say("trade.agreed_duty", d=duty, w=_wide(desk))
    else:
        page.say("trade.gap_first" if rank.value == 1 else "trade.gap_rank", k=rank)
        if 1 < rank.number <= LARGE_GAP:
            page.say("trade.gap_largest", items=_larger(page, rank))
        low = duty is not None and duty.number < LOW_DUTY
        page.say("trade.duty_gap_low" if low else "trade.duty_gap", d=duty)
    waiting = [
        row
        for row in rows
        if row.values["state"] == trade_agreements.SIGNED and row.values.get("kind") != MINERALS
    ]
    items = [page.phrase("trade.under_way_item", a=row, key=f"waiting{row.id}") for row in waiting]
    if kept := [item for item in items if item]:
        page.say("trade.under_way", items=page.listed(kept))


def _larger(page: Page, rank: Finding) -> Phrase:
    """Return the first partners without free trade that trade more than this one."""
    found = [
        item
        for at in range(1, min(int(rank.number), LARGER_SAID + 1))
        if (item := blocs.largest_without(page.desk.view, position=at))
    ]
    items = [
        page.phrase("trade.gap_item", c=place_of(item), x=item, key=item.counterpart)
        for item in found
    ]
    return page.listed([item for item in items if item])


def _blocs(page: Page) -> None:
    desk = page.desk
    found = [
        item
        for at in range(5)
        if (
            item := blocs.bloc(
                desk.view, place=desk.partner.id, position=at, counterpart=desk.principal.id
            )
        )
    ]
    shared = [item for item in found if item.get_value("inside")]
    apart = [item for item in found if not item.get_value("inside") and "weight" in item.values]
    if shared:
        page.say("trade.shared_bloc", b=shared[0])
    elif apart and not (reports(desk) and free_trade(desk)):
        heavy = max(apart, key=lambda item: float(item.get_value("weight")))
        page.say("trade.own_blocs", b=heavy)
