"""Findings about votes in the UN General Assembly: distance between ideal points, and its drift.

Ideal points: Bailey, Strezhnev and Voeten, "Estimating Dynamic State Preferences from United
Nations Voting Data", Journal of Conflict Resolution 61(2), 2017.
"""

from __future__ import annotations

import statistics

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import LEAST_REGION, peer_group
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


@method(2)
def ideal_distance(view: View, *, place: str, counterpart: str) -> Finding | None:
    """The distance between two states' ideal points in the newest common year; 0 is the same.

    ``rank`` places ``counterpart``... of all states from the nearest to the farthest, as seen by
    it: 1 is the state that votes most like ``counterpart``. None where the common year lies before
    the years that ranks cover, as for a state that lost its seat long ago.
    """
    pair = _pair(view, place, counterpart)
    if not pair:
        return None
    own, other = pair
    year = own.period.year
    field = view.panel.at(IDEAL_POINT, year).values
    papers = {item.id for item in registry().papers()} - {counterpart}
    distances = {s: abs(v - other.number) for s, v in field.items() if s in papers}
    if not distances:
        return None
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


@method(1)
def ideal_move(view: View, *, place: str, years: int) -> Finding | None:
    """The change of a state's own ideal point over ``years``.

    ``clear`` is 1 where the source's two intervals do not overlap, so that the change is larger
    than the uncertainty of the estimates.
    """
    history = {item.period.year: item for item in yearly(view, place, IDEAL_POINT)}
    if not history:
        return None
    last = history[max(history)]
    base = history.get(last.period.year - years)
    if base is None:
        return None
    values: dict[str, Scalar] = {
        "base": base.number, "base_period": base.period.text, "last": last.number,
        "clear": int(not _overlap(base, last)), "size": abs(last.number - base.number),
    }  # fmt: skip
    return Finding(
        FindingKind.CHANGE, IDEAL_POINT, place, "", last.number - base.number, "index",
        last.period, (base, last), values,
    )  # fmt: skip


def _overlap(one: Observation, two: Observation) -> bool:
    if one.low is None or one.high is None or two.low is None or two.high is None:
        return True
    return one.low <= two.high and two.low <= one.high


@method(1)
def ideal_balance(view: View, *, place: str, one: str, two: str) -> Finding | None:
    """How much nearer a state votes to ``one`` than to ``two``, in the newest common year.

    Positive is nearer to ``one``. ``near`` and ``far`` are the two distances, ``partner`` and
    ``other`` the nearer and the farther of the two.
    """
    pairs = {other: _pair(view, place, other) for other in (one, two) if other != place}
    if len(pairs) < 2 or not all(pairs.values()):
        return None
    if pairs[one][0].period != pairs[two][0].period:
        return None
    far = {other: abs(pair[0].number - pair[1].number) for other, pair in pairs.items()}
    nearer = one if far[one] <= far[two] else two
    other = two if nearer == one else one
    values: dict[str, Scalar] = {
        "near": far[nearer], "far": far[other], "partner": nearer, "other": other,
        "times": far[other] / far[nearer] if far[nearer] > 0 else 0.0,
    }  # fmt: skip
    inputs = (*pairs[one], pairs[two][1])
    return Finding(
        FindingKind.GAP, IDEAL_POINT, place, nearer, far[two] - far[one], "index",
        pairs[one][0].period, inputs, values,
    )  # fmt: skip


@method(1)
def ideal_region(view: View, *, place: str, counterpart: str) -> Finding | None:
    """The place's distance to ``counterpart`` less the median distance of its region's others.

    ``rank`` is its position in the region from the nearest, of ``n``.
    """
    pair = _pair(view, place, counterpart)
    if not pair:
        return None
    own, other = pair
    field = view.panel.at(IDEAL_POINT, own.period.year).values
    peers = peer_group(view, place, "region")
    around = [abs(field[s] - other.number) for s in peers.members
        if s in field and s not in (place, counterpart)]  # fmt: skip
    if len(around) < LEAST_REGION - 1:
        return None
    mine = abs(own.number - other.number)
    values: dict[str, Scalar] = {
        "own": mine, "median": statistics.median(around), "n": len(around) + 1,
        "rank": 1 + sum(1 for distance in around if distance < mine), "group": peers.label,
    }  # fmt: skip
    return Finding(
        FindingKind.GAP, IDEAL_POINT, place, counterpart, mine - float(values["median"]), "index",
        own.period, (own, other), values,
    )  # fmt: skip
