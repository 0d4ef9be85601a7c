"""The one place that knows the exporter: from an exhibit to an SVG drawing."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from countrydesk.charts.specs import MAPS, build
from countrydesk.charts.theme import FONT, FONT_STACK, ChartTheme, Spec
from countrydesk.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from countrydesk.paper.nodes import Exhibit

VEGA_LITE: Final = "5.21"
_DIMENSIONS = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_NOISE = (
    re.compile(r' (?:class|role|aria-[a-z]+|pointer-events|version|xmlns:xlink)="[^"]*"'),
    re.compile(
        r'<path d="(?:M0(?:\.5)?,0(?:\.5)?h[\d.]+v[\d.]+h-?[\d.]+Z)?"(?: display="none")?/>'
    ),
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as SVG text, with its size in CSS pixels. Colours are those of the palette."""

    svg: str
    width: float
    height: float


def draw(exhibit: Exhibit, theme: ChartTheme | None = None) -> Drawing:
    """Return the drawing of an exhibit: transparent, without title, the same on every machine.

    Raises:
        RenderError: unknown form, data that do not fit it, or a failure of the exporter.
    """
    theme = theme or ChartTheme()
    if exhibit.form in MAPS:
        return _drawing(MAPS[exhibit.form](exhibit, theme))
    spec = build(exhibit, theme)
    try:
        return _export(json.dumps(spec, ensure_ascii=False))
    except ValueError as error:
        raise RenderError(f"{exhibit.id}: {str(error).splitlines()[0]}") from error


def draw_all(exhibits: Iterable[Exhibit], theme: ChartTheme | None = None) -> dict[str, Drawing]:
    """Return the drawings of several exhibits by id; see :func:`draw`."""
    return {exhibit.id: draw(exhibit, theme) for exhibit in exhibits}


def warm_up() -> threading.Thread:
    """Start the exporter in the background, so that the first chart need not wait for it."""
    thread = threading.Thread(target=_export, args=(json.dumps(_TRIAL),), daemon=True)
    thread.start()
    return thread


# Holds one of each mark, axis and text, so that the engine has met them all.
_TRIAL: Final[Spec] = {
    "autosize": "none",
    "data": {"values": [{"x": 0, "y": 0, "t": "0"}, {"x": 1, "y": 1, "t": "1"}]},
    "encoding": {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative"},
        "text": {"field": "t"},
    },
    "layer": [{"mark": mark} for mark in ("line", "area", "rule", "point", "bar", "text")],
}


@lru_cache(maxsize=64)
def _export(spec: str) -> Drawing:
    import vl_convert

    return _drawing(_cleaned(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)))


def _drawing(svg: str) -> Drawing:
    size = _DIMENSIONS.search(svg)
    if size is None:
        raise ValueError("the exporter gave no drawing")
    return Drawing(svg, float(size[1]), float(size[2]))


def _cleaned(svg: str) -> str:
    """Return the SVG without what no reader needs, its fonts given as a list of equals."""
    for noise in _NOISE:
        svg = noise.sub("", svg)
    return svg.replace(f'font-family="{FONT}"', f'font-family="{FONT_STACK}"')
