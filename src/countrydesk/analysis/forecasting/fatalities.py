"""Deaths by country and month as one array, cut at an origin: what violence is forecast from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.violence import ALL, MONTHLY
from countrydesk.evidence import View

Floats = npt.NDArray[np.float64]
YEAR: Final = 12
# The monthly sums file the deaths of Niger under Nigeria: neither has months of its own.
MERGED: Final = frozenset({"NER", "NGA"})


def month_number(text: str) -> int:
    """Return the number of a month (``2024-05``) since year 0."""
    return int(text[:4]) * YEAR + int(text[5:7]) - 1


def month_text(number: int) -> str:
    """Return the month of a number as ``2024-05``."""
    return f"{number // YEAR:04d}-{number % YEAR + 1:02d}"


@dataclass(frozen=True, eq=False)
class Fatalities:
    """Deaths (places x months) from the month numbered ``first`` on; a quiet month is 0."""

    places: tuple[str, ...]
    first: int
    deaths: Floats

    def __hash__(self) -> int:
        return hash(self._digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fatalities) and self._digest == other._digest

    @cached_property
    def _digest(self) -> str:
        plain = f"{self.first}|{self.deaths.shape}|{'|'.join(self.places)}".encode()
        return hashlib.sha256(plain + np.ascontiguousarray(self.deaths).tobytes()).hexdigest()

    @property
    def last(self) -> int:
        """The number of the last month."""
        return self.first + int(self.deaths.shape[1]) - 1

    def until(self, month: int) -> Floats:
        """Return the deaths up to and in ``month``."""
        return self.deaths[:, : max(month - self.first + 1, 0)]

    def months(self, numbers: npt.ArrayLike) -> Floats:
        """Return the deaths in the months of ``numbers``."""
        return self.deaths[:, np.asarray(numbers) - self.first]

    def known_by(self, origin: int) -> Fatalities:
        """Return the deaths of months up to ``origin`` alone."""
        return Fatalities(self.places, self.first, self.until(origin).copy())

    def scrambled_after(self, origin: int, seed: int) -> Fatalities:
        """Return the deaths with all months after ``origin`` shuffled and raised."""
        deaths = self.deaths.copy()
        after = deaths[:, origin - self.first + 1 :]
        flat = np.random.default_rng(seed).permutation(after.ravel()) + seed
        deaths[:, origin - self.first + 1 :] = flat.reshape(after.shape)
        return Fatalities(self.places, self.first, deaths)

    def only(self, places: Sequence[str]) -> Fatalities:
        """Return the rows of ``places``, in their order."""
        at = {place: row for row, place in enumerate(self.places)}
        return Fatalities(tuple(places), self.first, self.deaths[[at[p] for p in places]])

    def without(self, places: frozenset[str]) -> Fatalities:
        """Return the rows of all other places."""
        return self.only([place for place in self.places if place not in places])


@dataclass(frozen=True)
class Records:
    """The series that is forecast, and the series whose past cases it is forecast from.

    They may be the same. Where they differ (another vintage, other types of violence, another way
    of dating) only cases of ``library`` train and only months of ``target`` describe the present:
    they are never joined into one series.
    """

    target: Fatalities
    library: Fatalities

    def known_by(self, origin: int) -> Records:
        """Return both cut at ``origin``."""
        return Records(self.target.known_by(origin), self.library.known_by(origin))

    def scrambled_after(self, origin: int, seed: int) -> Records:
        """Return both with their months after ``origin`` shuffled."""
        return Records(
            self.target.scrambled_after(origin, seed), self.library.scrambled_after(origin, seed)
        )


def read_fatalities(view: View) -> Fatalities | None:
    """Return the monthly deaths of every state that the yearly file covers in its last year.

    None where the evidence holds no months. A month without a row is 0. Of the two states that the
    monthly sums merge, a year's deaths are spread evenly over its months.
    """
    monthly, yearly = view.table(MONTHLY), view.table(ALL)
    if monthly.is_empty() or yearly.is_empty():
        return None
    last = str(monthly["period"].max())
    newest = str(yearly["period"].max())
    places = tuple(sorted(set(yearly.filter(yearly["period"] == newest)["place"].to_list())))
    first, end = month_number(str(monthly["period"].min())), month_number(last)
    deaths = np.zeros((len(places), end - first + 1))
    rows = {place: at for at, place in enumerate(places)}
    for place, period, value in monthly.select("place", "period", "value").iter_rows():
        if place in rows and place not in MERGED:
            deaths[rows[place], month_number(period) - first] = value
    table = yearly.select("place", "period", "value").iter_rows()
    _spread(deaths, first, rows, [row for row in table if row[0] in MERGED])
    return Fatalities(places, first, deaths)


def _spread(
    deaths: Floats, first: int, rows: Mapping[str, int], years: Sequence[tuple[str, str, float]]
) -> None:
    for place, year, value in years:
        at = int(year) * YEAR - first
        if place in rows and 0 <= at < deaths.shape[1]:
            deaths[rows[place], at : at + YEAR] = value / YEAR
