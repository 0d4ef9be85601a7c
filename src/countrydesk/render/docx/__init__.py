"""The paper as a Word document (DOCX) that can be edited and read back.

The parts are written here with the standard library. python-docx knows neither footnotes nor
content controls, both of which would have to be put in as raw XML around it; it would also bring a
template with styles and properties that are not ours, and a binary parser, for no gain.

Each sentence stands in a content control that is tagged with its id, inside a bookmark named after
it for programs that drop such controls, so that ``countrydesk reread`` finds it again however the
text around it was edited. Charts are SVG with a PNG beside it
for programs that do not read SVG. Dates in the document are the cut-off of the evidence and the
container has a fixed date: the same paper gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from countrydesk.charts.export import draw_all
from countrydesk.charts.theme import ChartTheme
from countrydesk.errors import RenderError
from countrydesk.paper.nodes import Exhibit
from countrydesk.paper.rereading import fingerprint_of
from countrydesk.render.docx import package
from countrydesk.render.docx.body import MARGIN, SIZES, Body
from countrydesk.render.docx.markup import HEAD, NAMESPACES
from countrydesk.render.pages import pages
from countrydesk.render.typesetter import rasterised

if TYPE_CHECKING:
    from countrydesk.charts.export import Drawing
    from countrydesk.paper.nodes import Paper
    from countrydesk.render import Theme

CHART_WIDTH = 552


def render(paper: Paper, theme: Theme) -> bytes:
    """Return the paper as DOCX.

    Raises:
        RenderError: a chart cannot be drawn, or the theme names a page that is not known.
    """
    if theme.page not in SIZES:
        raise RenderError(f"no page '{theme.page}'; there are {', '.join(SIZES)}")
    wide, high = SIZES[theme.page]
    drawings = _drawings(paper, theme)
    data = pages(paper, theme, drawings)
    body = Body(data, wide - 2 * MARGIN)
    blocks = body.blocks()
    document = (
        f"{HEAD}<w:document {NAMESPACES}><w:body>{blocks}<w:sectPr>"
        '<w:headerReference w:type="default" r:id="header1"/>'
        '<w:footerReference w:type="default" r:id="footer1"/>'
        f'<w:pgSz w:w="{wide}" w:h="{high}"/><w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" '
        f'w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="709" w:footer="709" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )
    return package.packed({
        "[Content_Types].xml": package.content_types(),
        "_rels/.rels": package.package_relations(),
        "docProps/custom.xml": package.custom(_identity(paper)),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": package.document_relations(len(body.pictures)),
        "word/footnotes.xml": package.footnotes(body.footnotes),
        "word/header1.xml": package.header(data["running"]),
        "word/footer1.xml": package.footer(),
        **_look(paper, theme, wide - 2 * MARGIN),
        **package.properties(
            paper.title, paper.built_by, paper.cutoff.isoformat(), paper.language
        ),
        **_media(body.pictures, drawings),
    })  # fmt: skip


def _identity(paper: Paper) -> dict[str, str]:
    """Return what ``reread`` needs to build the same paper again."""
    return {
        "countrydesk.partner": paper.partner,
        "countrydesk.principal": paper.principal,
        "countrydesk.language": paper.language,
        "countrydesk.release": paper.release,
        "countrydesk.as_of": paper.as_of.isoformat() if paper.as_of else "",
        "countrydesk.overrides": str(paper.overrides),
        "countrydesk.built_by": paper.built_by,
        "countrydesk.text": fingerprint_of(paper),
    }


def _look(paper: Paper, theme: Theme, width: int) -> dict[str, str]:
    colours = {role: value.lstrip("#") for role, value in theme.light.roles().items()}
    styles = package.static(
        "styles.xml", language=paper.language, headings=package.heading_styles(),
        accent=colours["chart-1"], ink=colours["ink"], quiet=colours["quiet"],
        rule=colours["rule"], width=str(width),
    )  # fmt: skip
    return {
        "word/styles.xml": styles,
        "word/numbering.xml": package.static("numbering.xml"),
        "word/settings.xml": package.static("settings.xml", language=paper.language),
    }


def _drawings(paper: Paper, theme: Theme) -> dict[str, Drawing]:
    blocks = (block for section in paper.walk() for block in section.blocks)
    exhibits = [block for block in blocks if isinstance(block, Exhibit)]
    return draw_all(exhibits, ChartTheme(palette=theme.light, width=CHART_WIDTH))


def _media(pictures: list[str], drawings: dict[str, Drawing]) -> dict[str, bytes]:
    made = rasterised(drawings)
    parts = {}
    for at, key in enumerate(pictures, start=1):
        parts[f"word/media/figure{at}.svg"] = drawings[key].svg.encode()
        parts[f"word/media/figure{at}.png"] = made[key]
    return parts
