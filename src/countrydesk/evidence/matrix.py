"""A measure of many places over years as one array, for work that goes over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.integer[Any]]
History = dict[int, float]


@dataclass(frozen=True, eq=False)
class Matrix:
    """Values by place (rows) and year (columns, from ``first``); NaN where there is none.

    Every place has at least one value.
    """

    places: tuple[str, ...]
    first: int
    values: Floats

    @classmethod
    def of(cls, places: Sequence[str], rows: Integers, years: Integers, values: Floats) -> Matrix:
        """Return a matrix from cells: row number in ``places``, year, value."""
        if not len(rows):
            return cls((), 0, np.empty((0, 0)))
        first = int(years.min())
        table = np.full((len(places), int(years.max()) - first + 1), np.nan)
        table[rows, years - first] = values
        kept = ~np.isnan(table).all(axis=1)
        names = tuple(place for place, keep in zip(places, kept.tolist(), strict=True) if keep)
        return cls(names, first, table[kept])

    @classmethod
    def from_histories(cls, histories: Mapping[str, Mapping[int, float]]) -> Matrix:
        """Return a matrix from values by place and year."""
        names = tuple(histories)
        cells = [(at, y, v) for at, n in enumerate(names) for y, v in histories[n].items()]
        columns = np.array(cells, dtype=np.float64).reshape(-1, 3)
        return cls.of(names, columns[:, 0].astype(int), columns[:, 1].astype(int), columns[:, 2])

    def only(self, places: Iterable[str]) -> Matrix:
        """Return the matrix of those of ``places`` that it holds, in its own order."""
        wanted = frozenset(places)
        kept = [at for at, place in enumerate(self.places) if place in wanted]
        return Matrix(tuple(self.places[at] for at in kept), self.first, self.values[kept])

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The row of each place."""
        return {place: at for at, place in enumerate(self.places)}

    @cached_property
    def last(self) -> Integers:
        """The column of the newest value of each place."""
        width = self.values.shape[1]
        if not width:
            return np.empty(0, dtype=np.int64)
        back: Integers = np.argmax(~np.isnan(self.values[:, ::-1]), axis=1)
        return np.asarray(width - 1 - back)

    def newest(self) -> Floats:
        """Return the newest value of each place."""
        return self.values[np.arange(len(self.places)), self.last]

    def base(self, years: int) -> Floats:
        """Return each place's value ``years`` before its newest one, at most a year off, or NaN."""
        found = np.full(len(self.places), np.nan)
        for off in (0, -1, 1):
            at = self.last - years + off
            inside = (at >= 0) & (at < self.last)
            value = self.values[np.arange(len(self.places)), np.where(inside, at, 0)]
            found = np.where(np.isnan(found) & inside, value, found)
        return found

    def history(self, place: str) -> History:
        """Return the values of a place by year, oldest first; empty where it has none."""
        at = self.rows.get(place)
        if at is None:
            return {}
        row = self.values[at]
        return {self.first + int(y): float(row[y]) for y in np.flatnonzero(~np.isnan(row))}
