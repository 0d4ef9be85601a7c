"""Outlines and centres of places, read when a map is first drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from countrydesk.charts.projection import vectors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from countrydesk.charts.projection import Floats, Point, Ring

# Not a place of the evidence, and at the edge of every projection.
LEFT_OUT: Final = frozenset({"ATA"})


def outlines() -> Mapping[str, tuple[Ring, ...]]:
    """Return the rings of each place in degrees, longitude first."""
    from countrydesk.places.geometry import load_outlines

    return load_outlines()


@dataclass(frozen=True, eq=False)
class Vectors:
    """All rings of all places as unit vectors, one after the other.

    ``owners`` is the place of each ring, ``starts`` where each ring begins in ``points``.
    """

    owners: tuple[str, ...]
    starts: tuple[int, ...]
    points: Floats

    def ring(self, at: int) -> Floats:
        """Return the points of a ring."""
        end = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.points)
        return self.points[self.starts[at] : end]

    def nearest(self, cosines: Floats) -> Floats:
        """Return the largest of some figures, one for each point, in each ring."""
        return np.maximum.reduceat(cosines, self.starts)


@cache
def ring_vectors() -> Vectors:
    """Return the outlines as vectors, sorted by place."""
    pairs = [(place, ring) for place, rings in sorted(outlines().items()) for ring in rings]
    lengths = [len(ring) for _, ring in pairs]
    starts = (0, *np.cumsum(lengths)[:-1].tolist())
    every = vectors([point for _, ring in pairs for point in ring])
    return Vectors(tuple(place for place, _ in pairs), starts, every)


def centre_of(place: str) -> Point:
    """Return the centre of a place in degrees, longitude first."""
    from countrydesk.places.geometry import centre

    return centre(place)
