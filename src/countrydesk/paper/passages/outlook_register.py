"""Outlook: the registered forecasts, each with its baseline, track record and resolution rule."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

from countrydesk.analysis import confidence, registered
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import Confidence, SentenceKind
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.registry import passage

FORECAST, NOTE = SentenceKind.FORECAST, SentenceKind.NOTE
# What is at stake where a family comes true: how much its departure from the plain rule weighs.
STAKES: Final = {
    "violence_25": 1.0, "violence_1000": 2.0, "violence_onset": 1.0, "violence_deaths": 0.8,
    "regime_fall": 1.4, "regime_rise": 1.2, "leader_exit": 1.0, "irregular_exit": 1.5,
    "coup": 1.5, "growth": 0.5, "inflation": 0.5, "debt": 0.5, "asylum": 0.5, "disaster": 1.0,
}  # fmt: skip
TOPICS: Final = {
    "violence_25": "violence", "violence_1000": "violence", "violence_onset": "violence",
    "violence_deaths": "violence", "regime_fall": "regime", "regime_rise": "regime",
    "leader_exit": "leader", "irregular_exit": "leader", "coup": "leader",
    "growth": "economy", "inflation": "economy", "debt": "economy",
}  # fmt: skip
# An event no likelier than this is no news, nor a quantity as likely to rise as to fall.
LEAST_CHANCE, LEAST_LEAN = 0.05, 0.1
# A family that says nothing more once the other is said.
IMPLIED_BY: Final = {"violence_25": "violence_1000"}
FEWEST, MOST, MOST_OF_TOPIC = 3, 5, 2
MOST_ROWS: Final = {"growth": 2}


@passage
def outlook_forecasts(page: Page) -> None:
    """What the register holds for the partner: what stands out in words, and all in a table."""
    found = _standing(page)
    if not found:
        with page.paragraph("registered"):
            page.say("outlook_register.none", kind=NOTE, key="none")
        return
    with page.paragraph("registered"):
        for item in standing_out(found):
            _say(page, item)
    _table(page, found)
    head = registered.register_head(page.desk.view, place=page.desk.partner.id)
    page.say("outlook_register.head", key="head", h=head)


def standing_out(found: Sequence[Finding]) -> list[Finding]:
    """Return the forecasts worth a sentence, the weightiest first.

    Three to five, where there are so many: those farthest from what the plain rule says, or with
    the greatest stakes; no more than two on one topic and none that says nothing, but for the
    first three.
    """
    chosen: list[Finding] = []
    asked: set[str] = set()
    topics: Counter[str] = Counter()
    for item in sorted(found, key=lambda f: (not _tells(f), -_weight(f), f.id)):
        family = _family(item)
        topic = TOPICS.get(family, family)
        enough = len(chosen) >= (MOST if _tells(item) else FEWEST)
        said = family in asked or IMPLIED_BY.get(family) in asked
        if not enough and not said and topics[topic] < MOST_OF_TOPIC:
            chosen.append(item)
            asked.add(family)
            topics[topic] += 1
    return chosen


def _tells(found: Finding) -> bool:
    """Whether an event is likely enough to matter, or a quantity moves and leans one way."""
    if found.unit == "probability":
        return found.number > LEAST_CHANCE
    return "chance" in found.values and not _stays(found) and _lean(found) >= LEAST_LEAN


def _weight(found: Finding) -> float:
    """Return the departure from the plain rule, and for an event its chance, times the stakes.

    What says nothing has only its chance or its lean, and none where a quantity stays.
    """
    stakes, event = STAKES.get(_family(found), 1.0), found.unit == "probability"
    if not _tells(found):
        return found.number if event else 0.0 if _stays(found) else _lean(found)
    if event:
        plain = float(found.get_value("plain")) / 100
        return stakes * (departure(found.number, plain) + found.number)
    return stakes * _lean(found)


def _stays(found: Finding) -> bool:
    return found.number == found.values.get("last")


def _lean(found: Finding) -> float:
    """Return how far the chance of a rise is from even."""
    return departure(float(found.values.get("chance", 0.5)), 0.5)


def departure(chance: float, plain: float) -> float:
    """Return Cohen's h, the size of the difference of two probabilities, from 0 to pi.

    Source: Cohen, Statistical Power Analysis for the Behavioral Sciences, 1988, chapter 6.
    """
    ends = (2 * math.asin(math.sqrt(min(max(p, 0.0), 1.0))) for p in (chance, plain))
    return abs(next(ends) - next(ends))


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
    order = {name: at for at, name in enumerate(STAKES)}
    return sorted(found, key=lambda f: (order.get(_family(f), len(order)), f.period.text))


def _family(found: Finding) -> str:
    return str(dict(found.args)["family"])


def _say(page: Page, found: Finding) -> None:
    desk = page.desk
    page.say(
        f"outlook_register.{_template(found)}",
        key=f"registered_{_family(found)}",
        kind=FORECAST,
        probability=float(found.values["chance"]) if "chance" in found.values else None,
        confidence=Confidence(confidence.confidence([found], desk.today)),
        f=found,
    )


def _template(found: Finding) -> str:
    event = found.unit == "probability"
    if not event and "last" not in found.values:
        return "quantity_unmeasured"
    family = _family(found)
    return family if family in STAKES else "event" if event else "quantity"


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
    baseline = "baseline_event" if event else "baseline_quantity"
    return (
        (found, "question", "text"),
        _likelihood(page, found),
        (found, "percent", "percent-1") if event else (found, "value", "plain"),
        page.phrase(f"outlook_register.{'range' if event else 'interval'}", f=found) or "–",
        page.phrase(f"outlook_register.{baseline}", f=found) or "–",
        page.phrase(f"outlook_register.{_saved(found)}", f=found) or "–",
        (page.phrase("outlook_register.cases", f=found) or "–") if "cases" in found.values else "–",
        (found, "rule", "text"),
    )


def _saved(found: Finding) -> str:
    """Return the template for the record, which marks what is not shown to beat the plain rule."""
    if "skill" not in found.values:
        return "no_record"
    if "skill_low" not in found.values:
        return "saved"
    return "saved_range" if float(found.get_value("skill_low")) > 0 else "saved_unproven"


def _likelihood(page: Page, found: Finding) -> Cell:
    if "chance" not in found.values:
        return "–"
    if found.unit == "probability":
        return (found, "chance", "word")
    return page.phrase("outlook_register.above", f=found) or "–"
