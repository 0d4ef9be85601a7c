"""Annex: where the sources do not agree, with both values and which one the paper prints."""

from __future__ import annotations

from countrydesk.analysis import disagreements, levels
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Term

MOST = 10


@passage
def annex_conflicts(page: Page) -> None:
    """Two values for the same thing, and the rule that says which one is printed."""
    desk = page.desk
    both = {"place": desk.partner.id, "principal": desk.principal.id}
    rows = [
        found
        for position in range(1, MOST + 1)
        if (found := disagreements.disagreement(desk.view, **both, position=position))
    ]
    with page.paragraph("conflicts"):
        if not rows:
            none = levels.absence(
                desk.view, place=desk.partner.id, indicator="event_protest_deaths"
            )
            page.say("annex_conflicts.none", kind=SentenceKind.NOTE, a=none)
            return
        total = disagreements.disagreements(desk.view, **both)
        widest = next((item for item in rows if item.number), None)
        page.say(
            "annex_conflicts.some", n=total, w=widest, t=Term(widest.indicator) if widest else None
        )
    page.table(
        "conflicts",
        desk.chart_text("annex_conflicts.table"),
        desk.columns("annex_conflicts.columns"),
        [_row(page, item) for item in rows],
        numeric=(False, True, True, False, True, False, False),
    )


def _row(page: Page, item: Finding) -> tuple[Cell, ...]:
    quantity = page.phrase("annex_conflicts.quantity", key=item.id, t=Term(item.indicator)) or ""
    style = "" if isinstance(item.values["shown"], float) else "text"
    return (
        quantity,
        (item, "period", ""),
        (item, "shown", style),
        (item, "shown_by", "text"),
        (item, "other", style),
        (item, "other_by", "text"),
        (item, "rule", "text"),
    )
