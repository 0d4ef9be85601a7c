"""From a Vega-Lite specification of our forms to SVG, as Vega-Lite itself would draw it.

It draws what the forms use and refuses all else; a page of 25 charts cannot wait for a whole
engine. The tests compare every form with the drawing of Vega-Lite.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Final

from countrydesk.charts.encoding import Linear, check_fixed, check_keys, colour_of, read_layers
from countrydesk.charts.marks import below, shapes
from countrydesk.charts.svg import (
    Shape,
    attributes,
    document,
    gathered,
    lines_of_text,
    pixels,
)
from countrydesk.charts.theme import FONT, FONT_SIZE
from countrydesk.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from countrydesk.charts.theme import Spec

_CHART: Final = ("$schema", "autosize", "width", "height", "padding", "background", "config",
    "layer")  # fmt: skip
_AXIS: Final = ("values", "tickCount", "labelExpr", "tickSize", "domain", "ticks", "grid", "title",
    "gridColor", "gridWidth", "domainColor", "tickColor", "labelColor", "labelFontSize",
    "labelPadding", "labelOverlap", "labelBound", "labelLimit", "labelFlush")  # fmt: skip
_TEXT: Final = ("fontSize", "color", "baseline")
_FIXED: Final[Spec] = {"autosize": "none", "background": "transparent"}
_FIXED_CONFIG: Final[Spec] = {"font": FONT, "aria": False, "view": {"stroke": None}}
_FIXED_AXIS: Final[Spec] = {"title": None, "labelOverlap": False, "labelBound": False,
    "labelLimit": 0, "labelFlush": False, "labelFontSize": FONT_SIZE}  # fmt: skip
_TICK: Final = 5.0
# From the upper edge of a line of text to its foot, in parts of its size.
_ASCENT: Final = 0.79
# Axes lie on the middle of pixels, so that their lines are sharp.
_SHARP: Final = 0.5
_LABELS: Final = re.compile(r"(\[.*\])\[round\(datum\.index \* (-?\d+)\)\]", re.DOTALL)


def draw_spec(spec: Spec) -> str:
    """Return the drawing of a specification.

    Raises:
        RenderError: a mark, channel, property or value that is not drawn, or one that is missing.
    """
    try:
        return _drawn(spec)
    except KeyError as error:
        raise RenderError(f"chart: {error} is missing") from error


def _drawn(spec: Spec) -> str:
    check_keys("chart", spec, _CHART)
    check_fixed("chart", spec, _FIXED)
    config, padding = spec["config"], spec["padding"]
    check_keys("config", config, {*_FIXED_CONFIG, "axis", "text"})
    check_fixed("config", config, _FIXED_CONFIG)
    check_keys("config of text", config["text"], _TEXT)
    check_fixed("config of text", config["text"], {"baseline": "middle"})
    layers, axes = read_layers(spec)
    sides = [
        _Side(channel, {**config["axis"], **axis}, scale, spec["width"], spec["height"])
        for channel, axis, scale in axes
    ]
    made = [gathered(side.grid()) for side in sides] + [gathered(side.line()) for side in sides]
    made += [gathered(shapes(layer, config["text"])) for layer in layers]
    place = f"{pixels(padding['left'])},{pixels(padding['top'])}"
    body = f'<g fill="none" stroke-miterlimit="10" transform="translate({place})">'
    width = math.ceil(padding["left"] + spec["width"] + padding["right"])
    height = math.ceil(padding["top"] + spec["height"] + padding["bottom"])
    return document(width, height, [body, *made, "</g>"])


class _Side:
    """An axis: along the lower edge for x, along the left edge for y."""

    def __init__(
        self, channel: str, axis: Spec, scale: Linear, width: float, height: float
    ) -> None:
        check_keys(f"axis of {channel}", axis, _AXIS)
        check_fixed(f"axis of {channel}", axis, _FIXED_AXIS)
        self.across = channel == "x"
        self.axis = axis
        self.width, self.height = width, height
        self.foot = height if self.across else 0.0
        self.labels = _labels(channel, axis)
        ends = (scale.low, scale.high)
        if any(not ends[0] <= value <= ends[1] for value in axis["values"]):
            raise RenderError(f"axis of {channel}: a tick outside the domain is not drawn")
        self.places = [scale.place(value) for value in axis["values"]]

    def grid(self) -> list[Shape]:
        """Return the lines behind the marks, in one path."""
        if not self.axis["grid"]:
            return []
        reach = -self.height if self.across else self.width
        style = attributes(stroke=colour_of(self.axis["gridColor"]),
            stroke_width=_unless_one(self.axis["gridWidth"]))  # fmt: skip
        return self._strokes(self._rounded(), reach, style)

    def line(self) -> list[Shape]:
        """Return ticks, labels, and the line along the edge."""
        size = self.axis.get("tickSize", _TICK) if self.axis["ticks"] else 0.0
        made: list[Shape] = []
        if self.axis["ticks"]:
            style = attributes(stroke=colour_of(self.axis["tickColor"]))
            made += self._strokes(self._rounded(), size if self.across else -size, style)
        made += self._words(size + self.axis["labelPadding"])
        if self.axis["domain"]:
            style = attributes(stroke=colour_of(self.axis["domainColor"]))
            along = f"h{pixels(self.width)}" if self.across else f"v{pixels(self.height)}"
            made.append(Shape(style, f'<path d="M{self._at(0, self.foot)}{along}"', "/>"))
        return made

    def _rounded(self) -> list[float]:
        return [float(math.floor(place + 0.5)) for place in self.places]

    def _strokes(self, places: Sequence[float], reach: float, style: str) -> list[Shape]:
        """Return lines that leave the edge at right angles."""
        to = f"{'v' if self.across else 'h'}{pixels(reach)}"
        traces = [
            f"M{self._at(place, self.foot) if self.across else self._at(0, place)}{to}"
            for place in places
        ]
        return [Shape(style, f'<path d="{"".join(traces)}"', "/>")] if traces else []

    def _words(self, away: float) -> Iterable[Shape]:
        style = attributes(fill=colour_of(self.axis["labelColor"]),
            text_anchor="middle" if self.across else "end")  # fmt: skip
        down = math.floor(_ASCENT * FONT_SIZE + 0.5)
        for place, label in zip(self.places, self.labels, strict=True):
            x, y = (
                (place, self.foot + away + down)
                if self.across
                else (-away, place + below(FONT_SIZE))
            )
            if label:
                yield Shape(style, *lines_of_text(x + _SHARP, y + _SHARP, [label], 0))

    @staticmethod
    def _at(x: float, y: float) -> str:
        return f"{pixels(x + _SHARP)},{pixels(y + _SHARP)}"


def _labels(channel: str, axis: Spec) -> list[str]:
    """Return the labels of the ticks, which stand in an expression that picks them in order."""
    found = _LABELS.fullmatch(axis["labelExpr"])
    labels: list[str] = json.loads(found[1]) if found else []
    last = len(axis["values"]) - 1
    if found is None or len(labels) != last + 1 or int(found[2]) != last:
        raise RenderError(f"axis of {channel}: 'labelExpr' does not name a label for each tick")
    return labels


def _unless_one(width: float) -> str | None:
    return None if width == 1 else pixels(width)
