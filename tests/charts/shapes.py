"""What an SVG shows, whoever wrote it: texts and marks in their order, with place and paint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

_PAINT = ("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin",
    "fill-opacity", "stroke-opacity", "text-anchor", "font-weight", "font-size")  # fmt: skip
_COMMAND = re.compile(r"([MLhvAZ])([^MLhvAZ]*)")
_NUMBER = re.compile(r"-?[\d.]+(?:e-?\d+)?")
_MOVE = re.compile(r"translate\((-?[\d.e-]+),(-?[\d.e-]+)\)")


@dataclass(frozen=True)
class Seen:
    """One text or mark; numbers of ``look`` and ``places`` are compared with a tolerance."""

    kind: str
    look: tuple[str, ...]
    places: tuple[tuple[float, float], ...]


def seen(svg: str) -> list[Seen]:
    """Return what a drawing shows."""
    return [item for item in _walk(ET.fromstring(svg), {}, 1.0, (0.0, 0.0)) if item]


def _walk(node, paint, opacity, origin):
    paint = paint | {name: node.attrib[name] for name in _PAINT if name in node.attrib}
    opacity *= float(node.get("opacity", 1))
    move = _MOVE.search(node.get("transform", ""))
    x, y = (float(move[1]), float(move[2])) if move else (0.0, 0.0)
    origin = (origin[0] + x, origin[1] + y)
    tag = node.tag.rpartition("}")[2]
    if tag == "text":
        yield from _text(node, paint, origin)
    elif tag in {"path", "line", "circle"}:
        yield from _marks(tag, node, paint, opacity, origin)
    else:
        for child in node:
            yield from _walk(child, paint, opacity, origin)


def _text(node, paint, origin):
    place = (origin[0] + float(node.get("x", 0)), origin[1] + float(node.get("y", 0)))
    look = (paint["fill"], paint.get("text-anchor", "start").replace("start", ""),
        paint.get("font-weight", "normal"), paint["font-size"])  # fmt: skip
    lines = [node.text or "", *("".join(part.itertext()) for part in node)]
    drops = [0.0, *(float(part.get("dy", 0)) for part in node)]
    if not node.text and len(node):
        lines, drops = lines[1:], drops[1:]
    down = 0.0
    for line, drop in zip(lines, drops, strict=True):
        down += drop
        if line:
            yield Seen(f"text {line}", look, ((place[0], place[1] + down),))


def _marks(tag, node, paint, opacity, origin):
    fill, stroke = paint.get("fill", "none"), paint.get("stroke", "none")
    look = (fill, stroke)
    if fill != "none":
        look += (f"{opacity * float(paint.get('fill-opacity', 1)):.3f}",)
    if stroke != "none":
        depth = opacity * float(paint.get("stroke-opacity", 1))
        dash = paint.get("stroke-dasharray", "1,0").replace("1,0", "whole")
        width, join = float(paint.get("stroke-width", 1)), paint.get("stroke-linejoin", "miter")
        look += (f"{depth:.3f}", f"{width:.2f}", dash, join)
    for kind, places in _traces(tag, node):
        shown = tuple((origin[0] + x, origin[1] + y) for x, y in places)
        if look[:2] != ("none", "none") and (fill != "none" or len(set(shown)) > 1):
            yield Seen(kind, look, shown)


def _traces(tag, node):
    """Yield kind and points of each part of a path; a circle has its centre and a point on it."""
    if tag == "line":
        yield "open", [(0.0, 0.0), (float(node.get("x2")), float(node.get("y2")))]
    elif tag == "circle":
        x, y, r = (float(node.get(name)) for name in ("cx", "cy", "r"))
        yield "circle", [(x, y), (x + r, y)]
    elif "A" in node.get("d"):
        r = float(_NUMBER.findall(node.get("d"))[0])
        yield "circle", [(0.0, 0.0), (r, 0.0)]
    else:
        for part in re.findall("M[^M]*", node.get("d")):
            yield _trace(part)


def _trace(part):
    points = []
    for name, numbers in _COMMAND.findall(part):
        given = [float(number) for number in _NUMBER.findall(numbers)]
        if name in "ML":
            points.append((given[0], given[1]))
        elif name in "hv":
            x, y = points[-1]
            points.append((x + given[0], y) if name == "h" else (x, y + given[0]))
    return ("closed" if part.endswith("Z") else "open"), points
