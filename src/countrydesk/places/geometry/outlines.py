"""Reads the packed outlines of places, and the points that stand for them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import Any

from countrydesk.errors import UnknownPlaceError

FILE = Path(__file__).with_name("countries.json.gz")
FORMAT = 1
SCALE = 1000

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]


@cache
def _packed() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(gzip.decompress(FILE.read_bytes()))
    return content


@cache
def load_polygons() -> Mapping[str, tuple[Polygon, ...]]:
    """Return the polygons of each place: an outline, clockwise, then its holes.

    Rings are longitude and latitude in degrees and closed: the first point is the last.
    """
    places = _packed()["places"]
    return MappingProxyType(
        {
            place: tuple(tuple(_ring(flat) for flat in polygon) for polygon in polygons)
            for place, polygons in places.items()
        }
    )


@cache
def load_outlines() -> Mapping[str, tuple[Ring, ...]]:
    """Return all rings of each place, outlines and holes, as :func:`load_polygons` describes."""
    return MappingProxyType(
        {
            place: tuple(ring for polygon in polygons for ring in polygon)
            for place, polygons in load_polygons().items()
        }
    )


def _ring(flat: list[int]) -> Ring:
    lon = [value / SCALE for value in accumulate(flat[::2])]
    lat = [value / SCALE for value in accumulate(flat[1::2])]
    points = tuple(zip(lon, lat, strict=True))
    return (*points, points[0])


def centre(place: str) -> Point:
    """Return where a label or a mark for ``place`` stands: longitude and latitude.

    Raises:
        UnknownPlaceError: the map does not have the place.
    """
    found = _packed()["labels"].get(place)
    if found is None:
        raise UnknownPlaceError(f"the map has no place '{place}'")
    return found[0] / SCALE, found[1] / SCALE


def find_capital(place: str) -> Point | None:
    """Return longitude and latitude of the capital of ``place``; None where none is on record."""
    found = _packed()["capitals"].get(place)
    return None if found is None else (found[0] / SCALE, found[1] / SCALE)
