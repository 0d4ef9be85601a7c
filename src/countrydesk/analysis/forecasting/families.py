"""The families of forecasts: what each answers, and the function that answers it.

``forecasts(view, origin)`` returns the forecasts of all places for one release: ``view`` is cut
at ``origin`` by the caller, and the function reads nothing else. ``record`` in them is the family's
backtest on the same evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from countrydesk.analysis.forecasting import (
    asylum,
    breakdown,
    disasters,
    leaders,
    macro,
    violence,
)
from countrydesk.analysis.forecasting.question import Forecast
from countrydesk.analysis.forecasting.resolution import Resolver, by_figure
from countrydesk.errors import UnknownForecastError
from countrydesk.evidence import View

Forecaster = Callable[[View, date], tuple[Forecast, ...]]


@dataclass(frozen=True)
class Family:
    """A family by id, with what it forecasts and the function that does.

    ``resolve`` says what happened, None as long as the evidence does not: by default the figure of
    the question's own series and period, against its threshold. ``windows`` returns the backtest
    window by window as plain rows of one layout, for a family whose past origins are in a release.
    """

    id: str
    name: str
    forecasts: Forecaster
    resolve: Resolver = by_figure
    windows: Callable[[View], Sequence[Mapping[str, float | int | str]]] | None = None


FAMILIES: Final[tuple[Family, ...]] = (
    Family(
        "growth",
        "Growth of real GDP, one to five years ahead",
        macro.growth_forecasts,
        windows=macro.growth_windows,
    ),
    Family(
        "inflation",
        "Inflation, one to five years ahead",
        macro.inflation_forecasts,
        windows=macro.inflation_windows,
    ),
    Family(
        "debt",
        "Public debt, one to five years ahead",
        macro.debt_forecasts,
        windows=macro.debt_windows,
    ),
    Family(
        "violence_deaths",
        "Deaths in organised violence in a calendar year",
        violence.deaths_forecasts,
        windows=violence.deaths_windows,
    ),
    Family(
        "violence_25",
        "At least 25 deaths in organised violence in a calendar year",
        violence.conflict_forecasts,
        windows=violence.conflict_windows,
    ),
    Family(
        "violence_1000",
        "At least 1,000 deaths in organised violence in a calendar year",
        violence.war_forecasts,
        windows=violence.war_windows,
    ),
    Family(
        "violence_onset",
        "A death in organised violence after 24 quiet months",
        violence.onset_forecasts,
        windows=violence.onset_windows,
    ),
    Family(
        "regime_fall",
        "Democratic breakdown: a less democratic type of regime within two years",
        breakdown.breakdown_forecasts,
        resolve=breakdown.by_regime,
        windows=breakdown.breakdown_windows,
    ),
    Family(
        "regime_rise",
        "Democratic improvement: a more democratic type of regime within two years",
        breakdown.improvement_forecasts,
        resolve=breakdown.by_regime,
        windows=breakdown.improvement_windows,
    ),
    Family(
        "leader_exit",
        "The leader leaves office within a year",
        leaders.exit_forecasts,
        leaders.exit_outcome,
        leaders.exit_windows,
    ),
    Family(
        "irregular_exit",
        "The leader is removed by force within a year",
        leaders.irregular_forecasts,
        leaders.irregular_outcome,
        leaders.irregular_windows,
    ),
    Family(
        "coup",
        "A coup or an attempt within a year",
        leaders.coup_forecasts,
        leaders.coup_outcome,
        leaders.coup_windows,
    ),
    Family(
        "asylum",
        "Applications for asylum by people of a state",
        asylum.asylum_forecasts,
        windows=asylum.windows,
    ),
    Family(
        "disaster",
        "Floods and earthquakes affect 100,000 people or more in a calendar year",
        disasters.disaster_forecasts,
        disasters.disaster_outcome,
        disasters.disaster_windows,
    ),
)


def find_family(name: str) -> Family | None:
    """Return the family of an id, None if there is none."""
    return next((family for family in FAMILIES if family.id == name), None)


def get_family(name: str) -> Family:
    """Return the family of an id.

    Raises:
        UnknownForecastError: there is none.
    """
    found = find_family(name)
    if found is None:
        known = ", ".join(family.id for family in FAMILIES)
        raise UnknownForecastError(f"no family of forecasts '{name}'; known are {known}")
    return found
