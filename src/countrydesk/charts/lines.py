"""The forms ``trend`` and ``fan``: lines over years, labelled at their right end."""

from __future__ import annotations

import itertools
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countrydesk.charts.axes import numeric_scale, rows_of, year_scale
from countrydesk.charts.rows import Rows, known
from countrydesk.charts.text import number
from countrydesk.charts.years import EndLabel, Panel, X

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from countrydesk.charts.theme import ChartTheme, Spec
    from countrydesk.paper.nodes import Exhibit

LABELLED: Final = 8
# Months as fractions of a year do not lie apart by exactly the same step.
_LONG_STEP: Final = 1.2
_DASHES: Final = ([1, 0], [6, 3], [2, 2], [9, 3, 2, 3], [12, 3], [4, 2, 1, 2])
_QUANTILES: Final = (("p90", "9 in 10 below"), ("p50", "median"), ("p10", "1 in 10 below"))
_Y: Final[dict[str, object]] = {"field": "y", "type": "quantitative"}
_LOW: Final[dict[str, object]] = {"field": "lo", "type": "quantitative"}


@dataclass(frozen=True, slots=True)
class Point:
    """One value of one series; ``segment`` changes where years are missing between."""

    x: float
    y: float
    series: str
    lo: float | None = None
    hi: float | None = None
    segment: int = 0

    def row(self) -> Spec:
        """Return the point as a row of data."""
        return {"x": self.x, "y": self.y, "s": self.series, "g": self.segment,
            "lo": self.lo, "hi": self.hi}  # fmt: skip


def trend(exhibit: Exhibit, theme: ChartTheme) -> Spec:
    """Return lines over years, with bands where the data have ``lo`` and ``hi``."""
    rows = Rows(exhibit)
    points = _segments(_points(rows))
    y = numeric_scale(known([p.y for p in points], rows.maybe("lo"), rows.maybe("hi")))
    names = _names(points, rows.option("highlight"))
    panel = Panel(year_scale([point.x for point in points]), y, names)
    layers = [*_band(points, panel, theme), _lines(points, panel, theme)]
    layers += _dots(points, panel, theme)
    return panel.spec(exhibit, theme, layers, _ends(points, panel))


def fan(exhibit: Exhibit, theme: ChartTheme) -> Spec:
    """Return a line over the past and the 10th to 90th percentile of the forecast."""
    rows = Rows(exhibit)
    years, past = rows.numbers("x"), rows.maybe("y")
    name = rows.texts("series")[0] if rows.has("series") else ""
    points = [Point(at, y, name) for at, y in zip(years, past, strict=True) if y is not None]
    ahead = _ahead(rows)
    y = numeric_scale(known(past, *(rows.maybe(column) for column, _ in _QUANTILES)))
    panel = Panel(year_scale(years), y, (name,))
    layers = [*_forecast(points, ahead, theme), _lines(_segments(points), panel, theme)]
    return panel.spec(exhibit, theme, layers, _fan_ends(ahead, panel))


# -- reading -----------------------------------------------------------------------------------


def _points(rows: Rows) -> list[Point]:
    columns = zip(rows.numbers("x"), rows.numbers("y"), rows.texts("series"), rows.maybe("lo"),
        rows.maybe("hi"), strict=True)  # fmt: skip
    return [Point(*column) for column in columns]


def _ahead(rows: Rows) -> list[Spec]:
    columns = [rows.maybe(column) for column, _ in _QUANTILES]
    return [
        {"x": year, "hi": high, "y": middle, "lo": low}
        for year, high, middle, low in zip(rows.numbers("x"), *columns, strict=True)
        if high is not None and middle is not None and low is not None
    ]


