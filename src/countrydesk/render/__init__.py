"""Renderers: pure functions from a paper to bytes, found by name.

Each format is a module of this package with ``render(paper, theme) -> bytes``. A renderer knows no
clock, place, locale or environment: the same paper gives the same bytes on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from countrydesk.charts.theme import DARK, LIGHT, Palette
from countrydesk.errors import InputError

if TYPE_CHECKING:
    from countrydesk.paper.nodes import Paper

__all__ = ["Renderer", "Theme", "get_renderer", "renderers"]


@dataclass(frozen=True, slots=True)
class Theme:
    """How a paper looks: colours by role for light and dark, and the size of the printed page.

    ``page`` is ``a4`` or ``us-letter``. Formats without dark pages use ``light``.
    """

    light: Palette = field(default=LIGHT)
    dark: Palette = field(default=DARK)
    page: str = "a4"


@dataclass(frozen=True, slots=True)
class Renderer:
    """One output format. Its module is imported when it is first called."""

    name: str
    suffix: str
    media_type: str
    doc: str

    def __call__(self, paper: Paper, theme: Theme | None = None) -> bytes:
        """Return the paper in this format.

        Raises:
            RenderError: the paper holds something that this format cannot show.

        """
        from countrydesk.evidence.quiet import quiet
        from countrydesk.paper.writing.speech import speaking

        with quiet(), speaking(paper.language):
            module = import_module(f"{__name__}.{self.name}")
            return cast("bytes", module.render(paper, theme or Theme()))


_TABLE: Final = (
    Renderer("html", ".html", "text/html", "one self-contained page with notes in the margin"),
    Renderer("pdf", ".pdf", "application/pdf", "typeset pages for print"),
    Renderer("markdown", ".md", "text/markdown", "plain text with footnotes"),
    Renderer(
        "docx",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "a Word document to edit and read back, with footnotes",
    ),
    Renderer("json", ".json", "application/json", "the whole paper as data"),
)


def renderers() -> dict[str, Renderer]:
    """Return every renderer by name, in the order in which they are listed to readers."""
    return {item.name: item for item in _TABLE}


def get_renderer(name: str) -> Renderer:
    """Return the renderer ``name``, which may also be the suffix of its files (``md``).

    Raises:
        InputError: there is none; the message lists those there are.

    """
    known = renderers()
    for item in known.values():
        if name in {item.name, item.suffix[1:]}:
            return item
    raise InputError(f"no format '{name}'; there are {', '.join(known)}")
