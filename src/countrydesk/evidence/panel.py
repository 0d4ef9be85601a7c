"""One indicator across all places: what ranks, peers and medians are computed from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from countrydesk.evidence.catalogue import Catalogue
from countrydesk.model import Status

_MEASURED = [Status.ACTUAL.value, Status.ESTIMATE.value]
FIRST_YEAR = 1990


@dataclass(frozen=True)
class CrossSection:
    """The values of one indicator in one year, by place; places without a value are absent."""

    indicator: str
    year: int
    values: dict[str, float]


class Panel:
    """Yearly measured values of every monadic indicator since ``FIRST_YEAR``."""

    def __init__(self, standing: pl.DataFrame, catalogue: Catalogue) -> None:
        self._standing = standing
        self._catalogue = catalogue
        self._years: dict[str, dict[int, dict[str, float]]] = {}

    @cached_property
    def _parts(self) -> dict[str, pl.DataFrame]:
        period = pl.col("period").cast(pl.String)
        rows = self._standing.lazy().filter(
            (pl.col("counterpart") == "")
            & pl.col("value").is_not_null()
            & pl.col("status").is_in(_MEASURED)
        )
        yearly = rows.select(
            pl.col("indicator").cast(pl.String),
            pl.col("place").cast(pl.String),
            period.str.extract(r"^(?:FY)?(\d{4})$").cast(pl.Int16).alias("year"),
            "value",
        ).filter(pl.col("year") >= FIRST_YEAR)
        parts = yearly.collect().partition_by("indicator", as_dict=True, include_key=False)
        return {str(key[0]): part for key, part in parts.items()}

    def _by_year(self, indicator: str) -> dict[int, dict[str, float]]:
        if indicator not in self._years:
            table: dict[int, dict[str, float]] = {}
            part = self._parts.get(indicator)
            for place, year, value in part.iter_rows() if part is not None else ():
                table.setdefault(year, {})[place] = value
            self._years[indicator] = table
        return self._years[indicator]

    def years(self, indicator: str) -> tuple[int, ...]:
        """Return the years with a value for any place, oldest first."""
        return tuple(sorted(self._by_year(indicator)))

    def at(self, indicator: str, year: int) -> CrossSection:
        """Return the values of ``indicator`` in ``year``."""
        return CrossSection(indicator, year, self._by_year(indicator).get(year, {}))
