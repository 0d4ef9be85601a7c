"""How much of what a section should show the evidence allows it to show."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator

from countrydesk.evidence import View
from countrydesk.model import Observation
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import Coverage
from countrydesk.paper.outline import OutlineSection

_DAYS = 365.25


def expected_series(desk: Desk, entry: str) -> tuple[str, str, str]:
    """Return (place, indicator, counterpart) for an entry of ``expects``."""
    if entry.startswith(">"):
        return desk.principal.id, entry[1:], desk.partner.id
    if entry.endswith(">"):
        return desk.partner.id, entry[:-1], desk.principal.id
    return desk.partner.id, entry, ""


def coverage(desk: Desk, section: OutlineSection) -> Coverage | None:
    """Return the meter of a section and all below it, None where nothing is expected."""
    entries = tuple(dict.fromkeys(entry for part in section.walk() for entry in part.expects))
    if not entries:
        return None
    found = dict(_found(desk, entries))
    missing = tuple(entry for entry in entries if entry not in found)
    ages = [age for item in found.values() if (age := _age(desk.view, item)) is not None]
    median = statistics.median(ages) if ages else None
    return Coverage(len(entries), len(found), median, missing)


def _found(desk: Desk, entries: Iterable[str]) -> Iterator[tuple[str, Observation]]:
    for entry in entries:
        place, indicator, counterpart = expected_series(desk, entry)
        item = desk.view.find_latest(place, indicator, counterpart)
        if item is None and not counterpart:
            dyads = desk.view.dyads(place, indicator)
            item = next((series[-1] for series in dyads.values() if series), None)
        if item is not None:
            yield entry, item


def _age(view: View, item: Observation) -> float | None:
    """Return years from the end of the period to the cut-off; None for what still holds."""
    if item.period.end is None or item.value is None:
        return None
    return max(0.0, (view.cutoff - item.period.end).days / _DAYS)
