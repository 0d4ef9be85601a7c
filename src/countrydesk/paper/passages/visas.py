"""Visa requirements both ways, the Visa Waiver Program, and travel advice."""

from __future__ import annotations

from countrydesk.analysis import advice, levels
from countrydesk.analysis import visa_rules as rules
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages.bindings import given, say_from
from countrydesk.paper.passages.duty_tables import USA
from countrydesk.paper.registry import passage
from countrydesk.places import Place, registry

RULES = {
    rules.FREE: "free",
    rules.PERMIT: "permit",
    rules.ARRIVAL: "arrival",
    rules.ONLINE: "online",
    rules.NEEDED: "needed",
    rules.BARRED: "barred",
}


@passage
def visa_rules(page: Page) -> None:
    """What citizens of each side need to visit the other, and how open the two are."""
    view, partner, principal = page.desk.view, page.desk.partner, page.desk.principal
    with page.paragraph("rules"):
        into = _say_rule(page, principal, partner, dated=True)
        out = _say_rule(page, partner, principal, dated=into is None)
        _say_terms(page)
        _say_region(page)
        page.say("visas.no_government", kind=SentenceKind.NOTE, r=into or out)
    with page.paragraph("openness"):
        reach = rules.passport_reach(view, place=partner.id, item_toward=principal.id)
        page.say("visas.reach_wide", p=reach)
        openness = rules.border_openness(view, place=partner.id, item_from=principal.id)
        closed = openness is not None and not openness.value
        name = "border_closed" if closed else "border"
        say_from(page, f"visas.{name}", openness, o=openness, goal=partner)


def _say_rule(page: Page, source: Place, goal: Place, *, dated: bool) -> Finding | None:
    """Say what citizens of ``source`` need for ``goal``; return the rule."""
    found = rules.visa_rule(page.desk.view, place=source.id, counterpart=goal.id)
    key = f"rule_{source.id.lower()}"
    if found is None:
        page.say("visas.rule_none", key=key, kind=SentenceKind.NOTE, source=source, goal=goal)
        return None
    name = RULES[str(found.value)]
    days = "_days" if name == "free" and "days" in found.values else ""
    say_from(
        page, f"visas.rule_{name}{days}", found, key=key, f=found,
        r=found if dated else None, source=source, goal=goal,
    )  # fmt: skip
    return found


def _say_terms(page: Page) -> None:
    partner, principal = page.desk.partner, page.desk.principal
    terms = rules.visa_terms(page.desk.view, place=partner.id, counterpart=principal.id)
    if terms is None:
        return
    if terms.value == "even":
        say_from(page, "visas.terms_even", terms, kind=SentenceKind.JUDGEMENT)
        return
    inward = terms.value == "inward"
    strict, mild = (principal, partner) if inward else (partner, principal)
    say_from(
        page, "visas.terms_stricter", terms, kind=SentenceKind.JUDGEMENT, strict=strict, mild=mild
    )


def _say_region(page: Page) -> None:
    partner, principal = page.desk.partner, page.desk.principal
    field = rules.region_rules(page.desk.view, place=partner.id, counterpart=principal.id)
    if field is None:
        return
    name = "behind" if field.value else "alone" if field.values["harder"] else "same"
    page.say(f"visas.region_{name}", g=field, goal=principal)


# -- the Visa Waiver Program -----------------------------------------------------------------------


@passage
def visa_programme(page: Page) -> None:
    """Whether nationals of the side that is not the United States may use the waiver."""
    desk = page.desk
    if USA not in {desk.partner.id, desk.principal.id}:
        return
    other = desk.principal if desk.partner.id == USA else desk.partner
    found = rules.waiver(desk.view, place=other.id)
    field = rules.waiver_field(desk.view, place=other.id)
    near = field if field and field.values["near"] else None
    with page.paragraph("waiver"):
        if found is None:
            page.say("visas.waiver_never", n=field, b=near, place=other)
            return
        late = given(found, "designated_on")
        if late and late.values["designated_on"] == found.values["since"]:
            late = late if found.value == "rescinded" else None
        page.say(f"visas.waiver_{found.value}", w=found, d=late, place=other)
        if found.value == "member":
            page.say("visas.waiver_field", n=field, b=near, place=other)


# -- travel advice ---------------------------------------------------------------------------------


@passage
def travel_advice(page: Page) -> None:
    """What the principal advises its people on the partner, beside what others do, and back."""
    desk = page.desk
    with page.paragraph("advice"):
        _say_advice(page)
        _say_others(page)
        back = advice.advice(desk.view, place=desk.partner.id, counterpart=desk.principal.id)
        page.say("visas.advice_reverse", d=back)


def _say_advice(page: Page) -> None:
    desk = page.desk
    found = advice.advice(desk.view, place=desk.principal.id, counterpart=desk.partner.id)
    if found is None:
        listed = desk.principal.id in advice.SOURCES and desk.view.dyads(
            desk.principal.id, advice.ADVICE
        )
        if listed:
            none = levels.absence(
                desk.view, place=desk.principal.id, indicator=advice.ADVICE,
                counterpart=desk.partner.id,
            )  # fmt: skip
            say_from(page, "visas.advice_unlisted", none)
        else:
            page.say("visas.advice_none", kind=SentenceKind.NOTE)
        return
    if "level" not in found.values:
        page.say("visas.advice_plain", key="advice", d=found)
    else:
        field = advice.advice_field(desk.view, place=desk.principal.id, counterpart=desk.partner.id)
        page.say(
            f"visas.advice_{_standing(field)}", key="advice", k=field,
            frame=page.phrase("visas.advice_level", d=found),
            same=field if field and field.values["same"] else None,
        )  # fmt: skip
    if found.values["read_on"] != found.period.text:
        page.say("visas.advice_read", d=found)


def _standing(field: Finding | None) -> str:
    if field is None:
        return "alone"
    if field.values["same"] == field.values["n"]:
        return "same"
    return "mild" if field.values["higher"] else "worst"


def _say_others(page: Page) -> None:
    desk = page.desk
    sides = {desk.principal.id, desk.partner.id}
    found = [
        (registry().get(giver), given_advice)
        for giver in advice.SOURCES
        if giver not in sides
        and (given_advice := advice.advice(desk.view, place=giver, counterpart=desk.partner.id))
    ]
    phrases = [
        phrase
        for giver, d in found
        if (phrase := page.phrase("visas.advice_other", c=giver, d=d, l=given(d, "level")))
    ]
    if phrases:
        page.say("visas.advice_others", list=page.listed(phrases))
