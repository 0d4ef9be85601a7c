"""Walking a document in reading order: the text of each sentence, what stands between, remarks.

Tracked changes count as made. Elements are known by their local names, so that both the usual and
the strict form of the format are read.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from countrydesk.paper.overrides import legible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

# Content that was taken out, that another element gives as well, or that holds no sentences.
_SKIPPED: Final = frozenset({
    "del", "moveFrom", "Fallback", "drawing", "pict", "object", "pPr", "rPr", "sdtPr", "tblPr",
    "trPr", "tcPr", "sectPr", "instrText", "delText", "delInstrText", "fldData",
})  # fmt: skip
_COMPUTED: Final = ("NOTEREF", "PAGEREF", "SEQ", "TOC", "REF", "PAGE", "NUMPAGES")
_PLAIN: Final = frozenset({"", "Normal", "BodyText", "ListBullet", "ListNumber", "CardField",
    "ListParagraph", "TextBody", "Textbody", "Standard"})  # fmt: skip
_MILESTONES: Final = frozenset({
    "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference",
})  # fmt: skip
_MARKS: Final = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011"}
_ID: Final = re.compile(r"[A-Z0-9]{3,5}\.[A-Z0-9]{3,5}\.\S+")


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
class Walk:
    """Walks a document in reading order and gathers its lines.

    ``names`` are the sentences by the names of their bookmarks; a bookmark counts where there is no
    control. ``seen`` counts each sentence that was met, ``remarks`` holds the last sentence before
    each comment.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    remarks: dict[str, str] = field(default_factory=dict)
    _open: dict[str, None] = field(default_factory=dict)
    _fields: list[list[str]] = field(default_factory=list)
    _last: str = ""
    _bookmarks: dict[str, str] = field(default_factory=dict)

    def block(self, node: Element, sentence: str = "", *, fixed: bool = False) -> None:
        """Walk what stands in the body, in a control or in a table."""
        for child in node:
            if child.tag == "p":
                self._paragraph(child, sentence, fixed=fixed)
            elif child.tag == "sdt" and _is_contents(child):
                continue
            elif child.tag not in _SKIPPED:
                inner = self._entered(child) or sentence
                self.block(child, inner, fixed=fixed or child.tag == "tbl")
            self._milestone(child)

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
            elif tag in _MILESTONES:
                self._milestone(child)
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
        if self._in_computed_result():
            return
        marked = next(iter(self._bookmarks.values()), "")
        self.lines[-1].pieces.append(Piece(text, sentence or marked, tuple(self._open)))

    def _milestone(self, node: Element) -> None:
        """Note where a comment or the bookmark of a sentence begins or ends."""
        if node.tag == "bookmarkStart":
            sentence = self.names.get(node.get("name", ""), "")
            if sentence:
                self._bookmarks[node.get("id", "")] = self._last = sentence
                self.seen.setdefault(sentence, 0)
        elif node.tag == "bookmarkEnd":
            self._bookmarks.pop(node.get("id", ""), None)
        elif node.tag in _MILESTONES:
            self._comment(node)

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
