"""One indicator across all places: what ranks, peers and medians are computed from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

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


class Panel:
    """Yearly measured values of every monadic indicator since ``FIRST_YEAR``.

    Built once over the whole release by sorting codes, not strings; a year of an indicator is then
    a slice.
    """

    def __init__(self, frame: pl.DataFrame, standing: pl.Series) -> None:
        self._frame = frame
        self._standing = standing
        self._sections: dict[tuple[str, int], CrossSection] = {}
        self._matrices: dict[str, Matrix] = {}

    @cached_property
    def _sorted(self) -> tuple[Columns, dict[str, tuple[int, int]]]:
        frame = self._frame
        alone = frame["counterpart"] == ""
        measured = frame["status"].is_in(_MEASURED)
        at = (self._standing & alone & measured & frame["value"].is_not_null()).arg_true()
        years = self._year_of_code[frame["period"].to_physical().gather(at).to_numpy()]
        recent = years >= FIRST_YEAR
        at, years = at.filter(pl.Series(recent)), years[recent]
        codes = frame["indicator"].to_physical().gather(at).to_numpy()
        order = np.argsort(codes.astype(np.int64) << 16 | years, kind="stable")
        codes = codes[order]
        columns = Columns(
            frame["place"].to_physical().gather(at).to_numpy()[order].astype(np.int32),
            years[order],
            frame["value"].gather(at).to_numpy()[order],
        )
        names = self._names("indicator")
        present, first = np.unique(codes, return_index=True)
        ends = np.append(first, len(codes))[1:]
        spans = zip(present.tolist(), first.tolist(), ends.tolist(), strict=True)
        bounds = {names[code]: (a, b) for code, a, b in spans}
        return columns, bounds

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
        columns, bounds = self._sorted
        first, last = bounds.get(indicator, (0, 0))
        part = slice(first, last)
        return Columns(columns.places[part], columns.years[part], columns.values[part])

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
            codes, rows = np.unique(found.places, return_inverse=True)
            names = [self.place_names[int(code)] for code in codes]
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
