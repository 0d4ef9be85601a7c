"""The parts of the package that hold no text of the paper, and the container around all parts."""

from __future__ import annotations

import io
import zipfile
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Final

from countrydesk.render.docx.markup import (
    HEAD,
    NAMESPACES,
    R,
    attribute,
    field,
    paragraph,
    run,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CONTENT: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATED: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_WORD: Final = f"{_OFFICE}.wordprocessingml"
_TYPES: Final = {
    "/docProps/app.xml": f"{_OFFICE}.extended-properties+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/custom.xml": f"{_OFFICE}.custom-properties+xml",
    "/word/document.xml": f"{_WORD}.document.main+xml",
    "/word/footer1.xml": f"{_WORD}.footer+xml",
    "/word/footnotes.xml": f"{_WORD}.footnotes+xml",
    "/word/header1.xml": f"{_WORD}.header+xml",
    "/word/numbering.xml": f"{_WORD}.numbering+xml",
    "/word/settings.xml": f"{_WORD}.settings+xml",
    "/word/styles.xml": f"{_WORD}.styles+xml",
}
_PARTS_OF_DOCUMENT: Final = {
    "footer1": "footer", "footnotes": "footnotes", "header1": "header", "numbering": "numbering",
    "settings": "settings", "styles": "styles",
}  # fmt: skip
# Any one day that the container can hold; the clock must not enter.
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
_HEADINGS: Final = (30, 25, 22, 21, 21, 21)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return parts as a package: in fixed order, with a fixed date."""
    first = "[Content_Types].xml"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 0, 0
            payload = parts[name]
            archive.writestr(entry, payload.encode() if isinstance(payload, str) else payload)
    return stream.getvalue()


def content_types() -> str:
    """Return the types of all parts."""
    defaults = {
        "png": "image/png", "svg": "image/svg+xml", "xml": "application/xml",
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
    }  # fmt: skip
    entries = [
        f'<Default Extension="{name}" ContentType="{kind}"/>'
        for name, kind in sorted(defaults.items())
    ]
    entries += [
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in sorted(_TYPES.items())
    ]
    return f'{HEAD}<Types xmlns="{CONTENT}">{"".join(entries)}</Types>'


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """Return the relations of a part: id, then the whole type and the target."""
    entries = (
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="{RELATED}">{"".join(entries)}</Relationships>'


def package_relations() -> str:
    """Return the relations of the package to the document and its properties."""
    return relations({
        "rId1": (f"{R}/officeDocument", "word/document.xml"),
        "rId2": (f"{RELATED}/metadata/core-properties", "docProps/core.xml"),
        "rId3": (f"{R}/extended-properties", "docProps/app.xml"),
        "rId4": (f"{R}/custom-properties", "docProps/custom.xml"),
    })  # fmt: skip


def document_relations(pictures: int) -> str:
    """Return the relations of the document to its parts and pictures."""
    table = {key: (f"{R}/{kind}", f"{key}.xml") for key, kind in _PARTS_OF_DOCUMENT.items()}
    for at in range(1, pictures + 1):
        for suffix in ("png", "svg"):
            table[f"{suffix}{at}"] = (f"{R}/image", f"media/figure{at}.{suffix}")
    return relations(table)


def properties(title: str, made_by: str, day: str, language: str) -> dict[str, str]:
    """Return the standard properties of the document; ``day`` is the cut-off of the evidence."""
    stamp = f'xsi:type="dcterms:W3CDTF">{day}T00:00:00Z'
    core = (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text(title)}</dc:title><dc:creator>{text(made_by)}</dc:creator>"
        f"<dc:language>{text(language)}</dc:language>"
        f"<cp:lastModifiedBy>{text(made_by)}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f"<dcterms:created {stamp}</dcterms:created><dcterms:modified {stamp}</dcterms:modified>"
        "</cp:coreProperties>"
    )
    app = (
        f'{HEAD}<Properties xmlns="{R.rpartition("/")[0]}/extended-properties">'
        "<Application>Countrydesk</Application></Properties>"
    )
    return {"docProps/core.xml": core, "docProps/app.xml": app}


def custom(values: Mapping[str, str]) -> str:
    """Return properties of our own, by name."""
    base = R.rpartition("/")[0]
    entries = (
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" '
        f"name={attribute(name)}><vt:lpwstr>{text(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(values.items(), start=2)
    )
    return (
        f'{HEAD}<Properties xmlns="{base}/custom-properties" xmlns:vt="{base}/docPropsVTypes">'
        f"{''.join(entries)}</Properties>"
    )


def footnotes(texts: Sequence[str]) -> str:
    """Return the footnotes, numbered from 1, after the two that separate them from the text."""
    parts = [
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for at, kind, mark in (
            (-1, "separator", "separator"),
            (0, "continuationSeparator", "continuationSeparator"),
        )
    ]
    number = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    parts += [
        f'<w:footnote w:id="{at}">{paragraph(number + run(f" {one}"), "FootnoteText")}</w:footnote>'
        for at, one in enumerate(texts, start=1)
    ]
    return f"{HEAD}<w:footnotes {NAMESPACES}>{''.join(parts)}</w:footnotes>"


def header(running: Sequence[str]) -> str:
    """Return the line at the head of each page."""
    left, right = running
    line = paragraph(run(left) + "<w:r><w:tab/></w:r>" + run(right), "Header")
    return f"{HEAD}<w:hdr {NAMESPACES}>{line}</w:hdr>"


def footer() -> str:
    """Return the number of the page and of all pages."""
    line = paragraph(field("PAGE", "1") + run(" of ") + field("NUMPAGES", "1"), "Footer")
    return f"{HEAD}<w:ftr {NAMESPACES}>{line}</w:ftr>"


def static(name: str, **values: str) -> str:
    """Return a part that is kept as a file, with its blanks filled."""
    source = (files(__package__) / "parts" / name).read_text(encoding="utf-8")
    return Template(source).substitute(values)


def heading_styles() -> str:
    """Return the styles of the headings, by depth."""
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{at}"><w:name w:val="heading {at}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:uiPriority w:val="9"/>'
        f"<w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>"
        f'<w:spacing w:before="{360 if at < 3 else 240}" w:after="100" w:line="240" '
        f'w:lineRule="auto"/><w:outlineLvl w:val="{at - 1}"/></w:pPr><w:rPr>'
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:b/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
        for at, size in enumerate(_HEADINGS, start=1)
    )
