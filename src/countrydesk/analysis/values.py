"""Findings about how far two states stand apart in what their institutions hold dear.

Measures: equality and participation as V-Dem's experts rate them, voice and accountability
(Worldwide Governance Indicators), political terror by Amnesty International's reports, women among
the members of parliament, inequality of incomes. The yardstick is how many states lie between the
two, so that measures of different units compare. It is a measure of this project.
"""

from __future__ import annotations

import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

import polars as pl

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.model import Observation, Period

MEASURES = (
    "egalitarian_democracy", "participatory_democracy", "voice_accountability_wgi",
    "political_terror_amnesty", "women_in_lower_house", "gini",
)  # fmt: skip
LEAST_MEASURES, LEAST_GAPS = 3, 2
LEAST_STATES = 60
_Field = Mapping[str, Mapping[str, float]]


def _field(view: View) -> _Field:
    """Return the newest value of each state on each measure, where it is not too old."""
    key = "values_field"
    if key not in view.shared:
        papers = set(states())
        newest: dict[tuple[str, str], float] = {}
        # The rows of a series are in the order of time; the last one is the newest.
        rows = view.table(*MEASURES, where=pl.col("value").is_not_null())
        last = rows.group_by("indicator", "place", maintain_order=True).last()
        for name, place, text, value in last.select(
            "indicator", "place", "period", "value"
        ).iter_rows():
            year = Period.parse(text).year
            if place in papers and view.cutoff.year - year <= view.catalogue[name].stale_after:
                newest[name, place] = value
        table: dict[str, dict[str, float]] = {name: {} for name in MEASURES}
        for (name, place), value in newest.items():
            table[name][place] = value
        view.shared[key] = {n: t for n, t in table.items() if len(t) >= LEAST_STATES}
    return view.shared[key]  # type: ignore[return-value]


def _between(ordered: list[float], one: float, two: float) -> int:
    """Return how many values lie strictly between two."""
    low, high = sorted((one, two))
    return max(bisect_left(ordered, high) - bisect_right(ordered, low), 0)


def _ordered(view: View) -> Mapping[str, list[float]]:
    key = "values_ordered"
    if key not in view.shared:
        view.shared[key] = {name: sorted(table.values()) for name, table in _field(view).items()}
    return view.shared[key]  # type: ignore[return-value]


def _distances(view: View, place: str, counterpart: str) -> dict[str, float]:
    """Return, by measure, the percent of the other states that lie between two states."""
    ordered = _ordered(view)
    return {
        name: 100 * _between(ordered[name], table[place], table[counterpart]) / (len(table) - 2)
        for name, table in _field(view).items()
        if place in table and counterpart in table
    }


@method(1)
def value_gap(view: View, *, place: str, counterpart: str, position: int) -> Finding | None:
    """The measure on which two states stand ``position``-th farthest apart.

    The value is the place's figure less that of ``counterpart``, both newest; ``own`` and
    ``theirs`` are the two. ``between`` counts the states that lie strictly between, of ``of`` with
    the measure, ``apart`` is the same in percent of the others; ``measures`` counts the measures
    that both have. None under ``LEAST_GAPS`` of them.
    """
    found = _distances(view, place, counterpart)
    if len(found) < LEAST_GAPS or position > len(found):
        return None
    name = sorted(found, key=lambda key: (-found[key], key))[position - 1]
    own, other = view.find_latest(place, name), view.find_latest(counterpart, name)
    if own is None or other is None:
        return None
    values: dict[str, Scalar] = {
        "own": own.number, "theirs": other.number, "apart": found[name],
        "their_period": other.period.text, "of": len(_field(view)[name]),
        "between": _between(_ordered(view)[name], own.number, other.number),
        "measures": len(found),
    }  # fmt: skip
    return Finding(
        FindingKind.GAP, name, place, counterpart, own.number - other.number, own.unit,
        own.period, (own, other), values,
    )  # fmt: skip


@method(1)
def value_distance(view: View, *, place: str, counterpart: str) -> Finding | None:
    """The percent of states that lie between two states, on average over the measures both have.

    ``rank`` is the position among ``of`` states from the nearest to ``counterpart``, each with at
    least ``LEAST_MEASURES`` measures in common with it; ``median`` is the distance of the median
    state, ``measures`` the number of measures.
    """
    field = _average(view, counterpart)
    if place not in field:
        return None
    names = list(_distances(view, place, counterpart))
    inputs = [view.find_latest(side, name) for name in names for side in (place, counterpart)]
    known = tuple(item for item in inputs if item is not None)
    values: dict[str, Scalar] = {
        "rank": 1 + sum(1 for value in field.values() if value < field[place]),
        "of": len(field),
        "median": statistics.median(field.values()),
        "measures": len(names),
    }
    return Finding(
        FindingKind.GAP, names[0], place, counterpart, field[place], "percent",
        _newest(known).period, known, values,
    )  # fmt: skip


def _newest(items: tuple[Observation, ...]) -> Observation:
    return max(items, key=lambda item: (item.period.start, item.id))


def _average(view: View, counterpart: str) -> Mapping[str, float]:
    key = ("values_average", counterpart)
    if key not in view.shared:
        table: dict[str, float] = {}
        for name in states():
            found = _distances(view, name, counterpart) if name != counterpart else {}
            if len(found) >= LEAST_MEASURES:
                table[name] = statistics.fmean(found.values())
        view.shared[key] = table
    return view.shared[key]  # type: ignore[return-value]


def standing(view: View, indicator: str, value: float) -> float:
    """Return the percent of states with a lower value on a measure, for charts."""
    ordered = _ordered(view)[indicator]
    return round(100 * bisect_left(ordered, value) / len(ordered), 1)
