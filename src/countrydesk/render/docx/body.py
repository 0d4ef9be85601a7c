"""The text of the document and its footnotes, from the plain data of :mod:`..pages`."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.writing.speech import said
from countrydesk.render.docx import markup
from countrydesk.render.docx.markup import attribute, bookmark, control, name_of, paragraph, run
from countrydesk.render.docx.tables import table
from countrydesk.render.words import KIND_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Data: TypeAlias = dict[str, Any]

# Twentieths of a point and English Metric Units.
SIZES: Final = {"a4": (11906, 16838), "us-letter": (12240, 15840)}
MARGIN: Final = 1418
_EMU: Final = 635
_DEEPEST: Final = 6
_CONTENTS: Final = 2
_ANALYST: Final = KIND_WORDS[SentenceKind.ANALYST]
_SVG: Final = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_HOW_TO_READ: Final = "By series; each line ends with the id of the observation."


@dataclass
class Body:
    """Writes one document; keeps the footnotes and the pictures that it refers to.

    ``width`` is that of the text in twentieths of a point; ``pictures`` are the ids of exhibits in
    the order in which they stand.
    """

    data: Data
    width: int
    footnotes: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    _tables: int = 0
    _marks: count[int] = field(default_factory=lambda: count(1))
    _controls: count[int] = field(default_factory=lambda: count(1))
    _after_contents: Data | None = None
    _headings: list[tuple[str, int, str]] = field(default_factory=list)

    def blocks(self) -> str:
        """Return all that stands between the edges of the document."""
        data = self.data
        opening = data["sections"][:1] if data["sections"][0]["front"] else []
        first = [block for part in opening for block in self._section(part)]
        rest = data["sections"][len(opening) :]
        self._after_contents = rest[0] if rest else None
        sections = [block for part in rest for block in self._section(part)]
        front = [
            paragraph(run(data["title"]), "Title"),
            *(self._fact(name, value) for name, value in data["facts"]),
            paragraph(run(data["legend"]), "Quiet", '<w:spacing w:before="200" w:after="120"/>'),
        ]
        return markup.joined([*front, *first, self._contents(), *sections])

    # -- front matter --------------------------------------------------------------------------

    def _fact(self, name: str, value: str) -> str:
        return paragraph(run(name, "FieldName") + "<w:r><w:tab/></w:r>" + run(value), "Facts")

    def _contents(self) -> str:
        """Return the table of contents as a field, filled with the headings that it will find."""
        shown = [entry for entry in self._headings if entry[1] <= _CONTENTS]
        code = f'TOC \\o "1-{_CONTENTS}" \\h \\z \\u'
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
            f"{code.replace(chr(34), '&quot;')} </w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        lines = [
            paragraph(
                (begin if at == 0 else "")
                + f'<w:hyperlink w:anchor="{name}" w:history="1">{run(words)}</w:hyperlink>',
                f"TOC{depth}",
            )
            for at, (name, depth, words) in enumerate(shown)
        ]
        if not lines:
            return ""
        end = paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "Normal")
        title = paragraph(run(said("Contents")), "TOCHeading", "<w:pageBreakBefore/>")
        return (
            "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery "
            'w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>'
            + markup.joined([title, *lines, end])
            + "</w:sdtContent></w:sdt>"
        )

    def _heading(self, words: str, depth: int, extra: str = "") -> str:
        number = next(self._marks)
        name = f"_Toc{number:06d}"
        level = min(depth, _DEEPEST)
        self._headings.append((name, level, words))
        return paragraph(bookmark(number, name, run(words)), f"Heading{level}", extra)

    # -- sections ------------------------------------------------------------------------------

    def _section(self, part: Data) -> Iterator[str]:
        new_page = "<w:pageBreakBefore/>" if part is self._after_contents else ""
        yield self._heading(part["heading"], part["depth"], new_page)
        coverage = part["coverage"]
        if coverage:
            missing = f". {said('Missing')}: {coverage['missing']}" if coverage["missing"] else ""
            yield paragraph(run(f"{said('Evidence')}: {coverage['words']}{missing}."), "Quiet")
        for block in part["blocks"]:
            yield from self._block(block)
        if part["annex"]:
            yield from self._annex(part["depth"] + 1)

    def _block(self, block: Data) -> Iterator[str]:
        match block["type"]:
            case "judgements":
                for sentences in block["runs"]:
                    yield paragraph(self._run(sentences), "ListNumber")
            case "paragraph" if block["items"]:
                for sentence in block["sentences"]:
                    yield paragraph(self._sentence(sentence), "ListBullet")
            case "paragraph":
                yield paragraph(self._run(block["sentences"]), "BodyText")
            case "table":
                yield from self._table(block)
            case "exhibit":
                yield from self._exhibit(block)
            case _:
                yield from self._card(block)

    def _run(self, sentences: Iterable[Data]) -> str:
        return run(" ").join(self._sentence(one) for one in sentences)

    def _sentence(self, one: Data) -> str:
        analyst = "Analyst" if one["kind"] == said(_ANALYST) else ""
        parts = [run(f"{one['kind']}:", "KindMark"), run(" ")] if one["kind"] else []
        held = control(next(self._controls), one["id"], run(one["text"], analyst))
        parts.append(bookmark(next(self._marks), name_of(one["id"]), held))
        parts += [run(f" ({one['sure']})", "SureMark")] if one["sure"] else []
        return "".join(parts) + self._note(one["note"])

    def _note(self, note: Data | None) -> str:
        """Return a footnote where it is first used, later a reference to its number."""
        if note is None:
            return ""
        name = f"_Ref{note['id']:06d}"
        if note["text"] is None:
            return markup.field(f"NOTEREF {name} \\h", str(note["id"]), "FootnoteReference")
        self.footnotes.append(note["text"])
        mark = (
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            f'<w:footnoteReference w:id="{note["id"]}"/></w:r>'
        )
        return bookmark(next(self._marks), name, mark)

    # -- tables, exhibits, cards ---------------------------------------------------------------

    def _caption(self, kind: str, number: int, words: str) -> str:
        counter = markup.field(f"SEQ {kind} \\* ARABIC", str(number))
        return paragraph(run(f"{said(kind)} ") + counter + run(f". {words}"), "Caption")

    def _sources(self, lines: Sequence[str]) -> str:
        words = f"{said('Sources')}: {'. '.join(lines)}." if lines else ""
        return paragraph(run(words), "SourceLine")

    def _table(self, block: Data) -> Iterator[str]:
        self._tables += 1
        yield self._caption("Table", self._tables, block["caption"])
        yield table(block["columns"], block["rows"], block["numeric"], self.width)
        yield self._sources(block["sources"])

    def _exhibit(self, block: Data) -> Iterator[str]:
        self.pictures.append(block["id"])
        number = len(self.pictures)
        yield self._caption("Figure", number, block["title"])
        yield paragraph(self._picture(number, block), "Picture")
        yield self._sources(block["sources"])

    def _picture(self, number: int, block: Data) -> str:
        """Return a drawing as SVG with a PNG for programs that do not read SVG."""
        wide = self.width * _EMU
        high = round(wide * block["height"] / block["width"])
        size = f'cx="{wide}" cy="{high}"'
        words, title = attribute(block["alt"]), attribute(block["title"])
        named = f'id="{number}" name="Figure {number}"'
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f"<wp:extent {size}/><wp:docPr {named} descr={words} title={title}/>"
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
            "</wp:cNvGraphicFramePr><a:graphic>"
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            f"<pic:pic><pic:nvPicPr><pic:cNvPr {named} descr={words}/><pic:cNvPicPr/>"
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="png{number}"><a:extLst>'
            f'<a:ext uri="{_SVG}"><asvg:svgBlip r:embed="svg{number}"/></a:ext></a:extLst></a:blip>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
            f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
            "</w:drawing></w:r>"
        )

    def _card(self, block: Data) -> Iterator[str]:
        yield paragraph(run(f"{said('Proposal')}: {block['title']}"), "CardTitle")
        for part in block["fields"]:
            name = run(f"{part['name']}:", "FieldName") + run(" ")
            yield paragraph(name + self._run(part["sentences"]), "CardField")

    # -- annex ---------------------------------------------------------------------------------

    def _annex(self, depth: int) -> Iterator[str]:
        annex = self.data["annex"]
        yield self._heading(said("Sources"), depth)
        for origin in annex["sources"]:
            yield paragraph(
                run(f"{origin['name']}: ", "FieldName") + run(_origin(origin)), "AnnexText"
            )
        yield self._heading(said("Methods"), depth)
        columns = tuple(map(said, ("Method", "What it does", "Findings")))
        yield table(columns, annex["methods"], (False, False, True), self.width, small=True)
        yield self._heading(said("Observations"), depth)
        yield paragraph(run(said(_HOW_TO_READ)), "AnnexText")
        for group in annex["groups"]:
            yield from self._observations(group)
        yield self._heading(said("Data behind the figures"), depth)
        for at, grid in enumerate(annex["grids"], start=1):
            yield paragraph(run(f"{said('Figure')} {at}. {grid['title']}"), "Caption")
            if grid["rows"]:
                yield table(grid["columns"], grid["rows"], grid["numeric"], self.width, small=True)

    def _observations(self, group: Data) -> Iterator[str]:
        yield paragraph(run(group["title"]), "Caption")
        yield paragraph(run(group["about"]), "AnnexText", "<w:keepNext/>")
        columns = tuple(map(said, ("Place", "Period", "Value", "Status", "Id")))
        numeric = (False, False, not group["coded"], False, False)
        yield table(columns, group["rows"], numeric, self.width, small=True)


def _origin(origin: Data) -> str:
    parts = [f"{origin['citation']}. {origin['about']}."]
    parts += [f"{origin['url']}."] if origin["url"] else []
    licence = ", ".join(part for part in (origin["licence"], origin["licence_url"]) if part)
    parts.append(f"{said('Licence')}: {licence}.")
    parts += [f"{said('Measured first by')} {origin['upstream']}."] if origin["upstream"] else []
    return " ".join(parts)
