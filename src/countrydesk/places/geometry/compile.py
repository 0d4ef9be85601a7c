"""Compiles the outlines: ``python -m countrydesk.places.geometry.compile --raw DIR``.

They are made from Natural Earth's countries at 1:50 million and, for the capitals, from the
coordinates in the CIA World Factbook; both are in the public domain. The same input gives the same
bytes. What each feature belongs to is the policy stated in ``countrydesk.places.geometry``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from countrydesk.errors import RawFileError, SourceError, ValueNotUnderstoodError
from countrydesk.places.geometry.outlines import FILE, FORMAT, SCALE
from countrydesk.places.geometry.shapefile import Feature, Ring, read_features
from countrydesk.places.geometry.topology import Loop, Node, outlines, polygons
from countrydesk.places.registry import registry

ARCHIVE = "natural_earth/ne_50m_admin_0_countries.zip"
NAME = "ne_50m_admin_0_countries"
FACTBOOK = "factbook"
# Square thousandths of a degree at the equator: about 60 and 120 square kilometres.
LEAST_TRIANGLE, LEAST_ISLAND = 5000.0, 10000.0
MERGED = MappingProxyType({"KOS": "XKX", "SOL": "SOM", "CYN": "CYP"})
LEFT_OUT = MappingProxyType({"KAS": "a glacier that two states claim"})
_POINT = re.compile(r"(\d{1,3}) (\d{1,2}) ?([NS]), (\d{1,3}) (\d{1,2}) ?([EW])")


def place_of(feature: Feature) -> str | None:
    """Return the place that a feature belongs to, None where it belongs to none.

    Raises:
        ValueNotUnderstoodError: neither the registry nor the policy knows it.
    """
    own = feature.attributes["ADM0_A3"]
    if own in LEFT_OUT:
        return None
    found = MERGED.get(own) or registry().from_code("iso3", feature.attributes["ISO_A3_EH"])
    if found is None:
        raise ValueNotUnderstoodError(f"{NAME}: '{own}' ({feature.attributes['NAME']}) is no place")
    return found


def compile_outlines(raw: Path) -> bytes:
    """Return the packed outlines, label points and capitals.

    Raises:
        RawFileError: a raw file is missing.
        LayoutError: the shapefile is not one of polygons.
        ValueNotUnderstoodError: a feature that is no place, or a point that is none.
    """
    archive = raw / ARCHIVE
    features = read_features(archive, NAME)
    loops: dict[str, list[Loop]] = {}
    labels: dict[str, Node] = {}
    for feature in features:
        place = place_of(feature)
        if place is None:
            continue
        loops.setdefault(place, []).extend(_loops(feature.rings))
        if place not in labels or feature.attributes["ADM0_A3"] == place:
            labels[place] = _label(feature)
    made = outlines(loops, LEAST_TRIANGLE, LEAST_ISLAND)
    payload = {
        "format": FORMAT,
        "scale": SCALE,
        "source_sha256": sha256(archive.read_bytes()).hexdigest(),
        "labels": dict(sorted(labels.items())),
        "capitals": dict(sorted(_capitals(raw).items())),
        "places": {
            place: [[_deltas(loop) for loop in polygon] for polygon in polygons(made[place])]
            for place in sorted(made)
        },
    }
    text = json.dumps(payload, separators=(",", ":")).encode()
    return gzip.compress(text, compresslevel=9, mtime=0)


def _loops(rings: Iterable[Ring]) -> list[Loop]:
    found = []
    for ring in rings:
        nodes = [(round(x * SCALE), round(y * SCALE)) for x, y in ring[:-1]]
        kept = [node for at, node in enumerate(nodes) if node != nodes[at - 1]]
        if len(set(kept)) > 2:
            found.append(tuple(kept))
    return found


def _label(feature: Feature) -> Node:
    at = feature.attributes
    return round(float(at["LABEL_X"]) * SCALE), round(float(at["LABEL_Y"]) * SCALE)


def _deltas(loop: Loop) -> list[int]:
    """Return a loop as one flat list: its first point, then the steps to the next."""
    flat, before = [], (0, 0)
    for node in loop:
        flat += [node[0] - before[0], node[1] - before[1]]
        before = node
    return flat


def _capitals(raw: Path) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for path in sorted((raw / FACTBOOK).glob("*/*.json")):
        place = registry().from_code("gec", path.stem)
        if place is None or path.parent.name == "meta" or place not in _with_capital():
            continue
        entry: Mapping[str, Mapping[str, Mapping[str, str]]]
        entry = json.loads(path.read_bytes()).get("Government", {}).get("Capital", {})
        text = entry.get("geographic coordinates", {}).get("text", "")
        if match := _POINT.search(str(text)):
            found[place] = _point(match)
    if not found:
        raise RawFileError(f"{raw / FACTBOOK}: no capitals found; give the raw folder")
    return found


def _with_capital() -> frozenset[str]:
    return frozenset(place.id for place in registry().papers())


def _point(match: re.Match[str]) -> Node:
    lat = (int(match[1]) + int(match[2]) / 60) * (-1 if match[3] == "S" else 1)
    lon = (int(match[4]) + int(match[5]) / 60) * (-1 if match[6] == "W" else 1)
    return round(lon * SCALE), round(lat * SCALE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compile the outlines from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="countrydesk.places.geometry.compile")
    parser.add_argument("--raw", type=Path, required=True, help="folder of raw files")
    parser.add_argument("--to", type=Path, default=FILE, help="file of the outlines")
    options = parser.parse_args(arguments)
    try:
        packed = compile_outlines(options.raw)
    except SourceError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    options.to.write_bytes(packed)
    sys.stdout.write(f"{options.to.name}: {len(packed):,} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
