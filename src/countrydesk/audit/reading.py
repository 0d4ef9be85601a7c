"""Reading a paper as text: plain text, Markdown, HTML, DOCX, PDF and our own JSON.

Nothing in a file is executed and nothing is written; sizes are checked before unpacking.
"""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.parsers import expat

import orjson

from countrydesk.errors import UnreadableTextError

MOST_BYTES = 50_000_000
MOST_UNPACKED = 100_000_000
MOST_PAGES = 2_000
MOST_SECONDS = 120
MOST_LETTERS = 10_000_000
LEAST_LETTERS = 20
_DOCUMENT = "word/document.xml"
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "hr",
        "section",
        "article",
        "table",
        "ul",
        "ol",
        "blockquote",
        "dt",
        "dd",
        "figcaption",
        "header",
        "footer",
        "caption",
        "summary",
        "details",
    ]
)
_SILENT = frozenset(
    ["script", "style", "template", "noscript", "svg", "math", "iframe", "object", "head"]
)


def read_text(path: Path) -> str:
    """Return the text of a paper.

    Raises:
        UnreadableTextError: there is no such file, it is too large, of another kind, encrypted,
            damaged, or has no text.
    """
    return text_of(_bytes(path), path)


def text_of(payload: bytes, path: Path) -> str:
    """Return the text of a paper that has been read; ``path`` says by its suffix what it is.

    Raises:
        UnreadableTextError: it is of another kind, encrypted, damaged, or has no text.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join(sorted(_READERS))
        raise UnreadableTextError(f"{path}: not a kind of file that is read; give one of {kinds}")
    text = reader(payload, path)
    if len(text) > MOST_LETTERS:
        raise UnreadableTextError(f"{path}: more than {MOST_LETTERS:,} letters; divide it")
    if len(text.strip()) < LEAST_LETTERS:
        raise UnreadableTextError(f"{path}: no text in it; of a scan, recognise the text first")
    return text


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableTextError(f"{path}: no such file")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UnreadableTextError(
                f"{path}: {size / 1e6:,.0f} MB; at most {MOST_BYTES / 1e6:,.0f} MB are read"
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableTextError(f"{path}: cannot be read ({error.strerror})") from error


def _plain(payload: bytes, path: Path) -> str:
    if b"\x00" in payload[:4096] and not payload.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableTextError(f"{path}: not text, whatever its name says")
    wide = payload.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return payload.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTextError(f"{path}: in no encoding that is known; save it as UTF-8")


class _Strip(HTMLParser):
    """Keeps the text outside scripts and styles; each block begins a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag in _SILENT:
            self.silent.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n")
            if re.fullmatch(r"h[1-6]", tag):
                self.parts.append("# ")
        elif tag in {"td", "th"}:
            self.parts.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            while self.silent and self.silent.pop() != tag:
                pass
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def _html(payload: bytes, path: Path) -> str:
    strip = _Strip()
    strip.feed(_plain(payload, path))
    strip.close()
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(strip.parts)).strip()


# -- DOCX ----------------------------------------------------------------------------------------


