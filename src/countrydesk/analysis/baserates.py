"""Base rates: how often, in like cases, a series went on moving the way it had moved.

The plainest forecast there is, and the reference class that better ones must beat.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from countrydesk.analysis import metrics
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Period

SPAN = 3
LEAST_CASES = 200


@method(1)
def persistence(view: View, *, place: str, metric: str) -> Finding | None:
    """The share of like cases in which a series moved on in its direction the year after.

    ``metric`` (see :mod:`countrydesk.analysis.metrics`) names the series. A case is a state and
    year in which it had risen (or fallen) over the three years before, as it has for ``place`` up
    to its newest value. Value is a probability with one case added to each side (Laplace); ``n``
    counts the cases, ``share`` is the probability in percent.
    """
    known = metrics.histories(view, metric)
    history = known.get(place, {})
    sign = _direction(history, max(history)) if history else 0
    if sign == 0 or _at_floor(view, metric, history[max(history)], sign):
        return None
    hits, cases = _tally(view, metric, known)[sign]
    inputs = metrics.inputs(view, place, metric)
    if cases < LEAST_CASES or not inputs:
        return None
    probability = (hits + 1) / (cases + 2)
    values: dict[str, Scalar] = {
        "n": cases,
        "share": 100 * probability,
        "direction": sign,
        "next": str(max(history) + 1),
        "since": str(min(min(series) for series in known.values())),
    }
    last = inputs[-1]
    return Finding(
        FindingKind.FORECAST, last.indicator, place, "", probability, "probability",
        Period.year_of(max(history) + 1), inputs, values,
    )  # fmt: skip


def _at_floor(view: View, metric: str, last: float, sign: int) -> bool:
    """Whether a falling series has reached the least its indicator can be."""
    entry = view.catalogue.get(metrics.parse_metric(metric)[2][-1])
    return sign < 0 and entry is not None and last == entry.bounds[0]


def _direction(series: Mapping[int, float], year: int) -> int:
    if year not in series or year - SPAN not in series:
        return 0
    change = series[year] - series[year - SPAN]
    return (change > 0) - (change < 0)


def _tally(
    view: View, metric: str, known: Mapping[str, Mapping[int, float]]
) -> dict[int, tuple[int, int]]:
    key = ("persistence", metric)
    if key not in view.shared:
        tally = {1: [0, 0], -1: [0, 0]}
        for series in known.values():
            for sign, went_on in _cases(series):
                tally[sign][0] += went_on
                tally[sign][1] += 1
        view.shared[key] = {sign: (hits, cases) for sign, (hits, cases) in tally.items()}
    return view.shared[key]  # type: ignore[return-value]


def _cases(series: Mapping[int, float]) -> Iterator[tuple[int, bool]]:
    for year, value in series.items():
        sign = _direction(series, year)
        if sign and year + 1 in series:
            yield sign, (series[year + 1] - value) * sign > 0
