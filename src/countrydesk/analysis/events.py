"""Findings about dated events: one at a time, and what several counts of one thing agree on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.levels import from_observation
from countrydesk.evidence import View
from countrydesk.model import Observation

DEATHS = "event_protest_deaths"
REMOVAL = "event_removal_vote"
_LEADING = re.compile(r"\d+")
_NO_TOTAL = "not a total"
_REMOVED = re.compile(r"\b(removed|censured)\b")


@method(1)
def event(
    view: View, *, place: str, indicator: str, position: int, counterpart: str = ""
) -> Finding | None:
    """One coded event of a series, by position from the newest (1) back.

    The value is its text; the coded attributes go with it, and ``note`` where there is one.
    """
    items = view.measured(place, indicator, counterpart)
    if position > len(items):
        return None
    return _fact(items[-position])


def _fact(item: Observation) -> Finding:
    found = from_observation(item, FindingKind.FACT)
    if not item.note:
        return found
    values = dict(found.values) | {"note": item.note}
    return Finding(
        found.kind, found.indicator, found.place, found.counterpart, found.value, found.unit,
        found.period, found.inputs, values,
    )  # fmt: skip


def _counted(item: Observation) -> int | None:
    """Return the deaths a count begins with, None where it says that it is no total."""
    text = item.text or ""
    match = _LEADING.match(text)
    return int(match[0]) if match and _NO_TOTAL not in text else None


def _by_period(view: View, place: str) -> dict[str, list[Observation]]:
    found: dict[str, list[Observation]] = {}
    for item in view.measured(place, DEATHS):
        found.setdefault(item.period.text, []).append(item)
    return found


@method(1)
def death_counts(view: View, *, place: str) -> Finding | None:
    """The range of the counts of deaths in the protests that most sources have counted.

    Value: the highest count less the lowest; ``low`` and ``high`` are the two, ``n`` the counts
    that give a total and ``all`` all that stand for the period.
    """
    table = _by_period(view, place)
    if not table:
        return None
    items = max(table.values(), key=lambda rows: (len(rows), rows[0].period.start))
    totals = [count for item in items if (count := _counted(item)) is not None]
    if len(totals) < 2:
        return None
    values: dict[str, Scalar] = {
        "low": min(totals),
        "high": max(totals),
        "n": len(totals),
        "all": len(items),
    }
    return Finding(
        FindingKind.CONFLICT, DEATHS, place, "", max(totals) - min(totals), "deaths",
        items[0].period, tuple(items), values,
    )  # fmt: skip


@method(1)
def removals(view: View, *, place: str, since: int) -> Finding | None:
    """How often the legislature has voted on removing an office holder since a year, and did.

    Value: the votes; ``carried`` those after which somebody left office, by the words of the
    event; ``last_period`` is the newest that carried.
    """
    items = [o for o in view.measured(place, REMOVAL) if o.period.year >= since]
    carried = [o for o in items if _REMOVED.search(o.text or "")]
    if not items:
        return None
    values: dict[str, Scalar] = {"carried": len(carried), "since": str(since)}
    if carried:
        values["last_period"] = carried[-1].period.text
    return Finding(
        FindingKind.TOTAL, REMOVAL, place, "", len(items), "count", items[-1].period,
        tuple(items), values,
    )  # fmt: skip


def carried_positions(view: View, place: str, since: int) -> Sequence[int]:
    """Return the positions (see ``event``) of the votes that removed somebody, newest first."""
    items = view.measured(place, REMOVAL)
    return [
        at
        for at, item in enumerate(reversed(items), start=1)
        if item.period.year >= since and _REMOVED.search(item.text or "")
    ]
