"""Findings about armed conflicts that involve a state: who fights whom, since when, who helps.

The list is that of the Uppsala Conflict Data Program with PRIO. A conflict stands there for a year
in which it killed at least 25 people in battle, filed under the state or states whose government
or territory is disputed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Observation, Period
from countrydesk.places import registry

CONFLICT = "conflict_state_based"
COVERAGE = "violence_deaths_state"
FIRST_YEAR = 1946
_GOVERNMENT = "Government of "
_SIDES = re.compile(r"^(?P<a>.+?) v (?P<b>.+)$")
_COMMA = re.compile(r", (?![^(]*\))")
_RENAMED = {"Congo": "COG"}


@dataclass(frozen=True)
class Party:
    """A side in a conflict: the state it is the government of (or ""), and its name in a text."""

    place: str
    name: str


@dataclass(frozen=True)
class Entry:
    """One conflict in one year, read."""

    item: Observation
    sides: tuple[tuple[Party, ...], tuple[Party, ...]]
    helpers: tuple[tuple[Party, ...], tuple[Party, ...]]

    @property
    def id(self) -> str:
        """The source's number of the conflict."""
        return self.item.attributes["conflict_id"]

    @property
    def is_war(self) -> bool:
        """Whether it killed at least 1,000 people in battle in the year."""
        return self.item.attributes["intensity"] == "war"

    def side_of(self, place: str) -> int | None:
        """Return the side (0 or 1) on which the government of ``place`` fights, None if on none."""
        for at, side in enumerate(self.sides):
            if any(party.place == place for party in side):
                return at
        return None


@cache
def _party(text: str) -> Party:
    if not text.startswith(_GOVERNMENT):
        return Party("", text)
    name = text.removeprefix(_GOVERNMENT)
    found = registry().find(_RENAMED.get(name) or re.sub(r" \(.*\)", "", name))
    return Party(found.id, found.in_text) if found else Party("", text)


def _parties(text: str) -> tuple[Party, ...]:
    return tuple(_party(part) for part in _COMMA.split(text)) if text else ()


def read_entry(item: Observation) -> Entry:
    """Return a row of the list with its sides and helpers told apart."""
    match = _SIDES.match(item.text or "")
    first, second = (match["a"], match["b"]) if match else (item.text or "", "")
    helpers = (item.attributes.get("supporting_a", ""), item.attributes.get("supporting_b", ""))
    return Entry(
        item, (_parties(first), _parties(second)), (_parties(helpers[0]), _parties(helpers[1]))
    )


def entries(view: View, place: str) -> tuple[Entry, ...]:
    """Return every listed year of every conflict filed under ``place``, oldest first."""
    return tuple(read_entry(item) for item in view.series(place, CONFLICT))


def coded_until(view: View) -> int:
    """Return the last year the list covers, 0 where it is not in the release."""
    key = ("coded_until", CONFLICT)
    if key not in view.shared:
        newest = view.table(CONFLICT).get_column("period").max()
        view.shared[key] = Period.parse(str(newest)).year if newest else 0
    return view.shared[key]  # type: ignore[return-value]


def _joined(parties: Sequence[Party]) -> str:
    names = [party.name for party in parties]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _values(view: View, place: str, entry: Entry) -> dict[str, Scalar]:
    own = entry.side_of(place)
    far = 1 if own is None else 1 - own
    against = {party.name for party in entry.sides[far]}
    years = [
        other.item.period.year
        for other in entries(view, place)
        if other.id == entry.id and against & {p.name for side in other.sides for p in side}
    ]
    values: dict[str, Scalar] = {
        "own": _joined(entry.sides[0]) if own is None else registry().get(place).in_text,
        "against": _joined(entry.sides[far]),
        "over": entry.item.attributes["incompatibility"],
        "type": entry.item.attributes["type"],
        "intensity": entry.item.attributes["intensity"],
        "since": str(min(years)),
        "years": len(years),
    }
    if entry.item.attributes.get("territory"):
        values["territory"] = entry.item.attributes["territory"]
    for name, side in (("helpers", 0 if own is None else own), ("helpers_against", far)):
        if entry.helpers[side]:
            values[name] = _joined(entry.helpers[side])
            values[f"n_{name}"] = len(entry.helpers[side])
    return values


