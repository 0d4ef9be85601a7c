"""State-years of the past: what was known of a state, and how many people floods and quakes hit.

People affected by floods and by earthquakes come from EM-DAT (Guha-Sapir and others; totals of a
year by hazard, as compiled by Gapminder), earthquakes of magnitude 6 and more from NOAA, people and
income from the release.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.model import Status
from countrydesk.places import registry

Floats = npt.NDArray[np.float64]
TARGET: Final = "disaster"
HAZARDS: Final = ("flood_affected", "earthquake_affected")
THRESHOLD: Final = 100_000
# Counts of a year are complete in the middle of the year after; late in a year, when the next one
# is asked about, the newest complete year is two before that.
LAG: Final = 2
SINCE, FIRST, DECADE = 1980, 1992, 10
# The plain rule counts from here: reporting before was thin.
COUNTED_SINCE: Final = 1990
STRONG: Final = 6.0
# People and incomes of a year are published up to this much later than counts of disasters.
SLACK: Final = 3
USUAL_INCOME: Final = 9.0
FEATURES: Final = (
    "log of population",
    "log of income per head",
    "log of one plus ten times the yearly earthquakes of magnitude 6 or more",
    "year",
    "share of the last ten known years",
)


@dataclass(frozen=True)
class Exposure:
    """What a release holds of people, income and earthquakes, read for a year as of two before."""

    population: Mapping[tuple[str, int], float]
    income: Mapping[tuple[str, int], float]
    quakes: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, view: View) -> Exposure:
        """Return what a view holds; ``quakes`` are the years of strong earthquakes."""
        found = view.everywhere("earthquake_magnitude")
        quakes = {
            place: tuple(i.period.start.year for i in rows if i.number >= STRONG)
            for place, rows in found.items()
        }
        people, income = (_yearly(view, name) for name in ("population", "gdp_per_capita_ppp"))
        return cls(people, income, quakes)

    def find_inputs(self, place: str, year: int) -> tuple[float, ...] | None:
        """Return all inputs but the state's own share.

        None where the population is not known, or is below the threshold: there is no question.
        """
        known = year - LAG
        people = _newest(self.population, place, known)
        if people is None or people < THRESHOLD:
            return None
        income = _newest(self.income, place, known)
        past = [at for at in self.quakes.get(place, ()) if COUNTED_SINCE <= at <= known]
        yearly = len(past) / (known - COUNTED_SINCE + 1)
        return (
            math.log(people), math.log(income) if income else USUAL_INCOME,
            math.log1p(10 * yearly), float(year),
        )  # fmt: skip


def _newest(table: Mapping[tuple[str, int], float], place: str, year: int) -> float | None:
    """Return the value of a year, else of the nearest of the ``SLACK`` years before."""
    years = range(year, year - SLACK - 1, -1)
    return next((table[place, at] for at in years if (place, at) in table), None)


def _yearly(view: View, indicator: str) -> dict[tuple[str, int], float]:
    return {
        (place, year): value
        for year in view.panel.years(indicator)
        for place, value in view.panel.at(indicator, year).values.items()
    }


@dataclass(frozen=True)
class StateYears:
    """Arrays of places x years from ``SINCE`` on.

    ``happened`` is 1 where the threshold was reached, 0 where not, NaN where that is not known;
    ``inputs`` (places x years x features but the last) are what is known for a forecast of a year,
    NaN where nothing is.
    """

    places: tuple[str, ...]
    regions: tuple[str, ...]
    happened: Floats
    inputs: Floats

    @property
    def last(self) -> int:
        """The last year that a state's outcome is known for."""
        known = np.flatnonzero(~np.isnan(self.happened).all(axis=0))
        return SINCE + int(known[-1])

    def known_by(self, origin: int) -> StateYears:
        """Return what was known on the eve of ``origin``: outcomes to two years before."""
        happened, inputs = self.happened.copy(), self.inputs.copy()
        happened[:, max(origin - LAG - SINCE + 1, 0) :] = np.nan
        inputs[:, max(origin - SINCE + 1, 0) :] = np.nan
        return replace(self, happened=happened, inputs=inputs)

    def scrambled_after(self, origin: int, seed: int) -> StateYears:
        """Return the same with later outcomes and inputs drawn anew."""
        rng = np.random.default_rng(seed)
        happened, inputs = self.happened.copy(), self.inputs.copy()
        late, later = happened[:, origin - LAG - SINCE + 1 :], inputs[:, origin - SINCE + 1 :]
        late[:] = rng.integers(0, 2, late.shape)
        later += rng.normal(size=later.shape)
        return replace(self, happened=happened, inputs=inputs)

    def recent(self, year: int) -> Floats:
        """Return each place's share of the ten years known for a forecast of ``year``."""
        return self._share(year - LAG - DECADE + 1, year - LAG)

    def own(self, year: int) -> Floats:
        """Return each place's share of all years known since 1990: the plain rule."""
        return self._share(COUNTED_SINCE, year - LAG)

    def of_year(self, year: int) -> Floats:
        """Return what happened in a year, by place."""
        return np.asarray(self.happened[:, year - SINCE])

    def _share(self, first: int, last: int) -> Floats:
        return np.asarray(self.happened[:, first - SINCE : last - SINCE + 1].mean(axis=1))


