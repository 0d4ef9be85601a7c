"""The front page: five key judgements, what changed, what would change our mind, the cut-off."""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.analysis import alignment, levels, meter, offices, revisions, trend
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.metrics import parse_metric
from countrydesk.paper.desk import Desk
from countrydesk.paper.judgements import Judgement, key_judgements
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.outline import load_outline
from countrydesk.paper.page import Page
from countrydesk.paper.passages.crises_political import holder, is_one, named
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Binding, Term

RECENT_DAYS = 365
SHARES = {
    "rival_market": "export_partner_share",
    "rival_supplier": "import_partner_share",
    "own_market": "export_partner_share",
}


@passage
def front_judgements(page: Page) -> None:
    """Five judgements, each with its confidence and, where it can be scored, a likelihood."""
    chosen = key_judgements(page.desk)
    if not chosen:
        page.say("front.no_judgement", kind=SentenceKind.NOTE)
    for position, item in enumerate(chosen, start=1):
        with page.paragraph(f"judgement_{position}"):
            page.say_with(
                f"judgements.{item.rule.key}_{item.side}",
                bindings(page.desk, item),
                kind=SentenceKind.JUDGEMENT,
                confidence=item.confidence,
            )
            if item.outlook:
                page.say(
                    "judgements.outlook",
                    key=f"outlook_{item.rule.key}",
                    kind=SentenceKind.FORECAST,
                    probability=item.outlook.number,
                    o=item.outlook,
                    t=_measure(page, item),
                )


def _measure(page: Page, item: Judgement) -> Binding:
    """Return what is measured as words: its indicator, or how far apart two vote."""
    if item.rule.domain == "alignment":
        return page.phrase("judgements.distance", u=item.unusual)
    return Term(item.unusual.indicator)


def bindings(desk: Desk, item: Judgement) -> dict[str, Binding]:
    """Return what the templates of judgements may ask for."""
    view, partner, principal = desk.view, desk.partner.id, desk.principal.id
    indicator = item.unusual.indicator
    years = parse_metric(item.rule.metric)[1] or 10
    rival = desk.rivals[0]
    share = SHARES.get(item.rule.key, "")
    other = principal if share and item.rule.key == "own_market" else rival.id
    return {
        "u": item.unusual,
        "rival": rival,
        "v": desk.level(indicator),
        "x": desk.change(indicator, years),
        "d": alignment.ideal_distance(view, place=partner, counterpart=principal),
        "y": alignment.ideal_drift(view, place=partner, counterpart=principal, years=10),
        "t": levels.level(view, place=principal, indicator=indicator, counterpart=partner),
        "z": trend.change(view, place=principal, indicator=indicator, years=5, counterpart=partner),
        "s": desk.level(share, other) if share else None,
        "p": desk.level(share, principal) if share else None,
    }


@passage
def change_our_mind(page: Page) -> None:
    """What would overturn each judgement, as a value that the evidence will show or not."""
    desk = page.desk
    with page.paragraph("mind", items=True):
        for item in key_judgements(desk):
            indicator = item.unusual.indicator
            word = _measure(page, item)
            years = parse_metric(item.rule.metric)[1] or 10
            change, gap = desk.change(indicator, years), desk.gap(indicator)
            if "change" in item.rule.metric and change:
                template = "judgements.mind_base"
            elif "level" in item.rule.metric and gap and _on_side(item, gap):
                template = "judgements.mind_median"
            else:
                template = "judgements.mind_world"
            page.say(
                template, key=f"mind_{item.rule.key}", kind=SentenceKind.JUDGEMENT,
                t=word, x=change, g=gap, u=item.unusual,
            )  # fmt: skip


def _on_side(item: Judgement, gap: Finding) -> bool:
    return (gap.number > 0) == (item.side == "high")


@passage
def changes_since(page: Page) -> None:
    """What is new in the year before the cut-off: people in office, and figures revised."""
    desk = page.desk
    with page.paragraph("changes"):
        known: list[Finding] = []
        for role in offices.ROLES:
            found = holder(page, role)
            told = any(is_one(found, other) for other in known)
            if found and not told and (desk.today - found.period.start).days <= RECENT_DAYS:
                known.append(found)
                page.say(f"front.new_{role}", h=found, who=named(page, found))
        revised = _revisions(desk)
        for finding in revised:
            page.say("front.revision", key=f"revision_{finding.indicator}", r=finding,
                t=Term(finding.indicator))  # fmt: skip
        if not known and not revised:
            page.say("front.no_earlier", kind=SentenceKind.NOTE)


def _revisions(desk: Desk) -> Sequence[Finding]:
    found = revisions.largest_revision(desk.view, place=desk.partner.id)
    return [found] if found else []


@passage
def evidence_cutoff(page: Page) -> None:
    """To what day the evidence goes and how much of the outline it fills."""
    desk = page.desk
    listed = (entry for part in load_outline(desk.outline).walk() for entry in part.expects)
    entries = meter.asked_of(listed, desk.principal.id)
    covered = meter.coverage_of(
        desk.view,
        place=desk.partner.id,
        principal=desk.principal.id,
        entries=" ".join(sorted(entries)),
    )
    with page.paragraph("cutoff"):
        page.say("front.cutoff", c=covered)
