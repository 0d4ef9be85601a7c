"""Measures of a state that can be compared among all states.

Each is named by a plain text::

level:X          the newest value of indicator X
change10:X       its change over ten years (any number of years)
growth10:X       the same in percent of the base
toward:P:X       what P reports toward the state in X
growth5:P:X      that, changed over five years, in percent
distance:P       distance of UN ideal points to P
drift10:P        its change over ten years
share:P:X        what a state reports toward P in X, zero where it lists others only
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

import numpy as np

from countrydesk.analysis import alignment, trend
from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.evidence.matrix import Floats, History, Matrix
from countrydesk.model import Observation

OLDEST = 4
_METRIC = re.compile(r"(?P<kind>[a-z]+)(?P<years>\d*)\Z")


def parse_metric(metric: str) -> tuple[str, int, list[str]]:
    """Return kind, years and further parts of a metric.

    Raises:
        ValueError: there is no such metric.
    """
    head, *rest = metric.split(":")
    match = _METRIC.match(head)
    if match is None or match["kind"] not in _MEASURES:
        raise ValueError(f"no metric '{metric}'")
    return match["kind"], int(match["years"] or 0), rest


# Metrics that are measured on one series share its matrix.
_SERIES = {"distance": "distance", "drift": "distance", "share": "share"}


def field(view: View, metric: str) -> Mapping[str, float]:
    """Return the metric of every state whose newest year is not more than ``OLDEST`` behind."""
    key = ("metric", metric)
    if key not in view.shared:
        kind, years, _ = parse_metric(metric)
        known = matrix(view, metric)
        fresh = known.last >= known.last.max(initial=0) - OLDEST
        found = _MEASURES[kind](known, years)
        view.shared[key] = {
            state: value
            for state, value, keep in zip(known.places, found.tolist(), fresh, strict=True)
            if keep and not math.isnan(value)
        }
    return view.shared[key]  # type: ignore[return-value]


def matrix(view: View, metric: str) -> Matrix:
    """Return the yearly series that a metric measures, of the states that have one."""
    kind, _, rest = parse_metric(metric)
    key = ("matrix", _SERIES.get(kind, ""), *rest)
    if key not in view.shared:
        view.shared[key] = _matrix(view, kind, rest).only(states())
    return view.shared[key]  # type: ignore[return-value]


def _matrix(view: View, kind: str, rest: list[str]) -> Matrix:
    if kind in {"distance", "drift"}:
        return _distances(view, rest[0])
    if kind == "share":
        return Matrix.from_histories(_shares(view, rest[0], rest[1]))
    if len(rest) == 2:
        return Matrix.from_histories(view.dyad_histories(rest[0], rest[1]))
    return view.panel.matrix(rest[0])


def _distances(view: View, power: str) -> Matrix:
    points = view.panel.matrix(alignment.IDEAL_POINT)
    if power not in points.rows:
        return Matrix.from_histories({})
    apart = np.abs(points.values - points.values[points.rows[power]])
    apart[points.rows[power]] = np.nan
    rows, columns = np.nonzero(~np.isnan(apart))
    return Matrix.of(points.places, rows, columns + points.first, apart[rows, columns])


def _shares(view: View, power: str, indicator: str) -> dict[str, History]:
    """Return what each state that lists its partners has toward ``power``, by year."""
    listing = view.facing_any(indicator)
    table: dict[str, History] = {}
    for item in view.facing(power, indicator):
        table.setdefault(item.place, {})[item.period.year] = item.number
    newest = max((max(history) for history in table.values()), default=0)
    zeros = {state: {newest: 0.0} for state in listing if state not in table and state != power}
    return table | zeros


def _level(known: Matrix, _years: int) -> Floats:
    return known.newest()


def _change(known: Matrix, years: int) -> Floats:
    return known.newest() - known.base(years)


def _growth(known: Matrix, years: int) -> Floats:
    base = known.base(years)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(base > 0, 100 * (known.newest() / base - 1), np.nan)


_MEASURES: Mapping[str, Callable[[Matrix, int], Floats]] = {
    "level": _level,
    "change": _change,
    "growth": _growth,
    "toward": _level,
    "share": _level,
    "distance": _level,
    "drift": _change,
}


def inputs(view: View, place: str, metric: str) -> tuple[Observation, ...]:
    """Return the place's own observations behind its value of ``metric``."""
    kind, years, rest = parse_metric(metric)
    if kind in {"distance", "drift"}:
        found = (
            alignment.ideal_distance(view, place=place, counterpart=rest[0])
            if kind == "distance"
            else alignment.ideal_drift(view, place=place, counterpart=rest[0], years=years)
        )
        return found.inputs if found else ()
    if kind == "share":
        return trend.yearly(view, place, rest[1], rest[0])[-1:]
    reporter, counterpart = (rest[0], place) if len(rest) == 2 else (place, "")
    series = trend.yearly(view, reporter, rest[-1], counterpart)
    if kind in {"level", "toward"}:
        return series[-1:]
    change = trend.change(
        view, place=reporter, indicator=rest[-1], years=years, counterpart=counterpart
    )
    return change.inputs if change else ()
