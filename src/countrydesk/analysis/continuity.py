"""Findings about how lasting governments are: leaders counted over time, and attempts at power."""

from __future__ import annotations

import itertools
import statistics

from countrydesk.analysis import offices
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import peer_group
from countrydesk.evidence import View
from countrydesk.model import Observation, Period

LEADER = "leader"
COUP = "coup_event"
REGIME = "regime_type"
_YEAR_DAYS = 365.2425


def _leaders(view: View, place: str, since: int) -> list[Observation]:
    """Return the spells of leaders in effect that reach into ``since`` or later."""
    return [
        o for o in view.everywhere(LEADER).get(place, ())
        if o.period.is_open or o.period.year >= since
    ]  # fmt: skip


def _people(items: list[Observation]) -> int:
    return len({item.attributes.get("leader_id") or item.text for item in items})


def _recorded_until(view: View) -> str:
    """Return the last month in which any leader of the list took power."""
    key = ("leaders_until", LEADER)
    if key not in view.shared:
        spells = (items[-1].period.opening for items in view.everywhere(LEADER).values())
        view.shared[key] = max((p.start.isoformat()[:7] for p in spells), default="")
    return str(view.shared[key])


@method(1)
def leaders_in_effect(view: View, *, place: str, since: int) -> Finding | None:
    """How many people have led ``place`` in effect from 1 January of ``since`` to the list's end.

    ``until`` is the last month the list records; ``median`` is that of the region's other states,
    ``rank`` the position from the most leaders down among ``n``.
    """
    own = _leaders(view, place, since)
    until = _recorded_until(view)
    if not own or not until:
        return None
    peers = peer_group(view, place, "region")
    counts = {s: _people(items) for s in peers.members if (items := _leaders(view, s, since))}
    others = [count for state, count in counts.items() if state != place]
    values: dict[str, Scalar] = {
        "since": str(since), "until": until, "n": len(counts), "group": peers.label,
        "rank": 1 + sum(1 for count in others if count > counts[place]),
    }  # fmt: skip
    if len(others) >= 4:
        values["median"] = statistics.median(others)
    return Finding(
        FindingKind.TOTAL, LEADER, place, "", counts[place], "count",
        Period.parse(f"{since}/{until}"), tuple(own), values,
    )  # fmt: skip


@method(1)
def mean_term(view: View, *, place: str, role: str, since: int) -> Finding | None:
    """Months from 1 January of ``since`` to the cut-off for each person who held an office.

    ``people`` is how many there were. None where the record of holders begins later than that.
    """
    counted = offices.office_changes(view, place=place, role=role, since=since)
    terms = offices.terms(view, place, role)
    if counted is None or terms[0].period.start.year > since:
        return None
    span = (view.cutoff - Period.year_of(since).start).days / (_YEAR_DAYS / 12)
    values: dict[str, Scalar] = {"people": int(counted.number), "since": str(since)}
    return Finding(
        FindingKind.LEVEL, role, place, "", span / counted.number, "months", counted.period,
        counted.inputs, values,
    )  # fmt: skip


@method(1)
def coups_since(view: View, *, place: str, since: int) -> Finding | None:
    """How many coups, attempts and conspiracies are listed since ``since``.

    ``coups``, ``attempts`` and ``plots`` count each; ``last`` is the day of the newest and
    ``last_kind`` what it was, ``actors`` who was behind it.
    """
    items = [o for o in view.everywhere(COUP).get(place, ()) if o.period.year >= since]
    if not items:
        return None
    kinds = [item.text for item in items]
    values: dict[str, Scalar] = {
        "since": str(since), "last": items[-1].period.text,
        "coups": kinds.count("coup"), "attempts": kinds.count("attempted coup"),
        "plots": kinds.count("coup conspiracy"),
        "last_kind": items[-1].text or "", "actors": items[-1].attributes.get("actors", ""),
    }  # fmt: skip
    return Finding(
        FindingKind.TOTAL, COUP, place, "", len(items), "count",
        Period.parse(f"{since}/{_coups_until(view)}"), tuple(items), values,
    )  # fmt: skip


def _coups_until(view: View) -> int:
    """Return the last year in which the list has a coup anywhere."""
    key = ("coups_until", COUP)
    if key not in view.shared:
        every = view.everywhere(COUP).values()
        view.shared[key] = max((items[-1].period.year for items in every), default=0)
    return view.shared[key]  # type: ignore[return-value]


@method(1)
def coup_last(view: View, *, place: str) -> Finding | None:
    """The last successful coup that is listed."""
    done = [o for o in view.everywhere(COUP).get(place, ()) if o.text == "coup"]
    if not done:
        return None
    item = done[-1]
    values: dict[str, Scalar] = {"n": len(done), "actors": item.attributes.get("actors", "")}
    return Finding(FindingKind.FACT, COUP, place, "", item.text, "", item.period, (item,), values)


@method(1)
def coups_none(view: View, *, place: str, since: int) -> Finding | None:
    """That a list of coups, where there is one, has nothing on ``place`` since ``since``.

    ``until`` is the last year in which the list has a coup, attempt or conspiracy anywhere.
    """
    until = _coups_until(view)
    if not until or any(o.period.year >= since for o in view.everywhere(COUP).get(place, ())):
        return None
    return Finding(
        FindingKind.ABSENCE, COUP, place, "", None, "", Period.parse(f"{since}/{until}"), (),
        {"since": str(since), "until": str(until)},
    )  # fmt: skip


@method(1)
def regime_changes(view: View, *, place: str, since: int) -> Finding | None:
    """How many times the type of regime changed from one coded year to the next since ``since``.

    ``first`` is the first year coded from then on; ``last`` the year of the last change, ``before``
    and ``after`` the types on its two sides; all three absent where there was none.
    """
    items = [o for o in view.measured(place, REGIME) if o.period.year >= since]
    if len(items) < 2:
        return None
    turns = [(a, b) for a, b in itertools.pairwise(items) if a.text != b.text]
    values: dict[str, Scalar] = {"first": items[0].period.text, "now": items[-1].text or ""}
    if turns:
        before, after = turns[-1]
        values |= {
            "last": after.period.text, "before": before.text or "", "after": after.text or "",
        }  # fmt: skip
    rests = dict.fromkeys([items[0], *(o for pair in turns for o in pair), items[-1]])
    return Finding(
        FindingKind.TOTAL, REGIME, place, "", len(turns), "count", items[-1].period, tuple(rests),
        values,
    )  # fmt: skip
