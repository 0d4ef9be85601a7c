"""Frank narrative: who needs whom, what the rival has, where the usual story fails, the gaps."""

from __future__ import annotations

from collections.abc import Iterator

from countrydesk.analysis import alignment, levels, structure
from countrydesk.analysis.duties import wide_findings
from countrydesk.analysis.duty_register import IN_FORCE
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.meter import asked_of, find_entry
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.outline import load_outline
from countrydesk.paper.page import Page
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Binding, Term
from countrydesk.places import Place, registry

JUDGEMENT = SentenceKind.JUDGEMENT
LOPSIDED = 5.0
MOST_GAPS = 8
OLD_YEARS = 6
LEAST_DRIFT = 0.15
# Registers that name everybody they apply to: not to be on them is an answer.
CASES = frozenset({"displacement", "diplomacy", "disasters"})
WHOLE_LISTS = frozenset({
    "border_countries", "conflict_state_based", "us_alliance", "us_trade_agreement",
})  # fmt: skip
# Fewer soldiers than this are no presence; a few dollars are no assistance.
LEAST_HELD = 10


@passage
def stakes_and_leverage(page: Page) -> None:
    """Dependence both ways: what each side holds that the other would miss."""
    desk = page.desk
    market = desk.level("export_partner_share", desk.principal.id)
    source = desk.level("import_partner_share", desk.principal.id)
    buys = _dyad_rank(desk, "goods_imports")
    sells = _dyad_rank(desk, "goods_exports")
    with page.paragraph("stakes"):
        if market and buys and "share" in buys.values:
            share = float(buys.values["share"])
            lopsided = share > 0 and market.number / share >= LOPSIDED
            name = "lopsided" if lopsided else "level_stakes"
            page.say(f"narrative.{name}", kind=JUDGEMENT, m=market, b=buys)
        elif market:
            page.say("narrative.market_only", m=market)
        elif buys:
            page.say("narrative.buys_only", b=buys)
        only = "" if market or buys else "_only"
        page.say(f"narrative.source{only}", key="source", s=source, b=sells)
        for name, indicator in (("soldiers", "troops_active_duty"), ("aid", "aid_obligations")):
            held = _principal_level(desk, indicator)
            page.say(f"narrative.{name}", v=held if held and held.number >= LEAST_HELD else None)
        hosted = _principal_level(desk, "refugees")
        told = hosted and hosted.number >= LEAST_HELD and not desk.is_stale(hosted)
        page.say("narrative.hosts", v=hosted if told else None)
    if not any(block.id.endswith("stakes") for block in page.blocks):
        page.say("narrative.no_stakes", kind=SentenceKind.NOTE)


def _dyad_rank(desk: Desk, indicator: str) -> Finding | None:
    return structure.dyad_rank(
        desk.view, place=desk.principal.id, indicator=indicator, counterpart=desk.partner.id
    )


def _principal_level(desk: Desk, indicator: str) -> Finding | None:
    found = levels.level(
        desk.view, place=desk.principal.id, indicator=indicator, counterpart=desk.partner.id
    )
    return found if found and found.number > 0 else None


@passage
def rival_share(page: Page) -> None:
    """Who else trades with the partner and how it votes: the rivals' part set against our own."""
    desk = page.desk
    with page.paragraph("rival"):
        for rival in desk.rivals:
            if rival.id == desk.partner.id:
                continue
            page.say(
                "narrative.rival_trade", key=f"rival_trade_{rival.id.lower()}", rival=rival,
                sold=desk.level("export_partner_share", rival.id),
                bought=desk.level("import_partner_share", rival.id),
                own=desk.level("export_partner_share", desk.principal.id),
            )  # fmt: skip
        powers = [p for p in (desk.principal, *desk.rivals) if p.id != desk.partner.id]
        near = alignment.nearest_power(
            desk.view, place=desk.partner.id, among=" ".join(power.id for power in powers)
        )
        if near and desk.is_stale(near):
            near = None
        page.say("narrative.nearest", kind=JUDGEMENT, n=near, second=_place(near, "second"),
            nearest=desk.place(near), powers=page.listed(powers, "the"))  # fmt: skip
        for rival in desk.rivals[:1]:
            drift = alignment.ideal_drift(
                desk.view, place=desk.partner.id, counterpart=rival.id, years=10
            )
            if drift and (abs(drift.number) < LEAST_DRIFT or desk.is_stale(drift)):
                drift = None
            page.say("narrative.rival_drift", d=drift, rival=rival)
    if not any(block.id.endswith("rival") for block in page.blocks):
        page.say("narrative.no_rival", kind=SentenceKind.NOTE)


