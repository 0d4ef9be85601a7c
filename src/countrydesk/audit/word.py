"""An audit as a Word document: the text with a comment on every claim."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from countrydesk.audit.audit import Audit, Line
from countrydesk.audit.report import SYMBOLS, explain, headline
from countrydesk.audit.verdict import Judged, Verdict
from countrydesk.render.docx.markup import HEAD, NAMESPACES, attribute, run, text
from countrydesk.render.docx.package import CONTENT, RELATED, packed

_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = ("document.main", "comments", "styles")
_COLOURS = {
    Verdict.SUPPORTED: "1B6E3C", Verdict.IMPRECISE: "7A5C00", Verdict.WRONG_PERIOD: "A33C00",
    Verdict.OUTDATED: "6A1FB0", Verdict.CONTRADICTED: "B00020", Verdict.MISLEADING: "B0006E",
}  # fmt: skip
# Nothing is commented on where nothing was found to say.
_SILENT = frozenset({Verdict.VAGUE, Verdict.NORM})
AUTHOR = "Countrydesk"
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{label}"/><w:pPr>'
    f'<w:spacing w:before="{before}" w:after="120"/>{outline}</w:pPr>'
    f'<w:rPr>{bold}<w:sz w:val="{size}"/></w:rPr></w:style>'
    for name, label, before, outline, bold, size in (
        ("Normal", "Normal", 0, "", "", 22),
        ("Title", "Title", 0, "", "<w:b/>", 34),
        ("Heading1", "heading 1", 280, '<w:outlineLvl w:val="0"/>', "<w:b/>", 26),
        ("CommentText", "annotation text", 0, "", "", 20),
    )
)


def to_docx(audit: Audit) -> bytes:
    """Return the text as DOCX with a comment on each claim; the same audit gives the same bytes."""
    numbers = count()
    comments: list[str] = []
    body = "".join(_body(audit, numbers, comments))
    day = f"{audit.today.isoformat()}T00:00:00Z"
    listed = "".join(comment.replace("@DAY@", day) for comment in comments)
    return packed({
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relations(
            {"rId1": ("styles", "styles.xml"), "rId2": ("comments", "comments.xml")}
        ),
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/comments.xml": f"{HEAD}<w:comments {NAMESPACES}>{listed}</w:comments>",
        "word/styles.xml": f"{HEAD}<w:styles {NAMESPACES}>{_STYLES}</w:styles>",
    })  # fmt: skip


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{part.split(".")[0]}.xml" ContentType="{_OFFICE}.{part}+xml"/>'
        for part in _PARTS
    )
    package = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{HEAD}<Types xmlns="{CONTENT}"><Default Extension="rels" ContentType="{package}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{name}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="{RELATED}">{rows}</Relationships>'


def _paragraph(content: str, style: str = "Normal") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def _body(audit: Audit, numbers: count[int], comments: list[str]) -> Iterator[str]:
    yield _paragraph(run(f"Audit: {audit.name or audit.partner.name}"), "Title")
    yield from (_paragraph(run(line.strip())) for line in headline(audit) if line.strip())
    heading = ""
    for number, group in _groups(audit):
        if group[0].sentence.heading != heading and number >= 0:
            heading = group[0].sentence.heading
            if heading:
                yield _paragraph(run(heading), "Heading1")
        runs = [part for line in group for part in (*_marked(line, numbers, comments), run(" "))]
        yield _paragraph("".join(runs))
    if audit.missing:
        yield _paragraph(run("Left out"), "Heading1")
        yield from (_paragraph(run(f"{m.rule}: {m.what}")) for m in audit.missing)


def _groups(audit: Audit) -> Iterator[tuple[int, list[Line]]]:
    """Yield the sentences of each line of the text together."""
    group: list[Line] = []
    for line in audit.lines:
        if group and group[0].sentence.line != line.sentence.line:
            yield group[0].sentence.line, group
            group = []
        group.append(line)
    if group:
        yield group[0].sentence.line, group


def _marked(line: Line, numbers: count[int], comments: list[str]) -> Iterator[str]:
    printed, at = line.sentence.text, 0
    for judged in line.judged:
        if judged.verdict in _SILENT or (judged.verdict is Verdict.UNSUPPORTED and not judged.sure):
            continue
        start = max(judged.start, at)
        yield run(printed[at:start])
        number = next(numbers)
        comments.append(_comment(number, judged))
        yield f'<w:commentRangeStart w:id="{number}"/>'
        yield _coloured(printed[start : max(judged.end, start)], judged.verdict)
        yield f'<w:commentRangeEnd w:id="{number}"/>'
        yield f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        at = max(judged.end, start)
    yield run(printed[at:])


def _coloured(words: str, verdict: Verdict) -> str:
    """Return words in the colour of a verdict, with its symbol behind them."""
    colour = _COLOURS.get(verdict, "555555")
    look = f'<w:rPr><w:color w:val="{colour}"/><w:u w:val="single"/></w:rPr>'
    mark = f"{words}{SYMBOLS[verdict]}"
    return f'<w:r>{look}<w:t xml:space="preserve">{text(mark)}</w:t></w:r>'


def _comment(number: int, judged: Judged) -> str:
    ids = ", ".join(item.id for item in judged.evidence[:8])
    lines = [explain(judged), *([f"observations {ids}"] if ids else []), f"match {judged.sure:.0%}"]
    written = "".join(_paragraph(run(line), "CommentText") for line in lines)
    return (
        f'<w:comment w:id="{number}" w:author={attribute(AUTHOR)} w:initials="C" '
        f'w:date="@DAY@">{written}</w:comment>'
    )
