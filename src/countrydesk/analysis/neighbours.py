"""Findings about the states around a place: who borders it, and how they fare on an indicator."""

from __future__ import annotations

from countrydesk.analysis.conflicts import CONFLICT, FIRST_YEAR, coded_until
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import peer_group
from countrydesk.evidence import View
from countrydesk.model import Observation, Period
from countrydesk.places import registry

BORDER = "border_length"


def neighbours(view: View, place: str) -> tuple[str, ...]:
    """Return the ids of the states with a land border to ``place`` that have a paper, sorted."""
    papers = {item.id for item in registry().papers()}
    return tuple(sorted(set(view.dyads(place, BORDER)) & papers))


def _around(view: View, place: str, group: str) -> tuple[str, ...]:
    if group == "land":
        return neighbours(view, place)
    return tuple(m for m in peer_group(view, place, group).members if m != place)


@method(1)
def neighbour_top(view: View, *, place: str, indicator: str, group: str = "land") -> Finding | None:
    """The neighbour with the highest value in the year of the place's own newest one.

    ``group`` is land (states with a land border) or a peer group. ``own`` is the place's value,
    ``total`` the sum over the neighbours, ``n`` how many have a value. None where all are zero.
    """
    own = view.find_latest(place, indicator)
    if own is None or own.value is None:
        return None
    section = view.panel.at(indicator, own.period.year).values
    values = {other: section[other] for other in _around(view, place, group) if other in section}
    if not values or max(values.values()) <= 0:
        return None
    top = max(values, key=lambda other: (values[other], other))
    item = view.find_at(top, indicator, own.period.text)
    if item is None:
        return None
    more: dict[str, Scalar] = {
        "own": own.number, "total": sum(values.values()), "n": len(values), "partner": top,
    }  # fmt: skip
    return Finding(
        FindingKind.RANK, indicator, place, top, item.number, item.unit, item.period, (item, own),
        more,
    )  # fmt: skip


def at_war(view: View, place: str) -> tuple[str, ...]:
    """Return the land neighbours with an armed conflict in the last year coded, sorted."""
    newest, everywhere = coded_until(view), view.everywhere(CONFLICT)
    return tuple(
        other
        for other in neighbours(view, place)
        if any(item.period.year == newest for item in everywhere.get(other, ()))
    )


@method(1)
def neighbours_at_war(view: View, *, place: str) -> Finding | None:
    """How many land neighbours have an armed conflict in the last year coded; ``n`` is all.

    ``wars`` counts those with at least one of a thousand deaths or more, which come first among
    the inputs, one for each neighbour.
    """
    newest = coded_until(view)
    found: list[Observation] = []
    for other in at_war(view, place):
        items = [i for i in view.everywhere(CONFLICT)[other] if i.period.year == newest]
        found.append(min(items, key=lambda item: (not _is_war(item), item.id)))
    if not found:
        return None
    found.sort(key=lambda item: (not _is_war(item), item.place))
    values: dict[str, Scalar] = {
        "n": len(neighbours(view, place)), "wars": sum(_is_war(item) for item in found),
    }  # fmt: skip
    return Finding(
        FindingKind.TOTAL, CONFLICT, place, "", len(found), "count", found[0].period, tuple(found),
        values,
    )  # fmt: skip


@method(1)
def region_at_war(view: View, *, place: str) -> Finding | None:
    """How many states of the region have an armed conflict in the last year coded; ``n`` is all.

    ``wars`` counts those with a war, which come first among the inputs, one for each state; ``own``
    is 1 where the place is one of them.
    """
    peers, newest = peer_group(view, place, "region"), coded_until(view)
    found: list[Observation] = []
    for member in peers.members:
        rows = view.everywhere(CONFLICT).get(member, ())
        items = [item for item in rows if item.period.year == newest]
        if items:
            found.append(min(items, key=lambda item: (not _is_war(item), item.id)))
    if not found:
        return None
    found.sort(key=lambda item: (not _is_war(item), item.place))
    values: dict[str, Scalar] = {
        "n": len(peers.members), "wars": sum(_is_war(item) for item in found),
        "own": int(any(item.place == place for item in found)), "group": peers.label,
    }  # fmt: skip
    return Finding(
        FindingKind.TOTAL, CONFLICT, place, "", len(found), "count", found[0].period, tuple(found),
        values,
    )  # fmt: skip


@method(1)
def region_calm(view: View, *, place: str) -> Finding | None:
    """That no state of the region, of ``n``, has an armed conflict in the last year coded."""
    newest = coded_until(view)
    if not newest or region_at_war(view, place=place):
        return None
    peers = peer_group(view, place, "region")
    return Finding(
        FindingKind.ABSENCE, CONFLICT, place, "", None, "", Period.year_of(newest), (),
        {"n": len(peers.members), "group": peers.label},
    )  # fmt: skip


@method(1)
def interstate_never(view: View, *, place: str) -> Finding | None:
    """That the list has conflicts of ``place``, but none in which it fought another state.

    ``first`` and ``newest`` are the years that the list covers.
    """
    items = view.series(place, CONFLICT)
    if not items or any(item.attributes["type"] == "interstate" for item in items):
        return None
    newest = coded_until(view)
    return Finding(
        FindingKind.ABSENCE, CONFLICT, place, "", None, "", Period.parse(f"{FIRST_YEAR}/{newest}"),
        (items[-1],), {"first": str(FIRST_YEAR), "newest": str(newest)},
    )  # fmt: skip


def _is_war(item: Observation) -> bool:
    return item.attributes["intensity"] == "war"