def _place(finding: Finding | None, name: str) -> Place | None:
    return registry().get(str(finding.values[name])) if finding else None


@passage
def against_the_story(page: Page) -> None:
    """Where figures contradict what is usually said of such a partner."""
    with page.paragraph("contradictions"):
        for template, given in _contradictions(page.desk):
            page.say_with(f"narrative.{template}", given, kind=JUDGEMENT)
    if not any(block.id.endswith("contradictions") for block in page.blocks):
        page.say("narrative.no_contradiction", kind=SentenceKind.NOTE)


def _contradictions(desk: Desk) -> Iterator[tuple[str, dict[str, Binding]]]:
    view, partner, principal = desk.view, desk.partner.id, desk.principal.id
    balance = structure.balance(
        view, place=principal, counterpart=partner, sold="goods_exports", bought="goods_imports"
    )
    duties = wide_findings(view, principal, partner, IN_FORCE)
    if balance and duties and balance.number > 0:
        yield "duty_on_surplus", {"b": balance, "f": duties[-1]}
    distance = alignment.ideal_distance(view, place=partner, counterpart=principal)
    allied = levels.fact(view, place=partner, indicator="us_alliance", counterpart=principal)
    if distance and allied and float(distance.values["rank"]) > float(distance.values["n"]) / 2:
        yield "ally_votes_apart", {"d": distance, "f": allied}
    yield from _growth_and_freedom(desk)
    own, first = desk.level("export_partner_share", principal), _first_market(desk)
    agreed = levels.fact(view, place=partner, indicator="us_trade_agreement", counterpart=principal)
    if agreed and first and own and first.counterpart != principal and first.number > own.number:
        yield "agreement_not_first", {"f": agreed, "m": first, "o": own}


def _growth_and_freedom(desk: Desk) -> Iterator[tuple[str, dict[str, Binding]]]:
    income = desk.change("gdp_per_capita_ppp", 10)
    freedom = desk.change("electoral_democracy", 10)
    if not income or not freedom or "relative" not in income.values:
        return
    richer = float(income.values["relative"]) > 20
    if richer and freedom.number < -0.05:
        yield "richer_less_free", {"i": income, "e": freedom}
    elif not richer and freedom.number > 0.05:
        yield "freer_not_richer", {"i": income, "e": freedom}


def _first_market(desk: Desk) -> Finding | None:
    return structure.top_dyad(
        desk.view, place=desk.partner.id, indicator="export_partner_share", position=1
    )


@passage
def what_we_do_not_know(page: Page) -> None:
    """Which expected series have no figure, and which have only an old one."""
    desk = page.desk
    listed = (e for part in load_outline().walk() for e in part.expects)
    entries = asked_of(listed, desk.principal.id)
    plain = [e for e in entries if e.isidentifier()]
    found = {e: item for e in plain if (item := find_entry(desk.view, desk.partner.id, "", e))}
    missing = [entry for entry in plain if entry not in found and entry not in WHOLE_LISTS]
    with page.paragraph("unknown"):
        page.absent(*missing[:MOST_GAPS], key="unknown")
        old = [
            e
            for e, item in found.items()
            if item.value is not None
            and not item.counterpart
            and item.period.end
            and desk.today.year - item.period.year > OLD_YEARS
            and not desk.view.catalogue[e].zero_when_absent
            and desk.view.catalogue[e].topic not in CASES
        ]
        stale = [desk.level(entry) for entry in old]
        oldest = min(
            (f for f in stale if f), key=lambda f: (f.period.end, f.indicator), default=None
        )
        page.say("narrative.oldest", v=oldest, t=Term(oldest.indicator) if oldest else None)
        page.say("narrative.not_asked", kind=SentenceKind.NOTE)
