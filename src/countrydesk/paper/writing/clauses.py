"""The standard sentence about an indicator: what it is, how it compares, how it has moved.

Which comparison and which change are said follows from the findings: a place at an end of the
field is ranked, one in the middle is set against the median; a record is said before a streak, a
streak before a plain change, and a change that is small for the indicator is called small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from countrydesk.analysis.finding import Finding
from countrydesk.evidence import IndicatorKind
from countrydesk.paper.writing.realise import Binding, Phrase, Term, pick

if TYPE_CHECKING:
    from countrydesk.paper.desk import Desk

NEAR_END = 3
LONG_STREAK = 4
SMALL_RELATIVE = 3.0
SMALL_POINTS = 0.5
NEAR_MEDIAN = 0.05


def indicator_phrase(
    desk: Desk, indicator: str, *, group: str, years: int, counterpart: str, seed: str
) -> Phrase | None:
    """Return the standard sentence about the partner's newest value, None without one."""
    level = desk.level(indicator, counterpart)
    if level is None:
        return None
    frame = _frame(desk, level, seed)
    if desk.is_stale(level):
        return _compose(desk, "clauses.old", seed, frame=frame, v=level)
    comparison = None if counterpart else _comparison(desk, indicator, group, seed)
    trend = _trend(desk, level, years, counterpart, seed)
    return _compose(desk, "clauses.standard", seed, frame=frame, cmp=comparison, trend=trend)


def _compose(desk: Desk, template: str, seed: str, **given: Binding) -> Phrase | None:
    return desk.realiser.phrase(
        desk.lexicon.template(template), {"place": desk.partner, **given}, seed
    )


def _frame(desk: Desk, level: Finding, seed: str) -> Phrase | None:
    entry = desk.lexicon.entries.get(level.indicator)
    frames = entry.frames if entry and entry.frames else (desk.lexicon.template("clauses.frame"),)
    source = frames[pick(f"{seed}/frame", len(frames))]
    interval = level if "low" in level.values else None
    given: dict[str, Binding] = {
        "place": desk.partner, "v": level, "iv": interval, "t": Term(level.indicator),
        "principal": desk.principal,
    }  # fmt: skip
    return desk.realiser.phrase(source, given, f"{seed}/frame")


def _comparison(desk: Desk, indicator: str, group: str, seed: str) -> Phrase | None:
    rank, gap = desk.rank(indicator, group), desk.gap(indicator, group)
    if rank is None or gap is None:
        return None
    template = f"clauses.{_comparison_name(rank, gap)}"
    return _compose(desk, template, f"{seed}/cmp", r=rank, g=gap)


def _comparison_name(rank: Finding, gap: Finding) -> str:
    top, bottom = int(rank.number), int(float(rank.get_value("from_bottom")))
    alone = not float(rank.get_value("tied"))
    if top == 1:
        return "top" if alone else "top_tied"
    if bottom == 1:
        return "bottom" if alone else "bottom_tied"
    if top <= NEAR_END:
        return "near_top"
    if bottom <= NEAR_END:
        return "near_bottom"
    middle = float(gap.get_value("median"))
    if abs(gap.number) <= NEAR_MEDIAN * abs(middle):
        return "at_median"
    return "above_median" if gap.number > 0 else "below_median"


def _trend(desk: Desk, level: Finding, years: int, counterpart: str, seed: str) -> Phrase | None:
    if counterpart:
        return _plain_change(desk, level, years, counterpart, seed)
    record = desk.record(level.indicator)
    if record is not None and record.period == level.period:
        name = "record_ever" if record.get_value("ever") else "record_since"
        return _compose(desk, f"clauses.{name}", f"{seed}/trend", x=record)
    streak = desk.streak(level.indicator)
    if streak and streak.period == level.period and abs(streak.number) >= LONG_STREAK:
        return _compose(desk, "clauses.streak", f"{seed}/trend", x=streak)
    return _plain_change(desk, level, years, counterpart, seed)


def _plain_change(
    desk: Desk, level: Finding, years: int, counterpart: str, seed: str
) -> Phrase | None:
    change = desk.change(level.indicator, years, counterpart)
    if change is None or change.period != level.period:
        return None
    name = "steady" if _is_small(desk, change) else "moved"
    return _compose(desk, f"clauses.{name}", f"{seed}/trend", x=change)


def _is_small(desk: Desk, change: Finding) -> bool:
    kind = desk.view.catalogue[change.indicator].kind
    if kind in {IndicatorKind.STOCK, IndicatorKind.FLOW} and "relative" in change.values:
        return abs(float(change.get_value("relative"))) < SMALL_RELATIVE
    if change.unit.startswith("percent"):
        return abs(change.number) < SMALL_POINTS
    base = abs(float(change.get_value("base")))
    return abs(change.number) < SMALL_RELATIVE / 100 * base if base else change.number == 0
