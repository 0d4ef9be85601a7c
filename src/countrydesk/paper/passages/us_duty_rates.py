"""Agreements with the United States, the ordinary duty, and how heavy the added duties are."""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.analysis import duty_rates, levels, trade_agreements
from countrydesk.analysis.duty_register import customs_place
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages import duty_tables as tables
from countrydesk.paper.passages.bindings import filled, given, say_from, standing
from countrydesk.paper.passages.duty_tables import USA, Sides, us_sides
from countrydesk.places import Place, registry

NEARLY_FREE = 0.1
SMALL_TRADE = 1e6
LITTLE = 0.4
# The source of the averages takes all goods of these two as meeting the rules of origin.
WITHIN_USMCA = frozenset({"CAN", "MEX"})


def say_agreements(page: Page, holder: Place) -> None:
    """Say the agreements between ``holder`` and the United States as they bear on goods."""
    desk, sides = page.desk, us_sides(holder)
    rows = trade_agreements.agreements(desk.view, holder.id)
    found = [
        a
        for n in range(len(rows))
        if (a := trade_agreements.trade_agreement(desk.view, place=holder.id, position=n))
    ]
    standing = [a for a in found if a.values["state"] == trade_agreements.IN_FORCE]
    if standing:
        first = standing[0]
        free = first.values.get("kind") == trade_agreements.FREE_TRADE
        enacted = str(first.values.get("law", "")).startswith("Pub.")
        page.say(
            "tariffs.agreement" if free else "tariffs.agreement_narrow",
            a=first, l=first if enacted else None, **sides,
        )  # fmt: skip
        if rest := standing[1:]:
            page.say("tariffs.also_in_force", list=page.listed(rest), **sides)
    else:
        none = levels.absence(
            desk.view, place=holder.id, indicator=trade_agreements.AGREEMENT, counterpart=USA
        )
        say_from(page, "tariffs.no_agreement", none, a=none, **sides)
    _say_other_agreements(page, found, sides)


def _say_other_agreements(page: Page, found: Sequence[Finding], sides: Sides) -> None:
    over = [a for a in found if a.values["state"] == trade_agreements.ENDED and "until" in a.values]
    if over:
        names = page.listed([filled(page, "tariffs.ended_item", a=a) for a in over])
        page.say("tariffs.ended_before", list=names, **sides)
    signed = [
        a for a in found if a.values["state"] == trade_agreements.SIGNED and "signed_on" in a.values
    ]
    if signed:
        names = page.listed([filled(page, "tariffs.signed_item", a=a) for a in signed])
        page.say("tariffs.signed_only", list=names, **sides)


def say_ordinary(page: Page, origin: Place) -> None:
    """Say what goods of ``origin`` paid in ordinary duty."""
    view, sides = page.desk.view, us_sides(origin)

    def average(indicator: str) -> Finding | None:
        return levels.level(view, place=USA, indicator=indicator, counterpart=origin.id)

    paid = duty_rates.average_duty(
        view, place=USA, indicator="baseline_duty", counterpart=origin.id
    )
    total, value = average("calculated_duties"), average(duty_rates.IMPORTS)
    if paid is None or total is None or value is None:
        page.say("tariffs.ordinary_none", kind=SentenceKind.NOTE, **sides)
        return
    name = "ordinary_free" if paid.number < NEARLY_FREE else "ordinary"
    name = "ordinary_small" if value.number < SMALL_TRADE else name
    page.say(f"tariffs.{name}", o=paid, t=total, i=value, k=given(paid, "median"), **sides)
    page.say("tariffs.ordinary_line", kind=SentenceKind.NOTE, **sides)


def us_average(page: Page, origin: Place) -> None:
    """Say how heavy the added duties of the United States are on goods of ``origin``."""
    view, sides = page.desk.view, us_sides(origin)
    own = view.measured(USA, duty_rates.EFFECTIVE, origin.id)
    customs = origin.id if own else customs_place(view, origin.id)
    now = duty_rates.average_duty(
        view, place=USA, indicator=duty_rates.EFFECTIVE, counterpart=customs
    )
    with page.paragraph("average"):
        if now is None:
            known = duty_rates.measured_partners(view, place=USA, indicator=duty_rates.EFFECTIVE)
            none = levels.absence(
                view, place=USA, indicator=duty_rates.EFFECTIVE, counterpart=customs
            )
            name = "effective_none" if known else "effective_unpublished"
            say_from(page, f"tariffs.{name}", known or none, n=known, a=none, **sides)
        else:
            _say_average(page, origin, customs, now)
    tables.average_chart(page, sides["principal"], origin, customs)
    with page.paragraph("lines"):
        _say_lines(page, origin)
    tables.lines_table(page, sides["principal"], origin, origin.id)


def _say_average(page: Page, origin: Place, customs: str, now: Finding) -> None:
    view, sides = page.desk.view, us_sides(origin)
    base = levels.level(view, place=USA, indicator="baseline_duty", counterpart=customs)
    frame = page.phrase("tariffs.effective", v=now, o=base, **sides)
    name = standing(now.values.get("rank"), now.values.get("from_bottom"))
    page.say(
        f"tariffs.effective_{name}", key="effective", frame=frame, k=given(now, "rank"), **sides
    )
    if customs != origin.id:
        say_from(page, "tariffs.effective_union", now, eu=registry().get(customs), **sides)
    bite = duty_rates.duty_bite(view, place=USA, counterpart=customs)
    if bite:
        part = "little" if bite.number < LITTLE else "part" if bite.number < 1 else "over"
        page.say(f"tariffs.bite_{part}", kind=SentenceKind.JUDGEMENT, b=bite, **sides)
    if float(now.get_value("below_peak")) > 0:
        page.say("tariffs.peak", k=now, **sides)
        fall = duty_rates.largest_step(
            view, place=USA, indicator=duty_rates.EFFECTIVE, counterpart=customs
        )
        page.say("tariffs.fell", f=fall, **sides)
    elif now.number > 0:
        say_from(page, "tariffs.at_peak", now, k=now, **sides)
    page.say("tariffs.statutory", o=base, **sides)
    if origin.id in WITHIN_USMCA:
        say_from(page, "tariffs.usmca", now, kind=SentenceKind.NOTE, **sides)


def _say_lines(page: Page, origin: Place) -> None:
    view = page.desk.view
    first = duty_rates.import_line(view, place=USA, counterpart=origin.id, position=1)
    together = duty_rates.lines_together(
        view, place=USA, counterpart=origin.id, largest=tables.LINES
    )
    page.say("tariffs.lines", l=first, t=together, **us_sides(origin))
