"""Findings about time: change since a base, streaks, records, totals over years."""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import IndicatorKind, View
from countrydesk.model import Observation, Period, PeriodKind

YEARLY = frozenset({PeriodKind.YEAR, PeriodKind.FISCAL})
LEAST_HISTORY = 8
LEAST_STREAK = 3


def yearly(
    view: View, place: str, indicator: str, counterpart: str = ""
) -> tuple[Observation, ...]:
    """Return one measured observation a year, oldest first.

    Of a stock that is counted more often, the last count of each year stands for the year.
    """
    found = [o for o in view.measured(place, indicator, counterpart) if o.value is not None]
    if view.catalogue[indicator].kind is IndicatorKind.STOCK:
        return tuple({item.period.year: item for item in found}.values())
    return tuple(item for item in found if item.period.kind in YEARLY)


def _finding(
    kind: FindingKind,
    last: Observation,
    value: Scalar,
    inputs: Sequence[Observation],
    values: dict[str, Scalar],
    *,
    unit: str | None = None,
    period: Period | None = None,
) -> Finding:
    return Finding(
        kind, last.indicator, last.place, last.counterpart, value,
        last.unit if unit is None else unit, period or last.period, tuple(inputs), values,
    )  # fmt: skip


@method(1)
def change(
    view: View, *, place: str, indicator: str, years: int, counterpart: str = ""
) -> Finding | None:
    """The newest yearly value less that of ``years`` before, in the indicator's unit.

    ``relative`` is the change in percent of the base where the base is positive; ``base`` and
    ``base_period`` say what it is measured from. The base must be within a year of the wish.
    """
    history = yearly(view, place, indicator, counterpart)
    if len(history) < 2:
        return None
    last = history[-1]
    wished = last.period.year - years
    base = min(history[:-1], key=lambda item: abs(item.period.year - wished))
    if abs(base.period.year - wished) > 1:
        return None
    values: dict[str, Scalar] = {
        "base": base.number,
        "base_period": base.period.text,
        "last": last.number,
        "span": last.period.year - base.period.year,
    }
    if base.number > 0:
        values["relative"] = 100 * (last.number / base.number - 1)
        values["ratio"] = last.number / base.number
    return _finding(FindingKind.CHANGE, last, last.number - base.number, (base, last), values)


@method(1)
def streak(view: View, *, place: str, indicator: str, counterpart: str = "") -> Finding | None:
    """How many years in a row the value has risen (positive) or fallen (negative) to the last."""
    history = yearly(view, place, indicator, counterpart)
    steps = _consecutive(history)
    if not steps or steps[-1] == 0:
        return None
    sign = 1 if steps[-1] > 0 else -1
    length = 0
    for step in reversed(steps):
        if step * sign <= 0:
            break
        length += 1
    if length < LEAST_STREAK:
        return None
    inputs = history[-length - 1 :]
    values: dict[str, Scalar] = {
        "since": inputs[0].period.text,
        "base": inputs[0].number,
        "length": length,
    }
    return _finding(FindingKind.STREAK, history[-1], sign * length, inputs, values, unit="years")


def _consecutive(history: Sequence[Observation]) -> list[float]:
    """Return year-on-year steps of the unbroken run of years that ends the series."""
    steps: list[float] = []
    for earlier, later in zip(reversed(history[:-1]), reversed(history[1:]), strict=True):
        if later.period.year - earlier.period.year != 1:
            break
        steps.append(later.number - earlier.number)
    return steps[::-1]


@method(1)
def record(view: View, *, place: str, indicator: str, counterpart: str = "") -> Finding | None:
    """That the newest value is the highest (``high``) or lowest (``low``) since some year.

    ``since`` is the last earlier year with a value as extreme, or the first year of the series
    (``ever`` is then 1). None for a series of under ``LEAST_HISTORY`` years or a mark of under
    five years.
    """
    history = yearly(view, place, indicator, counterpart)
    if len(history) < LEAST_HISTORY:
        return None
    last, earlier = history[-1], history[:-1]
    for word, sign in (("high", 1), ("low", -1)):
        rivals = [item for item in earlier if sign * item.number >= sign * last.number]
        since = rivals[-1] if rivals else earlier[0]
        span = last.period.year - since.period.year
        if span >= 5 and any(item.number != last.number for item in earlier):
            values: dict[str, Scalar] = {
                "since": since.period.text, "ever": 0 if rivals else 1, "span": span,
            }  # fmt: skip
            return _finding(FindingKind.RECORD, last, word, (since, last), values, unit="")
    return None


@method(1)
def peak(
    view: View, *, place: str, indicator: str, since: int, counterpart: str = ""
) -> Finding | None:
    """The highest yearly value since ``since``; the newest among equals."""
    history = [o for o in yearly(view, place, indicator, counterpart) if o.period.year >= since]
    if not history:
        return None
    top = max(history, key=lambda item: (item.number, item.period.year))
    values: dict[str, Scalar] = {"since": history[0].period.text, "n": len(history)}
    return _finding(FindingKind.RECORD, top, top.number, (top,), values)


@method(1)
def total(
    view: View, *, place: str, indicator: str, first: int, last: int, counterpart: str = ""
) -> Finding | None:
    """The sum of a flow over the years ``first`` to ``last``; None where a year has no value.

    For an indicator that lists only places with events, a year without a value counts as zero.
    """
    history = yearly(view, place, indicator, counterpart)
    inside = [item for item in history if first <= item.period.year <= last]
    whole = len({item.period.year for item in inside}) == last - first + 1
    if not inside or not (whole or view.catalogue[indicator].zero_when_absent):
        return None
    return _finding(
        FindingKind.TOTAL, inside[-1], sum(item.number for item in inside), inside,
        {"first": str(first), "last": str(last), "n": len(inside)},
        period=Period.parse(f"{first}/{last}"),
    )  # fmt: skip