@dataclass(frozen=True)
class DisasterCases:
    """One row a state-year that a hazard is fitted on or asked of."""

    places: npt.NDArray[np.str_]
    regions: npt.NDArray[np.str_]
    years: npt.NDArray[np.int64]
    inputs: Floats
    happened: Floats
    plain: Floats

    def outcome(self, target: str) -> Floats:
        """Return what happened.

        Raises:
            KeyError: ``target`` is not the one there is.
        """
        return {TARGET: self.happened}[target]


def cases(known: StateYears, years: range) -> DisasterCases:
    """Return the state-years of ``years`` whose inputs are known."""
    parts = [_of_year(known, year) for year in years]
    joined = (np.concatenate(each) for each in zip(*parts, strict=True))
    return DisasterCases(*joined)


def _of_year(known: StateYears, year: int) -> tuple[npt.NDArray[np.generic], ...]:
    inputs = np.column_stack([known.inputs[:, year - SINCE], known.recent(year)])
    use = ~np.isnan(inputs).any(axis=1)
    return (
        np.array(known.places)[use], np.array(known.regions)[use], np.full(int(use.sum()), year),
        inputs[use], known.of_year(year)[use], known.own(year)[use],
    )  # fmt: skip


def state_years(view: View) -> StateYears | None:
    """Return the state-years of a view; None where it lacks EM-DAT by hazard."""
    tables = [affected(view, name) for name in HAZARDS]
    if not all(tables):
        return None
    known = set(tables[0]) & set(tables[1])
    last = max(year for _, year in known)
    years = range(SINCE, last + 1)
    places = tuple(p for p in states() if all((p, year) in known for year in years))
    happened = _grid(places, years, lambda at: float(sum(t[at] for t in tables) >= THRESHOLD))
    exposure = Exposure.of(view)
    lacking = (np.nan,) * (len(FEATURES) - 1)
    inputs = np.array(
        [[exposure.find_inputs(p, year) or lacking for year in years] for p in places]
    )
    regions = tuple(registry().get(place).subregion for place in places)
    return StateYears(places, regions, happened, inputs)


def affected(view: View, indicator: str) -> dict[tuple[str, int], float]:
    """Return people affected by place and year, without the year that still went on."""
    return {
        (place, item.period.start.year): item.number
        for place, rows in view.everywhere(indicator).items()
        for item in rows
        if item.status is Status.ACTUAL
    }


def _grid(
    places: tuple[str, ...], years: range, value: Callable[[tuple[str, int]], float]
) -> Floats:
    return np.array([[value((place, year)) for year in years] for place in places])
