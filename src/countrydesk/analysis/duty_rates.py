"""Findings about how heavy duties are: averages by date and partner, and what they fall on."""

from __future__ import annotations

import itertools
import statistics

from countrydesk.analysis.duty_register import IN_FORCE, wide_duties
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.trend import YEARLY
from countrydesk.evidence import View
from countrydesk.model import Observation

EFFECTIVE, IMPORTS, LINE = "effective_duty", "imports_for_consumption", "us_import_line"
LEAST_FIELD = 5


def _dated(view: View, place: str, indicator: str, counterpart: str) -> list[Observation]:
    found = view.measured(place, indicator, counterpart)
    return [item for item in found if item.value is not None and item.period.start <= view.cutoff]


def _field(view: View, place: str, indicator: str, period: str) -> dict[str, float]:
    """Return the values of all counterparts for one period."""
    key = ("duty_field", place, indicator, period)
    if key not in view.shared:
        found: dict[str, float] = {}
        for code in view.dyads(place, indicator):
            item = view.find_at(place, indicator, period, code)
            if item is not None and item.value is not None:
                found[code] = item.value
        view.shared[key] = found
    return view.shared[key]  # type: ignore[return-value]


@method(1)
def average_duty(view: View, *, place: str, indicator: str, counterpart: str) -> Finding | None:
    """The newest average duty of ``place`` on goods of ``counterpart``, beside other partners.

    ``rank`` counts from the highest duty, ``n`` the partners with a value for the same period,
    ``median`` is theirs. ``peak`` is the highest value so far, on its first day ``peak_on``;
    ``ratio`` is the value over the median where both are positive.
    """
    series = _dated(view, place, indicator, counterpart)
    if not series:
        return None
    last = series[-1]
    top = max(series, key=lambda item: item.number)
    field = _field(view, place, indicator, last.period.text)
    values: dict[str, Scalar] = {
        "peak": top.number,
        "peak_on": top.period.text,
        "below_peak": top.number - last.number,
    }
    if len(field) >= LEAST_FIELD:
        middle = statistics.median(field.values())
        values |= {
            "rank": 1 + sum(1 for value in field.values() if value > last.number),
            "from_bottom": 1 + sum(1 for value in field.values() if value < last.number),
            "n": len(field),
            "median": middle,
        }
        if middle > 0 and last.number > 0:
            values["ratio"] = last.number / middle
    return Finding(
        FindingKind.LEVEL, indicator, place, counterpart, last.number, last.unit, last.period,
        tuple(dict.fromkeys((last, top))), values,
    )  # fmt: skip


@method(1)
def measured_partners(view: View, *, place: str, indicator: str) -> Finding | None:
    """For how many partners the release has an average duty of ``place``."""
    codes = sorted(view.dyads(place, indicator))
    if not codes:
        return None
    item = view.measured(place, indicator, codes[0])[-1]
    return Finding(
        FindingKind.TOTAL, indicator, place, "", len(codes), "count", item.period, (item,)
    )


@method(1)
def duty_bite(view: View, *, place: str, counterpart: str) -> Finding | None:
    """The average of the added duties over the one duty on all goods in force: a ratio.

    ``rate`` is that duty, ``average`` the average. None where no duty on all goods stands, where
    several do, where it takes in the ordinary duty, or began after the last day of the average.
    """
    standing = [
        duty
        for duty in wide_duties(view, place, counterpart)
        if duty.state(view.cutoff) == IN_FORCE and duty.start
    ]
    series = _dated(view, place, EFFECTIVE, counterpart)
    if len(standing) != 1 or not series:
        return None
    duty, last = standing[0], series[-1]
    late = duty.start is None or duty.start > last.period.start
    if late or duty.is_whole or float(duty.rate) <= 0:
        return None
    values: dict[str, Scalar] = {"rate": float(duty.rate), "average": last.number}
    return Finding(
        FindingKind.GAP, EFFECTIVE, place, counterpart, last.number / float(duty.rate), "ratio",
        last.period, (last, duty.item), values,
    )  # fmt: skip


