"""Borders as arcs: cut where they meet, joined within a place, thinned once for both neighbours.

A border that two places share is one arc, so thinning it leaves neither gap nor overlap. Where
several features make up one place, the arcs between them cancel and the place becomes one outline.
Points are longitude and latitude in whole thousandths of a degree.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import cos, radians

SCALE = 1000
POINTS = 60
SHARE = 0.01

Node = tuple[int, int]
Arc = tuple[Node, ...]
Loop = tuple[Node, ...]


def turning_nodes(loops: Iterable[Loop]) -> frozenset[Node]:
    """Return the points where borders part: those that do not have the same two neighbours always.

    A loop is a ring without its closing point.
    """
    seen: dict[Node, frozenset[Node]] = {}
    turning = set()
    for loop in loops:
        for before, at, after in zip((loop[-1], *loop), loop, (*loop[1:], loop[0]), strict=False):
            beside = frozenset((before, after))
            if seen.setdefault(at, beside) != beside:
                turning.add(at)
    return frozenset(turning)


def arcs_of(loop: Loop, turning: frozenset[Node]) -> list[Arc]:
    """Return the arcs of a loop in its direction; without turning nodes it is one closed arc."""
    cuts = [at for at, node in enumerate(loop) if node in turning]
    if not cuts:
        first = loop.index(min(loop))
        return [(*loop[first:], *loop[: first + 1])]
    turned = (*loop[cuts[0] :], *loop[: cuts[0] + 1])
    marks = [at - cuts[0] for at in cuts] + [len(loop)]
    return [turned[a : b + 1] for a, b in pairwise(marks)]


def dissolve(arcs: Sequence[Arc]) -> list[Arc]:
    """Return ``arcs`` without those that run both ways: borders inside the place."""
    whole = set(arcs)
    return [arc for arc in dict.fromkeys(arcs) if arc[::-1] not in whole]


def stitch(arcs: Iterable[Arc]) -> list[Loop]:
    """Return the loops that directed arcs make, each without its closing point.

    Raises:
        ValueError: the arcs leave a loop open.
    """
    loops, leaving = [], defaultdict(list)
    for arc in arcs:
        if arc[0] == arc[-1]:
            loops.append(arc[:-1])
        else:
            leaving[arc[0]].append(arc)
    while any(leaving.values()):
        start = next(node for node, out in leaving.items() if out)
        loop: list[Node] = []
        at = start
        while not loop or at != start:
            if not leaving[at]:
                raise ValueError(f"the border stops at {at}")
            arc = leaving[at].pop()
            loop.extend(arc[:-1])
            at = arc[-1]
        loops.append(tuple(loop))
    return loops


def thin(arc: Arc, least: float) -> Arc:
    """Return ``arc`` without points whose triangle with their neighbours is smaller than ``least``.

    The method is that of Visvalingam and Whyatt (1993), with triangles shrunk by the cosine of the
    latitude. Both ends stay; the result does not depend on the direction; a closed arc keeps at
    least a triangle.
    """
    if arc[-1] < arc[0] or (arc[0] == arc[-1] and arc[-2] < arc[1]):
        return thin(arc[::-1], least)[::-1]
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))
    size = [0.0] * len(arc)
    for at in range(1, len(arc) - 1):
        size[at] = _triangle(arc[at - 1], arc[at], arc[at + 1])
    heap = [(size[at], at) for at in range(1, len(arc) - 1)]
    heapq.heapify(heap)
    gone, kept = set(), len(arc)
    fewest = 4 if arc[0] == arc[-1] else 2
    while heap and kept > fewest:
        found, at = heapq.heappop(heap)
        if at in gone or found != size[at]:
            continue
        if found >= least:
            break
        gone.add(at)
        kept -= 1
        left, right = before[at], after[at]
        after[left], before[right] = right, left
        for near in (left, right):
            if 0 < near < len(arc) - 1:
                # A point may not look smaller than one that has been dropped beside it.
                now = _triangle(arc[before[near]], arc[near], arc[after[near]])
                size[near] = max(now, found)
                heapq.heappush(heap, (size[near], near))
    return tuple(point for at, point in enumerate(arc) if at not in gone)


def _triangle(a: Node, b: Node, c: Node) -> float:
    twice = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    return abs(twice) / 2 * cos(radians(b[1] / SCALE))


def area(loop: Loop) -> float:
    """Return the signed area of a loop, shrunk by the cosine of its latitude.

    A loop that runs clockwise, as outlines do, has a negative area.
    """
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(loop, (*loop[1:], loop[0]), strict=True))
    middle = sum(node[1] for node in loop) / len(loop)
    return twice / 2 * cos(radians(middle / SCALE))


def outlines(
    loops: Mapping[str, Sequence[Loop]], least: float, smallest: float
) -> dict[str, list[Loop]]:
    """Return the thinned loops of each place, the largest first.

    ``least`` is the smallest triangle that a point must make; on a loop smaller than ``POINTS``
    such triangles it is smaller in proportion, so that small places keep a shape. ``smallest`` is
    the smallest loop that is kept, but one that makes up ``SHARE`` of its place is kept always.

    Raises:
        ValueError: the features of a place do not close.
    """
    turning = turning_nodes(loop for own in loops.values() for loop in own)
    cut = {place: [(loop, arcs_of(loop, turning)) for loop in own] for place, own in loops.items()}
    limits: dict[frozenset[Arc], float] = {}
    for own in cut.values():
        for loop, arcs in own:
            limit = min(least, abs(area(loop)) / POINTS)
            for arc in arcs:
                both = frozenset((arc, arc[::-1]))
                limits[both] = min(limit, limits.get(both, limit))
    found = {}
    for place, own in cut.items():
        arcs = dissolve([arc for _, parts in own for arc in parts])
        rings = stitch(thin(arc, limits[frozenset((arc, arc[::-1]))]) for arc in arcs)
        found[place] = _worth_keeping(sorted(rings, key=_by_size), smallest)
    return found


def _by_size(loop: Loop) -> tuple[float, Loop]:
    return -abs(area(loop)), loop


def _worth_keeping(rings: Sequence[Loop], smallest: float) -> list[Loop]:
    enough = min(smallest, sum(abs(area(loop)) for loop in rings) * SHARE)
    return [*rings[:1], *(loop for loop in rings[1:] if abs(area(loop)) >= enough)]


def polygons(rings: Sequence[Loop]) -> list[list[Loop]]:
    """Return each outline with the holes inside it; outlines run clockwise, holes the other way."""
    found = [[loop] for loop in rings if area(loop) < 0]
    for hole in (loop for loop in rings if area(loop) > 0):
        owner = [one for one in found if _inside(hole[0], one[0])]
        min(owner, key=lambda one: abs(area(one[0]))).append(hole)
    return found


def _inside(point: Node, loop: Loop) -> bool:
    x, y = point
    within = False
    for (ax, ay), (bx, by) in zip(loop, (*loop[1:], loop[0]), strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            within = not within
    return within
