"""Small pieces of SVG for maps, which are drawn without the exporter."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from countrydesk.charts.theme import FONT_SIZE, FONT_STACK

if TYPE_CHECKING:
    from collections.abc import Iterable


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
