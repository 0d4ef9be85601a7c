"""Reading an edited paper back: the text of each sentence by its id, remarks, and what was added.

Tracked changes count as made. Elements are known by their local names, so that both the usual and
the strict form of the format are read.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from countrydesk.errors import InputError
from countrydesk.paper.overrides import legible
from countrydesk.paper.rereading import Addition, Edited
from countrydesk.render.docx.container import Container, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

# Content that was taken out, that another element gives as well, or that holds no sentences.
_SKIPPED: Final = frozenset({
    "del", "moveFrom", "Fallback", "drawing", "pict", "object", "pPr", "rPr", "sdtPr", "tblPr",
    "trPr", "tcPr", "sectPr", "instrText", "delText", "delInstrText", "fldData",
})  # fmt: skip
_COMPUTED: Final = ("NOTEREF", "PAGEREF", "SEQ", "TOC", "REF", "PAGE", "NUMPAGES")
_PLAIN: Final = frozenset({"", "Normal", "BodyText", "ListBullet", "ListNumber", "CardField",
    "ListParagraph", "TextBody", "Textbody", "Standard"})  # fmt: skip
_MARKS: Final = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011"}
_ID: Final = re.compile(r"[A-Z0-9]{3,5}\.[A-Z0-9]{3,5}\.\S+")
_PREFIX: Final = "countrydesk."


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the sentence and the comments it stands in; sentence "" is none."""

    text: str
    sentence: str
    comments: tuple[str, ...]


