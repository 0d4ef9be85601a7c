"""Why two values of one quantity differ: what the register says of these two sources, tested."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from countrydesk.evidence.conflict_rules import Between, ConflictRule
from countrydesk.evidence.view import View

CLOSE = 0.01


@dataclass(frozen=True)
class Sides:
    """Two values of one quantity, the preferred one first."""

    place: str
    counterpart: str
    period: str
    sources: tuple[str, str]
    values: tuple[float, float]
    released: tuple[date, date]


@dataclass(frozen=True)
class Reason:
    """Definition, method or vintage; the same in a sentence, and in a clause after a figure."""

    why: str
    text: str
    beside: str = ""


def reason_of(view: View, rule: ConflictRule, sides: Sides) -> Reason:
    """Return what sets two sides apart: the first entry of ``between`` that fits, else the rule's.

    An entry with ``adds`` fits only where one value is the other and these indicators, summed; one
    with ``days_apart`` only where the values were released so far apart.
    """
    for entry in rule.between:
        if _fits(view, entry, sides):
            return Reason(entry.why, entry.reason, entry.beside)
    return Reason(rule.why, rule.reason, rule.beside)


def _fits(view: View, entry: Between, sides: Sides) -> bool:
    if entry.sources and set(entry.sources) != set(sides.sources):
        return False
    if abs((sides.released[0] - sides.released[1]).days) < entry.days_apart:
        return False
    return not entry.adds or _adds_up(view, entry, sides)


def _adds_up(view: View, entry: Between, sides: Sides) -> bool:
    found = [
        view.find_at(sides.place, name, sides.period, sides.counterpart) for name in entry.adds
    ]
    added = [item.value for item in found if item is not None and item.value is not None]
    low, high = sorted(sides.values)
    return len(added) == len(entry.adds) and abs(low + sum(added) - high) <= CLOSE * high
