"""Findings about simulated effects: what the gravity model says a move would do to both sides."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View

LEVEL = 80.0
STANDING_SINCE = "2024-12-31"
MEASURES = ("income", "own_income", "sales", "purchases", "revenue")


@method(1)
def simulated_effect(
    view: View, *, place: str, counterpart: str, move: str, measure: str
) -> Finding | None:
    """What a ``move`` between ``counterpart``, who sets the duty, and ``place`` would do.

    The value is the central effect, ``low`` and ``high`` hold four fifths of the draws of the trade
    elasticity; ``duty_before`` and ``duty_after`` are percent, ``rival`` the third side of a move
    with one, ``since`` the day against whose duties a standing move is measured. Percent of the
    level without the move, or dollars a year for revenue.
    """
    item = view.find_latest(place, f"effect_{move}_{measure}", counterpart)
    if item is None or item.value is None or item.low is None or item.high is None:
        return None
    given = item.attributes
    values: dict[str, Scalar] = {
        "low": item.low,
        "high": item.high,
        "move": move,
        "level": LEVEL,
        "duty_before": float(given["duty_before"]),
        "duty_after": float(given["duty_after"]),
        "step": float(given["duty_after"]) - float(given["duty_before"]),
    }
    if move == "standing":
        values["since"] = STANDING_SINCE
    if given.get("rival"):
        values["rival"] = given["rival"]
    return Finding(
        FindingKind.EFFECT, item.indicator, place, counterpart, item.number, item.unit, item.period,
        (item,), values,
    )  # fmt: skip