@dataclass
class Line:
    """A paragraph; ``fixed`` where it is in a table, a list of contents or has a style of ours."""

    fixed: bool
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its whole text."""
        return legible("".join(piece.text for piece in self.pieces))


@dataclass
class _Walk:
    """Walks a document in reading order and gathers its lines."""

    lines: list[Line] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    remarks: dict[str, str] = field(default_factory=dict)
    _open: dict[str, None] = field(default_factory=dict)
    _fields: list[list[str]] = field(default_factory=list)
    _last: str = ""

    def block(self, node: Element, sentence: str = "", *, fixed: bool = False) -> None:
        for child in node:
            if child.tag == "p":
                self._paragraph(child, sentence, fixed=fixed)
            elif child.tag == "sdt" and _is_contents(child):
                continue
            elif child.tag not in _SKIPPED:
                inner = self._entered(child) or sentence
                self.block(child, inner, fixed=fixed or child.tag == "tbl")
            if child.tag in ("commentRangeStart", "commentRangeEnd"):
                self._comment(child)

    def _paragraph(self, node: Element, sentence: str, *, fixed: bool) -> None:
        look = node.find("pPr/pStyle")
        style = "" if look is None else look.get("val", "")
        self.lines.append(Line(fixed or style not in _PLAIN))
        # A sentence that was broken in two goes on with a space.
        self._put(" ", sentence)
        self._inline(node, sentence)

    def _inline(self, node: Element, sentence: str) -> None:
        for child in node:
            tag = child.tag
            if tag in _MARKS:
                self._put(_MARKS[tag], sentence)
            elif tag == "t":
                self._put(child.text or "", sentence)
            elif tag in ("fldChar", "instrText"):
                self._field(child)
            elif tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
                self._comment(child)
            elif tag == "fldSimple" and _is_computed(child.get("instr", "")):
                continue
            elif tag not in _SKIPPED:
                self._inline(child, self._entered(child) or sentence)

    def _entered(self, node: Element) -> str:
        """Return the sentence whose control a node is, once more numbered when it is a copy."""
        if node.tag != "sdt":
            return ""
        tag = node.find("sdtPr/tag")
        key = "" if tag is None else tag.get("val", "")
        if not _ID.fullmatch(key):
            return ""
        self.seen[key] += 1
        if self.seen[key] > 1:
            return ""
        self._last = key
        if node.find("sdtPr/showingPlcHdr") is not None:
            _emptied(node)
        return key

    def _put(self, text: str, sentence: str) -> None:
        if not self._in_computed_result():
            self.lines[-1].pieces.append(Piece(text, sentence, tuple(self._open)))

    def _field(self, node: Element) -> None:
        """Keep the fields that are open: each with its instruction and where in it we are."""
        if node.tag == "instrText":
            if self._fields:
                self._fields[-1][0] += node.text or ""
            return
        kind = node.get("fldCharType", "")
        if kind == "begin":
            self._fields.append(["", kind])
        elif self._fields and kind == "separate":
            self._fields[-1][1] = kind
        elif self._fields and kind == "end":
            self._fields.pop()

    def _in_computed_result(self) -> bool:
        return any(_is_computed(code) for code, _ in self._fields)

    def _comment(self, node: Element) -> None:
        key = node.get("id", "")
        if node.tag == "commentRangeStart":
            self._open[key] = None
        elif node.tag == "commentRangeEnd":
            self._open.pop(key, None)
        # The last sentence before the mark, for comments on nothing that is left.
        if node.tag == "commentReference" and self._last:
            self.remarks.setdefault(key, self._last)


def read_docx(path: Path) -> Edited:
    """Return an edited paper as it stands in a file; its additions are still unknown.

    Raises:
        InputError: the file is no DOCX, is unsafe, or is no paper of this program.
    """
    box = opened(path)
    try:
        return _edited(box)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _edited(box: Container) -> Edited:
    own = _identity(box)
    walk = _walked(box)
    core = box.related("metadata/core-properties")
    comments = _comments(box)
    author, modified = _saved(box, core, own.get("built_by", ""))
    texts = _sentences(walk)
    return Edited(
        partner=own["partner"],
        principal=own["principal"],
        release=own["release"],
        as_of=_day(own["as_of"]) if own["as_of"] else None,
        overrides=int(own["overrides"]) if own["overrides"].isdecimal() else 0,
        text=own["text"],
        built_by=own["built_by"],
        sentences=texts,
        comments=_remarks(walk, comments),
        author=author,
        modified=modified,
        fixed=tuple(line.text for line in walk.lines if line.fixed and line.text),
    )


def with_additions(edited: Edited, path: Path, base: bytes) -> Edited:
    """Return an edited paper with the text that is in no sentence and not in ``base`` either."""
    box = opened(path)
    comments = _comments(box)
    marks = _Marks(_walked(Container(base)))
    found = tuple(_additions(_walked(box), marks, comments))
    return replace(edited, additions=found)


def fixed_texts(payload: bytes) -> tuple[str, ...]:
    """Return the texts of a document that belong to no sentence: headings, tables, captions."""
    return tuple(
        line.text for line in _walked(Container(payload)).lines if line.fixed and line.text
    )


# -- inside ------------------------------------------------------------------------------------


def _walked(box: Container) -> _Walk:
    tree = box.tree(box.main)
    body = None if tree is None else tree.find("body")
    if body is None:
        raise InputError("it is no Word document (.docx)")
    walk = _Walk()
    walk.block(body)
    return walk


def _sentences(walk: _Walk) -> dict[str, str]:
    found: dict[str, list[str]] = {key: [] for key in walk.seen}
    for line in walk.lines:
        for piece in line.pieces:
            if piece.sentence:
                found[piece.sentence].append(piece.text)
    return {key: legible("".join(parts)) for key, parts in found.items()}


def _remarks(walk: _Walk, comments: Mapping[str, str]) -> dict[str, str]:
    """Return the comments on each sentence, joined; those on nothing go to the sentence before."""
    found: dict[str, dict[str, None]] = {}
    placed = set[str]()
    for line in walk.lines:
        for piece in line.pieces:
            if piece.text.strip():
                placed |= set(piece.comments)
            if piece.sentence and piece.text.strip():
                found.setdefault(piece.sentence, {}).update(dict.fromkeys(piece.comments))
    for key, sentence in walk.remarks.items():
        if key not in placed:
            found.setdefault(sentence, {})[key] = None
    return {key: _said(comments, held) for key, held in found.items() if held}


def _said(comments: Mapping[str, str], keys: Mapping[str, None] | tuple[str, ...]) -> str:
    return " ".join(comments[key] for key in keys if comments.get(key))


class _Marks:
    """What the program itself sets around sentences: kinds, likelihoods, names of fields."""

    def __init__(self, base: _Walk) -> None:
        self.near: dict[str, list[str]] = {}
        self.all: set[str] = set()
        self.order = list(base.seen)
        for line in base.lines:
            loose = [p.text.strip() for p in line.pieces if not p.sentence and p.text.strip()]
            self.all.update(loose)
            for key in {piece.sentence for piece in line.pieces if piece.sentence}:
                self.near[key] = sorted(loose, key=len, reverse=True)

    def without(self, text: str, sentence: str) -> str:
        """Return loose text without the marks of the paragraph in which a sentence stood."""
        rest = legible(text)
        for mark in self.near.get(sentence, ()):
            rest = rest.replace(legible(mark), " ", 1)
        rest = legible(rest)
        return "" if rest in self.all else rest


def _additions(walk: _Walk, marks: _Marks, comments: Mapping[str, str]) -> Iterator[Addition]:
    last = ""
    for line in walk.lines:
        if line.fixed and not any(piece.sentence for piece in line.pieces):
            continue
        keys = [piece.sentence for piece in line.pieces if piece.sentence]
        opening = keys[0] if keys else ""
        for sentence, gap in _gaps(line):
            anchor = sentence or opening or last
            text = marks.without("".join(piece.text for piece in gap), anchor)
            if text and (anchor or marks.order):
                held = dict.fromkeys(key for piece in gap for key in piece.comments)
                first = not anchor
                yield Addition(
                    anchor or marks.order[0], text, first or (not sentence and bool(opening)),
                    _said(comments, held),
                )  # fmt: skip
        last = keys[-1] if keys else last


def _gaps(line: Line) -> Iterator[tuple[str, list[Piece]]]:
    """Yield the loose pieces of a line between its sentences, with the sentence before them."""
    before, gap = "", list[Piece]()
    for piece in line.pieces:
        if piece.sentence == before or not piece.sentence:
            if not piece.sentence:
                gap.append(piece)
            continue
        yield before, gap
        before, gap = piece.sentence, []
    yield before, gap


def _identity(box: Container) -> dict[str, str]:
    tree = box.tree(box.related("custom-properties"))
    own = {
        item.get("name", "").removeprefix(_PREFIX): "".join(item.itertext())
        for item in (() if tree is None else tree)
        if item.get("name", "").startswith(_PREFIX)
    }
    wanted = {"partner", "principal", "release", "as_of", "overrides", "built_by", "text"}
    if not wanted <= own.keys():
        raise InputError("it is no paper that 'countrydesk paper -f docx' wrote")
    return own


def _comments(box: Container) -> dict[str, str]:
    tree = box.tree(box.related("comments", box.main))
    return {
        item.get("id", ""): legible(
            " ".join("".join(node.text or "" for node in part.iter("t")) for part in item.iter("p"))
        )
        for item in (() if tree is None else tree)
    }


def _saved(box: Container, core: str, built_by: str) -> tuple[str, date | None]:
    """Return who last saved the document and when; empty and None where nobody has since."""
    tree = box.tree(core)
    if tree is None:
        return "", None
    author = legible(tree.findtext("lastModifiedBy") or "")
    created, modified = tree.findtext("created"), tree.findtext("modified")
    changed = modified if modified != created else None
    return "" if author == built_by else author, _day(changed[:10]) if changed else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _emptied(node: Element) -> None:
    """Drop the words that a program shows in a control that was emptied."""
    content = node.find("sdtContent")
    if content is not None:
        node.remove(content)


def _is_contents(node: Element) -> bool:
    gallery = node.find("sdtPr/docPartObj/docPartGallery")
    return gallery is not None and gallery.get("val") == "Table of Contents"


def _is_computed(instruction: str) -> bool:
    words = instruction.split()
    return bool(words) and words[0].upper() in _COMPUTED
