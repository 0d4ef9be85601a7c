"""Findings about sources that do not agree on the same place and period: the conflict register."""

from __future__ import annotations

from collections import Counter
from typing import cast

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.evidence.disagreements import (
    Pair,
    episode_conflicts,
    holder_conflicts,
    newest_conflicts,
)  # fmt: skip
from countrydesk.model import Period

YEARS_BACK = 6
MOST_OF_ONE = 2
AS_NEW = 1  # year


def conflicts(view: View, place: str, principal: str) -> tuple[Pair, ...]:
    """Return the pairs on a place, and toward it of the principal: names, counts, then numbers.

    Numbers are the newest of each quantity and two sources, not older than ``YEARS_BACK`` years,
    those farthest beyond their tolerance first and at most ``MOST_OF_ONE`` of one quantity.
    """
    key = ("conflicts", place, principal)
    if key not in view.memory:
        since = view.cutoff.year - YEARS_BACK
        numbers = newest_conflicts(view, place=place, counterpart="", since=since)
        if principal and principal != place:
            numbers += newest_conflicts(view, place=principal, counterpart=place, since=since)
        numbers.sort(key=lambda pair: (-pair.weight, pair.rule.id, pair.other.id))
        numbers = _some_of_each(numbers)
        coded = holder_conflicts(view, place=place) + episode_conflicts(view, place=place)
        view.memory[key] = (*coded, *numbers)
    return cast("tuple[Pair, ...]", view.memory[key])


def _some_of_each(pairs: list[Pair]) -> list[Pair]:
    """Return at most ``MOST_OF_ONE`` pairs of each quantity, in the same order."""
    seen: Counter[str] = Counter()
    kept = []
    for pair in pairs:
        seen[pair.rule.id] += 1
        if seen[pair.rule.id] <= MOST_OF_ONE:
            kept.append(pair)
    return kept


@method(1)
def disagreement(view: View, *, place: str, principal: str, position: int) -> Finding | None:
    """The ``position``-th conflict between sources on a place, 1 is first (names, then numbers).

    ``shown`` and ``other`` are the two values, the one that the rule prefers first; ``why`` is
    definition, method or vintage, with ``reason`` and ``rule`` of the register. The value is the
    difference in percent of the larger number, 0 for names and coded counts.
    """
    known = conflicts(view, place, principal)
    if position > len(known):
        return None
    pair = known[position - 1]
    shown, other, rule = pair.shown, pair.other, pair.rule
    numbers = shown.value is not None and other.value is not None
    values: dict[str, Scalar] = {
        "shown": shown.number if numbers else shown.fact,
        "other": other.number if numbers else other.fact,
        "shown_by": _who(view, pair, other=False),
        "other_by": _who(view, pair, other=True),
        "why": pair.reason.why,
        "reason": pair.reason.text,
        "rule": rule.rule,
    }
    return Finding(
        FindingKind.CONFLICT, shown.indicator, shown.place, shown.counterpart,
        100 * (pair.difference or 0.0), "percent", _period(pair), (shown, other), values,
    )  # fmt: skip


@method(1)
def other_value(
    view: View, *, place: str, principal: str, indicator: str, counterpart: str = ""
) -> Finding | None:
    """What another source has for an indicator's newest value, or one up to a year older.

    ``place`` is the partner, whose conflicts with those of the ``principal`` toward it are the
    register's; ``counterpart`` is set where the principal reports. None where no source differs
    beyond the tolerance. Of several the newest pair counts, then the one farthest apart. The value
    is the other one; ``shown`` that of the first source for the same period; ``beside`` says in a
    clause what sets them apart, and ``weight`` how many times the tolerance they are.
    """
    side = principal if counterpart else place
    newest = view.find_latest(side, indicator, counterpart)
    if newest is None:
        return None
    known = [
        pair
        for pair in conflicts(view, place, principal)
        if pair.other.value is not None
        and (pair.shown.place, pair.shown.indicator) == (side, indicator)
        and newest.period.year - pair.shown.period.year <= AS_NEW
    ]
    if not known:
        return None
    pair = max(known, key=lambda pair: (pair.shown.period.start, pair.weight))
    shown, other = pair.shown, pair.other
    values: dict[str, Scalar] = {
        "shown": shown.number,
        "other_by": _who(view, pair, other=True),
        "why": pair.reason.why,
        "weight": pair.weight,
    }
    if pair.reason.beside:
        values["beside"] = pair.reason.beside
    return Finding(
        FindingKind.CONFLICT, shown.indicator, shown.place, shown.counterpart, other.number,
        shown.unit, other.period, (shown, other), values,
    )  # fmt: skip


def _who(view: View, pair: Pair, *, other: bool) -> str:
    """Return the short name of the source, or the citation where one source cites several."""
    item = pair.other if other else pair.shown
    if pair.shown.source == pair.other.source and item.attributes.get("citation"):
        return item.attributes["citation"]
    return view.origins[item.source].short


def _period(pair: Pair) -> Period:
    return pair.other.period.opening if pair.rule.holders else pair.shown.period


@method(1)
def disagreements(view: View, *, place: str, principal: str) -> Finding | None:
    """How many quantities sources give differently for a place; None where they all agree.

    ``pairs`` counts the pairs of sources; ``names`` those about office holders. It rests on the
    first pair of each quantity.
    """
    known = conflicts(view, place, principal)
    if not known:
        return None
    first = {pair.rule.id: pair for pair in reversed(known)}
    rests = dict.fromkeys(o for pair in known if first[pair.rule.id] is pair
                          for o in (pair.shown, pair.other))  # fmt: skip
    values: dict[str, Scalar] = {
        "pairs": len(known),
        "names": sum(1 for pair in known if pair.rule.holders),
    }
    return Finding(
        FindingKind.TOTAL, known[0].shown.indicator, place, "", len(first), "count",
        Period.parse(view.cutoff.isoformat()), tuple(rests), values,
    )  # fmt: skip
