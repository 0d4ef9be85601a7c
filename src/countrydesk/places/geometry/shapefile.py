"""Reads an ESRI shapefile of polygons from a zip archive. Standard library only.

The layout is that of the "ESRI Shapefile Technical Description" (July 1998): the main file holds
records of parts and points, the dBASE file one row of attributes for each.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from countrydesk.errors import LayoutError, RawFileError

Point = tuple[float, float]
Ring = tuple[Point, ...]

_HEADER = 100
_RECORD_HEADER = 8
_NULL, _POLYGON = 0, 5
_PARTS_AT = 44
_FIELD, _FIELD_END = 32, 0x0D


@dataclass(frozen=True)
class Feature:
    """One record: its attributes as text, and its rings, each closed (first point is last)."""

    attributes: dict[str, str]
    rings: tuple[Ring, ...]


def read_features(archive: Path, name: str) -> list[Feature]:
    """Return the records of the shapefile ``name`` in ``archive``, in file order.

    Raises:
        RawFileError: the archive cannot be read or lacks the file.
        LayoutError: a record is no polygon, or the two files differ in length.
    """
    try:
        with zipfile.ZipFile(archive) as handle:
            shapes, table = handle.read(f"{name}.shp"), handle.read(f"{name}.dbf")
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise RawFileError(f"{archive}: {name} cannot be read ({error})") from error
    rings, rows = list(_shapes(shapes, name)), list(_rows(table))
    if len(rings) != len(rows):
        raise LayoutError(f"{name}: {len(rings)} shapes but {len(rows)} rows of attributes")
    return [Feature(row, ring) for row, ring in zip(rows, rings, strict=True)]


def _shapes(data: bytes, name: str) -> Iterator[tuple[Ring, ...]]:
    at = _HEADER
    while at < len(data):
        (words,) = struct.unpack_from(">i", data, at + 4)
        at += _RECORD_HEADER
        (kind,) = struct.unpack_from("<i", data, at)
        if kind not in {_NULL, _POLYGON}:
            raise LayoutError(f"{name}.shp: a record has the shape type {kind}, not polygon")
        yield tuple(_rings(data, at)) if kind == _POLYGON else ()
        at += 2 * words


def _rings(data: bytes, at: int) -> Iterator[Ring]:
    parts, points = struct.unpack_from("<2i", data, at + _PARTS_AT - 8)
    starts = struct.unpack_from(f"<{parts}i", data, at + _PARTS_AT)
    flat = struct.unpack_from(f"<{2 * points}d", data, at + _PARTS_AT + 4 * parts)
    pairs = tuple(zip(flat[::2], flat[1::2], strict=True))
    for first, last in zip(starts, (*starts[1:], points), strict=True):
        yield pairs[first:last]


def _rows(data: bytes) -> Iterator[dict[str, str]]:
    count, header, width = struct.unpack_from("<IHH", data, 4)
    fields, at = [], _FIELD
    while data[at] != _FIELD_END:
        fields.append((data[at : at + 11].split(b"\0")[0].decode("ascii"), data[at + 16]))
        at += _FIELD
    for index in range(count):
        at, row = header + index * width + 1, {}
        for name, length in fields:
            row[name] = data[at : at + length].decode("utf-8").strip(" \0")
            at += length
        yield row
