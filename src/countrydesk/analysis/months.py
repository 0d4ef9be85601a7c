"""Findings about monthly series: the last months against the same months a year before."""

from __future__ import annotations

from datetime import date

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Observation, Period, PeriodKind

YEAR = 12
LEAST = 3


def _monthly(view: View, place: str, indicator: str, counterpart: str) -> dict[int, Observation]:
    """Return the months of a series by their number since year 0."""
    return {
        _number(item.period.start): item
        for item in view.measured(place, indicator, counterpart)
        if item.period.kind is PeriodKind.MONTH and item.value is not None
    }


def _number(day: date) -> int:
    return day.year * YEAR + day.month - 1


def _window(months: dict[int, Observation], last: int, size: int) -> list[Observation]:
    """Return the ``size`` months up to ``last``, nothing where one is missing."""
    wanted = range(last - size + 1, last + 1)
    return [months[at] for at in wanted] if all(at in months for at in wanted) else []


def _span(items: list[Observation]) -> str:
    return f"{items[0].period.text}/{items[-1].period.text}"


@method(1)
def months_compared(
    view: View, *, place: str, indicator: str, counterpart: str = "", most: int = 12
) -> Finding | None:
    """The sum of the last months of a flow less that of the same months a year before.

    As many months as both stretches have in full, ``most`` at the most and ``LEAST`` at the least,
    so that seasons do not matter. ``months`` says how many, ``last`` and ``base`` are the sums,
    ``base_period`` the earlier stretch, ``relative`` the change in percent of a positive base.
    """
    months = _monthly(view, place, indicator, counterpart)
    if not months:
        return None
    end = max(months)
    for size in range(most, LEAST - 1, -1):
        late, early = _window(months, end, size), _window(months, end - YEAR, size)
        if late and early:
            return _compared(late, early)
    return None


def _compared(late: list[Observation], early: list[Observation]) -> Finding:
    last, base = sum(o.number for o in late), sum(o.number for o in early)
    values: dict[str, Scalar] = {
        "last": last, "base": base, "months": len(late), "base_period": _span(early),
    }  # fmt: skip
    if base > 0:
        values["relative"] = 100 * (last / base - 1)
        values["ratio"] = last / base
    end = late[-1]
    return Finding(
        FindingKind.CHANGE, end.indicator, end.place, end.counterpart, last - base, end.unit,
        Period.parse(_span(late)), (*early, *late), values,
    )  # fmt: skip
