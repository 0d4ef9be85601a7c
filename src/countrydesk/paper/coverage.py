"""How much of what a section should show the evidence allows it to show."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator

from countrydesk.analysis.meter import asked_of, find_entry
from countrydesk.evidence import View
from countrydesk.model import Observation
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import Coverage
from countrydesk.paper.outline import OutlineSection

_DAYS = 365.25


def coverage(desk: Desk, section: OutlineSection) -> Coverage | None:
    """Return the meter of a section and all below it, None where nothing is expected."""
    listed = (entry for part in section.walk() for entry in part.expects)
    entries = asked_of(listed, desk.principal.id)
    if not entries:
        return None
    found = dict(_found(desk, entries))
    missing = tuple(entry for entry in entries if entry not in found)
    ages = [age for item in found.values() if (age := _age(desk.view, item)) is not None]
    median = statistics.median(ages) if ages else None
    return Coverage(len(entries), len(found), median, missing)


def _found(desk: Desk, entries: Iterable[str]) -> Iterator[tuple[str, Observation]]:
    for entry in entries:
        item = find_entry(desk.view, desk.partner.id, desk.principal.id, entry)
        if item is not None:
            yield entry, item


def _age(view: View, item: Observation) -> float | None:
    """Return years from the end of the period to the cut-off; None for what still holds."""
    if item.period.end is None or item.value is None:
        return None
    return max(0.0, (view.cutoff - item.period.end).days / _DAYS)
