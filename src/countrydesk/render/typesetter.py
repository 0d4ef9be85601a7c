"""Typst, the typesetter: the one place that imports it.

Only the fonts that it carries are used, and neither clock nor folder enters what it makes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import orjson
import typst

from countrydesk.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from countrydesk.charts.export import Drawing

TypesetError: TypeAlias = typst.TypstError

MAIN, DATA = "main.typ", "paper.json"
# CSS pixels and printer's points of an inch.
_PIXELS, _POINTS = 96, 72
_PICTURES = f"""
#for (svg, width, height) in json("{DATA}") {{
  page(width: width * 1pt, height: height * 1pt, margin: 0pt,
    image(bytes(svg), format: "svg", width: width * 1pt))
}}
"""


def typeset(
    sources: Mapping[str, bytes], form: str, standards: Iterable[str] = (), ppi: float = 144
) -> bytes | list[bytes]:
    """Return ``main.typ`` of ``sources`` as PDF, or as PNG with one entry for each page.

    Raises:
        TypesetError: the typesetter refuses the document.
    """
    # Without a timestamp the clock would enter documents that have no date of their own; without
    # a root, the folder the program was started in. The binding's types leave out that the input
    # may be a table of files by name.
    made: bytes | list[bytes] = typst.compile(  # type: ignore[call-overload]
        dict(sources), root="/", ignore_system_fonts=True, format=form, ppi=ppi,
        pdf_standards=list(standards), timestamp=0,
    )  # fmt: skip
    return made


def rasterised(drawings: Mapping[str, Drawing], ppi: float = 168) -> dict[str, bytes]:
    """Return the drawings as PNG, by the same keys.

    Raises:
        RenderError: the typesetter cannot read a drawing.
    """
    if not drawings:
        return {}
    scale = _POINTS / _PIXELS
    data = [[one.svg, one.width * scale, one.height * scale] for one in drawings.values()]
    try:
        made = typeset({MAIN: _PICTURES.encode(), DATA: orjson.dumps(data)}, "png", ppi=ppi)
    except TypesetError as error:
        raise RenderError(f"the charts cannot be drawn as pictures: {error.message}") from error
    pages = [made] if isinstance(made, bytes) else made
    return dict(zip(drawings, pages, strict=True))
