"""Findings about displaced people: how many a state shelters, how many have left it, and where.

Figures: UNHCR Refugee Data Finder. Refugees, asylum seekers and other people in need of
international protection leave one another out, so the three may be added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import polars as pl

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import peer_group
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.model import Observation, Period
from countrydesk.places import registry

CATEGORIES: Final = ("refugees", "asylum_seekers", "other_protection")
_SUFFIX: Final = {"in": "_hosted", "out": "_from"}
_GAP = re.compile(r"(\d+)% of the total has no published origin")
# Limits of the source: the past and present of the first are filed under the second.
FILED_UNDER: Final = {"XKX": "SRB"}
LEAST_PEERS = 5


def _series(view: View, place: str, side: str) -> dict[str, dict[int, Observation]]:
    return {
        name: {item.period.year: item for item in yearly(view, place, name + _SUFFIX[side])}
        for name in CATEGORIES
    }


@method(1)
def displaced(
    view: View, *, place: str, side: str, years: int = 5, until: int = 9999
) -> Finding | None:
    """How many displaced people a state shelters (side "in"), or how many of its own are abroad.

    The sum of the three categories in the newest year, not after ``until``; each is a figure of
    its own too. ``base`` is the sum ``years`` before in ``base_period``, with ``ratio`` and
    ``relative``; ``main`` the largest category and ``main_share`` its percent. For side "in"
    ``per_1000`` sets the sum against the population of the newest year that has one, and
    ``of_people`` is the same in percent.
    """
    table = _series(view, place, side)
    known = [year for found in table.values() for year in found if year <= until]
    newest = max(known, default=0)
    now = {name: found[newest] for name, found in table.items() if newest in found}
    if not now:
        return None
    whole = sum(item.number for item in now.values())
    values: dict[str, Scalar] = {name: item.number for name, item in now.items()}
    inputs = list(now.values())
    if whole > 0:
        main = max(now, key=lambda name: (now[name].number, name))
        values |= {"main": main + _SUFFIX[side], "main_share": 100 * now[main].number / whole}
    before = [found[newest - years] for found in table.values() if newest - years in found]
    if before:
        base = sum(item.number for item in before)
        values |= {"base": base, "base_period": str(newest - years), "moved": whole - base}
        inputs += before
        if base > 0:
            values |= {"ratio": whole / base, "relative": 100 * (whole / base - 1)}
    people = view.find_latest(place, "population")
    if side == "in" and people is not None and people.number > 0:
        values["per_1000"] = 1000 * whole / people.number
        values["of_people"] = 100 * whole / people.number
        inputs.append(people)
    last = next(iter(now.values()))
    return Finding(
        FindingKind.TOTAL, CATEGORIES[0] + _SUFFIX[side], place, "", whole, "persons",
        last.period, tuple(inputs), values,
    )  # fmt: skip


@method(1)
def displaced_rank(view: View, *, place: str, side: str, group: str = "region") -> Finding | None:
    """The rank of the sum of the three categories among the states of a group, largest first.

    A state without a row counts as zero; none of all is no rank. ``share`` is the percent of the
    sum over the group.
    """
    own = displaced(view, place=place, side=side)
    if own is None:
        return None
    peers = peer_group(view, place, group)
    sums = {member: _sum_in(view, member, side, own.period.year) for member in peers.members}
    if sums.get(place, 0.0) <= 0 or len(sums) < LEAST_PEERS:
        return None
    total = sum(sums.values())
    above = sum(1 for value in sums.values() if value > sums[place])
    values: dict[str, Scalar] = {
        "n": len(sums),
        "group": peers.label,
        "top": min(sums, key=lambda member: (-sums[member], member)),
    }
    values["share"] = 100 * sums[place] / total
    return Finding(
        FindingKind.RANK, own.indicator, place, "", above + 1, "rank", own.period, own.inputs,
        values,
    )  # fmt: skip


def _sum_in(view: View, place: str, side: str, year: int) -> float:
    names = (name + _SUFFIX[side] for name in CATEGORIES)
    return sum(view.panel.at(name, year).values.get(place, 0.0) for name in names)


_Pairs = dict[str, dict[str, float]]


def _pairs(view: View, place: str, side: str) -> tuple[_Pairs, int]:
    """Return by counterpart what each category has in the newest year of the place, and the year.

    For side "in" the counterparts are origins, for side "out" they are hosts.
    """
    key = ("displaced_pairs", place, side)
    if key not in view.memory:
        view.memory[key] = _newest_pairs(_dyads(view, place, side))
    return view.memory[key]  # type: ignore[return-value]


def _dyads(view: View, place: str, side: str) -> Iterator[tuple[str, str, int, float]]:
    """Yield counterpart, category, year and number of the dyads of a place with countries."""
    some = pl.col("value") > 0
    if side == "in":
        rows, other = view.table(*CATEGORIES, place=place, where=some), "counterpart"
    else:
        rows, other = view.table(*CATEGORIES, counterpart=place, where=some), "place"
    countries = _countries()
    for two, name, period, value in rows.select(other, "indicator", "period", "value").iter_rows():
        if two in countries and place in countries:
            yield two, name, int(period[:4]), value


def _newest_pairs(dyads: Iterable[tuple[str, str, int, float]]) -> tuple[_Pairs, int]:
    rows = list(dyads)
    newest = max((year for _, _, year, _ in rows), default=0)
    pairs: _Pairs = {}
    for other, name, year, value in rows:
        if year == newest:
            pairs.setdefault(other, {})[name] = value
    return pairs, newest


def _countries() -> frozenset[str]:
    kinds = ("country", "territory")
    return frozenset(place.id for kind in kinds for place in registry().places(kind))


def _sums(view: View, place: str, side: str) -> dict[str, float]:
    pairs, _ = _pairs(view, place, side)
    return {other: sum(found.values()) for other, found in pairs.items()}


@method(1)
def top_partner(view: View, *, place: str, side: str, position: int) -> Finding | None:
    """The ``position``-th largest origin (side "in") or host (side "out") of displaced people.

    Value: the sum of the three categories, each a figure of its own too (0 where there is none);
    ``share`` is the percent of the sum over all partners, ``n`` the number of partners.
    """
    sums = _sums(view, place, side)
    ordered = sorted(sums, key=lambda other: (-sums[other], other))
    if position > len(ordered):
        return None
    return _toward(view, place, ordered[position - 1], side)


@method(1)
def partner(view: View, *, place: str, side: str, counterpart: str) -> Finding | None:
    """What one origin (side "in") or host (side "out") has of the displaced people of a place."""
    if counterpart not in _sums(view, place, side):
        return None
    return _toward(view, place, counterpart, side)


def _toward(view: View, place: str, other: str, side: str) -> Finding | None:
    sums = _sums(view, place, side)
    _, year = _pairs(view, place, side)
    host, origin = (place, other) if side == "in" else (other, place)
    rows = {name: view.find_at(host, name, f"{year:04d}", origin) for name in CATEGORIES}
    known = {name: item for name, item in rows.items() if item is not None}
    values: dict[str, Scalar] = {
        name: known[name].number if name in known else 0.0 for name in CATEGORIES
    }
    values |= {
        "partner": other,
        "position": 1 + sum(1 for value in sums.values() if value > sums[other]),
        "n": len(sums),
        "share": 100 * sums[other] / sum(sums.values()),
    }
    return Finding(
        FindingKind.RANK, CATEGORIES[0], place, other, sums[other], "persons",
        Period.year_of(year), tuple(known.values()), values,
    )  # fmt: skip


@method(1)
def origin_gap(view: View, *, place: str, host: str, indicator: str) -> Finding | None:
    """That a host published part of a year's figures without origins, so that years do not compare.

    Value: the percent of the host's total without an origin, as the source notes it beside its
    dyads. None where the newest dyad with ``place`` bears no such note.
    """
    items = yearly(view, host, indicator, place)
    match = _GAP.search(items[-1].note) if items else None
    if match is None:
        return None
    last = items[-1]
    values: dict[str, Scalar] = {"last": last.number, "partner": host}
    inputs: Sequence[Observation] = (last,)
    if len(items) > 1:
        values |= {"base": items[-2].number, "base_period": items[-2].period.text}
        inputs = (items[-2], last)
    return Finding(
        FindingKind.GAP, indicator, host, place, float(match[1]), "percent", last.period,
        tuple(inputs), values,
    )  # fmt: skip
