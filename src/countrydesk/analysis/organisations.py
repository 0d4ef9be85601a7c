"""Findings about international organisations: in which a state sits, since when, and with whom.

A membership whose beginning is not known stands for the year in which it was read; its ``since``
is then absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Observation, Period, PeriodKind

MEMBER = "organisation_membership"
OTHER = "organisation_other_role"
SIGNATURES = frozenset({"Memorandum of understanding on the Belt and Road Initiative",
    "Artemis Accords"})  # fmt: skip
UNIVERSAL = frozenset({"United Nations", "World Trade Organization"})
ALLIANCES = ("North Atlantic Treaty Organization", "Collective Security Treaty Organization")


@dataclass(frozen=True)
class Seat:
    """One standing of one state in one organisation, and how many states have it in full."""

    item: Observation
    members: int

    @property
    def name(self) -> str:
        """The organisation's name."""
        return self.item.text or ""

    @property
    def stands(self) -> bool:
        """Whether it had not ended when it was read."""
        return self.item.period.kind is not PeriodKind.SPAN or self.item.period.is_open


def sizes(view: View) -> dict[str, int]:
    """Return the number of standing full members of each organisation."""
    key = ("organisation_sizes", MEMBER)
    if key not in view.shared:
        table: dict[str, int] = {}
        for items in view.everywhere(MEMBER).values():
            for item in items:
                table[item.text or ""] = table.get(item.text or "", 0) + Seat(item, 0).stands
        view.shared[key] = table
    return view.shared[key]  # type: ignore[return-value]


def seats(view: View, place: str, indicator: str = MEMBER) -> tuple[Seat, ...]:
    """Return the standing seats of ``place``, the most exclusive organisation first."""
    table = sizes(view)
    found = [Seat(o, table.get(o.text or "", 0)) for o in view.measured(place, indicator)]
    standing = [seat for seat in found if seat.stands]
    return tuple(sorted(standing, key=lambda seat: (seat.members, seat.name)))


def _values(seat: Seat) -> dict[str, Scalar]:
    item = seat.item
    values: dict[str, Scalar] = {
        "abbreviation": item.attributes["abbreviation"], "role": item.attributes["role"],
        "members": seat.members, "name": seat.name,
    }  # fmt: skip
    if item.attributes.get("since"):
        values["since"] = item.attributes["since"]
    if item.attributes.get("until"):
        values["until"] = item.attributes["until"]
    return values


def _finding(seat: Seat, more: dict[str, Scalar] | None = None) -> Finding:
    item = seat.item
    return Finding(
        FindingKind.FACT, item.indicator, item.place, "", item.text, "", item.period, (item,),
        _values(seat) | (more or {}),
    )  # fmt: skip


@method(1)
def seat(view: View, *, place: str, organisation: str, indicator: str = MEMBER) -> Finding | None:
    """The standing of ``place`` in one organisation: ``role``, ``since``, size in ``members``."""
    found = [s for s in seats(view, place, indicator) if s.name == organisation]
    return _finding(found[0]) if found else None


@method(1)
def seat_ended(view: View, *, place: str, position: int) -> Finding | None:
    """The ``position``-th membership that has ended, the last to end first."""
    table = sizes(view)
    ended = [
        Seat(item, table.get(item.text or "", 0))
        for item in view.measured(place, MEMBER)
        if not Seat(item, 0).stands
    ]
    ended.sort(key=lambda s: (s.item.period.end or view.cutoff, s.name), reverse=True)
    return _finding(ended[position - 1]) if position <= len(ended) else None


@method(1)
def newest_seat(view: View, *, place: str) -> Finding | None:
    """The dated membership that began last."""
    dated = [s for s in seats(view, place) if s.item.attributes.get("since")]
    if len(dated) < 2:
        return None
    return _finding(max(dated, key=lambda s: (s.item.period.start, s.name)))


@method(1)
def seat_count(view: View, *, place: str) -> Finding | None:
    """In how many organisations ``place`` sits in full; ``n`` is how many the table follows.

    Signatures of memoranda and accords do not count.
    """
    found = [s for s in seats(view, place) if s.name not in SIGNATURES]
    if not found:
        return None
    n = sum(1 for name, members in sizes(view).items() if members and name not in SIGNATURES)
    return _total(view, place, len(found), [s.item for s in found], n)


@method(1)
def seats_shared(view: View, *, place: str, counterpart: str) -> Finding | None:
    """In how many organisations of the table both states sit; ``n`` is the place's own number.

    Signatures of memoranda and accords do not count.
    """
    mine = [s for s in seats(view, place) if s.name not in SIGNATURES]
    theirs = {s.name: s for s in seats(view, counterpart)}
    both = [s for s in mine if s.name in theirs]
    if not both:
        return None
    pairs = [item for s in both for item in (s.item, theirs[s.name].item)]
    return _total(view, place, len(both), pairs, len(mine), counterpart)


def _total(
    view: View, place: str, count: int, items: Sequence[Observation], n: int, other: str = ""
) -> Finding:
    return Finding(
        FindingKind.TOTAL, MEMBER, place, other, count, "count",
        Period.parse(view.cutoff.isoformat()), tuple(items), {"n": n},
    )  # fmt: skip


@method(1)
def seat_apart(view: View, *, place: str, counterpart: str, position: int) -> Finding | None:
    """The ``position``-th organisation in which ``place`` sits and ``counterpart`` does not.

    The most exclusive comes first; signatures of memoranda and accords are left out.
    """
    names = {s.name for s in seats(view, counterpart)}
    found = [s for s in seats(view, place) if s.name not in names | SIGNATURES]
    return _finding(found[position - 1], {"n": len(found)}) if position <= len(found) else None


@method(1)
def seat_together(view: View, *, place: str, counterpart: str, position: int) -> Finding | None:
    """The ``position``-th organisation in which both sit, the most exclusive first."""
    names = {s.name for s in seats(view, counterpart)} - UNIVERSAL - SIGNATURES
    found = [s for s in seats(view, place) if s.name in names]
    return _finding(found[position - 1], {"n": len(found)}) if position <= len(found) else None


@method(1)
def seats_among(view: View, *, places: str, organisation: str) -> Finding | None:
    """How many of ``places`` (ids joined by spaces) sit in an organisation; ``n`` is all asked.

    The inputs are their seats, in the order of ``places``; None where none of them sits there.
    """
    asked = places.split()
    found = [row.item for place in asked for row in seats(view, place) if row.name == organisation]
    if not found:
        return None
    values: dict[str, Scalar] = {
        "n": len(asked), "name": organisation, "abbreviation": found[0].attributes["abbreviation"],
    }  # fmt: skip
    return Finding(
        FindingKind.TOTAL, MEMBER, found[0].place, "", len(found), "count",
        Period.parse(view.cutoff.isoformat()), tuple(found), values,
    )  # fmt: skip
