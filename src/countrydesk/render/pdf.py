"""The paper as an accessible PDF that can be archived (PDF/UA-1 and PDF/A-2a), set by typst.

The templates are in ``typst/``.

The paper reaches the template as a JSON file, so that no text can be read as markup. Only fonts
that typst carries with it are used, and the document's date is the evidence cut-off: the same
paper gives the same bytes on every machine.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import orjson

from countrydesk.charts.export import Drawing, draw
from countrydesk.charts.theme import ChartTheme
from countrydesk.errors import RenderError
from countrydesk.paper.nodes import Exhibit
from countrydesk.render.glyphs import shown
from countrydesk.render.pages import pages
from countrydesk.render.typesetter import DATA, MAIN, TypesetError, typeset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from countrydesk.paper.nodes import Paper
    from countrydesk.render import Theme

STANDARDS = ("a-2a", "ua-1")
# As wide as the text of a page: 146 mm at 0.75 points a pixel.
CHART_WIDTH = 552
_TEXT_FONT = "Libertinus Serif"
_PROBE = f"""
#set document(title: "Characters")
#set text(font: "{_TEXT_FONT}")
#for mark in json("paper.json") [#mark ]
"""
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def render(paper: Paper, theme: Theme) -> bytes:
    """Return the paper as PDF.

    Raises:
        RenderError: a chart cannot be drawn, or the typesetter refuses the document.

    """
    data = pages(paper, theme, _drawings(paper, theme))
    return _compile({**_templates(), DATA: orjson.dumps(shown(data, _missing))})


@lru_cache(maxsize=64)
def _missing(marks: frozenset[str]) -> frozenset[str]:
    """Return the characters for which no font of the typesetter has a glyph."""
    try:
        _set({MAIN: _PROBE.encode(), DATA: orjson.dumps(sorted(marks))})
    except TypesetError as error:
        return frozenset(_unescaped(found) for found in _UNSHOWN.findall(error.diagnostic))
    return frozenset()


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _drawings(paper: Paper, theme: Theme) -> dict[str, Drawing]:
    chart_theme = ChartTheme(palette=theme.light, width=CHART_WIDTH)
    return {
        block.id: draw(block, chart_theme)
        for section in paper.walk()
        for block in section.blocks
        if isinstance(block, Exhibit)
    }


def _compile(sources: dict[str, bytes]) -> bytes:
    try:
        return _set(sources)
    except TypesetError as error:
        raise RenderError(f"the paper cannot be set as PDF: {error.message}") from error


def _set(sources: dict[str, bytes]) -> bytes:
    made = typeset(sources, "pdf", STANDARDS)
    return made if isinstance(made, bytes) else b"".join(made)


@cache
def _templates() -> Mapping[str, bytes]:
    folder = files("countrydesk.render") / "typst"
    return {item.name: item.read_bytes() for item in sorted(folder.iterdir(), key=str)}
