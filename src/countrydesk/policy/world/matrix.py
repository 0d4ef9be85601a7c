"""The matrix of trade in goods, every cell marked as observed or estimated."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from countrydesk.errors import TradeTableError
from countrydesk.evidence import View

RECONCILED = "goods_exports_reconciled"
Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class World:
    """Trade in goods of a year between economies, in dollars.

    Attributes:
        places: ids, in the order of both axes.
        flows: (exporters, importers), zero on the diagonal.
        observed: same shape; True where a source gives the cell for this year.
        year: of the flows.
        notes: what was done, a line for each step.
    """

    places: tuple[str, ...]
    flows: Array
    observed: Mask
    year: int
    notes: tuple[str, ...] = ()

    def position(self, place: str) -> int:
        """Return the place of an economy on the axes.

        Raises:
            TradeTableError: the matrix has no such economy.
        """
        try:
            return self.places.index(place)
        except ValueError:
            raise TradeTableError(f"the matrix of trade has no economy '{place}'") from None

    def without(self, place: str) -> World:
        """Return the matrix without an economy."""
        keep = [n for n, name in enumerate(self.places) if name != place]
        return replace(
            self,
            places=tuple(self.places[n] for n in keep),
            flows=self.flows[np.ix_(keep, keep)],
            observed=self.observed[np.ix_(keep, keep)],
        )

    def with_cells(self, cells: dict[tuple[str, str], float], note: str) -> World:
        """Return the matrix with observed cells put in; pairs that it has no axis for are left."""
        flows, observed = self.flows.copy(), self.observed.copy()
        at = {name: n for n, name in enumerate(self.places)}
        for (exporter, importer), value in cells.items():
            if exporter in at and importer in at and exporter != importer:
                flows[at[exporter], at[importer]] = value
                observed[at[exporter], at[importer]] = True
        return replace(self, flows=flows, observed=observed, notes=(*self.notes, note))


def observed_world(view: View) -> World:
    """Return the reconciled matrix of the newest year that the release has.

    Pairs without a row traded nothing that either side reported: those cells are observed zeros.

    Raises:
        TradeTableError: the release holds no matrix.
    """
    table = view.table(RECONCILED).filter(pl.col("value").is_not_null())
    if table.is_empty():
        raise TradeTableError(
            "the release holds no matrix of trade (indicator goods_exports_reconciled); build one "
            "with the source cepii_baci: countrydesk release build --source cepii_baci"
        )
    period = str(table.get_column("period").max())
    rows = table.filter(pl.col("period") == period)
    names = sorted({*rows.get_column("place"), *rows.get_column("counterpart")})
    at = {name: n for n, name in enumerate(names)}
    flows = np.zeros((len(names), len(names)))
    for place, counterpart, value in rows.select("place", "counterpart", "value").iter_rows():
        flows[at[place], at[counterpart]] = value
    observed = ~np.eye(len(names), dtype=bool)
    note = f"{len(names)} economies, {rows.height:,} pairs observed for {period} (CEPII BACI)"
    return World(tuple(names), flows, observed, int(period), (note,))
