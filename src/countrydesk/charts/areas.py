"""The form ``stack``: areas on one another over years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from countrydesk.charts.axes import numeric_scale, rows_of, year_scale
from countrydesk.charts.rows import Rows
from countrydesk.charts.years import Panel, X

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countrydesk.charts.theme import ChartTheme, Spec
    from countrydesk.paper.nodes import Exhibit

# Neighbours differ in depth, so that a print without colour still tells them apart.
_DEPTHS: Final = (0.85, 0.35, 0.6, 0.2)


def stack(exhibit: Exhibit, theme: ChartTheme) -> Spec:
    """Return areas on one another; a series without a value in a year counts as nothing there."""
    rows = Rows(exhibit)
    columns = zip(rows.texts("series"), rows.numbers("x"), rows.numbers("y"), strict=True)
    held = {(name, year): value for name, year, value in columns}
    names = tuple(dict.fromkeys(rows.texts("series")))
    areas = _piled(held, names)
    tops = [row["y"] for row in areas]
    panel = Panel(year_scale(rows.numbers("x")), numeric_scale([0.0, *tops], zero=True), names)
    last = [row for row in areas if row["x"] == panel.x.high]
    wanted = [(row["x"], (row["lo"] + row["y"]) / 2, row["s"], row["s"]) for row in last]
    return panel.spec(exhibit, theme, [_layer(areas, panel, theme)], panel.place_labels(wanted))


def _piled(held: dict[tuple[str, float], float], names: Sequence[str]) -> list[Spec]:
    years = sorted({year for _, year in held})
    floor = dict.fromkeys(years, 0.0)
    made: list[Spec] = []
    for name in names:
        for year in years:
            top = floor[year] + held.get((name, year), 0.0)
            made.append({"x": year, "lo": floor[year], "y": top, "s": name})
            floor[year] = top
    return made


def _layer(areas: Sequence[Spec], panel: Panel, theme: ChartTheme) -> Spec:
    depths = [_DEPTHS[at % len(_DEPTHS)] for at in range(len(panel.names))]
    return {
        "data": rows_of(areas),
        "mark": {"type": "area", "stroke": theme.palette.surface, "strokeWidth": 1.2},
        "encoding": {
            "x": X,
            "y": {"field": "lo", "type": "quantitative"},
            "y2": {"field": "y"},
            "color": panel.colours(theme),
            "fillOpacity": panel.by_name(depths),
        },
    }
