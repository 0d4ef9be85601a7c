"""How unusual a value is among all states: the surprise that decides what a paper says first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from countrydesk.analysis import metrics
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View

LEAST_STATES = 60


@method(1)
def unusual(view: View, *, place: str, metric: str) -> Finding | None:
    """The share of states, in percent, whose value of a metric lies below the place's.

    50 is the middle; ties count half. ``tail`` is the two-sided empirical tail probability, ``n``
    the number of states. Metrics: :mod:`countrydesk.analysis.metrics`. None where fewer than
    ``LEAST_STATES`` can be compared or the place's own value is years behind the newest.
    """
    field = metrics.field(view, metric)
    inputs = metrics.inputs(view, place, metric)
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
        view.shared[key] = sorted(metrics.field(view, metric).values())
    return view.shared[key]  # type: ignore[return-value]


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
