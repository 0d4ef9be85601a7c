"""Conditions with a threshold: whether a state stands out on a metric, and what would undo that.

Each method returns a finding only where its condition holds. ``threshold`` is the value at which it
would cease to hold; ``beyond`` is the percent of the other states compared that are less extreme,
which makes conditions of different kinds comparable: the higher, the more unusual the state.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence

from countrydesk.analysis import metrics
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import peer_group
from countrydesk.evidence import View
from countrydesk.evidence.catalogue import Better
from countrydesk.model import Observation

LEAST_OTHERS = 5
PER = 100_000
HIGH, LOW, WORSE, BETTER = "high", "low", "worse", "better"
_PERCENT = frozenset({"growth"})
_INDEX = frozenset({"distance", "drift"})


@method(1)
def stands_out(
    view: View, *, place: str, metric: str, side: str, least: float, group: str = "world"
) -> Finding | None:
    """That at least ``least`` percent of the others in ``group`` are less extreme on a metric.

    ``side`` is high or low, or worse or better where the catalogue says which way is better. The
    value is the metric (see :mod:`countrydesk.analysis.metrics`) of ``place``; ``ahead`` counts the
    others that are less extreme, of ``n``; ``gap`` is the distance to their ``median``.
    """
    field, way = metrics.field(view, metric), direction(view, metric, side)
    peers = peer_group(view, place, group)
    others = sorted(field[m] for m in peers.members if m in field and m != place)
    if place not in field or not way or len(others) < LEAST_OTHERS:
        return None
    own, need = field[place], max(1, math.ceil(least / 100 * len(others)))
    ahead = [value for value in others if (value < own if way == HIGH else value > own)]
    if len(ahead) < need:
        return None
    threshold = others[need - 1] if way == HIGH else others[-need]
    more: dict[str, Scalar] = {"group": peers.label, "ahead": len(ahead), "n": len(others)}
    rests = metrics.inputs(view, place, metric)
    return _outcome(metric, rests, own, threshold, others, more)


@method(1)
def passes(view: View, *, place: str, metric: str, side: str, limit: float) -> Finding | None:
    """That a metric of ``place`` reaches a fixed limit, from above (high) or below (low).

    ``ahead`` counts the states of the world that are less extreme, of ``n``.
    """
    field, way = metrics.field(view, metric), direction(view, metric, side)
    own = field.get(place)
    if own is None or not way or len(field) <= LEAST_OTHERS:
        return None
    if own < limit if way == HIGH else own > limit:
        return None
    others = sorted(value for state, value in field.items() if state != place)
    ahead = sum(1 for value in others if (value < own if way == HIGH else value > own))
    more: dict[str, Scalar] = {"group": "world", "ahead": ahead, "n": len(others)}
    rests = metrics.inputs(view, place, metric)
    return _outcome(metric, rests, own, limit, others, more)


@method(1)
def scarce(
    view: View, *, place: str, counterpart: str, indicator: str, least: float, group: str = "region"
) -> Finding | None:
    """That of what ``place`` gives, ``counterpart`` has less for each inhabitant than its peers.

    At least ``least`` percent of the others in ``group`` must have more. The value is the amount
    for each 100,000 inhabitants of ``counterpart``, ``amount`` the whole.
    """
    people, flows = metrics.field(view, "level:population"), _flows(view, place, indicator)
    rates = {s: PER * flow / people[s] for s, flow in flows.items() if people.get(s)}
    peers = peer_group(view, counterpart, group)
    others = sorted(rates[m] for m in peers.members if m in rates and m != counterpart)
    last = view.find_latest(place, indicator, counterpart)
    if counterpart not in rates or last is None or len(others) < LEAST_OTHERS:
        return None
    own, need = rates[counterpart], max(1, math.ceil(least / 100 * len(others)))
    ahead = sum(1 for rate in others if rate > own)
    if ahead < need:
        return None
    values: dict[str, Scalar] = {
        "amount": last.number,
        "median": statistics.median(others),
        "group": peers.label,
        "ahead": ahead,
        "n": len(others),
        "beyond": 100 * ahead / len(others),
        "threshold": others[-need],
    }
    head = view.find_latest(counterpart, "population")
    return Finding(
        FindingKind.RANK, indicator, place, counterpart, own, "per_100k", last.period,
        (last, head) if head else (last,), values,
    )  # fmt: skip


def _flows(view: View, place: str, indicator: str) -> Mapping[str, float]:
    return metrics.field(view, f"toward:{place}:{indicator}")


def direction(view: View, metric: str, side: str) -> str:
    """Return high or low for a side of a metric; "" where neither way is called better."""
    if side in {HIGH, LOW}:
        return side
    better = view.catalogue[metrics.parse_metric(metric)[2][-1]].better
    if better is Better.NONE:
        return ""
    return HIGH if (better is Better.HIGHER) == (side == BETTER) else LOW


def _outcome(
    metric: str,
    rests: Sequence[Observation],
    own: float,
    threshold: float,
    others: Sequence[float],
    more: Mapping[str, Scalar],
) -> Finding:
    last, kind = rests[-1], metrics.parse_metric(metric)[0]
    middle = statistics.median(others)
    values: dict[str, Scalar] = {
        **more,
        "beyond": 100 * int(more["ahead"]) / int(more["n"]),
        "threshold": threshold,
        "median": middle,
        "gap": abs(own - middle),
        **_past(metric, rests),
    }
    unit = "percent" if kind in _PERCENT else "index" if kind in _INDEX else last.unit
    return Finding(
        FindingKind.RANK, last.indicator, last.place, last.counterpart, own, unit, last.period,
        tuple(rests), values,
    )  # fmt: skip


def _past(metric: str, rests: Sequence[Observation]) -> dict[str, Scalar]:
    """Return the two ends of a change of one series."""
    kind, _, _ = metrics.parse_metric(metric)
    if kind not in {"change", "growth"} or len(rests) != 2:
        return {}
    base, last = rests
    values: dict[str, Scalar] = {
        "base": base.number, "base_period": base.period.text, "last": last.number,
    }  # fmt: skip
    if base.number > 0:
        values["relative"] = 100 * (last.number / base.number - 1)
    return values
