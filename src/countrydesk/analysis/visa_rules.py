"""Findings about visas for short visits: who needs what, how open a border is, how far a passport.

Rules: Passport Index; one reading, dated to its month.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import peer_group
from countrydesk.evidence import View
from countrydesk.model import Observation

RULE = "visa_requirement"
FREE, PERMIT, ARRIVAL = "visa free", "electronic travel authorisation", "visa on arrival"
ONLINE, NEEDED, BARRED = "e-visa", "visa required", "no admission"
# From the least to the most that is asked of a visitor.
ORDER = (FREE, PERMIT, ARRIVAL, ONLINE, NEEDED, BARRED)
OPEN = frozenset({FREE, PERMIT, ARRIVAL})
WAIVER = "visa_waiver"
HOLDER = "USA"


def _rules(view: View) -> pl.DataFrame:
    """Return the rule of each passport for each destination; columns place, counterpart, text."""
    key = "visa_rules"
    if key not in view.shared:
        pair = ("place", "counterpart")
        rows = view.table(RULE, where=pl.col("counterpart") != "").select(*pair, "text")
        view.shared[key] = rows.unique(pair, keep="last", maintain_order=True)
    return view.shared[key]  # type: ignore[return-value]


@method(1)
def visa_rule(view: View, *, place: str, counterpart: str) -> Finding | None:
    """What a holder of a passport of ``place`` needs for a short visit to ``counterpart``.

    The value is the rule; ``days`` the longest stay without a visa, where it is given.
    """
    item = view.find_latest(place, RULE, counterpart)
    if item is None or item.text is None:
        return None
    values: dict[str, Scalar] = {"strictness": ORDER.index(item.text)}
    if "days" in item.attributes:
        values["days"] = float(item.attributes["days"])
    return Finding(
        FindingKind.FACT, RULE, place, counterpart, item.text, "", item.period, (item,), values
    )


@method(1)
def visa_terms(view: View, *, place: str, counterpart: str) -> Finding | None:
    """Whether two states ask the same of each other's people: even, or easier one way.

    The value is ``even``, ``outward`` (easier for holders of a passport of ``place``) or
    ``inward`` (easier for those of ``counterpart``).
    """
    out = view.find_latest(place, RULE, counterpart)
    back = view.find_latest(counterpart, RULE, place)
    if out is None or back is None or not out.text or not back.text:
        return None
    mine, theirs = ORDER.index(out.text), ORDER.index(back.text)
    word = "even" if mine == theirs else "outward" if mine < theirs else "inward"
    values: dict[str, Scalar] = {"out": out.text, "back": back.text}
    return Finding(
        FindingKind.GAP, RULE, place, counterpart, word, "", out.period, (out, back), values
    )


@method(1)
def passport_reach(view: View, *, place: str, item_toward: str) -> Finding | None:
    """How many destinations a passport of ``place`` opens without a visa got before the journey.

    Counted are free entry, electronic authorisation and visas on arrival; ``n`` is the number of
    destinations, ``rank`` the position among all passports from the widest, ``of`` their number,
    ``median`` that of them. ``item_toward`` is the destination whose rule stands for the table.
    """
    counts = _open_counts(view, "place")
    item = view.find_latest(place, RULE, item_toward)
    return _counted(item, place, counts) if item and place in counts else None


@method(1)
def border_openness(view: View, *, place: str, item_from: str) -> Finding | None:
    """How many passports may enter ``place`` without a visa got before the journey.

    As :func:`passport_reach`, seen from the destination; ``item_from`` is the passport whose rule
    stands for the table.
    """
    item = view.find_latest(item_from, RULE, place)
    return _counted(item, place, _open_counts(view, "counterpart")) if item else None


_Counts = Mapping[str, tuple[int, int]]


def _open_counts(view: View, by: str) -> _Counts:
    """Return how many destinations each passport opens ("place"), or passports each one admits.

    That is ``by`` "counterpart". The second number is of how many.
    """
    key = ("visa_open_counts", by)
    if key not in view.shared:
        is_open = pl.col("text").is_in(OPEN)
        rows = _rules(view).group_by(by).agg(is_open.sum(), pl.len()).iter_rows()
        view.shared[key] = {name: (n, size) for name, n, size in rows}
    return view.shared[key]  # type: ignore[return-value]


def _counted(item: Observation, place: str, counts: _Counts) -> Finding:
    (mine, size), ordered = counts[place], sorted(n for n, _ in counts.values())
    values: dict[str, Scalar] = {
        "n": size,
        "rank": 1 + sum(1 for value in ordered if value > mine),
        "from_bottom": 1 + sum(1 for value in ordered if value < mine),
        "of": len(ordered),
        "median": ordered[len(ordered) // 2],
        "rule": item.text or "",
    }
    return Finding(FindingKind.TOTAL, RULE, place, "", mine, "count", item.period, (item,), values)


@method(1)
def region_rules(
    view: View, *, place: str, counterpart: str, group: str = "region"
) -> Finding | None:
    """For how many states of the region of ``place`` the entry to ``counterpart`` is easier.

    ``easier``, ``same`` and ``harder`` count them by strictness of the rule; ``open`` counts those
    that need no visa got before the journey, ``n`` all with a rule. The value is ``easier``.
    """
    item = view.find_latest(place, RULE, counterpart)
    if item is None or item.text is None:
        return None
    peers = peer_group(view, place, group)
    rows = _rules(view).filter(
        (pl.col("counterpart") == counterpart)
        & pl.col("place").is_in(peers.members)
        & (pl.col("place") != place)
    )
    rules = rows.get_column("text").to_list()
    if len(rules) < 3:
        return None
    mine = ORDER.index(item.text)
    strict = [ORDER.index(rule) for rule in rules]
    values: dict[str, Scalar] = {
        "same": sum(1 for value in strict if value == mine),
        "harder": sum(1 for value in strict if value > mine),
        "open": sum(1 for rule in rules if rule in OPEN),
        "n": len(rules),
        "group": peers.label,
    }
    easier = sum(1 for value in strict if value < mine)
    return Finding(
        FindingKind.TOTAL, RULE, place, counterpart, easier, "count", item.period, (item,), values
    )


@method(1)
def waiver(view: View, *, place: str) -> Finding | None:
    """What the newest entry on ``place`` in the Visa Waiver Program of the United States says.

    The value is member, removed or rescinded; ``since``, ``until`` and ``designated_on`` are days.
    """
    rows = view.measured(place, WAIVER, HOLDER)
    if not rows:
        return None
    item = rows[-1]
    values: dict[str, Scalar] = {"since": item.period.opening.text}
    if day := item.attributes.get("designated_on"):
        values["designated_on"] = day
    if item.period.closing and not item.period.is_open:
        values["until"] = item.period.closing.text
    travelled = "visa_free_from" in item.attributes
    state = "member" if item.period.is_open else "removed" if travelled else "rescinded"
    return Finding(
        FindingKind.SPELL, WAIVER, place, HOLDER, state, "", item.period, (item,), values
    )


@method(1)
def waiver_field(view: View, *, place: str) -> Finding | None:
    """How many states were in the Visa Waiver Program on the day of the view, and how many near.

    The value counts all; ``near`` those in the region of ``place``, ``of`` the other states there.
    """
    rows = [o for o in view.facing(HOLDER, WAIVER) if o.period.is_open]
    if not rows:
        return None
    peers = peer_group(view, place)
    members = {item.place for item in rows}
    near = [o for o in rows if o.place in peers.members and o.place != place]
    values: dict[str, Scalar] = {
        "near": len(near),
        "of": len([member for member in peers.members if member != place]),
        "group": peers.label,
    }
    return Finding(
        FindingKind.TOTAL, WAIVER, place, HOLDER, len(members), "count", rows[0].period,
        tuple(near or rows[:1]), values,
    )  # fmt: skip
