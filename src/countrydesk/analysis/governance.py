"""Findings about estimates that print their own margin: what is weakest, and what has moved.

The Worldwide Governance Indicators give six estimates a year with a standard error; the bounds are
those of a 90 percent interval (Kaufmann, Kraay and Mastruzzi, "The Worldwide Governance
Indicators: Methodology and Analytical Issues", 2010).
"""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import states
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.model import Observation

MEASURES = (
    "voice_accountability_wgi", "political_stability_wgi", "government_effectiveness_wgi",
    "regulatory_quality_wgi", "rule_of_law_wgi", "corruption_control_wgi",
)  # fmt: skip
LEAST_STATES = 100


def _below(view: View, item: Observation) -> tuple[float, int] | None:
    """Return the share of other states with a lower value in percent, and how many there are."""
    section = view.panel.at(item.indicator, item.period.year).values
    others = [section[s] for s in states() if s in section and s != item.place]
    if len(others) < LEAST_STATES:
        return None
    return 100 * sum(1 for value in others if value < item.number) / len(others), len(others)


@method(1)
def governance_profile(view: View, *, place: str, position: int) -> Finding | None:
    """The ``position``-th of the six governance measures by the share of states below it.

    1 is where the place does best, -1 where worst. The value is that share in percent of all
    other states; ``own`` with ``low`` and ``high`` is the estimate; ``n`` counts the measures.
    """
    ranked: list[tuple[float, Observation, int]] = []
    for name in MEASURES:
        item = view.find_latest(place, name)
        found = _below(view, item) if item else None
        if item and found:
            ranked.append((found[0], item, found[1]))
    if len(ranked) < 2:
        return None
    ranked.sort(key=lambda entry: (-entry[0], entry[1].indicator))
    share, item, others = ranked[position - 1 if position > 0 else position]
    values: dict[str, Scalar] = {
        "own": item.number, "n": len(ranked), "others": others, "measure": item.indicator,
        "spread": ranked[0][0] - ranked[-1][0], "above": 100 - share,
    }  # fmt: skip
    if item.low is not None and item.high is not None:
        values |= {"low": item.low, "high": item.high}
    return Finding(
        FindingKind.RANK, item.indicator, place, "", share, "percent", item.period, (item,), values
    )


@method(1)
def interval_shift(
    view: View, *, place: str, indicator: str, years: int, counterpart: str = ""
) -> Finding | None:
    """The change of an estimate over ``years`` and whether it is larger than its margin.

    ``clear`` is 1 where the two intervals do not overlap. The base must be within a year of the
    wish; None for a series without intervals.
    """
    history = [o for o in yearly(view, place, indicator, counterpart) if o.low is not None]
    if len(history) < 2:
        return None
    last = history[-1]
    wished = last.period.year - years
    base = min(history[:-1], key=lambda item: abs(item.period.year - wished))
    if abs(base.period.year - wished) > 1:
        return None
    return _shift(base, last)


def _shift(base: Observation, last: Observation) -> Finding | None:
    if base.low is None or base.high is None or last.low is None or last.high is None:
        return None
    values: dict[str, Scalar] = {
        "base": base.number, "base_low": base.low, "base_high": base.high,
        "base_period": base.period.text, "last": last.number, "low": last.low, "high": last.high,
        "clear": int(last.low > base.high or last.high < base.low),
        "size": abs(last.number - base.number),
    }  # fmt: skip
    return Finding(
        FindingKind.CHANGE, last.indicator, last.place, last.counterpart,
        last.number - base.number, last.unit, last.period, (base, last), values,
    )  # fmt: skip


@method(1)
def largest_shift(view: View, *, place: str, indicators: str, years: int) -> Finding | None:
    """The one of ``indicators`` that moved most over ``years``; a clear move goes first.

    ``indicators`` are joined by spaces; ``n`` is how many could be compared, ``n_clear`` how many
    moved beyond their margin.
    """
    found = [
        shift
        for name in indicators.split()
        if (shift := interval_shift(view, place=place, indicator=name, years=years))
    ]
    if not found:
        return None
    top = max(found, key=lambda f: (f.get_value("clear"), f.get_value("size"), f.indicator))
    clear = sum(int(f.get_value("clear")) for f in found)
    values = dict(top.values) | {"n": len(found), "n_clear": clear}
    return Finding(
        FindingKind.CHANGE, top.indicator, place, "", top.value, top.unit, top.period, top.inputs,
        values,
    )  # fmt: skip
