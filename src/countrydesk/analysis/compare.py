"""Findings that set a place beside others: rank, median of peers, share of the world."""

from __future__ import annotations

import statistics

from countrydesk.analysis.finding import Finding, FindingKind, method
from countrydesk.analysis.peers import peer_group
from countrydesk.evidence import View
from countrydesk.model import Observation

LEAST_MEMBERS = 5
LEAST_COVERAGE = 0.6


def _field(
    view: View, place: str, indicator: str, group: str
) -> tuple[Observation, dict[str, float], str] | None:
    """Return own newest yearly value, the members' values of that year, and the group's label.

    None where fewer than ``LEAST_MEMBERS`` members, or less than ``LEAST_COVERAGE`` of them, have
    a value for the same year: a rank among whoever happens to report is no rank.
    """
    own = view.find_latest(place, indicator)
    if own is None or own.value is None:
        return None
    peers = peer_group(view, place, group)
    section = view.panel.at(indicator, own.period.year).values
    values = {member: section[member] for member in peers.members if member in section}
    enough = max(LEAST_MEMBERS, LEAST_COVERAGE * len(peers.members))
    if place not in values or len(values) < enough:
        return None
    return own, values, peers.label


@method(1)
def rank(view: View, *, place: str, indicator: str, group: str = "region") -> Finding | None:
    """The place's position among its peers in the same year, from the highest value (1) down.

    Ties share the better position. ``from_bottom`` counts from the lowest value up.
    """
    found = _field(view, place, indicator, group)
    if found is None:
        return None
    own, values, label = found
    mine = values[place]
    above = sum(1 for value in values.values() if value > mine)
    below = sum(1 for value in values.values() if value < mine)
    details: dict[str, float | int | str] = {
        "n": len(values),
        "from_bottom": below + 1,
        "group": label,
        "tied": len(values) - above - below - 1,
        "top": min(values, key=lambda member: (-values[member], member)),
        "bottom": min(values, key=lambda member: (values[member], member)),
        "median": statistics.median(values.values()),
        "own": mine,
    }
    return Finding(
        FindingKind.RANK, indicator, place, "", above + 1, "rank", own.period, (own,), details
    )


@method(1)
def gap(view: View, *, place: str, indicator: str, group: str = "region") -> Finding | None:
    """The place's value less the median of its peers in the same year, in the indicator's unit.

    ``ratio`` is value over median where both are positive.
    """
    found = _field(view, place, indicator, group)
    if found is None:
        return None
    own, values, label = found
    others = [value for member, value in values.items() if member != place]
    middle = statistics.median(others)
    details: dict[str, float | int | str] = {
        "median": middle, "n": len(others), "group": label, "own": values[place],
    }  # fmt: skip
    if middle > 0 and values[place] > 0:
        details["ratio"] = values[place] / middle
    return Finding(
        FindingKind.GAP, indicator, place, "", values[place] - middle, own.unit, own.period,
        (own,), details,
    )  # fmt: skip


@method(1)
def world_share(view: View, *, place: str, indicator: str) -> Finding | None:
    """The place's share, in percent, of the sum over all states in the same year.

    Meant for stocks and flows; the sum is over the states that have a value, and says how many.
    """
    found = _field(view, place, indicator, "world")
    if found is None:
        return None
    own, values, _ = found
    total = sum(values.values())
    if total <= 0 or min(values.values()) < 0:
        return None
    details: dict[str, float | int | str] = {"n": len(values), "total": total}
    share = 100 * values[place] / total
    return Finding(
        FindingKind.SHARE, indicator, place, "", share, "percent", own.period, (own,), details
    )
