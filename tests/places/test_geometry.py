"""Outlines: every paper has one, neighbours share their borders, the stated policy is drawn."""

from __future__ import annotations

import io
import struct
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countrydesk.errors import LayoutError, RawFileError, UnknownPlaceError, ValueNotUnderstoodError
from countrydesk.places import registry
from countrydesk.places.geometry import centre, find_capital, load_outlines, load_polygons
from countrydesk.places.geometry.compile import compile_outlines, place_of
from countrydesk.places.geometry.outlines import FILE, Ring
from countrydesk.places.geometry.shapefile import Feature, read_features
from countrydesk.places.geometry.topology import (
    arcs_of,
    area,
    dissolve,
    outlines,
    polygons,
    stitch,
    thin,
    turning_nodes,
)

LEFT = ((0, 0), (0, 10), (10, 10), (10, 5), (10, 0))
RIGHT = ((10, 0), (10, 5), (10, 10), (20, 10), (20, 0))
POINTS = {
    "Simferopol": (34.1, 44.95, "RUS"),
    "Donetsk": (37.8, 48.0, "UKR"),
    "Sukhumi": (41.0, 43.0, "GEO"),
    "Hargeisa": (44.06, 9.56, "SOM"),
    "Kyrenia": (33.32, 35.3, "CYP"),
    "Laayoune": (-13.2, 27.15, "MAR"),
    "Tifariti": (-10.6, 26.2, "ESH"),
    "Ramallah": (35.2, 31.9, "PSE"),
    "Gaza": (34.45, 31.5, "PSE"),
    "Golan": (35.8, 33.0, "ISR"),
    "Pristina": (21.1, 42.6, "XKX"),
    "Taipei": (121.5, 25.0, "TWN"),
    "Aksai Chin": (79.5, 35.2, "CHN"),
    "Tawang": (91.9, 27.6, "IND"),
    "Cayenne": (-53.0, 4.0, "FRA"),
    "Maseru": (28.2, -29.6, "LSO"),
    "Lima": (-76.5, -12.0, "PER"),
}


def inside(x: float, y: float, rings: tuple[Ring, ...]) -> bool:
    within = False
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                within = not within
    return within


# -- the packed file ------------------------------------------------------------------------------


def test_every_paper_has_an_outline_and_a_centre():
    drawn = load_outlines()
    for place in registry().papers():
        assert drawn[place.id], place.id
        lon, lat = centre(place.id)
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90


def test_rings_are_closed_and_within_the_world():
    for place, rings in load_outlines().items():
        for ring in rings:
            assert ring[0] == ring[-1], place
            assert len(set(ring)) > 2, place
            assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring), place


def test_outlines_run_clockwise_and_holes_the_other_way():
    for place, owned in load_polygons().items():
        for outline, *holes in owned:
            whole = [tuple((round(x * 1000), round(y * 1000)) for x, y in r[:-1]) for r in holes]
            first = tuple((round(x * 1000), round(y * 1000)) for x, y in outline[:-1])
            assert area(first) < 0, place
            assert all(area(hole) > 0 for hole in whole), place


@pytest.mark.parametrize(("one", "other"), [("PER", "BRA"), ("ZAF", "LSO"), ("UKR", "POL")])
def test_neighbours_share_the_points_of_their_border(one, other):
    drawn = load_outlines()
    points = [{point for ring in drawn[place] for point in ring} for place in (one, other)]
    assert len(points[0] & points[1]) > 10


@pytest.mark.parametrize("name", POINTS)
def test_the_stated_policy_is_what_is_drawn(name):
    x, y, place = POINTS[name]
    assert [key for key, rings in load_outlines().items() if inside(x, y, rings)] == [place]


def test_the_siachen_glacier_is_left_blank():
    assert not [key for key, rings in load_outlines().items() if inside(77.1, 35.4, rings)]


def test_merged_places_are_one_outline():
    drawn = load_polygons()
    assert not {"SML", "KOS", "CYN"} & set(drawn)
    assert len(drawn["CYP"]) == 1


def test_capitals_and_what_is_not_on_the_map():
    assert find_capital("PER") == (-77.05, -12.05)
    assert find_capital("NRU") is None
    with pytest.raises(UnknownPlaceError, match="QQQ"):
        centre("QQQ")


def test_the_file_is_small():
    assert FILE.stat().st_size < 400_000


