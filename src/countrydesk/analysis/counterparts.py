"""Findings about where a state stands among all counterparts of another: hosts, recipients."""

from __future__ import annotations

from collections.abc import Iterable

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import peer_group, states
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.model import Observation

WORLD = "world"


def newest_dyads(view: View, place: str, indicator: str) -> dict[str, Observation]:
    """Return the newest value of ``place`` toward each state that has one for the newest period."""
    key = ("newest_dyads", place, indicator)
    if key not in view.shared:
        papers = set(states())
        found = {
            counterpart: item
            for counterpart, item in view.newest_dyads(place, indicator).items()
            if counterpart in papers
        }
        newest = max((o.period.start for o in found.values()), default=None)
        view.shared[key] = {
            name: item for name, item in found.items() if item.period.start == newest
        }
    return view.shared[key]  # type: ignore[return-value]


@method(1)
def standing(
    view: View, *, place: str, indicator: str, counterpart: str, group: str = WORLD
) -> Finding | None:
    """The position of ``counterpart`` among the states that ``place`` has a value toward.

    1 is the largest. ``group`` narrows the field to the peers of ``counterpart``; ``n`` is its
    size, ``share`` the counterpart's part of its sum in percent, ``top`` the largest.
    """
    field = newest_dyads(view, place, indicator)
    own = field.get(counterpart)
    if own is None or own.value is None:
        return None
    members = set(peer_group(view, counterpart, group).members)
    values = {name: item.number for name, item in field.items() if name in members}
    if len(values) < 3:
        return None
    above = sum(1 for value in values.values() if value > own.number)
    top = max(values, key=lambda name: (values[name], name))
    more: dict[str, Scalar] = {
        "n": len(values), "level": own.number, "top": top, "top_level": values[top],
        "group": peer_group(view, counterpart, group).label,
    }  # fmt: skip
    if (total := sum(values.values())) > 0:
        more["share"] = 100 * own.number / total
    return Finding(
        FindingKind.RANK, indicator, place, counterpart, above + 1, "rank", own.period, (own,), more
    )


@method(1)
def dyad_peak(
    view: View, *, place: str, indicator: str, counterpart: str, since: int = 0
) -> Finding | None:
    """The highest yearly value toward ``counterpart`` since the year ``since``.

    ``now`` is the newest value, ``fallen`` how far below the peak it stands, in percent.
    """
    history = [o for o in yearly(view, place, indicator, counterpart) if o.period.year >= since]
    if len(history) < 3:
        return None
    top, last = _top(history), history[-1]
    values: dict[str, Scalar] = {"now": last.number, "first": history[0].period.text}
    if top.number > 0:
        values["fallen"] = 100 * (1 - last.number / top.number)
    return Finding(
        FindingKind.RECORD, indicator, place, counterpart, top.number, top.unit, top.period,
        (top, last), values,
    )  # fmt: skip


def _top(history: Iterable[Observation]) -> Observation:
    return max(history, key=lambda item: (item.number, item.period.start))


@method(1)
def class_top(
    view: View, *, place: str, counterpart: str, indicators: str, whole: str, position: int = 1
) -> Finding | None:
    """The ``position``-th largest of some classes of a flow, in the newest period of the whole.

    ``indicators`` are joined by spaces. ``share`` is its percentage of ``whole``.
    """
    total = view.find_latest(place, whole, counterpart)
    if total is None or not total.value:
        return None
    found = [
        item
        for name in indicators.split()
        if (item := view.find_at(place, name, total.period.text, counterpart)) and item.value
    ]
    found.sort(key=lambda item: (-item.number, item.indicator))
    if position > len(found):
        return None
    item = found[position - 1]
    values: dict[str, Scalar] = {
        "share": 100 * item.number / total.number, "whole": total.number, "n": len(found),
    }  # fmt: skip
    return Finding(
        FindingKind.SHARE, item.indicator, place, counterpart, item.number, item.unit, item.period,
        (item, total), values,
    )  # fmt: skip