def _segments(points: Sequence[Point]) -> list[Point]:
    """Return the points by series and year, numbered anew after each gap in the years."""
    made: list[Point] = []
    for name in dict.fromkeys(point.series for point in points):
        own = sorted((point for point in points if point.series == name), key=lambda p: p.x)
        steps = [later.x - earlier.x for earlier, later in itertools.pairwise(own)]
        usual = statistics.median_low(steps) if steps else 1.0
        segment = 0
        for at, point in enumerate(own):
            segment += at > 0 and steps[at - 1] > _LONG_STEP * usual
            made.append(Point(point.x, point.y, name, point.lo, point.hi, segment))
    return made


def _names(points: Iterable[Point], highlight: str) -> tuple[str, ...]:
    names = dict.fromkeys(point.series for point in points)
    return tuple(sorted(names, key=lambda name: name != highlight))


def _ends(points: Sequence[Point], panel: Panel) -> list[EndLabel]:
    if len(panel.names) == 1:
        return []
    last = {point.series: point for point in sorted(points, key=lambda point: point.x)}
    return panel.place_labels(
        [(last[name].x, last[name].y, name, name) for name in panel.names[:LABELLED]]
    )


def _fan_ends(ahead: Sequence[Spec], panel: Panel) -> list[EndLabel]:
    wanted = [
        (row["x"], row[key], f"{words} {number(row[key])}", panel.names[0])
        for row in ahead[-1:]
        for key, (_, words) in zip(("hi", "y", "lo"), _QUANTILES, strict=True)
    ]
    return panel.place_labels(wanted)


# -- layers ------------------------------------------------------------------------------------


def _lines(points: Sequence[Point], panel: Panel, theme: ChartTheme) -> Spec:
    count = len(panel.names)
    return {
        "data": rows_of([point.row() for point in points]),
        "mark": {"type": "line", "strokeJoin": "round"},
        "encoding": {
            "x": X,
            "y": _Y,
            "color": panel.colours(theme),
            "strokeDash": panel.by_name([_DASHES[at % len(_DASHES)] for at in range(count)]),
            "strokeWidth": panel.by_name([2.4 if at == 0 else 1.6 for at in range(count)]),
            "detail": {"field": "g"},
        },
    }


def _band(points: Sequence[Point], panel: Panel, theme: ChartTheme) -> list[Spec]:
    rows = [point.row() for point in points if point.lo is not None and point.hi is not None]
    encoding = {"x": X, "y": _LOW, "y2": {"field": "hi"}, "color": panel.colours(theme),
        "detail": {"field": "g"}}  # fmt: skip
    layer = {"data": rows_of(rows), "mark": {"type": "area", "opacity": 0.16},
        "encoding": encoding}  # fmt: skip
    return [layer] if rows else []


def _dots(points: Sequence[Point], panel: Panel, theme: ChartTheme) -> list[Spec]:
    """Return dots for the points that no line joins to another."""
    sizes: dict[tuple[str, int], int] = {}
    for point in points:
        sizes[point.series, point.segment] = sizes.get((point.series, point.segment), 0) + 1
    alone = [point.row() for point in points if sizes[point.series, point.segment] == 1]
    layer = {
        "data": rows_of(alone),
        "mark": {"type": "point", "filled": True, "size": 22, "opacity": 1},
        "encoding": {"x": X, "y": _Y, "color": panel.colours(theme)},
    }
    return [layer] if alone else []


def _forecast(points: Sequence[Point], ahead: Sequence[Spec], theme: ChartTheme) -> list[Spec]:
    if not ahead:
        return []
    bridge = [{"x": p.x, "lo": p.y, "y": p.y, "hi": p.y} for p in points[-1:]]
    data, colour = rows_of([*bridge, *ahead]), theme.colour(0)
    line = {"type": "line", "color": colour, "strokeWidth": 2.4, "strokeDash": [4, 3]}
    return [
        {"data": data, "mark": {"type": "area", "color": colour, "opacity": 0.2},
         "encoding": {"x": X, "y": _LOW, "y2": {"field": "hi"}}},
        {"data": data, "mark": line, "encoding": {"x": X, "y": _Y}},
    ]  # fmt: skip
