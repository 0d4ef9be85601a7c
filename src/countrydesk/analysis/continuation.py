"""What a series does if nothing new happens: its last change goes on, with the errors of the past.

A straight line through the newest value with the mean yearly change of the last years. The errors
that this rule made on the same series at the same distance, as in an expanding-window backtest,
correct it (by their median) and give its interval, which is wide where the series turns often.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.model import Period

SPAN = 10
LEAST_ERRORS = 8
MOST_AHEAD = 10
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9


@method(1)
def continuation(
    view: View, *, place: str, indicator: str, year: int, counterpart: str = ""
) -> Finding | None:
    """The value in ``year`` if the mean yearly change of the last ten years goes on.

    The line is moved by the median of the rule's past errors. ``low`` and ``high`` hold the middle
    80 percent of them; ``n`` counts them. None where the series allows fewer than
    ``LEAST_ERRORS``, or ``year`` is not ahead.
    """
    history = {o.period.year: o.number for o in yearly(view, place, indicator, counterpart)}
    if not history:
        return None
    last = max(history)
    ahead = year - last
    point = _line(history, last, ahead)
    if point is None or not 0 < ahead <= MOST_AHEAD:
        return None
    errors = _errors(history, ahead)
    if len(errors) < LEAST_ERRORS:
        return None
    bounds = view.catalogue[indicator].bounds
    ends = [point + _quantile(errors, share) for share in (MIDDLE, LOW, HIGH)]
    middle, low, high = (_clamp(value, bounds) for value in ends)
    used = [
        o for o in yearly(view, place, indicator, counterpart)
        if o.period.year in {last, last - SPAN} or o.period.year < last
    ]  # fmt: skip
    values: dict[str, Scalar] = {
        "low": low, "high": high, "cover": 100 * (HIGH - LOW), "n": len(errors), "ahead": ahead,
        "last": history[last], "from": str(last),
    }  # fmt: skip
    return Finding(
        FindingKind.FORECAST, indicator, place, counterpart, middle, used[-1].unit,
        Period.year_of(year), tuple(used), values,
    )  # fmt: skip


@method(1)
def reach_alone(
    view: View,
    *,
    place: str,
    indicator: str,
    year: int,
    target: float,
    way: str,
    counterpart: str = "",
) -> Finding | None:
    """The probability that the series reaches ``target`` by ``year`` with nothing new done.

    The share of the rule's past errors that would carry the line of :func:`continuation` to the
    target or past it (``way`` up or down), with one case added to each side (Laplace).
    """
    line = continuation(view, place=place, indicator=indicator, year=year, counterpart=counterpart)
    if line is None:
        return None
    history = {o.period.year: o.number for o in yearly(view, place, indicator, counterpart)}
    point = _line(history, max(history), year - max(history)) or 0.0
    sign = 1 if way == "up" else -1
    errors = _errors(history, year - max(history))
    hits = sum(1 for error in errors if sign * (point + error - target) >= 0)
    probability = (hits + 1) / (len(errors) + 2)
    values: dict[str, Scalar] = {
        "n": len(errors), "share": 100 * probability, "target": target, "way": way,
    }  # fmt: skip
    return Finding(
        FindingKind.FORECAST, indicator, place, counterpart, probability, "probability",
        line.period, line.inputs, values,
    )  # fmt: skip


def _line(history: Mapping[int, float], origin: int, ahead: int) -> float | None:
    if origin - SPAN not in history:
        return None
    return history[origin] + ahead * (history[origin] - history[origin - SPAN]) / SPAN


def _errors(history: Mapping[int, float], ahead: int) -> list[float]:
    """Return what happened less what the rule would have said, for every origin that allows it."""
    found = []
    for origin in sorted(history):
        said = _line(history, origin, ahead)
        if said is not None and origin + ahead in history:
            found.append(history[origin + ahead] - said)
    return sorted(found)


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Return a quantile by linear interpolation."""
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def _clamp(value: float, bounds: tuple[float | None, float | None]) -> float:
    low, high = bounds
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value
