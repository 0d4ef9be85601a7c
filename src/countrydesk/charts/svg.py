"""Small pieces of SVG."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from countrydesk.charts.theme import FONT_SIZE, FONT_STACK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Shape(NamedTuple):
    """An element in parts: its attributes of style, what stands before them, what after."""

    style: str
    start: str
    end: str


def document(width: float, height: float, body: Iterable[str]) -> str:
    """Return a whole drawing."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{FONT_STACK}" font-size="{FONT_SIZE}px">'
        f"{''.join(body)}</svg>"
    )


def tenths(paths: Iterable[str], style: str) -> str:
    """Return paths whose coordinates are in tenths of a pixel, with a style they share."""
    return f'<g transform="scale(.1)" {style}>{"".join(paths)}</g>'


def words(text: str, x: float, y: float, colour: str, style: str = "") -> str:
    """Return a line of text; ``style`` holds further attributes."""
    more = f" {style}" if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{more}>{escape(text)}</text>'


def pixels(value: float) -> str:
    """Return a number with two decimals at most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def attributes(**given: str | None) -> str:
    """Return attributes, each with a space before it; those without a value are left out."""
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in given.items() if value)


def lines_of_text(x: float, y: float, lines: Sequence[str], height: float) -> tuple[str, str]:
    """Return start and end of a text of one or more lines, ``height`` apart."""
    at, down = pixels(x), pixels(height)
    first, *others = (escape(line.strip()) for line in lines)
    more = "".join(f'<tspan x="{at}" dy="{down}">{line}</tspan>' for line in others)
    return f'<text x="{at}" y="{pixels(y)}"', f">{first}{more}</text>"


def gathered(shapes: Iterable[Shape]) -> str:
    """Return shapes in their order; neighbours of one style share it in a group."""
    made: list[str] = []
    for style, group in groupby(shapes, key=lambda shape: shape.style):
        alike = list(group)
        if len(alike) == 1:
            made.append(f"{alike[0].start}{style}{alike[0].end}")
        else:
            inside = "".join(f"{shape.start}{shape.end}" for shape in alike)
            made.append(f"<g{style}>{inside}</g>")
    return "".join(made)
