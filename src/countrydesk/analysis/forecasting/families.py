"""The families of forecasts: what each answers, and the function that answers it.

``forecasts(view, origin)`` returns the forecasts of all places for one release: ``view`` is cut
at ``origin`` by the caller, and the function reads nothing else. ``record`` in them is the family's
backtest on the same evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from countrydesk.analysis.forecasting import macro
from countrydesk.analysis.forecasting.question import Forecast
from countrydesk.evidence import View

Forecaster = Callable[[View, date], tuple[Forecast, ...]]


@dataclass(frozen=True)
class Family:
    """A family by id, with what it forecasts and the function that does."""

    id: str
    name: str
    forecasts: Forecaster


FAMILIES: Final[tuple[Family, ...]] = (
    Family("growth", "Growth of real GDP, one to five years ahead", macro.growth_forecasts),
    Family("inflation", "Inflation, one to five years ahead", macro.inflation_forecasts),
    Family("debt", "Public debt, one to five years ahead", macro.debt_forecasts),
)


def find_family(name: str) -> Family | None:
    """Return the family of an id, None if there is none."""
    return next((family for family in FAMILIES if family.id == name), None)
