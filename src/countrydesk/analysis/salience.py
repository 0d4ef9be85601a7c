"""How unusual a value is among all states: the surprise that decides what a paper says first.

A metric is named by a plain text, so that a finding can carry it::

    level:X          the newest value of indicator X
    change10:X       its change over ten years (any number of years)
    growth10:X       the same in percent of the base
    toward:P:X       what P reports toward the state in X
    growth5:P:X      that, changed over five years, in percent
    distance:P       distance of UN ideal points to P
    drift10:P        its change over ten years
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping

from countrydesk.analysis import alignment, trend
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.model import Observation

LEAST_STATES = 60
OLDEST = 4
_METRIC = re.compile(r"(?P<kind>[a-z]+)(?P<years>\d*)\Z")


@method(1)
def unusual(view: View, *, place: str, metric: str) -> Finding | None:
    """The share of states, in percent, whose value of ``metric`` lies below the place's.

    50 is the middle; ties count half. ``tail`` is the two-sided empirical tail probability, ``n``
    the number of states. None where fewer than ``LEAST_STATES`` can be compared or the place's own
    value is more than ``OLDEST`` years older than the newest.
    """
    field = _field(view, metric)
    inputs = _inputs(view, place, metric)
    if place not in field or len(field) < LEAST_STATES or not inputs:
        return None
    ordered = _ordered(view, metric)
    own = field[place]
    below, upto = bisect_left(ordered, own), bisect_right(ordered, own)
    share = (below + (upto - below) / 2) / len(ordered)
    values: dict[str, Scalar] = {
        "n": len(ordered),
        "own": own,
        "tail": max(2 * min(share, 1 - share), 1 / len(ordered)),
        "above": 100 * (1 - share),
    }
    last = inputs[-1]
    return Finding(
        FindingKind.RANK, last.indicator, place, "", 100 * share, "percent", last.period, inputs,
        values,
    )  # fmt: skip


def _ordered(view: View, metric: str) -> list[float]:
    key = ("ordered", metric)
    if key not in view.shared:
        view.shared[key] = sorted(_field(view, metric).values())
    return view.shared[key]  # type: ignore[return-value]


def _parse(metric: str) -> tuple[str, int, list[str]]:
    head, *rest = metric.split(":")
    match = _METRIC.match(head)
    if match is None or match["kind"] not in _MEASURES:
        raise ValueError(f"no metric '{metric}'")
    return match["kind"], int(match["years"] or 0), rest


def _field(view: View, metric: str) -> Mapping[str, float]:
    """Return the metric of every state whose newest year is not more than ``OLDEST`` behind."""
    key = ("metric", metric)
    if key not in view.shared:
        kind, years, rest = _parse(metric)
        histories = {s: h for s, h in _histories(view, kind, rest).items() if s in set(states())}
        newest = max((max(history) for history in histories.values()), default=0)
        found = {
            state: value
            for state, history in histories.items()
            if newest - max(history) <= OLDEST
            and (value := _MEASURES[kind](history, years)) is not None
        }
        view.shared[key] = found
    return view.shared[key]  # type: ignore[return-value]


def _histories(view: View, kind: str, rest: list[str]) -> Mapping[str, dict[int, float]]:
    if kind in {"distance", "drift"}:
        return _distances(view, rest[0])
    if len(rest) == 2:
        return view.dyad_histories(rest[0], rest[1])
    return view.panel.histories(rest[0])


def _distances(view: View, power: str) -> dict[str, dict[int, float]]:
    histories = view.panel.histories(alignment.IDEAL_POINT)
    theirs = histories.get(power, {})
    apart = {
        state: {year: abs(value - theirs[year]) for year, value in own.items() if year in theirs}
        for state, own in histories.items()
        if state != power
    }
    return {state: history for state, history in apart.items() if history}


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
    "distance": _level,
    "drift": _change,
}


def _inputs(view: View, place: str, metric: str) -> tuple[Observation, ...]:
    """Return the place's own observations behind its value of ``metric``."""
    kind, years, rest = _parse(metric)
    if kind in {"distance", "drift"}:
        found = (
            alignment.ideal_distance(view, place=place, counterpart=rest[0])
            if kind == "distance"
            else alignment.ideal_drift(view, place=place, counterpart=rest[0], years=years)
        )
        return found.inputs if found else ()
    reporter, counterpart = (rest[0], place) if len(rest) == 2 else (place, "")
    series = trend.yearly(view, reporter, rest[-1], counterpart)
    if kind in {"level", "toward"}:
        return series[-1:]
    change = trend.change(
        view, place=reporter, indicator=rest[-1], years=years, counterpart=counterpart
    )
    return change.inputs if change else ()


def discoveries(tails: Mapping[str, float], rate: float) -> frozenset[str]:
    """Return which keys stand out when the false discovery rate is held at ``rate``.

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57.
    """
    ordered = sorted(tails, key=lambda key: (tails[key], key))
    last = 0
    for position, key in enumerate(ordered, start=1):
        if tails[key] <= rate * position / len(ordered):
            last = position
    return frozenset(ordered[:last])
