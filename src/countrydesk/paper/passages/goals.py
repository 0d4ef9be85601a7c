"""Policy goals: what the partner can give and needs, and for each goal the case and the options.

A goal says first what makes it a goal: the tests of its options that hold, the most unusual first.
Then it names the options, each with office, law, mark and date. Which options these are follows
from the library (``paper/instruments``) and the evidence alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.analysis import alignment, levels, needs, organisations, trend
from countrydesk.analysis.finding import Finding, FindingKind
from countrydesk.paper.cases import Case, cases
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Binding, Phrase, Term

MOST_CASES = 2
BEHIND = 50.0
LEAST_MOVE = 0.03
OPTION, JUDGEMENT = SentenceKind.OPTION, SentenceKind.JUDGEMENT


@passage
def goal_diplomatic(page: Page) -> None:
    """Relations, exchange and security, and what could be done about them."""
    write_goal(page, "diplomatic")


@passage
def goal_economic(page: Page) -> None:
    """Trade, investment and debt, and what could be done about them."""
    write_goal(page, "economic")


@passage
def goal_health(page: Page) -> None:
    """Where health falls short, and what could be done about it."""
    write_goal(page, "health")


@passage
def goal_migration(page: Page) -> None:
    """Displacement, visas and asylum, and what could be done about them."""
    write_goal(page, "migration")


@passage
def goal_corruption(page: Page) -> None:
    """Corruption as it is perceived and measured, and what could be done about it."""
    write_goal(page, "corruption")


@passage
def goal_multilateral(page: Page) -> None:
    """Votes and seats in common bodies, and what could be done with them."""
    write_goal(page, "multilateral")


@passage
def goal_rights(page: Page) -> None:
    """Rights and elections, and what could be done for them."""
    write_goal(page, "rights")


def write_goal(page: Page, goal: str) -> None:
    """Say the case for a goal and its options in one paragraph."""
    chosen = strongest(cases(page.desk, goal))
    with page.paragraph(goal):
        for position, case in enumerate(chosen):
            page.say_with(f"goals.{_why(page, case)}", bindings(page, case))
            if position == 0 and len(cases(page.desk, goal)) > MOST_CASES:
                field = page.phrase(f"goals.word_{goal}")
                page.say(
                    "goals.judge", key=f"judge_{goal}", kind=JUDGEMENT, c=_comparable(case), g=field
                )
        if len(chosen) == 1:
            _say_trend(page, chosen[0])
        for case in chosen:
            say_option(page, case)


def _why(page: Page, case: Case) -> str:
    """Return the template that states the case; of a fallback whether anything lags at all."""
    weak = _weakest(page, case) if case.option.fallback else None
    behind = weak is None or float(weak.get_value("beyond")) >= BEHIND
    return f"{case.option.stem}_why" if behind else "none_behind"


def _say_trend(page: Page, case: Case) -> None:
    """Say where the metric has come from over ten years, where it has moved."""
    now = case.baseline
    if now is None or now.kind is not FindingKind.LEVEL:
        return
    change = trend.change(
        page.desk.view, place=now.place, indicator=now.indicator, years=10,
        counterpart=now.counterpart,
    )  # fmt: skip
    moved = change and abs(change.number) >= LEAST_MOVE * abs(now.number)
    if moved and not _is_said(case):
        page.say("goals.trend", key=f"trend_{case.option.id}", x=change, n=metric_name(page, case))


def _is_said(case: Case) -> bool:
    """Whether the case is itself a change over time."""
    return case.lead is not None and "base" in case.lead.values


def strongest(found: Sequence[Case], most: int = MOST_CASES) -> list[Case]:
    """Return the first cases, at most one on the same indicator; the fallback if there is none."""
    chosen: dict[str, Case] = {}
    for case in found:
        if not case.option.fallback:
            chosen.setdefault(_about(case), case)
    return list(chosen.values())[:most] or list(found[:1])


def _about(case: Case) -> str:
    if case.lead is None:
        return case.option.id
    return f"{case.lead.indicator} {case.baseline.indicator if case.baseline else ''}"


def _comparable(case: Case) -> Finding | None:
    """Return the finding that makes the case where it rests on observations."""
    lead = case.lead
    return lead if lead and lead.kind is not FindingKind.ABSENCE else None


# -- options ---------------------------------------------------------------------------------------


def say_option(page: Page, case: Case) -> bool:
    """Say who could do what under which law, and by what and when it would be judged."""
    end = end_of(page, case)
    doing = page.phrase_with(f"goals.{case.option.stem}_do", bindings(page, case))
    if end is None or doing is None:
        return False
    template = "option_law" if "authority" in case.instrument.values else "option_no_law"
    return page.say(
        f"goals.{template}", key=f"option_{case.option.id}", kind=OPTION, i=case.instrument,
        o=office(page, case), do=doing, e=end, z=_lapsing(case),
    )  # fmt: skip


def office(page: Page, case: Case) -> Phrase | None:
    """Return the office in charge, with the principal where the table does not name its own."""
    name = "own_office" if case.has_law else "any_office"
    return page.phrase(f"goals.{name}", i=case.instrument)


def _lapsing(case: Case) -> Finding | None:
    """Return the instrument where its authority ends before the review."""
    day = str(case.instrument.values.get("lapses_on", ""))
    return case.instrument if day and day[:7] <= str(case.review.value) else None


def end_of(page: Page, case: Case) -> Phrase | None:
    """Return the clause that says what the option should reach, and by when."""
    given = bindings(page, case)
    if case.mark is None:
        return page.phrase_with(f"goals.{case.option.stem}_end", given)
    rule = str(case.mark.get_value("rule"))
    return page.phrase_with(f"goals.end_{rule}", given, key=f"end_{case.option.id}")


def metric_name(page: Page, case: Case) -> Phrase | None:
    """Return what the metric of an option is called."""
    return name_of(page, case.baseline.indicator) if case.baseline else None


def name_of(page: Page, indicator: str) -> Phrase | None:
    """Return what an indicator is called with the two sides named."""
    key = f"goals.of_{indicator}"
    name = key if key in page.desk.lexicon.templates else "goals.of_partner"
    return page.phrase(name, key=f"name_{indicator}", t=Term(indicator))


def bindings(page: Page, case: Case) -> dict[str, Binding]:
    """Return what the templates of an option may ask for."""
    held = dict(zip(("c0", "c1", "c2"), case.held, strict=False))
    lead = case.held[0] if case.held else None
    weak = _weakest(page, case)
    about = weak or case.baseline or lead
    return {
        **held,
        "m": case.baseline,
        "k": case.mark,
        "i": case.instrument,
        "d": case.review,
        "n": metric_name(page, case),
        "t": Term(about.indicator) if about else None,
        "g": page.phrase(f"goals.word_{case.option.goal}"),
        "w": weak,
        **_special(page, lead),
    }


def _weakest(page: Page, case: Case) -> Finding | None:
    listed = next((metric for metric in case.option.metrics if metric.weakest), None)
    if listed is None:
        return None
    return needs.weakest(
        page.desk.view, place=page.desk.partner.id, indicators=" ".join(listed.weakest),
        position=1, group=listed.group,
    )  # fmt: skip


def _special(page: Page, lead: Finding | None) -> dict[str, Binding]:
    """Return the findings that only some templates use, None where they do not apply."""
    values = lead.values if lead else {}
    view, partner, principal = page.desk.view, page.desk.partner.id, page.desk.principal.id
    lower = float(values.get("lower", 0)) > 0
    return {
        "f": lead if "agreement" in values else None,
        "l": lead if lower else None,
        "z": lead if "lower" in values and not lower else None,
        "h": lead if "relative" in values else None,
        "y": lead if "days" in values else None,
        "s": lead if lead and lead.period.is_open else None,
        "x": alignment.ideal_drift(view, place=partner, counterpart=principal, years=10),
        "v": alignment.ideal_distance(view, place=partner, counterpart=principal),
        "q": organisations.seat_count(view, place=partner),
        "a0": levels.absence(view, place=partner, indicator=alignment.IDEAL_POINT),
    }
