"""The simplest findings: a value at a time, a fact, an interval, an absence."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, method
from countrydesk.evidence import View
from countrydesk.model import Observation, Period, Status


def from_observation(item: Observation, kind: FindingKind = FindingKind.LEVEL) -> Finding:
    """Return the finding that repeats one observation: its value, interval and attributes."""
    values: dict[str, float | int | str] = dict(item.attributes)
    if item.low is not None and item.high is not None:
        values |= {"low": item.low, "high": item.high}
    values["status"] = item.status.value
    return Finding(
        kind, item.indicator, item.place, item.counterpart,
        item.value if item.text is None else item.text,
        item.unit, item.period, (item,), values,
    )  # fmt: skip


@method(1)
def level(
    view: View, *, place: str, indicator: str, counterpart: str = "", period: str = ""
) -> Finding | None:
    """The newest measured value of a series, or the value for ``period``."""
    item = (
        view.find_at(place, indicator, period, counterpart)
        if period
        else view.find_latest(place, indicator, counterpart)
    )
    return from_observation(item) if item and item.value is not None else None


@method(1)
def projection(
    view: View, *, place: str, indicator: str, year: int, counterpart: str = ""
) -> Finding | None:
    """The source's projection for ``year``; None once the year is measured."""
    item = view.find_at(place, indicator, f"{year:04d}", counterpart)
    if item is None or item.status is not Status.PROJECTION:
        return None
    return from_observation(item)


@method(1)
def fact(view: View, *, place: str, indicator: str, counterpart: str = "") -> Finding | None:
    """The newest coded fact of a series."""
    item = view.find_latest(place, indicator, counterpart)
    return from_observation(item, FindingKind.FACT) if item and item.text is not None else None


@method(1)
def absence(view: View, *, place: str, indicator: str, counterpart: str = "") -> Finding | None:
    """That no measured value of an indicator stands for a place; None when one does."""
    if view.find_latest(place, indicator, counterpart):
        return None
    return Finding(
        FindingKind.ABSENCE, indicator, place, counterpart, None, "",
        Period.parse(view.cutoff.isoformat()), (),
    )  # fmt: skip
