"""Opening a DOCX that somebody sent: what is unsafe or no document is refused in one line."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from countrydesk.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# A paper is about 1 MB packed and 10 MB unpacked.
MOST_BYTES: Final = 64 * 2**20
MOST_UNPACKED: Final = 256 * 2**20
MOST_PARTS: Final = 5000
DEEPEST: Final = 200
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = 1
_TYPES: Final = "[Content_Types].xml"
_DOCUMENT: Final = "wordprocessingml.document.main+xml"
_MACROS: Final = ("vbaProject.bin", "vbaData.xml")


class Container:
    """The parts of a package by name, read within limits."""

    def __init__(self, payload: bytes) -> None:
        self._archive = _archive(payload)
        self._names = frozenset(self._archive.namelist())
        self._left = MOST_UNPACKED
        types = self._text(_TYPES)
        if any(name.endswith(_MACROS) for name in self._names) or b"macroEnabled" in types:
            raise InputError("it carries macros; save it as a plain .docx and read that")
        self.main = self._main()

    def tree(self, name: str) -> Element | None:
        """Return a part as a tree of elements with local names, None where there is none."""
        return parsed(self._text(name), name) if name in self._names else None

    def related(self, kind: str, of: str = "") -> str:
        """Return the part that another (or the package) has a relation of a kind to, else ''."""
        folder, name = posixpath.split(of)
        tree = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        for item in () if tree is None else tree:
            if item.get("Type", "").endswith(f"/{kind}") and item.get("TargetMode") != "External":
                target = item.get("Target", "")
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return ""

    def _main(self) -> str:
        name = self.related("officeDocument")
        types = parsed(self._text(_TYPES), _TYPES)
        kinds = {item.get("PartName"): item.get("ContentType", "") for item in types}
        if name not in self._names or not kinds.get(f"/{name}", "").endswith(_DOCUMENT):
            raise InputError("it is no Word document (.docx)")
        return name

    def _text(self, name: str) -> bytes:
        if name not in self._names:
            raise InputError("it is no Word document (.docx)")
        try:
            with self._archive.open(name) as stream:
                payload = stream.read(self._left + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise InputError(f"it is damaged: {name} cannot be unpacked") from error
        self._left -= len(payload)
        if self._left < 0:
            raise InputError(f"it unpacks to more than {MOST_UNPACKED // 2**20} MB")
        return payload


def opened(path: Path) -> Container:
    """Return the container of a file.

    Raises:
        InputError: it cannot be read, is no DOCX, is encrypted, carries macros or is too large.
    """
    try:
        with path.open("rb") as stream:
            payload = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        return Container(payload)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _archive(payload: bytes) -> zipfile.ZipFile:
    if payload.startswith(_OLE):
        raise InputError(
            "it is encrypted or in the old .doc form; save it as .docx without password"
        )
    if len(payload) > MOST_BYTES:
        raise InputError(f"it is larger than {MOST_BYTES // 2**20} MB")
    try:
        archive = zipfile.ZipFile(io.BytesIO(payload))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InputError("it is no Word document (.docx)") from error
    entries = archive.infolist()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise InputError("it is encrypted; save it without password")
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise InputError(f"it unpacks to more than {MOST_UNPACKED // 2**20} MB or too many parts")
    if len({entry.filename for entry in entries}) < len(entries):
        raise InputError("it is damaged: a part is in it twice")
    return archive


def parsed(payload: bytes, name: str) -> Element:
    """Return XML as a tree whose elements and attributes have their local names.

    Raises:
        InputError: it is not well formed, declares a type or an entity, or is nested too deep.
    """
    builder, depth = TreeBuilder(), 0

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise InputError(f"it is damaged: {name} is nested too deep")
        builder.start(_local(tag), {_local(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_local(tag))

    def refuse(*_: object) -> None:
        raise InputError(f"it is unsafe: {name} declares a type of its own")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(payload, True)
    except (expat.ExpatError, ValueError) as error:
        raise InputError(f"it is damaged: {name} is not well formed") from error
    return builder.close()


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
