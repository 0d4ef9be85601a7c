"""Outlines and centres of places, read when a map is first drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from countrydesk.charts.projection import Point, Ring

# Not a place of the evidence, and at the edge of every projection.
LEFT_OUT: Final = frozenset({"ATA"})


def outlines() -> Mapping[str, tuple[Ring, ...]]:
    """Return the rings of each place in degrees, longitude first."""
    from countrydesk.places.geometry import load_outlines

    return load_outlines()


def centre_of(place: str) -> Point:
    """Return the centre of a place in degrees, longitude first."""
    from countrydesk.places.geometry import centre

    return centre(place)
