"""Findings about votes in the UN General Assembly: distance between ideal points, and its drift.

Ideal points: Bailey, Strezhnev and Voeten, "Estimating Dynamic State Preferences from United
Nations Voting Data", Journal of Conflict Resolution 61(2), 2017.
"""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.model import Observation
from countrydesk.places import registry

IDEAL_POINT = "ideal_point"
POWERS = ("USA", "CHN", "RUS", "BRA", "DEU", "IND")


def _pair(view: View, place: str, other: str, year: int | None = None) -> list[Observation]:
    """Return both ideal points of the newest common year, not after ``year`` when given."""
    mine = {item.period.year: item for item in yearly(view, place, IDEAL_POINT)}
    theirs = {item.period.year: item for item in yearly(view, other, IDEAL_POINT)}
    shared = sorted(y for y in mine.keys() & theirs.keys() if year is None or y <= year)
    return [mine[shared[-1]], theirs[shared[-1]]] if shared else []


@method(1)
def ideal_distance(view: View, *, place: str, counterpart: str) -> Finding | None:
    """The distance between two states' ideal points in the newest common year; 0 is the same.

    ``rank`` places ``counterpart``... of all states from the nearest to the farthest, as seen by
    it: 1 is the state that votes most like ``counterpart``.
    """
    pair = _pair(view, place, counterpart)
    if not pair:
        return None
    own, other = pair
    year = own.period.year
    field = view.panel.at(IDEAL_POINT, year).values
    papers = {item.id for item in registry().papers()} - {counterpart}
    distances = {s: abs(v - other.number) for s, v in field.items() if s in papers}
    mine = abs(own.number - other.number)
    values: dict[str, Scalar] = {
        "own": own.number,
        "theirs": other.number,
        "rank": 1 + sum(1 for value in distances.values() if value < mine),
        "n": len(distances),
    }
    return Finding(
        FindingKind.GAP, IDEAL_POINT, place, counterpart, mine, "index", own.period, tuple(pair),
        values,
    )  # fmt: skip


@method(1)
def ideal_drift(view: View, *, place: str, counterpart: str, years: int) -> Finding | None:
    """The change of the distance to ``counterpart`` over ``years``; negative is nearer."""
    late = _pair(view, place, counterpart)
    if not late:
        return None
    early = _pair(view, place, counterpart, late[0].period.year - years)
    if not early:
        return None
    before = abs(early[0].number - early[1].number)
    after = abs(late[0].number - late[1].number)
    values: dict[str, Scalar] = {
        "base": before, "base_period": early[0].period.text, "last": after,
    }  # fmt: skip
    return Finding(
        FindingKind.CHANGE, IDEAL_POINT, place, counterpart, after - before, "index",
        late[0].period, (*early, *late), values,
    )  # fmt: skip


@method(1)
def nearest_power(view: View, *, place: str, among: str) -> Finding | None:
    """Which of the states ``among`` (ids joined by a space) votes most like ``place``.

    ``second`` is the next, with its distance in ``second_distance``.
    """
    pairs = {other: _pair(view, place, other) for other in among.split() if other != place}
    known = {other: pair for other, pair in pairs.items() if pair}
    if len(known) < 2:
        return None
    newest = max(pair[0].period.year for pair in known.values())
    distances = sorted(
        (abs(pair[0].number - pair[1].number), other)
        for other, pair in known.items()
        if pair[0].period.year == newest
    )
    (first, name), (second, runner) = distances[:2]
    values: dict[str, Scalar] = {
        "partner": name, "second": runner, "second_distance": second, "distance": first,
    }  # fmt: skip
    return Finding(
        FindingKind.RANK, IDEAL_POINT, place, name, first, "index", known[name][0].period,
        (*known[name], known[runner][1]), values,
    )  # fmt: skip
