"""The data behind an exhibit as a table that people read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countrydesk.paper.writing.speech import figures, said
from countrydesk.render.notes import place_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from countrydesk.analysis.finding import Scalar
    from countrydesk.paper.nodes import Exhibit

    Datum = Mapping[str, Scalar | None]

_HEADINGS: Final = {
    "x": "Year", "y": "Value", "series": "Series", "lo": "low", "hi": "high",
    "p10": "10th percentile", "p50": "median", "p90": "90th percentile", "label": "Item",
    "value": "Value", "group": "Group", "low": "Low", "high": "High", "role": "Role",
    "before": "Before", "after": "After", "start": "From", "end": "To", "place": "Place",
}  # fmt: skip
MINUS: Final = "\u2212"
_MOST_DECIMALS: Final = 6
_AXES: Final = ("x", "series")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text; ``numeric`` says which columns are figures."""

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column before it is printed: its heading, its name in the data, its values."""

    heading: str
    name: str
    values: Sequence[Scalar | None]

    @property
    def numeric(self) -> bool:
        """Whether the column holds figures only."""
        return all(isinstance(value, int | float) for value in self.values if value is not None)

    @property
    def cells(self) -> list[str]:
        """The values as text; figures have one number of decimals throughout."""
        figures = [value for value in self.values if isinstance(value, int | float)]
        decimals = _decimals(figures)
        return [self._cell(value, decimals) for value in self.values]

    def _cell(self, value: Scalar | None, decimals: int) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return place_name(value) if self.name == "place" else _cell_text(self.name, value)
        if self.name == "x" and isinstance(value, int):
            return str(value)
        return figures(f"{value:,.{decimals}f}").replace("-", MINUS)


def _cell_text(column: str, value: str) -> str:
    return said(value) if column == "role" else value


def data_grid(exhibit: Exhibit) -> Grid:
    """Return the rows of an exhibit, with one column a series where they have years."""
    names = _names(exhibit)
    if set(_AXES) <= set(names):
        wide = _wide(exhibit, [name for name in names if name not in _AXES])
        if wide is not None:
            return wide
    return _long(exhibit, names)


def _names(exhibit: Exhibit) -> list[str]:
    """Return the columns that hold anything, in order of first appearance."""
    names = dict.fromkeys(name for row in exhibit.data for name in row)
    return [name for name in names if any(row.get(name) is not None for row in exhibit.data)]


def _long(exhibit: Exhibit, names: list[str]) -> Grid:
    columns = [
        Column(_heading(exhibit, name), name, [row.get(name) for row in exhibit.data])
        for name in names
    ]
    return _grid(columns)


def _wide(exhibit: Exhibit, names: list[str]) -> Grid | None:
    cells: dict[tuple[Scalar | None, Scalar | None], Datum] = {}
    for row in exhibit.data:
        key = (row.get("x"), row.get("series"))
        if key in cells:
            return None
        cells[key] = row
    years = _in_order(dict.fromkeys(x for x, _ in cells))
    columns = [Column(_heading(exhibit, "x"), "x", years)]
    for series in dict.fromkeys(series for _, series in cells):
        for name in names:
            values = [cells.get((x, series), {}).get(name) for x in years]
            if any(value is not None for value in values):
                columns.append(Column(_series_heading(str(series), name), name, values))
    return _grid(columns)


def _grid(columns: list[Column]) -> Grid:
    return Grid(
        tuple(column.heading for column in columns),
        tuple(column.numeric for column in columns),
        tuple(zip(*(column.cells for column in columns), strict=True)),
    )


def _in_order(values: Iterable[Scalar | None]) -> list[Scalar | None]:
    found = list(values)
    numbers = all(isinstance(value, int | float) for value in found)
    return sorted(found) if numbers else found  # type: ignore[type-var]


def _series_heading(series: str, name: str) -> str:
    return series if name == "y" else f"{series}, {said(_HEADINGS.get(name, name))}"


def _heading(exhibit: Exhibit, name: str) -> str:
    given = {
        "y": "y_title", "value": "x_title", "before": "before_title", "after": "after_title",
    }.get(name)  # fmt: skip
    title = exhibit.options.get(given) if given else None
    return str(title) if title else said(_HEADINGS.get(name, name))


def _decimals(values: Sequence[float]) -> int:
    """Return how many decimals a column needs.

    The largest value keeps five significant digits and the smallest two; zeros at the end of every
    value are left out.
    """
    sizes = [math.floor(math.log10(abs(value))) for value in values if value]
    if not sizes:
        return 0
    most = min(_MOST_DECIMALS, max(0, 4 - max(sizes), 1 - min(sizes)))
    exact = [round(value, most) for value in values]
    return next(at for at in range(most + 1) if [round(value, at) for value in values] == exact)
