"""The map ``choropleth``: the world in five classes of equal numbers of places."""

from __future__ import annotations

import itertools
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from countrydesk.charts.outlines import LEFT_OUT, outlines
from countrydesk.charts.projection import EQUAL_EARTH_WIDTH, Point, equal_earth, path
from countrydesk.charts.rows import Rows
from countrydesk.charts.svg import document, tenths, words
from countrydesk.charts.text import number, text_width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from countrydesk.charts.theme import ChartTheme
    from countrydesk.paper.nodes import Exhibit

CLASSES: Final = 5
_KEY_LINE: Final = 17
_NORTH: Final = equal_earth(0, 84)[1] / EQUAL_EARTH_WIDTH
_TALL: Final = equal_earth(0, -57)[1] / EQUAL_EARTH_WIDTH - _NORTH


def choropleth(exhibit: Exhibit, theme: ChartTheme) -> str:
    """Return the world in five classes of equal numbers of places, hatched where not known."""
    rows = Rows(exhibit)
    values = dict(zip(rows.texts("place"), rows.numbers("value"), strict=True))
    breaks = class_breaks(list(values.values()))
    shapes = _world(theme.width)
    hatch = f"hatch-{exhibit.id}"
    fills = {place: theme.palette.scale[_class(value, breaks)] for place, value in values.items()}
    unknown = "".join(shape for place, shape in shapes.items() if place not in fills)
    lands = [f'<path d="{unknown}" fill="url(#{escape(hatch)})"/>']
    linked = _links(rows)
    lands += [
        linked(place, f'<path d="{shape}" fill="{fills[place]}"/>')
        for place, shape in shapes.items()
        if place in fills
    ]
    height = theme.width * _TALL
    line = f'stroke="{theme.palette.surface}" stroke-width="5"'
    body = [_hatch(hatch, theme), tenths(lands, line)]
    if rows.option("key", "yes") == "no":
        return document(theme.width, round(height), body)
    key, lines = _key(breaks, hatch, height + 18, rows.option("title"), theme)
    return document(theme.width, round(height) + 26 + _KEY_LINE * lines, [*body, *key])


def _links(rows: Rows) -> Callable[[str, str], str]:
    """Return what makes a shape a link to the ``href`` of its row, with its ``label`` as title."""
    if not rows.has("href"):
        return lambda _, shape: shape
    columns = zip(rows.texts("place"), rows.texts("href"), rows.texts("label"), strict=True)
    table = {place: (href, label) for place, href, label in columns}

    def linked(place: str, shape: str) -> str:
        href, label = table[place]
        title = f"<title>{escape(label)}</title>"
        return f'<a href={quoteattr(href)} tabindex="-1">{title}{shape}</a>'

    return linked


def class_of(value: float, breaks: Sequence[tuple[float, float]]) -> int:
    """Return the step of the colour scale, from 0, that a value has on the map."""
    return _class(value, breaks)


def class_breaks(values: Sequence[float]) -> list[tuple[float, float]]:
    """Return the lowest and highest value of each class, classes of nearly equal size."""
    order = sorted(values)
    bounds = [round(at * len(order) / CLASSES) for at in range(CLASSES + 1)]
    made: list[tuple[float, float]] = []
    for first, last in itertools.pairwise(bounds):
        members = [value for value in order[first:last] if not made or value > made[-1][1]]
        if members:
            made.append((members[0], members[-1]))
    return made


@lru_cache(maxsize=4)
def _world(width: float) -> dict[str, str]:
    """Return the path of each place on a map of the world of this width."""
    scale = width / EQUAL_EARTH_WIDTH
    dx, dy = width / 2, -_NORTH * width

    def on_page(point: Point) -> Point:
        x, y = equal_earth(*point)
        return dx + x * scale, dy + y * scale

    return {
        place: shape
        for place, rings in sorted(outlines().items())
        if place not in LEFT_OUT and (shape := path((map(on_page, ring) for ring in rings), 0.8))
    }


def _class(value: float, breaks: Sequence[tuple[float, float]]) -> int:
    """Return the step of the colour scale for a value; few classes take the outer steps."""
    at = next((n for n, (_, high) in enumerate(breaks) if value <= high), len(breaks) - 1)
    return round(at * (CLASSES - 1) / max(1, len(breaks) - 1))


def _hatch(name: str, theme: ChartTheme) -> str:
    return (f'<defs><pattern id={quoteattr(name)} width="4" height="4" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45) scale(10)">'
        f'<rect width="4" height="4" fill="{theme.palette.band}"/>'
        f'<rect width="1" height="4" fill="{theme.palette.rule}"/></pattern></defs>')  # fmt: skip


def _key(
    breaks: Sequence[tuple[float, float]], hatch: str, y: float, title: str, theme: ChartTheme
) -> tuple[list[str], int]:
    """Return the key and its number of lines: the title, a swatch for each class with its range."""
    entries = [
        (theme.palette.scale[_class(high, breaks)], _range(low, high)) for low, high in breaks
    ]
    entries.append((f"url(#{escape(hatch)})", "no data"))
    made = [words(title, 0, y, theme.palette.quiet)] if title else []
    x, line = 0.0, 1 if title else 0
    for fill, text in entries:
        width = text_width(text) + 27
        if x and x + width > theme.width + 10:
            x, line = 0.0, line + 1
        at = y + line * _KEY_LINE
        swatch = f'<path d="M{x * 10:.0f} {at * 10 - 90:.0f}h120v110h-120z" fill="{fill}"/>'
        made.append(tenths([swatch], f'stroke="{theme.palette.quiet}" stroke-width="5"'))
        made.append(words(text, x + 16, at, theme.palette.ink))
        x += width
    return made, line


def _range(low: float, high: float) -> str:
    return number(low) if low == high else f"{number(low)} to {number(high)}"