def _finding(view: View, place: str, entry: Entry, more: Mapping[str, Scalar]) -> Finding:
    return Finding(
        FindingKind.FACT, CONFLICT, place, "", entry.item.text, "", entry.item.period,
        (entry.item,), _values(view, place, entry) | dict(more),
    )  # fmt: skip


def _ordered(found: Sequence[Entry]) -> list[Entry]:
    return sorted(found, key=lambda e: (not e.is_war, e.item.attributes["began"], e.id))


@method(1)
def conflict_now(view: View, *, place: str, position: int) -> Finding | None:
    """The ``position``-th conflict of ``place`` in the last year coded; wars first, then by age.

    ``own`` and ``against`` name the sides; ``since`` is the first year listed against the same
    opponent, ``years`` how many years are; ``n`` counts the conflicts of that year; ``helpers``
    are the states that sent troops to the own side.
    """
    newest = coded_until(view)
    found = _ordered([e for e in entries(view, place) if e.item.period.year == newest])
    if position > len(found):
        return None
    wars = sum(1 for entry in found if entry.is_war)
    return _finding(view, place, found[position - 1], {"n": len(found), "wars": wars})


@method(1)
def conflict_last(view: View, *, place: str, kind: str = "") -> Finding | None:
    """The last conflict of a place at peace in the last year coded; ``quiet`` years lie between.

    With ``kind`` (such as interstate) the last one of that type, at peace or not.
    """
    newest = coded_until(view)
    listed = entries(view, place)
    found = [e for e in listed if not kind or e.item.attributes["type"] == kind]
    if not found or (not kind and listed[-1].item.period.year == newest):
        return None
    last = found[-1].item.period.year
    chosen = _ordered([e for e in found if e.item.period.year == last])[0]
    return _finding(view, place, chosen, {"newest": str(newest), "quiet": newest - last})


@method(1)
def conflict_never(view: View, *, place: str) -> Finding | None:
    """That no conflict of a state the source covers is on its list; None where one is."""
    covered = view.find_latest(place, COVERAGE)
    if covered is None or entries(view, place):
        return None
    period = Period.parse(f"{FIRST_YEAR}/{coded_until(view)}")
    return Finding(
        FindingKind.ABSENCE, CONFLICT, place, "", None, "", period, (covered,),
        {"first": str(FIRST_YEAR), "newest": str(coded_until(view))},
    )  # fmt: skip


@method(1)
def conflict_years(view: View, *, place: str, since: int) -> Finding | None:
    """In how many years since ``since`` a conflict of ``place`` is listed; one row for each year.

    ``span`` is how many years were covered, from ``first``: a state that is younger begins later.
    """
    years = {e.item.period.year: e.item for e in entries(view, place)}
    covered = view.measured(place, COVERAGE)
    first = max(since, covered[0].period.year) if covered else since
    inside = [years[year] for year in sorted(years) if year >= first]
    if not inside:
        return None
    newest = coded_until(view)
    values: dict[str, Scalar] = {
        "first": str(first), "newest": str(newest), "span": newest - first + 1,
    }  # fmt: skip
    return Finding(
        FindingKind.TOTAL, CONFLICT, place, "", len(inside), "years",
        Period.parse(f"{first}/{newest}"), tuple(inside), values,
    )  # fmt: skip


@method(1)
def conflict_between(view: View, *, place: str, counterpart: str) -> Finding | None:
    """The last year in which two governments fought each other as parties; ``years`` in all."""
    found = [
        e for e in entries(view, place)
        if None not in (mine := e.side_of(place), theirs := e.side_of(counterpart))
        and mine != theirs
    ]  # fmt: skip
    if not found:
        return None
    years = sorted({e.item.period.year for e in found})
    values: dict[str, Scalar] = {
        "years": len(years), "first": str(years[0]), "newest": str(coded_until(view)),
        "quiet": coded_until(view) - years[-1],
    }  # fmt: skip
    last = found[-1].item
    return Finding(
        FindingKind.FACT, CONFLICT, place, counterpart, last.text, "", last.period, (last,), values
    )


