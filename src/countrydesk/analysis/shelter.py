"""How many displaced people a state shelters for each thousand of its own."""

from __future__ import annotations

import math

from countrydesk.analysis import metrics
from countrydesk.analysis.displacement import CATEGORIES, displaced
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import states
from countrydesk.evidence import View


@method(1)
def sheltered(view: View, *, place: str, least: float) -> Finding | None:
    """That at least ``least`` percent of all states shelter fewer displaced people per head.

    Value: refugees, asylum seekers and others in need of protection for each thousand inhabitants,
    in the newest year. ``people`` is their number, ``threshold`` the rate under which it would not
    hold.
    """
    own = displaced(view, place=place, side="in")
    if own is None or "per_1000" not in own.values:
        return None
    rates = _rates(view, own.period.year)
    others = sorted(rate for state, rate in rates.items() if state != place)
    mine = float(own.values["per_1000"])
    need = max(1, math.ceil(least / 100 * len(others)))
    ahead = sum(1 for rate in others if rate < mine)
    if not others or ahead < need:
        return None
    values: dict[str, Scalar] = {
        **{key: own.values[key] for key in ("base", "base_period", "relative", "main")
            if key in own.values},
        "people": own.number,
        "ahead": ahead,
        "n": len(others),
        "beyond": 100 * ahead / len(others),
        "threshold": others[need - 1],
    }  # fmt: skip
    return Finding(
        FindingKind.RANK, own.indicator, place, "", mine, "per_1000", own.period, own.inputs, values
    )


def _rates(view: View, year: int) -> dict[str, float]:
    """Return displaced people per thousand inhabitants by state; nobody counted is zero."""
    key = ("sheltered", year)
    if key not in view.shared:
        tables = [view.panel.at(name, year).values for name in _hosted()]
        people = metrics.field(view, "level:population")
        view.shared[key] = {
            state: 1000 * sum(table.get(state, 0.0) for table in tables) / people[state]
            for state in states()
            if people.get(state)
        }
    return view.shared[key]  # type: ignore[return-value]


def _hosted() -> tuple[str, ...]:
    return tuple(f"{name}_hosted" for name in CATEGORIES)
