"""Findings that set two series, or the two sides of a paper, against each other."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import states
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.model import Observation


def _pair(
    first: tuple[Observation, ...], second: tuple[Observation, ...], year: int | None = None
) -> tuple[Observation, Observation] | None:
    """Return both values of the newest common year, not after ``year`` when given."""
    one = {item.period.year: item for item in first}
    two = {item.period.year: item for item in second}
    shared = [y for y in one.keys() & two.keys() if year is None or y <= year]
    return (one[max(shared)], two[max(shared)]) if shared else None


@method(1)
def side_gap(view: View, *, place: str, counterpart: str, indicator: str) -> Finding | None:
    """The place's value less that of ``counterpart`` in the newest common year.

    ``nearer`` counts the states that lie nearer to ``counterpart``, of ``n``; ``size`` is the
    distance without its sign.
    """
    pair = _pair(yearly(view, place, indicator), yearly(view, counterpart, indicator))
    if pair is None:
        return None
    own, other = pair
    section = view.panel.at(indicator, own.period.year).values
    papers = set(states()) - {counterpart}
    size = abs(own.number - other.number)
    far = [abs(value - other.number) for name, value in section.items() if name in papers]
    values: dict[str, Scalar] = {
        "own": own.number, "theirs": other.number, "size": size, "n": len(far),
        "nearer": sum(1 for distance in far if distance < size),
    }  # fmt: skip
    values["rank"] = int(values["nearer"]) + 1
    return Finding(
        FindingKind.GAP, indicator, place, counterpart, own.number - other.number, own.unit,
        own.period, pair, values,
    )  # fmt: skip


@method(1)
def side_gap_change(
    view: View, *, place: str, counterpart: str, indicator: str, years: int
) -> Finding | None:
    """How much farther apart the two sides are than ``years`` before; negative is nearer.

    ``own_move`` and ``their_move`` are what each side's own value did in that time.
    """
    mine, theirs = yearly(view, place, indicator), yearly(view, counterpart, indicator)
    late = _pair(mine, theirs)
    if late is None:
        return None
    wished = late[0].period.year - years
    early = _pair(mine, theirs, wished)
    if early is None or wished - early[0].period.year > 1:
        return None
    before, after = (abs(pair[0].number - pair[1].number) for pair in (early, late))
    values: dict[str, Scalar] = {
        "base": before, "last": after, "base_period": early[0].period.text,
        "own_move": late[0].number - early[0].number,
        "their_move": late[1].number - early[1].number,
    }  # fmt: skip
    return Finding(
        FindingKind.CHANGE, indicator, place, counterpart, after - before, late[0].unit,
        late[0].period, (*early, *late), values,
    )  # fmt: skip


@method(1)
def pair_gap(view: View, *, place: str, first: str, second: str) -> Finding | None:
    """One series less another of the same place and unit, in their newest common year.

    ``share`` is the second in percent of the first where the first is positive.
    """
    pair = _pair(yearly(view, place, first), yearly(view, place, second))
    if pair is None or pair[0].unit != pair[1].unit:
        return None
    one, two = pair
    values: dict[str, Scalar] = {"first_value": one.number, "second_value": two.number}
    if one.number > 0:
        values["share"] = 100 * two.number / one.number
    if two.number > 0:
        values["ratio"] = one.number / two.number
    return Finding(
        FindingKind.GAP, first, place, "", one.number - two.number, one.unit, one.period, pair,
        values,
    )  # fmt: skip


@method(1)
def amount_of_share(view: View, *, place: str, share: str, whole: str) -> Finding | None:
    """What a share in percent comes to in the unit of the whole, in their newest common year."""
    pair = _pair(yearly(view, place, share), yearly(view, place, whole))
    if pair is None:
        return None
    part, base = pair
    values: dict[str, Scalar] = {"rate": part.number, "whole": base.number}
    return Finding(
        FindingKind.SHARE, whole, place, "", part.number / 100 * base.number, base.unit,
        part.period, pair, values,
    )  # fmt: skip
