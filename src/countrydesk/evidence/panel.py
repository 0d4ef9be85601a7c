"""One indicator across all places: what ranks, peers and medians are computed from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from countrydesk.evidence.index import Index
from countrydesk.evidence.matrix import Matrix
from countrydesk.model import Status

_MEASURED = [Status.ACTUAL.value, Status.ESTIMATE.value]
_YEAR = re.compile(r"(?:FY)?(\d{4})\Z")
FIRST_YEAR = 1990
Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class CrossSection:
    """The values of one indicator in one year, by place; places without a value are absent."""

    indicator: str
    year: int
    values: dict[str, float]


@dataclass(frozen=True)
class Columns:
    """The rows of one indicator, sorted by year: place codes, years and values side by side."""

    places: Ints
    years: Ints
    values: Floats


@dataclass(frozen=True)
class Alone:
    """The rows of all indicators of the panel, with the code of each row's indicator."""

    indicators: npt.NDArray[np.uint32]
    columns: Columns


class Panel:
    """Yearly measured values of every monadic indicator since ``FIRST_YEAR``.

    The rows of an indicator are looked up by its code and sorted by year when it is asked for.
    """

    def __init__(self, frame: pl.DataFrame, index: Index) -> None:
        self._frame = frame
        self._index = index
        self._columns: dict[str, Columns] = {}
        self._sections: dict[tuple[str, int], CrossSection] = {}
        self._matrices: dict[str, Matrix] = {}

    def load(self) -> None:
        """Pick the rows of the panel now."""
        _ = self._alone, self.place_names

    @cached_property
    def _alone(self) -> Alone:
        """The rows of the panel: codes of indicator and place, years and values."""
        frame = self._frame
        alone = self._index.standing & self._is("counterpart", [""])
        at = np.flatnonzero(alone & self._is("status", _MEASURED))
        years = self._year_of_code[self._physical("period")[at]]
        values = frame["value"].gather(at).to_numpy()
        kept = (years >= FIRST_YEAR) & ~np.isnan(values)
        at = at[kept]
        return Alone(
            self._physical("indicator")[at],
            Columns(self._physical("place")[at].astype(np.int32), years[kept], values[kept]),
        )

    def _physical(self, column: str) -> npt.NDArray[np.uint32]:
        codes: npt.NDArray[np.uint32] = self._frame[column].to_physical().to_numpy()
        return codes

    def _is(self, column: str, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Return for each row whether a column holds one of a few texts."""
        column_codes = self._physical(column)
        found = np.zeros(len(column_codes), dtype=np.bool_)
        for code, text in self._names(column).items():
            if text in texts:
                found |= column_codes == code
        return found

    @cached_property
    def _year_of_code(self) -> Ints:
        names = self._names("period")
        table = np.full(max(names, default=0) + 1, -1, dtype=np.int32)
        for code, text in names.items():
            match = _YEAR.match(text)
            if match:
                table[code] = int(match[1])
        return table

    @cached_property
    def place_names(self) -> dict[int, str]:
        """The id of each place code."""
        return self._names("place")

    def _names(self, column: str) -> dict[int, str]:
        """Return the text of each code in use; Polars numbers them over all frames."""
        distinct = self._frame[column].unique()
        return dict(zip(distinct.to_physical().to_list(), distinct.to_list(), strict=True))

    def columns(self, indicator: str) -> Columns:
        """Return all rows of ``indicator``, sorted by year."""
        if indicator not in self._columns:
            code = self._index.code("indicator", indicator)
            every = self._alone
            at = np.flatnonzero(every.indicators == (-1 if code is None else code))
            years = every.columns.years[at]
            order = np.argsort(years, kind="stable")
            at = at[order]
            self._columns[indicator] = Columns(
                every.columns.places[at], years[order], every.columns.values[at]
            )
        return self._columns[indicator]

    def years(self, indicator: str) -> tuple[int, ...]:
        """Return the years with a value for any place, oldest first."""
        return tuple(int(year) for year in np.unique(self.columns(indicator).years))

    def at(self, indicator: str, year: int) -> CrossSection:
        """Return the values of ``indicator`` in ``year``."""
        key = (indicator, year)
        if key not in self._sections:
            found = self.columns(indicator)
            a, b = np.searchsorted(found.years, [year, year + 1])
            names = self.place_names
            values = {
                names[int(code)]: float(value)
                for code, value in zip(found.places[a:b], found.values[a:b], strict=True)
            }
            self._sections[key] = CrossSection(indicator, year, values)
        return self._sections[key]

    def matrix(self, indicator: str) -> Matrix:
        """Return the values of ``indicator`` as a matrix of places and years."""
        if indicator not in self._matrices:
            found = self.columns(indicator)
            table = np.full(max(self.place_names, default=0) + 1, -1)
            codes = np.flatnonzero(np.bincount(found.places, minlength=len(table)))
            table[codes] = np.arange(len(codes))
            names = [self.place_names[code] for code in codes.tolist()]
            rows = table[found.places]
            self._matrices[indicator] = Matrix.of(names, rows, found.years, found.values)
        return self._matrices[indicator]

    def histories(self, indicator: str) -> dict[str, dict[int, float]]:
        """Return the values of ``indicator`` by place and year."""
        found = self.columns(indicator)
        table: dict[str, dict[int, float]] = {}
        names = self.place_names
        for code, year, value in zip(
            found.places.tolist(), found.years.tolist(), found.values.tolist(), strict=True
        ):
            table.setdefault(names[code], {})[year] = value
        return table
