"""Outlook: the registered forecasts, each with its baseline, track record and resolution rule."""

from __future__ import annotations

from typing import Final

from countrydesk.analysis import confidence, registered
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import Confidence, SentenceKind
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.registry import passage

FORECAST, NOTE = SentenceKind.FORECAST, SentenceKind.NOTE
# Families that a sentence is written on, in this order; all families stand in the table.
SAID: Final = (
    "violence_25", "violence_1000", "violence_onset", "violence_deaths", "regime_fall",
    "regime_rise", "leader_exit", "irregular_exit", "coup", "growth", "inflation", "debt",
    "asylum", "disaster",
)  # fmt: skip
# A war is asked about where it is likely enough to matter.
LEAST: Final = {"violence_1000": 0.05}
OWN_WORDS: Final = frozenset(SAID)
MOST_ROWS: Final = {"growth": 2}


@passage
def outlook_forecasts(page: Page) -> None:
    """What the register holds for the partner: a sentence a family, and all in a table."""
    found = _standing(page)
    if not found:
        with page.paragraph("registered"):
            page.say("outlook_register.none", kind=NOTE, key="none")
        return
    with page.paragraph("registered"):
        for family in SAID:
            first = next((f for f in found if _family(f) == family), None)
            if first is not None and _matters(first):
                _say(page, family, first)
        for item in found:
            if _family(item) not in OWN_WORDS and "chance" in item.values:
                _say(page, "event" if item.unit == "probability" else "quantity", item)
    with page.paragraph("registered_records"):
        _say_records(page, found)
    _table(page, found)


def _standing(page: Page) -> list[Finding]:
    """Return the forecasts that stand, for each family the nearest periods."""
    view, place = page.desk.view, page.desk.partner.id
    found: list[Finding] = []
    seen: dict[tuple[str, float], int] = {}
    for family, period, threshold in registered.matters(view, place):
        if seen.get((family, threshold), 0) >= MOST_ROWS.get(family, 1):
            continue
        item = registered.registered_forecast(
            view, place=place, family=family, period=period, threshold=threshold
        )
        if item is not None:
            seen[family, threshold] = seen.get((family, threshold), 0) + 1
            found.append(item)
    order = {name: at for at, name in enumerate(SAID)}
    return sorted(found, key=lambda f: (order.get(_family(f), len(order)), f.period.text))


def _family(found: Finding) -> str:
    return str(dict(found.args)["family"])


def _matters(found: Finding) -> bool:
    return float(found.values.get("chance", 0.0)) >= LEAST.get(_family(found), 0.0)


def _say(page: Page, name: str, found: Finding) -> None:
    desk = page.desk
    measured = found.unit == "probability" or "last" in found.values
    page.say(
        f"outlook_register.{name if measured else 'quantity_unmeasured'}",
        key=f"registered_{_family(found)}",
        kind=FORECAST,
        probability=float(found.values["chance"]) if "chance" in found.values else None,
        confidence=Confidence(confidence.confidence([found], desk.today)),
        f=found,
        s=found if "skill" in found.values else None,
    )


def _say_records(page: Page, found: list[Finding]) -> None:
    """Say which forecasts beat their baselines for sure, and which have no track record."""
    scored = [f for f in found if "skill_low" in f.values]
    sure = [f for f in scored if float(f.get_value("skill_low")) > 0]
    best = max(sure, key=lambda f: (float(f.get_value("skill")), f.id), default=None)
    page.say("outlook_register.best", key="best", b=best)
    worst = min(scored, key=lambda f: (float(f.get_value("skill")), f.id), default=None)
    if worst is not None and float(worst.get_value("skill_low")) <= 0:
        page.say("outlook_register.unsure", key="unsure", w=worst)
    untried = next((f for f in found if "skill" not in f.values), None)
    page.say("outlook_register.untried", key="untried", kind=NOTE, u=untried)
    head = registered.register_head(page.desk.view, place=page.desk.partner.id)
    page.say("outlook_register.head", key="head", h=head)


def _table(page: Page, found: list[Finding]) -> None:
    desk = page.desk
    page.table(
        "registered_forecasts",
        desk.chart_text("outlook_register.table"),
        desk.columns("outlook_register.columns"),
        (_row(page, item) for item in found),
        (False, False, True, True, True, True, True, False),
    )


def _row(page: Page, found: Finding) -> tuple[Cell, ...]:
    event = found.unit == "probability"
    style = "percent-1" if event else "plain-1"
    return (
        (found, "question", "text"),
        _likelihood(page, found),
        (found, "percent", "percent-1") if event else (found, "value", "plain-1"),
        _interval(page, found, "percent-0" if event else "plain-1"),
        (found, "plain", style),
        (found, "skill", "percent-1") if "skill" in found.values else _no_record(page),
        (found, "cases", "exact") if "cases" in found.values else "–",
        (found, "rule", "text"),
    )


def _likelihood(page: Page, found: Finding) -> Cell:
    if "chance" not in found.values:
        return "–"
    if found.unit == "probability":
        return (found, "chance", "word")
    return page.phrase("outlook_register.above", f=found) or "–"


def _interval(page: Page, found: Finding, style: str) -> Cell:
    name = "range" if style == "percent-0" else "interval"
    return page.phrase(f"outlook_register.{name}", f=found) or "–"


def _no_record(page: Page) -> Cell:
    return page.phrase("outlook_register.no_record") or "–"
