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

import re
from collections.abc import Callable, Mapping

from countrydesk.analysis import alignment, trend
from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.model import Observation

OLDEST = 4
_METRIC = re.compile(r"(?P<kind>[a-z]+)(?P<years>\d*)\Z")
History = dict[int, float]


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


def field(view: View, metric: str) -> Mapping[str, float]:
    """Return the metric of every state whose newest year is not more than ``OLDEST`` behind."""
    key = ("metric", metric)
    if key not in view.shared:
        kind, years, _ = parse_metric(metric)
        known = histories(view, metric)
        newest = max((max(history) for history in known.values()), default=0)
        view.shared[key] = {
            state: value
            for state, history in known.items()
            if newest - max(history) <= OLDEST
            and (value := _MEASURES[kind](history, years)) is not None
        }
    return view.shared[key]  # type: ignore[return-value]


def histories(view: View, metric: str) -> Mapping[str, History]:
    """Return the yearly series that a metric measures, by state; none is empty."""
    kind, _, rest = parse_metric(metric)
    chosen = frozenset(states())
    return {s: h for s, h in _histories(view, kind, rest).items() if s in chosen and h}


def _histories(view: View, kind: str, rest: list[str]) -> Mapping[str, History]:
    if kind in {"distance", "drift"}:
        return _distances(view, rest[0])
    if kind == "share":
        return _shares(view, rest[0], rest[1])
    if len(rest) == 2:
        return view.dyad_histories(rest[0], rest[1])
    return view.panel.histories(rest[0])


def _distances(view: View, power: str) -> dict[str, History]:
    histories = view.panel.histories(alignment.IDEAL_POINT)
    theirs = histories.get(power, {})
    apart = {
        state: {year: abs(value - theirs[year]) for year, value in own.items() if year in theirs}
        for state, own in histories.items()
        if state != power
    }
    return {state: history for state, history in apart.items() if history}


def _shares(view: View, power: str, indicator: str) -> dict[str, History]:
    """Return what each state that lists its partners has toward ``power``, by year."""
    listing = view.facing_any(indicator)
    table: dict[str, History] = {}
    for item in view.facing(power, indicator):
        table.setdefault(item.place, {})[item.period.year] = item.number
    newest = max((max(history) for history in table.values()), default=0)
    zeros = {state: {newest: 0.0} for state in listing if state not in table and state != power}
    return table | zeros


def _level(history: Mapping[int, float], _years: int) -> float | None:
    return history[max(history)]


def _base(history: Mapping[int, float], years: int) -> float | None:
    wished = max(history) - years
    base = min(history, key=lambda year: (abs(year - wished), year))
    return history[base] if abs(base - wished) <= 1 and base < max(history) else None


def _change(history: Mapping[int, float], years: int) -> float | None:
    base = _base(history, years)
    return None if base is None else history[max(history)] - base


def _growth(history: Mapping[int, float], years: int) -> float | None:
    base = _base(history, years)
    return None if base is None or base <= 0 else 100 * (history[max(history)] / base - 1)


_MEASURES: Mapping[str, Callable[[Mapping[int, float], int], float | None]] = {
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
