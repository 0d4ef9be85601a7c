"""Findings about asylum between two states: applications, how they are decided, and their share.

Figures: UNHCR Refugee Data Finder. A year in which the host published part of its figures without
origins is not compared with others; the rows of that year say so in their note.
"""

from __future__ import annotations

import re
from itertools import takewhile

import polars as pl

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.model import Observation

APPLICATIONS = "asylum_applications"
_GAP = re.compile(r"\d+% of the total has no published origin")
_CASES = "counted in cases"
LEAST_DECIDED = 50


def whole_years(view: View, place: str, indicator: str, counterpart: str) -> list[Observation]:
    """Return the yearly values that compare with one another in origin and unit, oldest first.

    The years before a change between cases and people are left out.
    """
    found = [o for o in yearly(view, place, indicator, counterpart) if not _GAP.search(o.note)]
    if not found:
        return []
    kind = _CASES in found[-1].note
    alike = takewhile(lambda item: (_CASES in item.note) == kind, reversed(found))
    return list(alike)[::-1]


@method(1)
def asylum_year(view: View, *, place: str, counterpart: str, indicator: str) -> Finding | None:
    """The newest year that compares with others, beside the year before and the highest.

    ``base`` and ``base_period`` are the year before, ``relative`` the change in percent, ``peak``
    and ``peak_on`` the highest year since ``first``; ``cases`` is 1 where cases are counted.
    """
    found = whole_years(view, place, indicator, counterpart)
    if not found:
        return None
    last = found[-1]
    top = max(found, key=lambda item: (item.number, item.period.year))
    values: dict[str, Scalar] = {
        "cases": int(_CASES in last.note),
        "peak": top.number,
        "peak_on": top.period.text,
        "first": found[0].period.text,
        "n": len(found),
    }
    inputs = [last, top]
    before = next((o for o in found if o.period.year == last.period.year - 1), None)
    if before is not None:
        inputs.append(before)
        values |= {"base": before.number, "base_period": before.period.text}
        if before.number > 0:
            values["relative"] = 100 * (last.number / before.number - 1)
            values["ratio"] = last.number / before.number
    return Finding(
        FindingKind.LEVEL, indicator, place, counterpart, last.number, last.unit, last.period,
        tuple(dict.fromkeys(inputs)), values,
    )  # fmt: skip


@method(1)
def asylum_outcome(view: View, *, place: str, counterpart: str) -> Finding | None:
    """The share, in percent, of decisions on the merits that gave protection, in the newest year.

    Recognitions and complementary protection over both and rejections; claims closed otherwise are
    left out. ``positive`` and ``rejected`` are counts. None under ``LEAST_DECIDED`` decisions.
    """
    names = ("asylum_recognised", "asylum_complementary", "asylum_rejected")
    table = {
        name: {o.period.year: o for o in whole_years(view, place, name, counterpart)}
        for name in names
    }
    years = table["asylum_rejected"].keys() | table["asylum_recognised"].keys()
    whole = {o.period.year for o in whole_years(view, place, "asylum_decisions", counterpart)}
    for year in sorted(years & whole, reverse=True):
        rows = {name: table[name].get(year) for name in names}
        counts = {name: row.number if row else 0.0 for name, row in rows.items()}
        total = sum(counts.values())
        if total < LEAST_DECIDED:
            continue
        positive = total - counts["asylum_rejected"]
        known = [row for row in rows.values() if row]
        return Finding(
            FindingKind.SHARE, "asylum_recognised", place, counterpart, 100 * positive / total,
            "percent", known[0].period, tuple(known),
            {"positive": positive, "rejected": counts["asylum_rejected"], "decided": total},
        )  # fmt: skip
    return None


@method(1)
def asylum_destination(view: View, *, place: str, counterpart: str) -> Finding | None:
    """The share of all applications by people of ``counterpart`` that were made in ``place``.

    In percent, for the newest year in which the host gave all origins. ``rank`` counts the hosts
    from the largest, ``n`` how many there were, ``top`` the largest, ``top_level`` its number.
    """
    own = whole_years(view, place, APPLICATIONS, counterpart)
    if not own or not own[-1].number:
        return None
    last = own[-1]
    every = view.find_at(counterpart, f"{APPLICATIONS}_from", last.period.text)
    hosts = _hosts(view, counterpart, last.period.text)
    if every is None or not hosts or every.number < last.number:
        return None
    top = max(hosts, key=lambda host: (hosts[host], host))
    first = view.find_at(top, APPLICATIONS, last.period.text, counterpart)
    values: dict[str, Scalar] = {
        "rank": 1 + sum(1 for value in hosts.values() if value > last.number),
        "n": len(hosts),
        "top": top,
        "top_level": hosts[top],
        "total": every.number,
    }
    inputs = dict.fromkeys(item for item in (last, every, first) if item)
    return Finding(
        FindingKind.SHARE, APPLICATIONS, place, counterpart, 100 * last.number / every.number,
        "percent", last.period, tuple(inputs), values,
    )  # fmt: skip


def _hosts(view: View, origin: str, year: str) -> dict[str, float]:
    """Return how many people of ``origin`` asked for asylum in each state in a year."""
    rows = view.table(APPLICATIONS, counterpart=origin).filter(
        (pl.col("period") == year) & (pl.col("value") > 0)
    )
    return dict(rows.select("place", "value").iter_rows())
