"""From an exhibit to its drawing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countrydesk.charts.drawer import draw_spec
from countrydesk.charts.specs import MAPS, build
from countrydesk.charts.theme import ChartTheme
from countrydesk.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from countrydesk.paper.nodes import Exhibit

_DIMENSIONS: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as SVG text, with its size in CSS pixels. Colours are those of the palette."""

    svg: str
    width: float
    height: float


def draw(exhibit: Exhibit, theme: ChartTheme | None = None) -> Drawing:
    """Return the drawing of an exhibit: transparent, without title, the same on every machine.

    Raises:
        RenderError: unknown form, data that do not fit it, or a chart that the drawer cannot draw.
    """
    theme = theme or ChartTheme()
    if exhibit.form in MAPS:
        return _drawing(MAPS[exhibit.form](exhibit, theme))
    spec = build(exhibit, theme)
    try:
        return _drawing(draw_spec(spec))
    except RenderError as error:
        raise RenderError(f"{exhibit.id}: {error}") from error


def draw_all(exhibits: Iterable[Exhibit], theme: ChartTheme | None = None) -> dict[str, Drawing]:
    """Return the drawings of several exhibits by id; see :func:`draw`."""
    return {exhibit.id: draw(exhibit, theme) for exhibit in exhibits}


def _drawing(svg: str) -> Drawing:
    size = _DIMENSIONS.search(svg)
    if size is None:
        raise RenderError("a drawing without a size")
    return Drawing(svg, float(size[1]), float(size[2]))
