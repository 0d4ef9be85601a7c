"""The vintages of the World Economic Outlook as an array, cut by the day of release.

Each vintage restates history and projects five years. What a vintage tells of a year before its
own counts as that year's outcome as known then; nothing of a later vintage does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.places import registry

Floats = npt.NDArray[np.float64]
SOURCE = "imf_weo"


@dataclass(frozen=True)
class Vintages:
    """Values by vintage, place and year; NaN where a vintage says nothing.

    ``days`` are the days of release as ordinals, rising; ``years`` run without a gap. ``regions``
    is the UN sub-region of each place. The indicator is in the unit of the values.
    """

    indicator: str
    days: tuple[int, ...]
    places: tuple[str, ...]
    regions: tuple[str, ...]
    first: int
    values: Floats

    def known_by(self, origin: int) -> Vintages:
        """Return the vintages released by ``origin``, a day as ordinal."""
        n = sum(day <= origin for day in self.days)
        return replace(self, days=self.days[:n], values=self.values[:n])

    def scrambled_after(self, origin: int, seed: int) -> Vintages:
        """Return the same with the values of every later vintage shuffled among themselves."""
        n = sum(day <= origin for day in self.days)
        later = np.random.default_rng(seed).permutation(self.values[n:].ravel())
        values = np.concatenate([self.values[:n], later.reshape(self.values[n:].shape)])
        return replace(self, values=values)

    def year_of(self, vintage: int) -> int:
        """Return the calendar year of a vintage, given by position."""
        return date.fromordinal(self.days[vintage]).year

    def history(self, vintage: int) -> Floats:
        """Return (places x years) what a vintage holds of the years before its own."""
        return np.asarray(self.values[vintage, :, : self.year_of(vintage) - self.first])

    def projection(self, vintage: int, horizon: int) -> Floats:
        """Return what a vintage projects ``horizon`` years after its own, by place."""
        return self._column(vintage, self.year_of(vintage) + horizon)

    def outcome(self, vintage: int, year: int) -> Floats:
        """Return ``year`` as a later ``vintage`` has it, by place."""
        return self._column(vintage, year)

    def resolved(self, horizon: int, by: int) -> list[int]:
        """Return the vintages whose target ``horizon`` years on lies before the year of ``by``."""
        reached = self.year_of(by)
        return [k for k in range(by) if self.year_of(k) + horizon < reached]

    def _column(self, vintage: int, year: int) -> Floats:
        at = year - self.first
        if not 0 <= at < self.values.shape[2]:
            return np.full(len(self.places), np.nan)
        return np.asarray(self.values[vintage, :, at])


def vintages(view: View, indicator: str) -> Vintages:
    """Return all vintages of an indicator that the view holds, of the states of papers."""
    key = ("macro_vintages", indicator)
    if key not in view.shared:
        view.shared[key] = _read(view, indicator, states())
    return view.shared[key]  # type: ignore[return-value]


def _read(view: View, indicator: str, places: Sequence[str]) -> Vintages:
    rows = view.releases(indicator, SOURCE, places)
    rows = rows.filter(pl.col("period").str.len_chars() == 4).with_columns(
        pl.col("period").cast(pl.Int32)
    )
    days = sorted(rows.get_column("released_on").unique().to_list())
    years = rows.get_column("period")
    first, last = (int(years.min()), int(years.max())) if len(years) else (0, -1)  # type: ignore[arg-type]
    values = np.full((len(days), len(places), last - first + 1), np.nan)
    at_day = {day: at for at, day in enumerate(days)}
    at_place = {place: at for at, place in enumerate(places)}
    for place, year, value, day in rows.select(
        "place", "period", "value", "released_on"
    ).iter_rows():
        values[at_day[day], at_place[place], year - first] = value
    regions = tuple(registry().get(place).subregion for place in places)
    ordinals = tuple(day.toordinal() for day in days)
    return Vintages(indicator, ordinals, tuple(places), regions, first, values)
