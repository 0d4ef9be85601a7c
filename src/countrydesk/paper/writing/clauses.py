"""The standard sentence about an indicator: what it is, how it compares, how it has moved.

Which comparison and which change are said follows from the findings: a place at an end of the
field is ranked, one in the middle is set against the median. Of an amount that grows with the
economy the change is said; of a rate or an index a record comes before a streak, a streak before a
change, and a change that is small for the indicator is called small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from countrydesk.analysis import levels, trend
from countrydesk.analysis.finding import Finding
from countrydesk.evidence import IndicatorKind
from countrydesk.model.units import UNITS
from countrydesk.paper.writing.realise import Binding, Phrase, Term, pick
from countrydesk.places import Place

if TYPE_CHECKING:
    from countrydesk.paper.desk import Desk

NEAR_END = 3
LONG_STREAK = 4
MULTIPLE = 2.0
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
    past = _trend(desk, level, years, counterpart, seed)
    return _compose(desk, "clauses.standard", seed, frame=frame, cmp=comparison, trend=past)


def dyad_phrase(
    desk: Desk, indicator: str, *, place: Place, counterpart: Place, years: int, seed: str
) -> Phrase | None:
    """Return the standard sentence about what one side reports toward the other.

    Frames of dyadic indicators name the reporting side ``{place}`` and the other ``{c}``.
    """
    level = levels.level(
        desk.view, place=place.id, indicator=indicator, counterpart=counterpart.id, period=""
    )
    if level is None:
        return None
    entry = desk.lexicon.entries[indicator]
    source = entry.frames[pick(f"{seed}/frame", len(entry.frames))]
    given: dict[str, Binding] = {
        "place": place, "c": counterpart, "v": level, "t": Term(indicator),
    }  # fmt: skip
    frame = desk.realiser.phrase(source, given, f"{seed}/frame")
    if desk.is_stale(level):
        return _compose(desk, "clauses.old", seed, frame=frame, v=level)
    change = trend.change(
        desk.view, place=place.id, indicator=indicator, counterpart=counterpart.id, years=years
    )
    clause = None
    if change and change.period.year == level.period.year:
        clause = _compose(desk, f"clauses.{_growth_name(change)}", f"{seed}/trend", x=change)
    return _compose(desk, "clauses.dyad", seed, frame=frame, trend=clause)


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
    if float(gap.values.get("ratio", 0)) >= MULTIPLE:
        return "multiple"
    if abs(gap.number) <= NEAR_MEDIAN * abs(float(gap.get_value("median"))):
        return "at_median"
    return "above_median" if gap.number > 0 else "below_median"


def _trend(desk: Desk, level: Finding, years: int, counterpart: str, seed: str) -> Phrase | None:
    name, finding = _trend_finding(desk, level, years, counterpart)
    return _compose(desk, f"clauses.{name}", f"{seed}/trend", x=finding) if finding else None


def _trend_finding(
    desk: Desk, level: Finding, years: int, counterpart: str
) -> tuple[str, Finding | None]:
    """Return which clause is said of the past and from which finding."""
    change = desk.change(level.indicator, years, counterpart)
    change = change if change and change.period == level.period else None
    if _grows(desk, level) and not desk.lexicon.is_signed(level.indicator):
        return (_growth_name(change), change) if change else ("", None)
    if desk.lexicon.is_signed(level.indicator):
        return ("turned", change) if change else ("", None)
    # What fell is not told as a high or a low of what it rose by.
    record = None if counterpart or level.number < 0 else desk.record(level.indicator)
    if record and record.period == level.period:
        return ("record_ever" if record.get_value("ever") else "record_since"), record
    streak = None if counterpart else desk.streak(level.indicator)
    if streak and streak.period == level.period and abs(streak.number) >= LONG_STREAK:
        return "streak", streak
    return (_move_name(change), change) if change else ("", None)


def _grows(desk: Desk, level: Finding) -> bool:
    """Whether the quantity grows with the economy or the population, so that records say little."""
    entry = desk.view.catalogue[level.indicator]
    amount = entry.kind in {IndicatorKind.STOCK, IndicatorKind.FLOW}
    return UNITS[entry.unit].dimension in {"money", "money_ppp"} or amount


def _growth_name(change: Finding) -> str:
    if "relative" not in change.values:
        return "turned"
    if float(change.get_value("ratio")) >= MULTIPLE:
        return "multiplied"
    return "steady" if abs(float(change.get_value("relative"))) < SMALL_RELATIVE else "grown"


def _move_name(change: Finding) -> str:
    base, last = float(change.get_value("base")), float(change.get_value("last"))
    if base * last < 0:
        return "turned"
    small = SMALL_POINTS if change.unit.startswith("percent") else SMALL_RELATIVE / 100 * abs(base)
    return "steady" if abs(change.number) < small else "moved"
