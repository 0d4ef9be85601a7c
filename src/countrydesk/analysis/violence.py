"""Findings about organised violence: which type kills, when it was worst, how it has moved.

Counts: Uppsala Conflict Data Program, version 25.1. Facts come from its yearly file; the monthly
sums serve the outlook only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.model import Observation, Period

ALL: Final = "violence_deaths"
TYPES: Final = (
    "violence_deaths_state",
    "violence_deaths_nonstate",
    "violence_deaths_onesided",
)
MONTHLY: Final = "violence_deaths_month"
THRESHOLD: Final = 25
# Deaths on the territory of the first are counted under the second (limits of the source).
FILED_UNDER: Final = {"PSE": "ISR"}
# States that the monthly sums merge; their months are unknown, not zero.
_MERGED: Final = frozenset({"NER", "NGA"})


def _number(item: Observation | None) -> float:
    return item.number if item is not None else 0.0


@method(1)
def toll(view: View, *, place: str, indicator: str, years: int) -> Finding | None:
    """Deaths of one series in its newest year, and how they stand in the record.

    ``base`` is the year before in ``base_period``; ``sum`` the total of the last ``years`` years
    from ``first`` on; ``peak`` the worst year of the series, in ``peak_period``; ``last_fatal``
    the last year with any death before the newest, with ``last_deaths``; ``reached`` how many of
    the last ``years`` years had ``THRESHOLD`` deaths, the last of them ``last_reached``.
    """
    history = yearly(view, place, indicator)
    if not history:
        return None
    last = history[-1]
    span = [item for item in history if item.period.year > last.period.year - years]
    peak = max(history, key=lambda item: (item.number, item.period.year))
    fatal = [item for item in history[:-1] if item.number > 0]
    values: dict[str, Scalar] = {
        "sum": sum(item.number for item in span),
        "first": span[0].period.text,
        "years": len(span),
        "reached": sum(1 for item in span if item.number >= THRESHOLD),
        "threshold": THRESHOLD,
        "peak": peak.number,
        "peak_period": peak.period.text,
        "since": history[0].period.text,
        "total": sum(item.number for item in history),
    }
    inputs = [*span, peak]
    if last.low is not None and last.high is not None:
        values |= {"low": last.low, "high": last.high, "wide": int(last.low < last.high)}
    if len(history) > 1:
        values |= {"base": history[-2].number, "base_period": history[-2].period.text}
        inputs.append(history[-2])
    above = [item for item in history if item.number >= THRESHOLD]
    if above:
        values["last_reached"] = above[-1].period.text
        inputs.append(above[-1])
    if fatal:
        values |= {"last_fatal": fatal[-1].period.text, "last_deaths": fatal[-1].number}
        inputs.append(fatal[-1])
    return Finding(
        FindingKind.LEVEL, indicator, place, "", last.number, last.unit, last.period,
        tuple(dict.fromkeys(inputs)), values,
    )  # fmt: skip


@method(1)
def main_type(view: View, *, place: str, years: int) -> Finding | None:
    """The type of organised violence with most deaths over the last ``years`` years.

    Value: its share of the deaths of all types in percent; ``type`` is its indicator id, ``sum``
    and ``all`` are deaths. None where nobody was killed.
    """
    tolls = [toll(view, place=place, indicator=name, years=years) for name in TYPES]
    known = [item for item in tolls if item is not None]
    whole = sum(float(item.get_value("sum")) for item in known)
    if whole <= 0:
        return None
    top = max(known, key=lambda item: (float(item.get_value("sum")), item.indicator))
    killed = float(top.get_value("sum"))
    values: dict[str, Scalar] = {
        "type": top.indicator,
        "sum": killed,
        "all": whole,
        "first": top.get_value("first"),
        "years": years,
    }
    inputs = tuple(item for found in known for item in found.inputs)
    return Finding(
        FindingKind.SHARE, top.indicator, place, "", 100 * killed / whole, "percent", top.period,
        inputs, values,
    )  # fmt: skip


def _last(view: View, indicator: str) -> str:
    """Return the last period of an indicator over all places, as text."""
    key = ("last", indicator)
    if key not in view.shared:
        view.shared[key] = view.table(indicator).get_column("period").max() or ""
    return str(view.shared[key])


@method(1)
def twelve_months(view: View, *, place: str) -> Finding | None:
    """Deaths in the last twelve months that the monthly sums cover, against the twelve before.

    Value: the deaths of the last twelve; ``base`` those of the twelve before; ``worst`` the month
    with most of the last twelve. A covered month without a row counts as zero, for a state that
    the yearly file covers; None for the two states that the sums merge.
    """
    last, anchor = _last(view, MONTHLY), view.find_latest(place, ALL)
    if not last or anchor is None or place in _MERGED:
        return None
    months = _months_to(last, 24)
    table = {item.period.text: item for item in view.measured(place, MONTHLY)}
    late = [table[name] for name in months[12:] if name in table]
    early = [table[name] for name in months[:12] if name in table]
    values: dict[str, Scalar] = {
        "base": sum(item.number for item in early),
        "months": 12,
        "both": 24,
        "last_month": last,
        "first_month": months[12],
        "moved": sum(o.number for o in late) - sum(o.number for o in early),
    }
    if late:
        worst = max(late, key=lambda item: (item.number, item.period.text))
        values |= {"worst": worst.number, "worst_month": worst.period.text}
    return Finding(
        FindingKind.CHANGE, MONTHLY, place, "", sum(item.number for item in late), "deaths",
        Period.parse(f"{months[12]}/{last}"), (*early, *late, anchor), values,
    )  # fmt: skip


def _months_to(last: str, count: int) -> Sequence[str]:
    """Return ``count`` months in a row as ``YYYY-MM``, the last of them ``last``."""
    end = int(last[:4]) * 12 + int(last[5:7]) - 1
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(end - count + 1, end + 1)]
