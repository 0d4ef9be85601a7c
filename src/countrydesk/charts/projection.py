"""Map projections: from degrees to the plane, x to the east and y to the south."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]
Floats: TypeAlias = npt.NDArray[np.float64]

# Šavrič, Patterson and Jenny (2018), "The Equal Earth map projection", equations 3 and 4.
_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_M: Final = math.sqrt(3) / 2
EQUAL_EARTH_WIDTH: Final = 5.413
_FAR: Final = -0.35


def equal_earth(lon: float, lat: float) -> Point:
    """Return a point of the whole world on a plane 5.413 wide, the origin in the middle."""
    theta = math.asin(_M * math.sin(math.radians(lat)))
    square = theta * theta
    sixth = square**3
    width = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = math.radians(lon) * math.cos(theta) / (_M * width)
    return x, -theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))


def vectors(points: Sequence[Point]) -> Floats:
    """Return points in degrees as unit vectors from the middle of the earth, one a row."""
    lon, lat = np.radians(np.array(points, dtype=np.float64).reshape(-1, 2)).T
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


class Azimuthal:
    """Views centred on a point of the globe (Snyder 1987, chapters 20 and 24).

    ``equal_area`` shows a region, ``globe_of`` the half of the earth that is seen from far above.
    """

    def __init__(self, centre: Point) -> None:
        self._lon = math.radians(centre[0])
        self._sin, self._cos = math.sin(math.radians(centre[1])), math.cos(math.radians(centre[1]))

    def cosines(self, vectors: Floats) -> Floats:
        """Return the cosines of the angles between points, as :func:`vectors`, and the centre."""
        lon, cos = self._lon, self._cos
        found: Floats = vectors @ np.array((cos * math.cos(lon), cos * math.sin(lon), self._sin))
        return found

    def equal_area_of(self, vectors: Floats) -> Floats:
        """Return many points as :meth:`equal_area` does, one a row."""
        x, y, near = self._axes(vectors)
        size = np.sqrt(2 / (1 + np.maximum(near, _FAR)))
        return np.column_stack((x * size, -y * size))

    def globe_of(self, vectors: Floats) -> Floats:
        """Return many points within a circle of radius 1, one a row; those behind on its edge."""
        x, y, near = self._axes(vectors)
        size = np.where(near >= 0, 1.0, 1 / np.maximum(1e-9, np.hypot(x, y)))
        return np.column_stack((x * size, -y * size))

    def _axes(self, vectors: Floats) -> tuple[Floats, Floats, Floats]:
        sin_lon, cos_lon = math.sin(self._lon), math.cos(self._lon)
        east = vectors @ np.array((-sin_lon, cos_lon, 0.0))
        ahead = np.array((-self._sin * cos_lon, -self._sin * sin_lon, self._cos))
        return east, vectors @ ahead, self.cosines(vectors)

    def cosine(self, lon: float, lat: float) -> float:
        """Return the cosine of the angle between a point and the centre."""
        return self._turned(lon, lat)[2]

    def equal_area(self, lon: float, lat: float) -> Point:
        """Return a point in units of the earth's radius; what is far behind is pulled nearer."""
        x, y, near = self._turned(lon, lat)
        size = math.sqrt(2 / (1 + max(near, _FAR)))
        return x * size, -y * size

    def _turned(self, lon: float, lat: float) -> tuple[float, float, float]:
        away, north = math.radians(lon) - self._lon, math.radians(lat)
        cos_north, cos_away = math.cos(north), math.cos(away)
        sin_north = math.sin(north)
        return (
            cos_north * math.sin(away),
            self._cos * sin_north - self._sin * cos_north * cos_away,
            self._sin * sin_north + self._cos * cos_north * cos_away,
        )


def clip(ring: Iterable[Point], low: Point, high: Point) -> list[Point]:
    """Return the part of a ring inside a rectangle (Sutherland and Hodgman 1974)."""
    points = list(ring)
    for axis, bound, sign in ((0, low[0], 1), (0, high[0], -1), (1, low[1], 1), (1, high[1], -1)):
        points = _cut(points, axis, bound * sign, sign)
    return points


def path(rings: Iterable[Iterable[Point]], step: float = 0.6) -> str:
    """Return SVG path data in tenths of a pixel, whole numbers, each relative to the last.

    Points nearer than ``step`` pixels to the one before and rings below a pixel are left out.
    """
    made = []
    for ring in rings:
        thin = _thinned(ring, step)
        if len(thin) > 2 and extent(thin) >= 1.0:
            made.append(_relative(thin))
    return "".join(made)


def contains(ring: Sequence[Point], point: Point) -> bool:
    """Return whether a ring on the plane goes around a point (crossing numbers)."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def area(ring: Iterable[Point]) -> float:
    """Return the area of a ring on the plane."""
    points = list(ring)
    pairs = zip(points, [*points[1:], *points[:1]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def extent(points: list[Point]) -> float:
    """Return the larger side of the box around some points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _thinned(ring: Iterable[Point], step: float) -> list[Point]:
    kept: list[Point] = []
    for x, y in ring:
        if not kept or abs(x - kept[-1][0]) >= step or abs(y - kept[-1][1]) >= step:
            kept.append((x, y))
    return kept


def _relative(points: list[Point]) -> str:
    """Return path data; a minus sign also parts two numbers."""
    grid = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(grid)]
    drawn = " ".join(f"{x}{' ' if y >= 0 else ''}{y}" for x, y in steps).replace(" -", "-")
    return f"M{grid[0][0]} {grid[0][1]}l{drawn}z"


def _cut(points: list[Point], axis: int, bound: float, sign: int) -> list[Point]:
    made: list[Point] = []
    for at, here in enumerate(points):
        before = points[at - 1]
        inside, was = here[axis] * sign >= bound, before[axis] * sign >= bound
        if inside != was:
            share = (bound * sign - before[axis]) / (here[axis] - before[axis])
            made.append((before[0] + share * (here[0] - before[0]),
                before[1] + share * (here[1] - before[1])))  # fmt: skip
        if inside:
            made.append(here)
    return made