def _docx(payload: bytes, path: Path) -> str:
    if payload.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableTextError(f"{path}: encrypted or of the old Word format; save it as .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as package:
            return _document(package, path)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableTextError(f"{path}: a damaged .docx ({error})") from error


def _document(package: zipfile.ZipFile, path: Path) -> str:
    names = {entry.filename: entry for entry in package.infolist()}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableTextError(f"{path}: it carries macros; save it without them as .docx")
    if _DOCUMENT not in names:
        raise UnreadableTextError(f"{path}: no Word document inside")
    limit = MOST_UNPACKED
    if names[_DOCUMENT].file_size > limit:
        raise UnreadableTextError(f"{path}: unpacks to more than {limit / 1e6:,.0f} MB")
    with package.open(_DOCUMENT) as stream:
        body = stream.read(limit + 1)
    if len(body) > limit:
        raise UnreadableTextError(f"{path}: unpacks to more than {limit / 1e6:,.0f} MB")
    return _paragraphs(body, path)


class _Word:
    """Handlers that keep the text of a Word document."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parts: list[str] = []
        self.inside: list[str] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a line, a cell or a heading."""
        tag = name.rpartition(" ")[2]
        self.inside.append(tag)
        if tag in {"tab", "br", "cr"}:
            self.parts.append(" " if tag == "tab" else "\n")
        elif tag == "tc":
            self.parts.append(" | ")
        elif tag == "pStyle" and any(str(v).startswith("Heading") for v in attributes.values()):
            self.parts.append("# ")

    def end(self, name: str) -> None:
        """End a line after a paragraph or a row."""
        self.inside.pop()
        if name.rpartition(" ")[2] in {"p", "tr"}:
            self.parts.append(" " if "tc" in self.inside else "\n")

    def data(self, text: str) -> None:
        """Keep the text of runs; deleted text and field codes have other tags."""
        if self.inside and self.inside[-1] == "t":
            self.parts.append(text)

    def refuse(self, *_: object) -> None:
        """Refuse a document type declaration: with it entities could unfold without end."""
        raise UnreadableTextError(f"{self.path}: declares entities, which no Word document does")


def _paragraphs(body: bytes, path: Path) -> str:
    word = _Word(path)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = word.begin, word.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = word.data, word.refuse
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise UnreadableTextError(f"{path}: a damaged .docx ({error})") from error
    return "".join(word.parts)


# -- PDF -----------------------------------------------------------------------------------------


def _pdf(payload: bytes, path: Path) -> str:
    if not payload.lstrip()[:5].startswith(b"%PDF"):
        raise UnreadableTextError(f"{path}: not a PDF, whatever its name says")
    try:
        text = _joined("\n".join(_pages(payload, path)))
    except UnreadableTextError:
        raise
    # pypdf raises many kinds of errors on damaged files; each means the same here.
    except Exception as error:
        raise UnreadableTextError(f"{path}: a damaged PDF ({type(error).__name__})") from error
    if len(text.strip()) < LEAST_LETTERS:
        raise UnreadableTextError(f"{path}: a PDF without a text layer; recognise its text first")
    return text


def _pages(payload: bytes, path: Path) -> Iterator[str]:
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    document = pypdf.PdfReader(io.BytesIO(payload), strict=False)
    if document.is_encrypted:
        raise UnreadableTextError(f"{path}: encrypted; save it without a password")
    if len(document.pages) > MOST_PAGES:
        raise UnreadableTextError(f"{path}: more than {MOST_PAGES:,} pages; divide it")
    letters, start = 0, time.process_time()
    for page in document.pages:
        if time.process_time() - start > MOST_SECONDS:
            raise UnreadableTextError(
                f"{path}: its pages take longer than {MOST_SECONDS} seconds to read; divide it"
            )
        text = page.extract_text()
        letters += len(text)
        if letters > MOST_LETTERS:
            raise UnreadableTextError(f"{path}: more than {MOST_LETTERS:,} letters; divide it")
        yield text


def _joined(text: str) -> str:
    """Return lines that were broken by the width of the page as whole paragraphs."""
    text = re.sub(r"(\w)-\n(?=[a-z])", r"\1", text)
    return re.sub(r"(?<![.!?:\n])[ \t]*\n(?=[a-z0-9(\"“$€])", " ", text)


def _json(payload: bytes, path: Path) -> str:
    """Return the sentences of a paper of ours, a heading before each section."""
    try:
        document = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise UnreadableTextError(f"{path}: not JSON ({error})") from error
    if not isinstance(document, dict) or not {"partner", "sections"} <= document.keys():
        raise UnreadableTextError(f"{path}: not a paper that 'countrydesk paper' wrote as JSON")
    return paper_text(document)


def paper_text(document: dict[str, object]) -> str:
    """Return the sentences of a paper of ours that was read from JSON, one a line."""
    lines: list[str] = []
    _collect(document["sections"], lines)
    return "\n".join(lines)


def _collect(node: object, lines: list[str]) -> None:
    if isinstance(node, list):
        for item in node:
            _collect(item, lines)
        return
    if not isinstance(node, dict):
        return
    heading = node.get("heading")
    if isinstance(heading, str):
        lines.append(f"# {heading}")
    if isinstance(node.get("text"), str) and "kind" in node:
        lines.append(node["text"])
        return
    for key in ("blocks", "sentences", "children"):
        _collect(node.get(key, []), lines)


_READERS: dict[str, Callable[[bytes, Path], str]] = {
    ".txt": _plain, ".md": _plain, ".markdown": _plain, ".html": _html, ".htm": _html,
    ".docx": _docx, ".docm": _docx, ".pdf": _pdf, ".json": _json,
}  # fmt: skip
