"""Strict reading of XML: one record at a time, without entities, within bounds.

A document type is refused, and with it every entity of its own: neither expansion (a few lines
that grow to gigabytes) nor a reference to another file can happen.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from countrydesk.errors import LayoutError, RawFileError

PIECE = 1 << 16
DEEPEST = 20
LONGEST = 1_000_000


def xml_records(path: Path, name: str, root: str) -> Iterator[Element]:
    """Yield each child of the root element of the file ``path``, without namespaces.

    ``name`` is what the file is called in messages, ``root`` the tag that its root must have. A
    child is read whole before it comes and forgotten after.

    Raises:
        RawFileError: the file is no well-formed XML in UTF-8, declares a document type, is nested
            too deeply, or a child is too long.
        LayoutError: the root is another element.
    """
    reader = _Reader(name, root)
    with path.open("rb") as handle:
        while piece := handle.read(PIECE):
            yield from reader.feed(piece, last=False)
    yield from reader.feed(b"", last=True)


class _Reader:
    def __init__(self, name: str, root: str) -> None:
        self._name, self._root = name, root
        self._builder = TreeBuilder()
        self._depth = self._size = 0
        self._done: list[Element] = []
        # Bytes that say of themselves that they are UTF-16 would be believed by the parser.
        self._decoder = getincrementaldecoder("utf-8")()
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, piece: bytes, *, last: bool) -> Iterator[Element]:
        try:
            self._decoder.decode(piece, last)
            self._parser.Parse(piece, last)
        except (expat.ExpatError, UnicodeDecodeError) as error:
            raise RawFileError(f"{self._name}: is no well-formed XML ({error})") from error
        done, self._done = self._done, []
        yield from done

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        plain = tag.rpartition(" ")[2]
        if self._depth == 0 and plain != self._root:
            raise LayoutError(f"{self._name}: its root is '{plain}', expected '{self._root}'")
        if self._depth >= DEEPEST:
            raise RawFileError(f"{self._name}: nested more than {DEEPEST} deep; not read")
        if self._depth > 0:
            self._count(len(tag))
            self._builder.start(plain, dict(attributes))
        self._depth += 1

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._depth > 0:
            self._builder.end(tag.rpartition(" ")[2])
        if self._depth == 1:
            self._done.append(self._builder.close())
            self._builder, self._size = TreeBuilder(), 0

    def _text(self, text: str) -> None:
        if self._depth > 1:
            self._count(len(text))
            self._builder.data(text)

    def _count(self, length: int) -> None:
        self._size += length
        if self._size > LONGEST:
            raise RawFileError(f"{self._name}: a record of more than {LONGEST:,} characters")

    def _refuse(self, *_: Any) -> NoReturn:  # noqa: ANN401 - expat says what it likes
        raise RawFileError(f"{self._name}: declares a document type, which is not read")
