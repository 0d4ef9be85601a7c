"""Terrorism and attacks in networks: civilians killed by groups, groups listed, arms withheld."""

from __future__ import annotations

from countrydesk.analysis import attacks, levels, lists, sanctions
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages.bindings import given
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Binding, Phrase
from countrydesk.places import registry

DECADE, NAMED, RARE = 10, 4, 3
JUDGEMENT, NOTE = SentenceKind.JUDGEMENT, SentenceKind.NOTE


@passage
def terrorism_cyber(page: Page) -> None:
    """Attacks on civilians by groups, groups listed as present, arms embargoes; no cyber source."""
    with page.paragraph("terrorism"):
        _say_attacks(page)
        _say_groups(page)
        _say_shared(page)
        _say_arms(page)
        page.say("terrorism.cyber", kind=NOTE)


def _say_attacks(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    found = attacks.attacks_by_groups(view, place=place, years=DECADE)
    if found is None:
        absent = levels.absence(view, place=place, indicator=attacks.ATTACKS)
        page.say("terrorism.uncounted", key="attacks", a=absent)
        return
    rank = int(found.get_value("rank"))
    ranked, top = (found if 1 < rank <= RARE else None), (found if rank == 1 else None)
    name = "attacks_none"
    if found.number:
        name = "attacks_now" if found.get_value("newest") else "attacks_past"
    page.say(f"terrorism.{name}", key="attacks", kind=JUDGEMENT, f=found, r=ranked, t=top)


def _say_groups(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    entries = [
        item
        for at in range(1, NAMED + 1)
        if (item := lists.rare_entry(view, place=place, indicator=attacks.GROUP, position=at))
    ]
    if not entries:
        page.say("terrorism.no_groups", key="groups", n=attacks.no_groups(view, place=place))
        return
    n = int(entries[0].get_value("n"))
    name = "group_one" if n == 1 else "groups" if n <= NAMED else "groups_many"
    shown = entries if n <= NAMED else entries[:RARE]
    page.say(f"terrorism.{name}", key="groups", e=entries[0], names=_texts(page, shown))


def _texts(page: Page, found: list[Finding]) -> Phrase:
    names: list[Binding] = list(found)
    return page.listed(names)


def _say_shared(page: Page) -> None:
    desk = page.desk
    shared = [
        item
        for at in range(1, RARE + 1)
        if (item := attacks.group_shared(
            desk.view, place=desk.partner.id, counterpart=desk.principal.id, position=at
        ))
    ]  # fmt: skip
    if shared:
        more = shared[0] if float(shared[0].get_value("n")) > len(shared) else None
        page.say("terrorism.shared", s=shared[0], m=more, names=_texts(page, shared))


def _say_arms(page: Page) -> None:
    desk = page.desk
    arms = sanctions.programmes_on(desk.view, place=desk.partner.id, measure="arms")
    if arms is None:
        return
    issuers: list[Binding] = [
        registry().get(issuer) if issuer else Phrase((desk.lexicon.template("terrorism.un"),), ())
        for issuer in dict.fromkeys(item.counterpart for item in arms.inputs)
    ]
    whole = given(arms, "n") if arms.number < float(arms.get_value("n")) else None
    page.say("terrorism.arms", p=arms, issuers=page.listed(issuers), w=whole)
