"""Taking a DOCX apart and putting it together again, as an editor would."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"


def parts_of(payload: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return stream.getvalue()


def wrote(folder: Path, payload: bytes, parts: Mapping[str, bytes] | None = None) -> Path:
    """Write a document with some parts replaced; return its path."""
    path = folder / "edited.docx"
    path.write_bytes(packed(parts_of(payload) | dict(parts)) if parts else payload)
    return path


def changed(payload: bytes, change: Callable[[ET.Element], None]) -> bytes:
    """Return a document whose text was changed as a tree."""
    parts = parts_of(payload)
    tree = ET.fromstring(parts[DOCUMENT])
    change(tree)
    return packed(parts | {DOCUMENT: ET.tostring(tree)})


def set_text(tree: ET.Element, sentence: str, text: str) -> None:
    """Put other words into the control of a sentence, by XML's rules."""
    from countrydesk.paper.overrides import legible

    for control in tree.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None and tag.get(f"{W}val") == sentence:
            content = control.find(f"{W}sdtContent")
            for node in list(content):
                content.remove(node)
            run = ET.SubElement(content, f"{W}r")
            ET.SubElement(run, f"{W}t").text = legible(text)


def control_of(payload: bytes, sentence: str) -> str:
    """Return the control of a sentence as it is written."""
    text = parts_of(payload)[DOCUMENT].decode()
    found = re.search(rf'<w:sdt><w:sdtPr><w:alias w:val="{re.escape(sentence)}"/>.*?</w:sdt>', text)
    assert found
    return found[0]
