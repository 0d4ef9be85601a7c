"""WordprocessingML as text: runs, paragraphs, fields and content controls."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from countrydesk.paper.overrides import legible

if TYPE_CHECKING:
    from collections.abc import Iterable

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES: Final = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
)


def text(value: str) -> str:
    """Return text for an element, without what XML cannot hold."""
    return escape(legible(value))


def attribute(value: str) -> str:
    """Return text for an attribute, quoted."""
    return quoteattr(legible(value))


def run(value: str, style: str = "") -> str:
    """Return a run of text; edges that are spaces are kept."""
    if not value:
        return ""
    lead = " " if value[:1] == " " else ""
    tail = " " if value[-1:] == " " and value.strip() else ""
    return f'<w:r>{_style(style)}<w:t xml:space="preserve">{lead}{text(value)}{tail}</w:t></w:r>'


def _style(name: str) -> str:
    return f'<w:rPr><w:rStyle w:val="{name}"/></w:rPr>' if name else ""


def paragraph(content: str, style: str, extra: str = "") -> str:
    """Return a paragraph; ``extra`` are further properties of it."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{content}</w:p>'


def control(number: int, tag: str, content: str) -> str:
    """Return a content control inside a paragraph, tagged with the id of a sentence."""
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={attribute(tag)}/><w:tag w:val={attribute(tag)}/>"
        f'<w:id w:val="{number}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )


def name_of(sentence: str) -> str:
    """Return the name of the bookmark of a sentence; names are short and hold few characters."""
    return f"cd_{hashlib.sha256(sentence.encode('utf-8', 'replace')).hexdigest()[:24]}"


def field(instruction: str, result: str, style: str = "") -> str:
    """Return a field with the result that it shows until it is updated."""
    look = _style(style)
    mark = f'<w:r>{look}<w:fldChar w:fldCharType="'
    code = (
        f'<w:r>{look}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
    )
    return (
        f'{mark}begin"/></w:r>{code}{mark}separate"/></w:r>{run(result, style)}{mark}end"/></w:r>'
    )


def bookmark(number: int, name: str, content: str) -> str:
    """Return content inside a bookmark."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def joined(parts: Iterable[str]) -> str:
    """Return parts as one run of markup, a line each."""
    return "\n".join(parts)
