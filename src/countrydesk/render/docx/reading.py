"""Reading an edited paper back: each sentence by its id, remarks on it, and what was added."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from countrydesk.errors import InputError
from countrydesk.paper.overrides import legible
from countrydesk.paper.rereading import Addition, Edited
from countrydesk.paper.writing.speech import ENGLISH
from countrydesk.render.docx.container import Container, opened
from countrydesk.render.docx.markup import name_of
from countrydesk.render.docx.walking import Line, Piece, Walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_PREFIX: Final = "countrydesk."


def read_docx(path: Path) -> Edited:
    """Return which paper a file holds; what it says is read by :func:`with_text`.

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
    core = box.related("metadata/core-properties")
    author, modified = _saved(box, core, own["built_by"])
    return Edited(
        partner=own["partner"],
        principal=own["principal"],
        release=own["release"],
        as_of=_day(own["as_of"]) if own["as_of"] else None,
        overrides=int(own["overrides"]) if own["overrides"].isdecimal() else 0,
        text=own["text"],
        built_by=own["built_by"],
        sentences={},
        author=author,
        modified=modified,
    )


def with_text(edited: Edited, path: Path, base: bytes) -> Edited:
    """Return an edited paper with all that it says.

    ``base`` is the document as the program writes it: what is in no sentence there is no addition.
    """
    box = opened(path)
    comments = _comments(box)
    plain = _walked(Container(base))
    walk = _walked(box, {name_of(key): key for key in plain.seen})
    return replace(
        edited,
        sentences=_sentences(walk),
        comments=_remarks(walk, comments),
        additions=tuple(_additions(walk, _Marks(plain), comments)),
        others=_others(walk, plain),
    )


def _others(walk: Walk, plain: Walk) -> int:
    """Return in how many places the texts differ that belong to no sentence."""
    here, there = (Counter(line.text for line in one.lines if line.fixed) for one in (walk, plain))
    return max((here - there).total(), (there - here).total())


# -- inside ------------------------------------------------------------------------------------


def _walked(box: Container, names: Mapping[str, str] | None = None) -> Walk:
    tree = box.tree(box.main)
    body = None if tree is None else tree.find("body")
    if body is None:
        raise InputError("it is no Word document (.docx)")
    # Text beside a control is no part of its sentence, though it be inside the bookmark.
    controlled = {tag.get("val", "") for tag in body.iterfind(".//sdt/sdtPr/tag")}
    walk = Walk({name: key for name, key in (names or {}).items() if key not in controlled})
    walk.block(body)
    return walk


def _sentences(walk: Walk) -> dict[str, str]:
    found: dict[str, list[str]] = {key: [] for key in walk.seen}
    for line in walk.lines:
        for piece in line.pieces:
            if piece.sentence:
                found[piece.sentence].append(piece.text)
    return {key: legible("".join(parts)) for key, parts in found.items()}


def _remarks(walk: Walk, comments: Mapping[str, str]) -> dict[str, str]:
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

    def __init__(self, base: Walk) -> None:
        self.near: dict[str, list[str]] = {}
        self.all: set[str] = set()
        self.order = list(base.seen)
        for line in base.lines:
            loose = [p.text.strip() for p in line.pieces if not p.sentence and p.text.strip()]
            self.all.update(map(legible, loose))
            for key in {piece.sentence for piece in line.pieces if piece.sentence}:
                self.near[key] = sorted(loose, key=len, reverse=True)

    def without(self, text: str, sentence: str) -> str:
        """Return loose text without the marks of the paragraph in which a sentence stood."""
        rest = legible(text)
        for mark in self.near.get(sentence, ()):
            rest = rest.replace(legible(mark), " ", 1)
        rest = bare = legible(rest)
        for mark in sorted(self.all, key=len, reverse=True):
            bare = bare.replace(mark, " ")
        return rest if legible(bare) else ""


def _additions(walk: Walk, marks: _Marks, comments: Mapping[str, str]) -> Iterator[Addition]:
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
    if own.get("language") != ENGLISH:
        raise InputError("only papers in English are read back")
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
