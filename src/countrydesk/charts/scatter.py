"""The form ``scatter``: one dot a place, two numbers, the chosen ones named."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from countrydesk.charts.axes import Frame, Scale, heading, numeric_scale, rows_of
from countrydesk.charts.rows import Rows
from countrydesk.charts.text import number, text_width, with_scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countrydesk.charts.theme import ChartTheme, Spec
    from countrydesk.paper.nodes import Exhibit

HEIGHT: Final = 300
# From this ratio of the largest to the smallest value an axis counts in powers of ten.
_WIDE: Final = 60.0


def scatter(exhibit: Exhibit, theme: ChartTheme) -> Spec:
    """Return dots at ``x`` and ``y``; rows whose ``named`` is 1 stand out with their ``label``.

    An axis whose values are all positive and span more than 60 to 1 is logarithmic.
    """
    rows = Rows(exhibit)
    x, across = _scale(rows.numbers("x"))
    y, up = _scale(rows.numbers("y"))
    named = [flag == 1 for flag in rows.maybe("named")]
    labels = rows.texts("label")
    data = [
        {"x": one, "y": two, "t": label if shown else "", "k": int(shown)}
        for one, two, label, shown in zip(across, up, labels, named, strict=True)
    ]
    y_title = with_scale(rows.option("y_title"), y.title)
    left = y.label_width + 8
    frame = Frame.inside(theme.width, HEIGHT, left=left, right=16, top=26, bottom=44)
    layers = [
        _axes(x, y, theme),
        *_dots([row for row in data if not row["k"]], theme, chosen=False),
        *_dots([row for row in data if row["k"]], theme, chosen=True),
        *_names([row for row in data if row["k"]], x, frame),
        *heading(y_title, theme, x=-left, y=-15),
        *_foot(with_scale(rows.option("x_title"), x.title), frame, theme),
    ]
    return frame.spec(theme, layers)


def _scale(values: Sequence[float]) -> tuple[Scale, list[float]]:
    """Return an axis and the values as they lie on it."""
    low, high = min(values), max(values)
    if low <= 0 or high / low < _WIDE:
        return numeric_scale(values, count=5), list(values)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ticks = tuple(float(power) for power in powers)
    return Scale(ticks, tuple(number(10.0**power) for power in powers), ""), [
        math.log10(value) for value in values
    ]


def _axes(x: Scale, y: Scale, theme: ChartTheme) -> Spec:
    """Return the layer that owns the axes; the upright lines are its marks."""
    lines = [{"x": at, "y": y.low, "y2": y.high} for at in x.ticks]
    return {
        "data": rows_of(lines),
        "mark": {"type": "rule", "color": theme.palette.rule, "strokeWidth": 1},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "scale": x.encode(),
                "axis": x.axis(grid=False)},
            "y": {"field": "y", "type": "quantitative", "scale": y.encode(), "axis": y.axis()},
            "y2": {"field": "y2"},
        },
    }  # fmt: skip


def _dots(data: Sequence[Spec], theme: ChartTheme, *, chosen: bool) -> list[Spec]:
    if not data:
        return []
    colour = theme.colour(1 if chosen else 0)
    mark = {"type": "point", "filled": True, "color": colour, "size": 58 if chosen else 26,
        "opacity": 1 if chosen else 0.55}  # fmt: skip
    place = {name: {"field": name, "type": "quantitative"} for name in ("x", "y")}
    return [{"data": rows_of(data), "mark": mark, "encoding": place}]


def _names(data: Sequence[Spec], x: Scale, frame: Frame) -> list[Spec]:
    """Return the names of the chosen, to the right of their dots where there is room."""
    made = []
    for row in data:
        room = frame.width - x.place(row["x"], frame.width)
        right = room > text_width(str(row["t"]), bold=True) + 4
        mark = {"type": "text", "align": "left" if right else "right", "dx": 8 if right else -8,
            "fontWeight": "bold"}  # fmt: skip
        encoding = {"x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"}, "text": {"field": "t"}}  # fmt: skip
        made.append({"data": rows_of([row]), "mark": mark, "encoding": encoding})
    return made


def _foot(title: str, frame: Frame, theme: ChartTheme) -> list[Spec]:
    """Return the title of the x axis below its labels, at the right."""
    if not title:
        return []
    mark = {"type": "text", "align": "right", "color": theme.palette.quiet, "x": frame.width,
        "y": frame.height + 34}  # fmt: skip
    return [{"data": rows_of([{"t": title}]), "mark": mark, "encoding": {"text": {"field": "t"}}}]
