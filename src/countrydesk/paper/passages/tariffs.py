"""Tariff report: what each side charges on goods of the other, since when and on which basis."""

from __future__ import annotations

from countrydesk.analysis import compare, duties, duty_rates, levels, trend
from countrydesk.analysis.duty_register import UNION, is_member
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages.bindings import filled, given, say_from, standing
from countrydesk.paper.passages.duty_tables import USA, Sides
from countrydesk.paper.passages.us_duties import us_duties
from countrydesk.paper.passages.us_duty_rates import say_agreements, say_ordinary, us_average
from countrydesk.paper.passages.us_duty_sequence import us_sequence
from countrydesk.paper.registry import passage
from countrydesk.places import Place, registry

APPLIED = "applied_tariff"
MOST_PREFERENCES = 4


@passage
def duties_in_force(page: Page) -> None:
    """What goods of the partner pay on entry into the principal on the day of the paper."""
    desk = page.desk
    if desk.principal.id == USA:
        us_duties(page, desk.partner)
    elif is_member(desk.view, desk.principal.id):
        union_duties(page, desk.principal, desk.partner)
    else:
        _no_source(page, desk.principal, desk.partner)


@passage
def duty_sequence(page: Page) -> None:
    """The duties on all goods in the order of their dates, and what is scheduled."""
    if page.desk.principal.id == USA:
        us_sequence(page, page.desk.partner)


@passage
def agreement_rate(page: Page) -> None:
    """The agreement that lowers duties, if any, and the ordinary duty."""
    desk = page.desk
    with page.paragraph("agreement"):
        if desk.principal.id == USA:
            say_agreements(page, desk.partner)
            say_ordinary(page, desk.partner)
        elif is_member(desk.view, desk.principal.id):
            _say_preferences(page, desk.principal, desk.partner)
        elif desk.partner.id == USA:
            say_agreements(page, desk.principal)


@passage
def effective_rate(page: Page) -> None:
    """The average of the added duties by date, and the goods they fall on."""
    if page.desk.principal.id == USA:
        us_average(page, page.desk.partner)


@passage
def partner_tariffs(page: Page) -> None:
    """What the partner charges on goods of the principal."""
    desk = page.desk
    if desk.partner.id == USA:
        us_duties(page, desk.principal)
        us_sequence(page, desk.principal)
        us_average(page, desk.principal)
    elif is_member(desk.view, desk.partner.id):
        if not is_member(desk.view, desk.principal.id):
            union_duties(page, desk.partner, desk.principal)
            with page.paragraph("preferences"):
                _say_preferences(page, desk.partner, desk.principal)
    else:
        with page.paragraph("applied"):
            _say_applied(page)


def union_duties(page: Page, levier: Place, origin: Place) -> None:
    """Say what the European Union charges on goods of ``origin`` for its member ``levier``."""
    view, union = page.desk.view, registry().get(UNION)
    member = duties.union_membership(view, place=levier.id)
    sides: Sides = {"place": origin, "levier": levier, "eu": union}
    average = duty_rates.average_duty(
        view, place=UNION, indicator="eu_average_duty", counterpart=origin.id
    )
    with page.paragraph("union_duties"):
        if is_member(view, origin.id):
            page.say(
                "tariffs.eu_single", m=duties.union_membership(view, place=origin.id), o=member,
                **sides,
            )  # fmt: skip
            return
        page.say("tariffs.eu_by", m=member, **sides)
        if average is None:
            page.say("tariffs.eu_absent", kind=SentenceKind.NOTE, **sides)
            return
        page.say("tariffs.eu_average", v=average, k=given(average, "median"), **sides)
        _say_union_lines(page, origin, sides)
        page.say("tariffs.eu_limits", kind=SentenceKind.NOTE, **sides)


def _say_union_lines(page: Page, origin: Place, sides: Sides) -> None:
    def count(indicator: str) -> Finding | None:
        found = levels.level(
            page.desk.view, place=UNION, indicator=indicator, counterpart=origin.id
        )
        return found if found and found.number > 0 else None

    page.say(
        "tariffs.eu_free", f=count("eu_duty_free_share"), ad=count("eu_anti_dumping_lines"),
        more=count("eu_additional_duty_lines"), **sides,
    )  # fmt: skip


def _say_preferences(page: Page, levier: Place, origin: Place) -> None:
    view = page.desk.view
    sides: Sides = {"place": origin, "levier": levier, "eu": registry().get(UNION)}
    if is_member(view, origin.id):
        return
    found = [
        p
        for n in range(MOST_PREFERENCES)
        if (p := duty_rates.preference(view, place=UNION, counterpart=origin.id, position=n))
    ]
    average = levels.level(view, place=UNION, indicator="eu_average_duty", counterpart=origin.id)
    if found:
        names = page.listed([filled(page, "tariffs.eu_preference", p=p) for p in found])
        page.say("tariffs.eu_preferences", list=names, **sides)
    else:
        say_from(page, "tariffs.eu_no_preference", average, v=average, **sides)


def _no_source(page: Page, levier: Place, origin: Place) -> None:
    with page.paragraph("no_source"):
        page.say("tariffs.no_source", kind=SentenceKind.NOTE, levier=levier, place=origin)
        general = levels.level(page.desk.view, place=levier.id, indicator=APPLIED)
        page.say("tariffs.general_level", v=general, levier=levier, place=origin)


def _say_applied(page: Page) -> None:
    desk = page.desk
    now = desk.level(APPLIED)
    if now is None:
        none = levels.absence(desk.view, place=desk.partner.id, indicator=APPLIED)
        say_from(page, "tariffs.applied_none", none, a=none)
        return
    frame = page.phrase("tariffs.applied", v=now)
    change = trend.change(desk.view, place=desk.partner.id, indicator=APPLIED, years=10)
    past = change if change and change.period == now.period else None
    rank = None if desk.is_stale(now) else desk.rank(APPLIED)
    gap = compare.gap(desk.view, place=desk.partner.id, indicator=APPLIED) if rank else None
    name = standing(rank.value, rank.values["from_bottom"]) if rank else "alone"
    page.say(f"tariffs.applied_{name}", key="applied", frame=frame, r=rank, g=gap, x=past)
    if desk.is_stale(now):
        say_from(page, "tariffs.applied_old", now)
    page.say("tariffs.applied_not", kind=SentenceKind.NOTE)
