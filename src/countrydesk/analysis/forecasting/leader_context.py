"""What is known of a leader and the state on a day: the inputs of the hazard of leaving office.

The same inputs are read for past leaders (REIGN) and for the present ones (tables of office
holders), so that coefficients fitted on the former speak of the latter.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from countrydesk.evidence import View

Floats = npt.NDArray[np.float64]
DAYS = 365.2425
# Indices of democracy and counts of deaths come out in the year after; on 1 January of a year the
# newest is that of two years before.
LAG = 2
LONG_TENURE = 30.0
GROWTH_BOUND = 10.0
USUAL_DEMOCRACY, USUAL_INCOME, USUAL_GROWTH = 0.45, 9.0, 3.0
MINOR, MAJOR = 25, 1000
FEATURES = (
    "log of years in office", "first year in office", "first two years in office",
    "years in office", "electoral democracy", "electoral democracy squared",
    "log of income per head", "growth of the economy", "25 deaths or more in organised violence",
    "1,000 deaths or more in organised violence", "election due within a year",
    "election due, by democracy", "years in office, by democracy", "democracy not measured",
    "income not measured",
)  # fmt: skip


@dataclass(frozen=True)
class Context:
    """A leader and state on a day: years in office, democracy (0 to 1), income, growth, deaths.

    ``income`` is GDP per head in international dollars, ``growth`` in percent, ``deaths`` those of
    a year; None where it is not known. ``election`` says whether one that can change the leader is
    scheduled within a year.
    """

    tenure: float
    democracy: float | None
    income: float | None
    growth: float | None
    deaths: float
    election: bool

    def features(self) -> tuple[float, ...]:
        """Return the inputs of the hazard, in the order of ``FEATURES``."""
        free = USUAL_DEMOCRACY if self.democracy is None else self.democracy
        income = USUAL_INCOME if not self.income else math.log(self.income)
        growth = USUAL_GROWTH if self.growth is None else self.growth
        spent = math.log1p(self.tenure)
        return (
            spent, float(self.tenure < 1), float(self.tenure < 2), min(self.tenure, LONG_TENURE),
            free, free**2, income, max(-GROWTH_BOUND, min(GROWTH_BOUND, growth)),
            float(self.deaths >= MINOR), float(self.deaths >= MAJOR), float(self.election),
            float(self.election) * free, spent * free, float(self.democracy is None),
            float(not self.income),
        )  # fmt: skip


@dataclass(frozen=True)
class Background:
    """Yearly series by place and year, from which contexts take what they need."""

    democracy: Mapping[tuple[str, int], float]
    income: Mapping[tuple[str, int], float]
    growth: Mapping[tuple[str, int], float]
    deaths: Mapping[tuple[str, int], float]

    @classmethod
    def of(cls, view: View) -> Background:
        """Return what a view holds."""
        names = ("electoral_democracy", "gdp_per_capita_ppp", "gdp_growth", "violence_deaths")
        return cls(*(_by_place_and_year(view, name) for name in names))

    def context(self, place: str, year: int, tenure: float, *, election: bool) -> Context:
        """Return the context of a leader at the beginning of ``year``."""
        at = (place, year - LAG)
        return Context(
            tenure, self.democracy.get(at), self.income.get(at),
            self.growth.get((place, year - 1)), self.deaths.get(at, 0.0), election,
        )  # fmt: skip


def _by_place_and_year(view: View, indicator: str) -> dict[tuple[str, int], float]:
    found: dict[tuple[str, int], float] = {}
    for year in view.panel.years(indicator):
        for place, value in view.panel.at(indicator, year).values.items():
            found[place, year] = value
    return found


def a_year_after(day: date) -> date:
    """Return the last day of the twelve months after ``day``."""
    return day + timedelta(days=365)