@method(1)
def largest_step(view: View, *, place: str, indicator: str, counterpart: str) -> Finding | None:
    """The largest fall of an average duty from one day to the next on record.

    The value is the change in points; ``base`` and ``base_period`` say from what, ``last`` to what.
    """
    series = _dated(view, place, indicator, counterpart)
    steps = [
        (later.number - earlier.number, earlier, later)
        for earlier, later in itertools.pairwise(series)
    ]
    if not steps:
        return None
    change, earlier, later = min(steps, key=lambda step: step[0])
    if change >= 0:
        return None
    return Finding(
        FindingKind.CHANGE, indicator, place, counterpart, change, "percentage_points",
        later.period, (earlier, later),
        {"base": earlier.number, "base_period": earlier.period.text, "last": later.number},
    )  # fmt: skip


@method(1)
def exposure(view: View, *, place: str, counterpart: str, chapters: str) -> Finding | None:
    """What chapters of the tariff (two digits each) make of imports from ``counterpart``, percent.

    An outer bound for a duty on some goods of these chapters: ``amount`` is in dollars.
    """
    whole = _yearly(view, place, IMPORTS, counterpart)
    if whole is None or whole.number <= 0:
        return None
    year = whole.period.text
    parts = [
        item
        for chapter in chapters.split()
        if (item := view.find_at(place, f"us_imports_hs2_{chapter}", year, counterpart))
    ]
    amount = sum(item.number for item in parts)
    return Finding(
        FindingKind.SHARE, IMPORTS, place, counterpart, 100 * amount / whole.number, "percent",
        whole.period, (whole, *parts),
        {"amount": amount, "whole": whole.number, "chapters": ", ".join(chapters.split()),
            "n": len(chapters.split())},
    )  # fmt: skip


def _yearly(view: View, place: str, indicator: str, counterpart: str) -> Observation | None:
    found = [o for o in view.measured(place, indicator, counterpart) if o.period.kind in YEARLY]
    return found[-1] if found else None


@method(1)
def import_line(view: View, *, place: str, counterpart: str, position: int) -> Finding | None:
    """The ``position``-th largest four-digit heading (1 is the first) in imports of ``place``.

    The value is in dollars; ``goods``, ``heading``, ``share`` of all imports from ``counterpart``
    and ``duty``, the duty calculated in percent of the value.
    """
    for item in view.measured(place, LINE, counterpart):
        given = item.attributes
        if given.get("rank") == str(position):
            values: dict[str, Scalar] = {
                "goods": item.text or "",
                "heading": given["heading"],
                "share": float(given["share_percent"]),
                "duty": float(given["duty_percent"]),
            }
            return Finding(
                FindingKind.RANK, LINE, place, counterpart, float(given["value_usd"]), "usd",
                item.period, (item,), values,
            )  # fmt: skip
    return None


@method(1)
def lines_together(view: View, *, place: str, counterpart: str, largest: int) -> Finding | None:
    """What the ``largest`` headings are of all imports from ``counterpart``, in percent."""
    found = [
        line
        for n in range(1, largest + 1)
        if (line := import_line(view, place=place, counterpart=counterpart, position=n))
    ]
    if len(found) < largest:
        return None
    return Finding(
        FindingKind.CONCENTRATION, LINE, place, counterpart,
        sum(float(line.get_value("share")) for line in found), "percent", found[0].period,
        tuple(item for line in found for item in line.inputs), {"n": largest},
    )  # fmt: skip


@method(1)
def preference(view: View, *, place: str, counterpart: str, position: int) -> Finding | None:
    """The ``position``-th preference (0 is the widest) that goods of ``counterpart`` enjoy.

    The value is its name, ``lines`` the number of tariff lines it covers.
    """
    rows = sorted(
        view.measured(place, "eu_trade_arrangement", counterpart),
        key=lambda item: (-float(item.attributes.get("lines", "0")), item.text or ""),
    )
    if position >= len(rows):
        return None
    item = rows[position]
    return Finding(
        FindingKind.FACT, item.indicator, place, counterpart, item.text, "", item.period, (item,),
        {"lines": float(item.attributes["lines"])},
    )  # fmt: skip
