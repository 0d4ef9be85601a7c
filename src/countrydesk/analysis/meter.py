"""How much of a list of series the evidence has, as a finding."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.evidence.index import MEASURED
from countrydesk.model import Observation, Period, Status

UNITED_STATES = "USA"
_OF_UNITED_STATES = frozenset({"us_trade_agreement", "us_alliance"})


def asked_of(entries: Iterable[str], principal: str) -> tuple[str, ...]:
    """Return the entries of an outline that can be asked for this principal, each once.

    Lists that are kept by the United States about themselves say nothing to another principal.
    """
    own = principal == UNITED_STATES
    return tuple(e for e in dict.fromkeys(entries) if own or e not in _OF_UNITED_STATES)


def find_entry(view: View, place: str, principal: str, entry: str) -> Observation | None:
    """Return the newest observation for an entry of an outline, None without one.

    ``x`` asks for the place, ``x>`` for the place toward the principal, ``>x`` for the principal
    toward the place. A dyadic ``x`` is met by any counterpart. What is announced, such as the day
    of an election, counts; a projection does not.
    """
    if entry.startswith(">"):
        return _newest(view.series(principal, entry[1:], place))
    if entry.endswith(">"):
        return _newest(view.series(place, entry[:-1], principal))
    return _newest(view.series(place, entry)) or _newest(
        next(iter(view.dyads(place, entry).values()), ())
    )


def _newest(series: Sequence[Observation]) -> Observation | None:
    """Return the newest that is measured, else the newest that is announced."""
    for kinds in (MEASURED, (Status.ANNOUNCED,)):
        for item in reversed(series):
            if item.status in kinds:
                return item
    return None


@method(2)
def coverage_of(view: View, *, place: str, principal: str, entries: str) -> Finding | None:
    """How many of ``entries`` (joined by spaces) have a value; ``median_year`` of those that do."""
    wanted = entries.split()
    found = [item for entry in wanted if (item := find_entry(view, place, principal, entry))]
    if not found:
        return None
    years = [item.period.year for item in found if item.value is not None and item.period.end]
    values: dict[str, Scalar] = {"n": len(wanted), "sources": len({o.source for o in found})}
    if years:
        values["median_year"] = str(int(statistics.median_low(years)))
    return Finding(
        FindingKind.TOTAL, found[0].indicator, place, "", len(found), "count",
        Period.parse(view.cutoff.isoformat()), tuple(found), values,
    )  # fmt: skip
