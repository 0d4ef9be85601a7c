"""The map ``locator``: a region around the partner, and a small globe in the emptiest corner.

Maps are drawn directly from the outlines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from countrydesk.charts.outlines import LEFT_OUT, centre_of, outlines, ring_vectors
from countrydesk.charts.projection import Azimuthal, Point, Ring, area, clip, contains, extent, path
from countrydesk.charts.rows import Rows
from countrydesk.charts.svg import document, tenths, words
from countrydesk.charts.text import text_width
from countrydesk.errors import RenderError
from countrydesk.paper.writing.speech import name
from countrydesk.places import registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from countrydesk.charts.projection import Floats
    from countrydesk.charts.theme import ChartTheme
    from countrydesk.paper.nodes import Exhibit

Shapes: TypeAlias = dict[str, list[list[Point]]]
Box: TypeAlias = tuple[float, float, float, float]
HEIGHT: Final = 290
_GLOBE: Final = 44
_NEAREST, _AT_SEA, _FARTHEST = (math.radians(angle) for angle in (5, 17, 38))
_CONTEXT: Final = 4
_ROOM, _WORTH, _BESIDE = 1.45, 0.15, 2.5
_SMALL: Final = 7.0
_ABOVE: Final = 22
_RING, _WIDEST_RING = 14.0, 40.0
_DARK: Final = frozenset({"partner", "principal"})
_SEEN_AFAR: Final = 24


@dataclass(frozen=True, slots=True)
class Window:
    """A region on the page: the view, and pixels for each radius of the earth."""

    view: Azimuthal
    scale: float
    width: float
    height: float

    def at(self, point: Point) -> Point:
        """Return where a point in degrees lies on the page."""
        x, y = self.view.equal_area(*point)
        return self.width / 2 + x * self.scale, self.height / 2 + y * self.scale

    def all_at(self, points: Floats) -> list[Point]:
        """Return where points given as vectors lie on the page."""
        across, down = (self.view.equal_area_of(points) * self.scale).T
        xs, ys = (across + self.width / 2).tolist(), (down + self.height / 2).tolist()
        return list(zip(xs, ys, strict=True))

    @property
    def reach(self) -> float:
        """The cosine of the angle from the centre to the corners."""
        half = math.hypot(self.width, self.height) / 2 / self.scale
        return math.cos(2 * math.asin(min(1.0, half / 2)))


def locator(exhibit: Exhibit, theme: ChartTheme) -> str:
    """Return a region with the partner and its neighbours, and a small globe in the corner."""
    rows = Rows(exhibit)
    roles = dict(zip(rows.texts("place"), rows.texts("role"), strict=True))
    partner = rows.option("place") or next(
        (place for place, role in roles.items() if role == "partner"), ""
    )
    known = outlines()
    if partner not in known:
        raise RenderError(f"{exhibit.id}: no outline of '{partner}' to put on a map")
    nearest = _NEAREST if "neighbour" in roles.values() else _AT_SEA
    window = _window(partner, nearest, theme)
    shapes = _in_window(window)
    globe = _empty_corner([ring for rings in shapes.values() for ring in rings], theme)
    body = [
        _lands(shapes, roles | {partner: "partner"}, theme),
        *_ring(window, partner, theme),
        *_names(window, partner, roles, shapes, globe, theme),
        f'<g transform="translate({globe[0]} {globe[1]})">{_globe(partner, theme)}</g>',
    ]
    frame = f'width="{theme.width}" height="{HEIGHT}"'
    name = quoteattr(f"clip-{exhibit.id}")
    return document(theme.width, HEIGHT, [
        f"<defs><clipPath id={name}><rect {frame}/></clipPath></defs>",
        f'<g clip-path="url(#clip-{escape(exhibit.id)})">{"".join(body)}</g>',
        f'<rect {frame} fill="none" stroke="{theme.palette.rule}"/>',
    ])  # fmt: skip


def _window(partner: str, nearest: float, theme: ChartTheme) -> Window:
    """Return a window with room around the main land of a place, ``nearest`` at least."""
    view = Azimuthal(centre_of(partner))
    rings = outlines()[partner]
    sizes = [area(view.equal_area(*point) for point in ring) for ring in rings]
    largest = max(sizes)
    main = _angles(view, rings[sizes.index(largest)])
    reach = [max(main)]
    for ring, size in zip(rings, sizes, strict=True):
        angles = _angles(view, ring)
        # Land beyond an ocean would shrink the rest; it is left to the globe.
        if size >= _WORTH * largest and min(angles) <= _BESIDE * max(main):
            reach.append(max(angles))
    half = 2 * math.sin(min(max(_ROOM * max(reach), nearest), _FARTHEST) / 2)
    return Window(view, HEIGHT / 2 / half, theme.width, HEIGHT)


def _angles(view: Azimuthal, ring: Ring) -> list[float]:
    return [math.acos(max(-1.0, min(1.0, view.cosine(*point)))) for point in ring]


def _in_window(window: Window) -> Shapes:
    """Return the part of each place that can be seen, on the page."""
    known = ring_vectors()
    low, high = (-4.0, -4.0), (window.width + 4, window.height + 4)
    near = known.nearest(window.view.cosines(known.points)) >= window.reach - 0.1
    shapes: Shapes = {}
    for at in near.nonzero()[0].tolist():
        seen = clip(window.all_at(known.ring(at)), low, high)
        if seen:
            shapes.setdefault(known.owners[at], []).append(seen)
    return shapes


def _lands(shapes: Shapes, roles: Mapping[str, str], theme: ChartTheme) -> str:
    colours = theme.palette
    fills = {"partner": theme.colour(0), "neighbour": colours.scale[1],
        "principal": theme.colour(1)}  # fmt: skip
    order = sorted(shapes, key=lambda place: (place in roles, place))
    made = [
        f'<path d="{drawn}" fill="{fills.get(roles.get(place, ""), colours.band)}"/>'
        for place in order
        if (drawn := path(shapes[place]))
    ]
    return tenths(made, f'stroke="{colours.surface}" stroke-width="8"')


def _empty_corner(rings: Sequence[Sequence[Point]], theme: ChartTheme) -> Point:
    """Return the middle of the corner with the least land under it."""
    near = _GLOBE + 8.0
    right, bottom = theme.width - near, HEIGHT - near
    corners = ((right, bottom), (near, bottom), (near, near), (right, near))
    offsets = [(x * _GLOBE / 2, y * _GLOBE / 2) for x in (-1, 0, 1) for y in (-1, 0, 1)]

    def land(corner: Point) -> int:
        points = [(corner[0] + x, corner[1] + y) for x, y in offsets]
        return sum(contains(ring, point) for ring in rings for point in points)

    return min(corners, key=land)


def _ring(window: Window, partner: str, theme: ChartTheme) -> list[str]:
    """Return a ring around a place of which no part is large enough to be seen."""
    rings = [[window.at(point) for point in ring] for ring in outlines()[partner]]
    if max(extent(ring) for ring in rings) > _SMALL:
        return []
    near = [ring for ring in rings if 0 < ring[0][0] < window.width and 0 < ring[0][1] < HEIGHT]
    x, y = window.at(centre_of(partner))
    away = [math.dist((x, y), point) for ring in near for point in ring]
    radius = max(away, default=0.0) + 8
    radius = max(_RING, radius) if radius <= _WIDEST_RING else _RING
    return [(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="none" '
        f'stroke="{theme.colour(0)}" stroke-width="2"/>')]  # fmt: skip


def _names(
    window: Window,
    partner: str,
    roles: Mapping[str, str],
    shapes: Shapes,
    globe: Point,
    theme: ChartTheme,
) -> list[str]:
    """Return names of the partner and of neighbours, those left out that would overlap.

    An island has no neighbours; the largest lands in its window are named instead.
    """
    known = {place.id: name(place) for place in registry().places()}
    taken = [(globe[0] - _GLOBE, globe[1] - _GLOBE, globe[0] + _GLOBE, globe[1] + _GLOBE)]
    ringed = bool(_ring(window, partner, theme))
    made = []
    for place in _to_name(partner, roles, shapes):
        text = known.get(place, place)
        x, y = _anchor(place, shapes, window)
        y -= _ABOVE if ringed and place == partner else 0
        half = text_width(text, bold=place == partner) / 2
        box = (x - half, y - 7, x + half, y + 7)
        if _inside(box, window) and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            look = theme.palette.ink, theme.palette.surface
            if roles.get(place) in _DARK and _on_land(box, shapes.get(place, [])):
                look = look[1], ""
            made.append(_label(text, x, y, *look, bold=place == partner))
    return made


def _to_name(partner: str, roles: Mapping[str, str], shapes: Shapes) -> list[str]:
    """Return the places to name, the most important first."""
    seen = sorted(shapes, key=lambda place: (-max(map(area, shapes[place])), place))
    others = [place for place in seen if roles.get(place) in {"neighbour", "principal"}]
    return [partner, *(others or [place for place in seen if place != partner][:_CONTEXT])]


def _anchor(place: str, shapes: Shapes, window: Window) -> Point:
    """Return where a name belongs: the centre, or the middle of what is seen of the place."""
    x, y = window.at(centre_of(place))
    if (0 < x < window.width and 0 < y < window.height) or place not in shapes:
        return x, y
    largest = max(shapes[place], key=area)
    xs, ys = [point[0] for point in largest], [point[1] for point in largest]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _label(text: str, x: float, y: float, colour: str, rim: str, *, bold: bool) -> str:
    weight = ' font-weight="bold"' if bold else ""
    edge = f' stroke="{rim}" stroke-width="2.5" paint-order="stroke"' if rim else ""
    return words(text, x, y + 4, colour, f'text-anchor="middle"{weight}{edge}')


def _on_land(box: Box, rings: Sequence[Sequence[Point]]) -> bool:
    """Return whether both ends of a name lie on the land it names."""
    middle = (box[1] + box[3]) / 2
    ends = ((box[0], middle), (box[2], middle))
    return all(any(contains(ring, end) for ring in rings) for end in ends)


def _inside(box: Box, window: Window) -> bool:
    return box[0] > 2 and box[1] > 2 and box[2] < window.width - 2 and box[3] < window.height - 2


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


@lru_cache(maxsize=8)
def _globe(partner: str, theme: ChartTheme) -> str:
    """Return the half of the earth around a place, with a mark on it, around the origin."""
    view, colours, known = Azimuthal(centre_of(partner)), theme.palette, ring_vectors()
    before = known.nearest(view.cosines(known.points)) > 0
    seen = [
        known.ring(at)
        for at in before.nonzero()[0].tolist()
        if known.owners[at] not in LEFT_OUT and len(known.ring(at)) > _SEEN_AFAR
    ]
    rings = [[(x, y) for x, y in (view.globe_of(ring[::3]) * _GLOBE).tolist()] for ring in seen]
    circle = f'<circle r="{_GLOBE}"'
    lands = tenths([f'<path d="{path(rings, 1.2)}"/>'], f'fill="{colours.rule}"')
    return (f'{circle} fill="{colours.surface}"/>'
        f"{lands}"
        f'{circle} fill="none" stroke="{colours.quiet}" stroke-width="0.8"/>'
        f'<circle r="4" fill="{theme.colour(0)}" stroke="{colours.surface}" '
        'stroke-width="1.2"/>')  # fmt: skip
