"""Milestones of a state and of its relations with another, picked by published weights.

Each kind of dated fact has a weight; the heaviest are kept, a few of each kind, and told in order
of time. Facts of the state itself count for every principal, facts of the dyad for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Observation, Period, PeriodKind
from countrydesk.places import registry

RELATIONS: Final = "diplomatic_relations"
EPISODE: Final = "ert_episode"
AGREEMENTS: Final = ("us_trade_agreement", "us_alliance", "us_investment_agreement")
MOST: Final = 16

# Weight of each kind, and how many of it may stand in one list.
WEIGHTS: Final[Mapping[str, tuple[float, int]]] = {
    "independence": (9.0, 1),
    "founding": (9.0, 1),
    "recognition": (7.0, 1),
    "relations": (9.0, 1),
    "relations_changed": (7.5, 1),
    "relations_state": (8.5, 1),
    "alliance": (8.0, 3),
    "alliance_ended": (7.5, 2),
    "trade_in_force": (8.0, 3),
    "trade_signed": (6.0, 2),
    "trade_ended": (5.5, 2),
    "investment": (5.0, 1),
    "investment_ended": (6.0, 1),
    "dyad_event": (5.5, 4),
    "tariff": (6.0, 3),
    "removed": (6.5, 4),
    "dissolution": (6.0, 1),
    "election": (5.0, 1),
    "diplomacy": (5.0, 2),
    "coup": (6.0, 2),
    "transition": (5.5, 2),
    "breakdown": (6.5, 2),
    "organisation": (4.5, 4),
    "conflict": (8.5, 1),
    "war": (6.0, 2),
}
_BLOCS: Final[Mapping[str, float]] = {
    "European Union": 3.0,
    "North Atlantic Treaty Organization": 3.0,
    "United Nations": 2.0,
    "BRICS": 1.5,
    "Organisation for Economic Co-operation and Development": 1.5,
    "Comprehensive and Progressive Agreement for Trans-Pacific Partnership": 1.0,
    "World Trade Organization": 0.5,
    "Association of Southeast Asian Nations": 1.0,
    "Southern Common Market": 0.5,
    "Collective Security Treaty Organization": 1.0,
}
# Words that make an event between two states weigh more or less.
_LOUD: Final = (
    (re.compile(r"\b(sale|port|treaty|ends|rules)\b", re.IGNORECASE), 1.5),
    (re.compile(r"\b(in force|signed|opened)\b", re.IGNORECASE), 1.0),
    (re.compile(r"\b(nominated|confirmed|meeting|intent)\b", re.IGNORECASE), -3.0),
)
_DYAD_EVENTS: Final = ("event_us_relations", "event_china_relations")
# Kinds that tell again what a heavier milestone of the same day has told.
_REPEATING: Final = frozenset({"dyad_event", "organisation", "trade_ended", "investment"})
_REMOVED: Final = re.compile(r"\b(removed|censured)\b")


@dataclass(frozen=True)
class Milestone:
    """One dated fact: its kind, its weight, its day, and the row that it comes from."""

    kind: str
    period: Period
    item: Observation
    text: str = ""
    extra: float = 0.0
    values: Mapping[str, Scalar] = field(default_factory=dict)

    @property
    def weight(self) -> float:
        """The weight of its kind and what its own words add."""
        return WEIGHTS[self.kind][0] + self.extra


def milestones(view: View, place: str, counterpart: str) -> tuple[Milestone, ...]:
    """Return the heaviest milestones of ``place`` and of its dyad, at most ``MOST``, by date."""
    key = ("milestones", place, counterpart)
    if key not in view.memory:
        found = [*_own(view, place), *_dyadic(view, place, counterpart)]
        view.memory[key] = tuple(_chosen(found))
    return view.memory[key]  # type: ignore[return-value]


def _chosen(found: Iterable[Milestone]) -> list[Milestone]:
    ordered = sorted(found, key=lambda m: (-m.weight, -m.period.start.toordinal(), m.text))
    kept: list[Milestone] = []
    counts: Counter[str] = Counter()
    days: set[str] = set()
    for item in ordered:
        full = counts[item.kind] >= WEIGHTS[item.kind][1]
        repeated = item.period.text in days and item.kind in _REPEATING
        if full or repeated:
            continue
        counts[item.kind] += 1
        days.add(item.period.text)
        kept.append(item)
        if len(kept) == MOST:
            break
    return sorted(kept, key=lambda m: (m.period.start, -m.weight))


# -- the state itself --------------------------------------------------------------------------


def _own(view: View, place: str) -> Iterator[Milestone]:
    yield from _birth(view, place)
    yield from _regimes(view, place)
    for item in view.measured(place, "coup_event"):
        if item.text == "coup":
            age = (view.cutoff - item.period.start).days / 365.25
            yield Milestone("coup", item.period, item, item.text, extra=-age / 40)
    for item in view.measured(place, "organisation_membership"):
        if item.period.kind is PeriodKind.SPAN and item.attributes.get("role") == "member":
            extra = _BLOCS.get(item.text or "", -0.5)
            yield Milestone("organisation", item.period.opening, item, item.text or "", extra)
    yield from _domestic(view, place)
    yield from _wars(view, place)


def _birth(view: View, place: str) -> Iterator[Milestone]:
    for item in view.measured(place, "independence")[-1:]:
        named = registry().find(item.attributes.get("from", ""))
        values: dict[str, Scalar] = {"from_place": named.id} if named else {}
        from_other = item.attributes.get("event", "").startswith("from ")
        kind = "independence" if named or from_other else "founding"
        text = item.attributes.get("event", "")
        yield Milestone(kind, item.period, item, text, values=values)


def _regimes(view: View, place: str) -> Iterator[Milestone]:
    for item in view.measured(place, EPISODE):
        kind = {"democratic transition": "transition", "democratic breakdown": "breakdown"}.get(
            item.attributes.get("outcome", "")
        )
        if kind:
            yield Milestone(kind, item.period, item, item.text or "")


def _domestic(view: View, place: str) -> Iterator[Milestone]:
    for item in view.measured(place, "event_removal_vote"):
        if _REMOVED.search(item.text or ""):
            yield Milestone("removed", item.period, item, item.text or "")
    for item in view.measured(place, "event_dissolution"):
        yield Milestone("dissolution", item.period, item, item.text or "")
    for item in view.measured(place, "event_election"):
        if item.attributes.get("first_share"):
            late = "runoff" in (item.text or "")
            yield Milestone("election", item.period, item, item.text or "", 1.0 if late else 0.0)
    for item in view.measured(place, "event_diplomacy"):
        loud = 1.5 if "breaks relations" in (item.text or "") else 0.0
        yield Milestone("diplomacy", item.period, item, item.text or "", loud)


def _wars(view: View, place: str) -> Iterator[Milestone]:
    """Yield the first year of each conflict that reached 1,000 deaths in a year."""
    seen: set[str] = set()
    for item in view.measured(place, "conflict_state_based"):
        number = item.attributes.get("conflict_id", "")
        if item.attributes.get("intensity") == "war" and number not in seen:
            seen.add(number)
            yield Milestone("war", item.period, item, item.text or "")


# -- the dyad ----------------------------------------------------------------------------------


def _dyadic(view: View, place: str, other: str) -> Iterator[Milestone]:
    for item in view.measured(place, RELATIONS, other):
        yield from _relations(item)
    for item in view.measured(place, "us_alliance", other):
        yield from _in_force(item, "alliance", "alliance_ended")
    for item in view.measured(place, "us_trade_agreement", other):
        minor = "free trade" not in item.attributes.get("kind", "")
        yield from _in_force(item, "trade_in_force", "trade_ended", -2.0 if minor else 0.0)
        if item.period.kind is not PeriodKind.SPAN:
            yield Milestone("trade_signed", item.period, item, item.text or "")
    for item in view.measured(place, "us_investment_agreement", other):
        yield from _in_force(item, "investment", "investment_ended")
    for name in _DYAD_EVENTS:
        for item in view.measured(place, name, other):
            yield Milestone("dyad_event", item.period, item, item.text or "", _loudness(item))
    yield from _tariffs(view.measured(place, "event_tariff", other))
    yield from _between(view, place, other)


def _loudness(item: Observation) -> float:
    return sum(weight for pattern, weight in _LOUD if pattern.search(item.text or ""))


def _relations(item: Observation) -> Iterator[Milestone]:
    """Yield recognition, the first relations, and the present state where it began later."""
    marks = item.attributes
    first = marks.get("established_on", "")
    if marks.get("recognised_on") and marks["recognised_on"] != first:
        yield Milestone("recognition", Period.parse(marks["recognised_on"]), item)
    if first:
        together = int(marks.get("recognised_on") == first)
        yield Milestone("relations", Period.parse(first), item, values={"recognised": together})
    if item.period.kind is PeriodKind.SPAN and item.period.opening.text != first:
        yield Milestone("relations_state", item.period.opening, item, item.text or "")


def _in_force(item: Observation, kind: str, ended: str, extra: float = 0.0) -> Iterator[Milestone]:
    if item.period.kind is not PeriodKind.SPAN:
        return
    signed = item.attributes.get("signed_on", "")
    values: dict[str, Scalar] = {"signed_on": signed} if signed else {}
    yield Milestone(kind, item.period.opening, item, item.text or "", extra, values)
    if item.period.closing is not None:
        text = item.attributes.get("status", "")
        values = {"status": text} if text else {}
        yield Milestone(ended, item.period.closing, item, item.text or "", extra, values)


def _tariffs(items: Sequence[Observation]) -> Iterator[Milestone]:
    """Yield duties laid by the counterpart; the first and the last weigh most, then rulings."""
    for at, item in enumerate(items):
        edge = 1.0 if at in {0, len(items) - 1} else 0.0
        yield Milestone("tariff", item.period, item, item.text or "", edge + _loudness(item) / 2)


def _between(view: View, place: str, other: str) -> Iterator[Milestone]:
    """Yield the first year of the last conflict between the two governments."""
    listed = {
        item.attributes.get("conflict_id")
        for item in view.series(other, "conflict_state_based")
        if item.attributes.get("type") == "interstate"
    }
    for item in view.measured(place, "conflict_state_based"):
        if item.attributes.get("type") == "interstate" and (
            item.attributes.get("conflict_id") in listed
        ):
            yield Milestone("conflict", item.period, item, item.text or "")
            return


# -- methods -----------------------------------------------------------------------------------


@method(1)
def milestone(view: View, *, place: str, counterpart: str, position: int) -> Finding | None:
    """The ``position``-th of the chosen milestones, oldest first; the value is its text.

    ``kind`` is one of ``WEIGHTS``, ``weight`` what it weighed, ``n`` how many were chosen, and
    ``citation`` who says so: the source of the row, else the title of the release's source.
    """
    chosen = milestones(view, place, counterpart)
    if position > len(chosen):
        return None
    made = chosen[position - 1]
    values: dict[str, Scalar] = {"kind": made.kind, "weight": made.weight, "n": len(chosen)}
    for name in ("confidence", "citation", "figure", "actors"):
        if made.item.attributes.get(name):
            values[name] = made.item.attributes[name]
    values.setdefault("citation", view.origins[made.item.source].title)
    return Finding(
        FindingKind.FACT, made.item.indicator, place, made.item.counterpart, made.text, "",
        made.period, (made.item,), values | dict(made.values),
    )  # fmt: skip


@method(1)
def relations(view: View, *, place: str, counterpart: str) -> Finding | None:
    """The present state of relations with a counterpart, with the dates that led to it.

    The value is the state. ``since`` is the day from which it holds, ``established_on`` and
    ``recognised_on`` the first dates; ``unbroken`` is 1 where the state goes back to the first
    day of relations; ``years`` from that day to the cut-off.
    """
    item = view.find_latest(place, RELATIONS, counterpart)
    if item is None:
        return None
    marks = item.attributes
    values: dict[str, Scalar] = {
        name: marks[name]
        for name in ("established_on", "recognised_on", "last_change", "last_change_on",
            "embassy", "confidence")
        if marks.get(name)
    }  # fmt: skip
    if item.period.kind is PeriodKind.SPAN:
        values["since"] = item.period.opening.text
        values["unbroken"] = int(marks.get("established_on") == item.period.opening.text)
        values["years"] = (view.cutoff - item.period.start).days / 365.2425
    if item.note:
        values["note"] = item.note
    return Finding(
        FindingKind.SPELL, RELATIONS, place, counterpart, item.text, "", item.period, (item,),
        values,
    )  # fmt: skip


def agreements(view: View, place: str, counterpart: str) -> Sequence[Observation]:
    """Return the trade, defence and investment agreements of a dyad, by the day they began."""
    found = [item for name in AGREEMENTS for item in view.measured(place, name, counterpart)]
    return sorted(found, key=lambda item: (item.period.start, item.indicator, item.text or ""))


@method(1)
def agreement(view: View, *, place: str, counterpart: str, position: int) -> Finding | None:
    """The ``position``-th agreement of a dyad, oldest first: dates, kind and legal basis.

    The value is its name. ``signed_on``, ``in_force_on`` and ``until`` are present where known;
    ``stands`` is 1 while it is in force, ``topic`` trade, defence or investment.
    """
    items = agreements(view, place, counterpart)
    if position > len(items):
        return None
    item = items[position - 1]
    marks = item.attributes
    values: dict[str, Scalar] = {
        name: marks[name]
        for name in ("kind", "status", "signed_on", "confidence")
        if marks.get(name)
    }
    spell = item.period.kind is PeriodKind.SPAN
    if spell:
        values["in_force_on"] = item.period.opening.text
    elif "signed_on" not in values:
        values["signed_on"] = item.period.text
    if spell and item.period.closing is not None:
        values["until"] = item.period.closing.text
    if marks.get("law") or marks.get("legal_basis"):
        values["law"] = marks.get("law") or marks["legal_basis"]
    if item.note:
        values["note"] = item.note
    values |= {
        "stands": int(item.period.is_open),
        "topic": _TOPICS[item.indicator],
        "n": len(items),
    }
    return Finding(
        FindingKind.SPELL, item.indicator, place, counterpart, item.text, "", item.period,
        (item,), values,
    )  # fmt: skip


_TOPICS: Final = {
    "us_trade_agreement": "trade",
    "us_alliance": "defence",
    "us_investment_agreement": "investment",
}


@method(1)
def agreement_count(view: View, *, place: str, counterpart: str) -> Finding | None:
    """How many agreements of a dyad are in force, signed only, or ended; the value is all."""
    items = agreements(view, place, counterpart)
    if not items:
        return None
    topics = Counter(_TOPICS[item.indicator] for item in items if item.period.is_open)
    standing = sum(topics.values())
    ended = sum(1 for item in items if item.period.closing and item.period.kind is PeriodKind.SPAN)
    values: dict[str, Scalar] = {
        "standing": standing,
        "ended": ended,
        "signed": len(items) - standing - ended,
        **{topic: topics[topic] for topic in _TOPICS.values()},
    }
    return Finding(
        FindingKind.TOTAL, items[-1].indicator, place, counterpart, len(items), "count",
        Period.parse(view.cutoff.isoformat()), tuple(items), values,
    )  # fmt: skip


@method(1)
def milestones_recent(view: View, *, place: str, counterpart: str, years: int) -> Finding | None:
    """How many of the chosen milestones began in the last ``years`` years; ``n`` is all."""
    chosen = milestones(view, place, counterpart)
    floor = view.cutoff.year - years
    late = [made for made in chosen if made.period.year > floor]
    if not late:
        return None
    values: dict[str, Scalar] = {"n": len(chosen), "since": str(floor + 1)}
    return Finding(
        FindingKind.TOTAL, late[-1].item.indicator, place, "", len(late), "count",
        Period.parse(view.cutoff.isoformat()), tuple(made.item for made in late), values,
    )  # fmt: skip


@method(1)
def agreement_wait(view: View, *, place: str, counterpart: str) -> Finding | None:
    """The longest time from signature to force among trade and defence texts of a dyad, in years.

    The value is the length; ``name`` the agreement, ``signed_on`` and ``in_force_on`` its dates.
    """
    waits: list[tuple[float, Observation]] = []
    for item in agreements(view, place, counterpart):
        signed = item.attributes.get("signed_on", "")
        if item.indicator == "us_investment_agreement" or item.period.kind is not PeriodKind.SPAN:
            continue
        if len(signed) == len("2006-04-12"):
            waited = (item.period.start - Period.parse(signed).start).days / 365.2425
            waits.append((waited, item))
    if not waits:
        return None
    years, item = max(waits, key=lambda pair: (pair[0], pair[1].id))
    values: dict[str, Scalar] = {
        "name": item.text or "",
        "signed_on": item.attributes["signed_on"],
        "in_force_on": item.period.opening.text,
    }
    return Finding(
        FindingKind.SPELL, item.indicator, place, counterpart, years, "years", item.period,
        (item,), values,
    )  # fmt: skip