@pytest.mark.raw
def test_compiling_again_gives_the_same_bytes(raw):
    assert compile_outlines(raw) == FILE.read_bytes()


# -- borders as arcs ------------------------------------------------------------------------------


def test_two_squares_share_one_arc():
    turning = turning_nodes([LEFT, RIGHT])
    assert turning == {(10, 0), (10, 10)}
    shared = ((10, 10), (10, 5), (10, 0))
    assert shared in arcs_of(LEFT, turning)
    assert shared[::-1] in arcs_of(RIGHT, turning)


def test_dissolving_two_squares_leaves_their_outline():
    turning = turning_nodes([LEFT, RIGHT])
    arcs = [arc for loop in (LEFT, RIGHT) for arc in arcs_of(loop, turning)]
    (whole,) = stitch(dissolve(arcs))
    assert (10, 5) not in whole
    assert abs(area(whole)) == pytest.approx(200, rel=1e-4)


def test_an_open_border_is_refused():
    with pytest.raises(ValueError, match="stops at"):
        stitch([((0, 0), (1, 1))])


def test_a_small_place_keeps_a_shape_and_a_border_point_goes():
    made = outlines({"A": [LEFT], "B": [RIGHT]}, least=1e9, smallest=1e9)
    assert len(set(made["A"][0])) > 2
    assert (10, 5) not in made["A"][0]
    assert (10, 5) not in made["B"][0]


def test_a_hole_belongs_to_the_outline_around_it():
    outer = ((0, 0), (0, 30), (30, 30), (30, 0))
    hole = ((10, 10), (20, 10), (20, 20), (10, 20))
    apart = ((100, 0), (100, 30), (130, 30), (130, 0))
    assert polygons([outer, apart, hole]) == [[outer, hole], [apart]]


nodes = st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000))


@given(st.lists(nodes, min_size=2, max_size=40, unique=True), st.floats(0, 1e7))
def test_thinning_does_not_depend_on_the_direction(points, least):
    arc = tuple(points)
    found = thin(arc, least)
    assert thin(arc[::-1], least) == found[::-1]
    assert (found[0], found[-1]) == (arc[0], arc[-1])
    assert set(found) <= set(arc)


@given(st.lists(nodes, min_size=3, max_size=40, unique=True), st.floats(0, 1e9))
def test_thinning_a_closed_border_keeps_a_triangle(points, least):
    found = thin((*points, points[0]), least)
    assert found[0] == found[-1]
    assert len(found) >= 4


# -- reading and policy ---------------------------------------------------------------------------


def archive(tmp_path: Path, kind: int = 5, rows: int = 1) -> Path:
    shape = struct.pack("<i4d2i", kind, 0, 0, 1, 1, 1, 4) + struct.pack("<i", 0)
    shape += struct.pack("<8d", 0, 0, 0, 1, 1, 1, 0, 0)
    shp = bytes(100) + struct.pack(">2i", 1, len(shape) // 2) + shape
    field = b"NAME".ljust(11, b"\0") + b"C" + bytes(4) + bytes([4]) + bytes(15)
    head = bytes(4) + struct.pack("<IHH", rows, 65, 5) + bytes(20)
    dbf = head + field + b"\r" + b" Abc " * rows
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("x.shp", shp)
        made.writestr("x.dbf", dbf)
    path = tmp_path / "x.zip"
    path.write_bytes(held.getvalue())
    return path


def test_a_shapefile_is_read_with_its_attributes(tmp_path):
    (feature,) = read_features(archive(tmp_path), "x")
    assert feature.attributes == {"NAME": "Abc"}
    assert feature.rings == (((0, 0), (0, 1), (1, 1), (0, 0)),)


def test_a_shapefile_of_lines_or_of_another_length_is_refused(tmp_path):
    with pytest.raises(LayoutError, match="shape type 3"):
        read_features(archive(tmp_path, kind=3), "x")
    with pytest.raises(LayoutError, match="2 rows"):
        read_features(archive(tmp_path, rows=2), "x")


def test_a_missing_archive_is_named(tmp_path):
    with pytest.raises(RawFileError, match=r"x\.zip"):
        read_features(tmp_path / "x.zip", "x")


def test_a_feature_that_is_no_place_is_refused():
    feature = Feature({"ADM0_A3": "QQQ", "ISO_A3_EH": "-99", "NAME": "Ruritania"}, ())
    with pytest.raises(ValueNotUnderstoodError, match="Ruritania"):
        place_of(feature)
