"""From a layer to shapes in SVG: one function a kind of mark, placed as Vega-Lite places it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from countrydesk.charts.encoding import Layer, colour_of
from countrydesk.charts.svg import Shape, attributes, lines_of_text, pixels
from countrydesk.charts.theme import FONT_SIZE
from countrydesk.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from countrydesk.charts.theme import Spec

# What Vega-Lite takes where neither the mark nor its configuration says it.
_LINE_WIDTH: Final = 2.0
_FAINT: Final = 0.7
_POINT_SIZE: Final = 30.0
_MIDDLE: Final = 0.3
_HALF_ROOT: Final = math.sqrt(3) / 2
_ANCHORS: Final = {"left": "", "center": "middle", "right": "end"}
_SHAPES: Final = {name: name for name in ("circle", "square", "diamond", "triangle-right")}
_FIELD: Final = re.compile(r"datum\.([a-z]\w*)")


def shapes(layer: Layer, text: Spec) -> list[Shape]:
    """Return the shapes of a layer; ``text`` is the configuration of text."""
    return _texts(layer, text) if layer.kind == "text" else _DRAWN[layer.kind](layer)


def below(size: float) -> float:
    """Return how far the foot of a line of text lies below its middle."""
    return math.floor(_MIDDLE * size + 0.5)


# -- lines and areas ---------------------------------------------------------------------------


def _lines(layer: Layer) -> list[Shape]:
    x, y = layer.places("x"), layer.places("y")
    colours, dashes = layer.looks("color"), layer.looks("strokeDash")
    widths = layer.looks("strokeWidth", _LINE_WIDTH)
    join = layer.choice("strokeJoin", {"round": "round", "": ""}, "")
    made = []
    for rows in layer.series():
        # A line of one point leaves no trace.
        if len(rows) > 1:
            first = rows[0]
            style = _stroke(colours[first], widths[first], dashes[first])
            style += attributes(stroke_linejoin=join)
            made.append(_path(style, "M" + _run(rows, x, y)))
    return made


def _areas(layer: Layer) -> list[Shape]:
    x, y, y2 = (layer.places(channel) for channel in ("x", "y", "y2"))
    colours, depths = layer.looks("color"), layer.looks("fillOpacity")
    outline = _outline(layer)
    made = []
    for rows in layer.series():
        style = _fill(colours[rows[0]], _depth(layer, depths[rows[0]], outline)) + outline
        back = _run(rows[::-1], x, y2)
        made.append(_path(style, f"M{_run(rows, x, y)}L{back}Z"))
    return made


def _run(rows: Iterable[int], x: Sequence[float], y: Sequence[float]) -> str:
    return "L".join(f"{pixels(x[at])},{pixels(y[at])}" for at in rows)


def _rules(layer: Layer) -> list[Shape]:
    for first, second in (("x", "x2"), ("y", "y2")):
        if second not in layer.encoding and f"{second}Offset" in layer.mark:
            raise RenderError(f"rule: '{second}Offset' without '{second}' is not drawn")
        if first not in layer.encoding:
            raise RenderError(f"rule: nothing says where '{first}' is")
    starts = zip(layer.places("x"), layer.places("y"), strict=True)
    ends = zip(
        layer.places("x2" if "x2" in layer.encoding else "x"),
        layer.places("y2" if "y2" in layer.encoding else "y"),
        strict=True,
    )
    style = _stroke(layer.mark.get("color"), layer.number("strokeWidth", 1.0), None)
    return [
        _path(style, f"M{pixels(x)},{pixels(y)}L{pixels(x2)},{pixels(y2)}")
        for (x, y), (x2, y2) in zip(starts, ends, strict=True)
    ]


# -- boxes and symbols -------------------------------------------------------------------------


def _bars(layer: Layer) -> list[Shape]:
    layer.choice("orient", {"horizontal": ""}, "")
    height, outline = layer.number("height"), _outline(layer)
    looks = zip(layer.looks("color"), layer.looks("fillOpacity"), strict=True)
    boxes = zip(*(layer.places(channel) for channel in ("x", "x2", "y")), strict=True)
    return [
        _box(_fill(colour, _depth(layer, depth, outline)) + outline,
            min(x, x2), y - height / 2, abs(x2 - x), height)
        for (colour, depth), (x, x2, y) in zip(looks, boxes, strict=True)
    ]  # fmt: skip


def _ticks(layer: Layer) -> list[Shape]:
    layer.choice("orient", {"vertical": ""}, "vertical")
    if "field" not in layer.encoding.get("x", {}):
        raise RenderError("tick: without a field for 'x' it is not drawn")
    width, height = layer.number("thickness"), layer.number("size")
    style = _fill(layer.mark.get("color"), _FAINT)
    places = zip(layer.places("x"), layer.places("y"), strict=True)
    return [_box(style, x - width / 2, y - height / 2, width, height) for x, y in places]


def _box(style: str, x: float, y: float, width: float, height: float) -> Shape:
    across = pixels(width)
    return _path(style, f"M{pixels(x)},{pixels(y)}h{across}v{pixels(height)}h-{across}Z")


def _points(layer: Layer) -> list[Shape]:
    if not layer.rows:
        return []
    shape = layer.choice("shape", _SHAPES, "circle")
    size = math.sqrt(layer.number("size", _POINT_SIZE)) / 2
    places = zip(layer.places("x"), layer.places("y"), strict=True)
    return [
        Shape(style, _symbol(shape, x, y, size), "/>")
        for style, (x, y) in zip(_point_styles(layer), places, strict=True)
    ]


def _point_styles(layer: Layer) -> list[str]:
    """Return the styles of filled points, or of points with a fill and a stroke of their own."""
    outline = _outline(layer)
    if bool(outline) == bool(layer.mark.get("filled")):
        raise RenderError("point: either 'filled' or 'stroke' has to be given")
    depth = _depth(layer, layer.mark.get("fillOpacity"), outline, _FAINT)
    fills = [layer.mark.get("fill")] * len(layer.rows) if outline else layer.looks("color")
    return [_fill(colour, depth) + outline for colour in fills]


def _symbol(shape: str, x: float, y: float, size: float) -> str:
    if shape == "circle":
        return f'<circle cx="{pixels(x)}" cy="{pixels(y)}" r="{pixels(size)}"'
    tip = size * _HALF_ROOT
    corners = {
        "square": ((-size, -size), (size, -size), (size, size), (-size, size)),
        "diamond": ((-size, 0.0), (0.0, -size), (size, 0.0), (0.0, size)),
        "triangle-right": ((tip, 0.0), (-tip, -size), (-tip, size)),
    }[shape]
    return f'<path d="M{"L".join(f"{pixels(x + a)},{pixels(y + b)}" for a, b in corners)}Z"'


# -- text --------------------------------------------------------------------------------------


def _texts(layer: Layer, config: Spec) -> list[Shape]:
    size = layer.number("fontSize", config["fontSize"])
    style = attributes(
        text_anchor=layer.choice("align", _ANCHORS, "center"),
        font_weight=layer.choice("fontWeight", {"normal": "", "bold": "bold"}, "normal"),
        font_size=None if size == FONT_SIZE else f"{pixels(size)}px",
    )
    layer.choice("lineBreak", {"\n": "", "": ""}, "")
    columns = zip(layer.places("x"), layer.places("y"), _shifts(layer, "dx"), _shifts(layer, "dy"),
        layer.column("text"), layer.looks("color", config["color"]), strict=True)  # fmt: skip
    return [
        Shape(
            attributes(fill=colour_of(colour)) + style,
            *lines_of_text(x + dx, y + dy + below(size), _split(layer, text),
                layer.number("lineHeight", size + 2)),
        )
        for x, y, dx, dy, text, colour in columns
        if text
    ]  # fmt: skip


def _split(layer: Layer, text: object) -> list[str]:
    if not isinstance(text, str):
        raise RenderError(f"text: {text!r} is not text")
    return text.split("\n") if layer.mark.get("lineBreak") else [text]


def _shifts(layer: Layer, name: str) -> list[float]:
    """Return by how much each text is moved: a number, or a field of its row."""
    given = layer.mark.get(name)
    if not isinstance(given, dict):
        return [layer.number(name, 0.0)] * len(layer.rows)
    field = _FIELD.fullmatch(given.get("expr", ""))
    if field is None:
        raise RenderError(f"text: '{name}' is drawn as a number or as 'datum.field' only")
    return [float(row[field[1]]) for row in layer.rows]


# -- styles ------------------------------------------------------------------------------------


def _path(style: str, trace: str) -> Shape:
    return Shape(style, f'<path d="{trace}"', "/>")


def _fill(colour: object, depth: float) -> str:
    return attributes(fill=colour_of(colour), fill_opacity=None if depth == 1 else pixels(depth))


def _depth(layer: Layer, own: float | None, outline: str, usual: float = 1.0) -> float:
    """Return the opacity of a fill, which opacity as a whole is where there is no outline."""
    whole = layer.number("opacity", usual)
    if outline and whole != 1:
        raise RenderError(f"{layer.kind}: 'opacity' of fill and stroke together is not drawn")
    return whole * (1.0 if own is None else own)


def _outline(layer: Layer) -> str:
    """Return the style of the line around a mark; empty where it has none."""
    colour = layer.mark.get("stroke")
    if colour is None:
        return ""
    return _stroke(colour, layer.number("strokeWidth", 1.0), None)


def _stroke(colour: object, width: float, dash: Sequence[float] | None) -> str:
    # A dash whose gap is nothing is a whole line.
    broken = dash is not None and any(dash[1::2])
    return attributes(
        stroke=colour_of(colour),
        stroke_width=pixels(width),
        stroke_dasharray=",".join(map(pixels, dash)) if dash and broken else None,
    )


_DRAWN: Final[dict[str, Callable[[Layer], list[Shape]]]] = {
    "line": _lines,
    "area": _areas,
    "rule": _rules,
    "bar": _bars,
    "tick": _ticks,
    "point": _points,
}
