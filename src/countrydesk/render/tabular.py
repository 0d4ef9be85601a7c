"""The data behind an exhibit as a table that people read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countrydesk.render.annex import number_words
from countrydesk.render.notes import place_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from countrydesk.analysis.finding import Scalar
    from countrydesk.paper.nodes import Exhibit

    Datum = Mapping[str, Scalar | None]

_HEADINGS: Final = {
    "x": "Year", "y": "Value", "series": "Series", "lo": "low", "hi": "high",
    "p10": "10th percentile", "p50": "median", "p90": "90th percentile", "label": "Item",
    "value": "Value", "group": "Group", "low": "Low", "high": "High", "role": "Role",
    "before": "Before", "after": "After", "start": "From", "end": "To", "place": "Place",
}  # fmt: skip
_AXES: Final = ("x", "series")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text; ``numeric`` says which columns are figures."""

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


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
    numeric = tuple(_is_numeric(exhibit, name) for name in names)
    rows = tuple(tuple(_cell(name, row.get(name)) for name in names) for row in exhibit.data)
    return Grid(tuple(_heading(exhibit, name) for name in names), numeric, rows)


def _wide(exhibit: Exhibit, names: list[str]) -> Grid | None:
    cells: dict[tuple[object, object], Datum] = {}
    for row in exhibit.data:
        key = (row.get("x"), row.get("series"))
        if key in cells:
            return None
        cells[key] = row
    years = _in_order(dict.fromkeys(x for x, _ in cells))
    columns = [
        (series, name)
        for series in dict.fromkeys(series for _, series in cells)
        for name in names
        if any(cells.get((x, series), {}).get(name) is not None for x in years)
    ]
    rows = tuple(
        (_cell("x", x), *(_cell(name, cells.get((x, one), {}).get(name)) for one, name in columns))  # type: ignore[arg-type]
        for x in years
    )
    titles = (_series_heading(str(series), name) for series, name in columns)
    return Grid((_heading(exhibit, "x"), *titles), (True,) * (len(columns) + 1), rows)


def _in_order(values: Iterable[object]) -> list[object]:
    found = list(values)
    numbers = all(isinstance(value, int | float) for value in found)
    return sorted(found) if numbers else found  # type: ignore[type-var]


def _series_heading(series: str, name: str) -> str:
    return series if name == "y" else f"{series}, {_HEADINGS.get(name, name)}"


def _heading(exhibit: Exhibit, name: str) -> str:
    given = {
        "y": "y_title", "value": "x_title", "before": "before_title", "after": "after_title",
    }.get(name)  # fmt: skip
    title = exhibit.options.get(given) if given else None
    return str(title) if title else _HEADINGS.get(name, name)


def _is_numeric(exhibit: Exhibit, name: str) -> bool:
    values = [row.get(name) for row in exhibit.data]
    return all(isinstance(value, int | float) for value in values if value is not None)


def _cell(name: str, value: Scalar | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return place_name(value) if name == "place" else value
    return str(value) if name == "x" and isinstance(value, int) else number_words(_rounded(value))


def _rounded(value: float) -> float:
    """Return a value to six significant digits; a chart shows less, the annex holds it in full."""
    return value if value == int(value) else float(f"{value:.6g}")
