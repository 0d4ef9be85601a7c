"""Annex: base rates of this paper with their scores, and figures that their sources restated.

The tables of observations, methods and sources are made by the renderers from the paper itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from countrydesk.analysis import baserates, levels, revisions
from countrydesk.analysis.finding import Finding
from countrydesk.paper.judgements import RULES, carried, metric_of
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Term

MOST_REVISIONS = 8


@passage
def annex_forecasts(page: Page) -> None:
    """Every base rate that the paper could draw on, with the score of the rule behind it."""
    rows = list(_forecasts(page))
    with page.paragraph("forecasts"):
        if not rows:
            missing = levels.absence(
                page.desk.view, place=page.desk.partner.id, indicator="electoral_democracy"
            )
            page.say("annex.no_forecasts", kind=SentenceKind.NOTE, a=missing)
            return
        best = max((score for _, score in rows), key=lambda item: item.get_value("skill"))
        page.say("annex.forecasts", b=best, t=Term(best.indicator))
        page.say("annex.register", kind=SentenceKind.NOTE)
    page.table(
        "forecasts",
        page.desk.chart_text("annex.forecasts_table"),
        page.desk.columns("annex.forecasts_columns"),
        [_forecast_row(page, *pair) for pair in rows],
        numeric=(False, True, False, True, True, True, True),
    )


def _forecasts(page: Page) -> Iterator[tuple[Finding, Finding]]:
    """Yield each base rate with its score, one for each series."""
    desk = page.desk
    metrics = dict.fromkeys(
        carried(metric_of(desk, rule))
        for rule in RULES
        if not (desk.partner.id == desk.rivals[0].id and "{R}" in rule.metric)
    )
    for metric in metrics:
        rate = baserates.persistence(desk.view, place=desk.partner.id, metric=metric)
        score = baserates.persistence_score(desk.view, place=desk.partner.id, metric=metric)
        if rate is not None and score is not None:
            yield rate, score


def _forecast_row(page: Page, rate: Finding, score: Finding) -> tuple[Cell, ...]:
    series = page.phrase("annex.series", key=rate.id, t=Term(rate.indicator)) or ""
    return (
        series,
        (rate, "next", "period"),
        (rate, "direction", ">higher|lower"),
        (rate, "share", "percent-0"),
        (rate, "n", "exact"),
        (score, "value", "plain-3"),
        (score, "skill", "percent-0"),
    )


@passage
def annex_corrections(page: Page) -> None:
    """Corrections to the paper, and what its sources have restated since a year before."""
    rows = list(_revisions(page))
    with page.paragraph("corrections"):
        page.say("annex.revisions" if rows else "annex.corrections", kind=SentenceKind.NOTE)
    page.table(
        "revisions",
        page.desk.chart_text("annex.revisions_table"),
        page.desk.columns("annex.revisions_columns"),
        [_revision_row(page, item) for item in rows],
        numeric=(False, True, True, True, True, True),
    )


def _revisions(page: Page) -> Iterator[Finding]:
    for position in range(1, MOST_REVISIONS + 1):
        found = revisions.revision(page.desk.view, place=page.desk.partner.id, position=position)
        if found is None:
            return
        yield found


def _revision_row(page: Page, item: Finding) -> tuple[Cell, ...]:
    series = page.phrase("annex.series", key=item.id, t=Term(item.indicator)) or ""
    return (
        series,
        (item, "period", ""),
        (item, "base", ""),
        (item, "earlier_on", "period"),
        (item, "last", ""),
        (item, "later_on", "period"),
    )