@dataclass(frozen=True)
class Help:
    """That a state's troops stood by one side of a conflict in a year."""

    entry: Entry
    side: int


def _helped(view: View) -> Mapping[str, tuple[Help, ...]]:
    """Return the conflicts of the last year coded in which each state helped a side, by state."""
    key = ("conflict_helped", CONFLICT)
    if key not in view.shared:
        newest = coded_until(view)
        listed = (item for items in view.everywhere(CONFLICT).values() for item in items)
        table: dict[str, dict[str, Help]] = {}
        for entry in (read_entry(item) for item in listed if item.period.year == newest):
            for side, parties in enumerate(entry.helpers):
                for party in parties:
                    table.setdefault(party.place, {}).setdefault(entry.id, Help(entry, side))
        view.shared[key] = {place: tuple(found.values()) for place, found in table.items()}
    return view.shared[key]  # type: ignore[return-value]


def _by_weight(found: Help) -> tuple[bool, bool, str]:
    kind = found.entry.item.attributes["type"]
    return kind != "interstate", not found.entry.is_war, found.entry.id


@method(1)
def conflict_help(view: View, *, place: str, position: int) -> Finding | None:
    """The ``position``-th foreign conflict in which troops of ``place`` helped a side, last year.

    Conflicts between states come first. ``helped`` and ``against`` name the sides; ``n`` is the
    number of such conflicts.
    """
    found = sorted(_helped(view).get(place, ()), key=_by_weight)
    if position > len(found):
        return None
    chosen = found[position - 1]
    item = chosen.entry.item
    values: dict[str, Scalar] = {
        "n": len(found),
        "helped": _joined(chosen.entry.sides[chosen.side]),
        "against": _joined(chosen.entry.sides[1 - chosen.side]),
        "type": item.attributes["type"],
        "intensity": item.attributes["intensity"],
    }
    return Finding(
        FindingKind.FACT, CONFLICT, place, item.place, item.text, "", item.period, (item,), values
    )


@method(1)
def conflict_helper(view: View, *, place: str, counterpart: str) -> Finding | None:
    """The last year in which troops of ``counterpart`` helped the government of ``place``.

    ``against`` is whom it fought then; ``years`` how many years are listed.
    """
    found = [
        e for e in entries(view, place)
        if (own := e.side_of(place)) is not None
        and any(party.place == counterpart for party in e.helpers[own])
    ]  # fmt: skip
    if not found:
        return None
    last = found[-1]
    years = sorted({e.item.period.year for e in found})
    own = last.side_of(place) or 0
    values: dict[str, Scalar] = {
        "against": _joined(last.sides[1 - own]), "years": len(years), "first": str(years[0]),
    }  # fmt: skip
    return Finding(
        FindingKind.FACT, CONFLICT, place, counterpart, last.item.text, "", last.item.period,
        (last.item,), values,
    )  # fmt: skip


@method(1)
def conflict_over(view: View, *, place: str) -> Finding | None:
    """The newest conflict of another state over the territory called ``place``."""
    name = registry().get(place).name
    found = [
        read_entry(item)
        for holder, items in view.everywhere(CONFLICT).items()
        if holder != place
        for item in items
        if item.attributes.get("territory") == name
    ]
    if not found:
        return None
    newest = max(found, key=lambda e: (e.item.period.year, e.item.place))
    made = _finding(view, newest.item.place, newest, {"newest": str(coded_until(view))})
    return Finding(
        FindingKind.FACT, CONFLICT, place, newest.item.place, newest.item.text, "",
        newest.item.period, (newest.item,), made.values,
    )  # fmt: skip
