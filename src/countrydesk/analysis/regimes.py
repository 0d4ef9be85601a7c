"""Findings about democracy: episodes of regime change, types of regime, and how raters disagree.

Episodes: Edgell et al., "Episodes of Regime Transformation", V-Dem Institute, version 15, 2025.
Types of regime: Luehrmann, Tannenberg and Lindberg, "Regimes of the World (RoW)", Politics and
Governance 6(1), 2018.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

import polars as pl

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import peer_group, states
from countrydesk.evidence import View
from countrydesk.model import Observation, Period

EPISODE = "ert_episode"
REGIME = "regime_type"
RATED = "electoral_democracy"
# Raters of democracy in the release, best covered first.
MEASURES = (
    RATED, "lexical_democracy", "voice_accountability_wgi", "freedom_score", "polity_score",
)  # fmt: skip
LEAST_RATED = 100
LEAST_PEERS = 5
APART = 4


def _rating(view: View, place: str, year: int) -> Observation | None:
    return view.find_at(place, RATED, f"{year:04d}")


def _last_rated(view: View) -> Mapping[str, int]:
    """Return the last year of each place that has a type of regime."""
    key = "last_rated"
    if key not in view.shared:
        rows = view.table(REGIME).select("place", pl.col("period").str.head(4).cast(pl.Int32))
        view.shared[key] = dict(rows.group_by("place").max().iter_rows())
    return view.shared[key]  # type: ignore[return-value]


def last_year(view: View) -> int:
    """Return the last year that the types of regime cover; episodes are found up to then."""
    return max(_last_rated(view).values(), default=0)


@method(1)
def episode(view: View, *, place: str, back: int = 0) -> Finding | None:
    """The newest episode of regime change (``back`` counts earlier ones).

    The value is its direction. ``open`` is 1 while it had not met a rule that ends it by
    ``last_year``. ``base`` is the electoral democracy index of the year before it began, ``last``
    that of its last year (the newest year while open); ``n`` counts the episodes of the place.
    """
    items = sorted(view.measured(place, EPISODE), key=lambda item: item.period.start)
    if back >= len(items):
        return None
    item = items[-1 - back]
    closing, until = item.period.closing, last_year(view)
    ended = until if item.period.is_open or closing is None else closing.year
    before = _rating(view, place, item.period.start.year - 1)
    after = _rating(view, place, ended)
    values: dict[str, Scalar] = {
        key: item.attributes[key] for key in ("kind", "outcome") if key in item.attributes
    }
    values |= {
        "open": int(item.period.is_open),
        "since": str(item.period.start.year),
        "last_period": str(ended),
        "length": ended - item.period.start.year + 1,
        "n": len(items),
    }
    if before is not None and after is not None:
        values |= {
            "base": before.number,
            "base_period": before.period.text,
            "last": after.number,
            "move": after.number - before.number,
        }
    inputs = tuple(row for row in (item, before, after) if row is not None)
    return Finding(
        FindingKind.SPELL, EPISODE, place, "", item.text, "", item.period, inputs, values
    )


@method(1)
def regional_episodes(view: View, *, place: str, group: str = "region") -> Finding | None:
    """How many states of the group were in an open episode, by direction, in the last year.

    Value and ``n``: states in an open episode of autocratisation, and states that are rated;
    ``democratising`` those in one of democratisation. None where the place itself is not rated.
    """
    rated, year = _last_rated(view), last_year(view)
    peers = peer_group(view, place, group)
    inside = [state for state in peers.members if rated.get(state) == year]
    own = view.find_latest(place, REGIME)
    if place not in inside or len(inside) < LEAST_PEERS or own is None:
        return None
    rows = view.everywhere(EPISODE)
    turned = {s: item.text for s in inside for item in rows.get(s, ()) if item.period.is_open}
    values: dict[str, Scalar] = {
        "n": len(inside),
        "democratising": sum(1 for text in turned.values() if text == "democratisation"),
        "group": peers.label,
        "own": turned.get(place) or "none",
    }
    falling = sum(1 for text in turned.values() if text == "autocratisation")
    return Finding(
        FindingKind.TOTAL, EPISODE, place, "", falling, "count", Period.year_of(year),
        (own,), values,
    )  # fmt: skip


@method(1)
def regime(view: View, *, place: str) -> Finding | None:
    """The newest type of regime and since when it has held without a break.

    ``before`` is the type that preceded it, with ``before_period`` its last year; absent where the
    present type goes back to the first year that is rated.
    """
    items = view.measured(place, REGIME)
    if not items:
        return None
    last, first = items[-1], items[-1]
    previous = None
    for item in reversed(items):
        if item.text != last.text:
            previous = item
            break
        first = item
    values: dict[str, Scalar] = {
        "since": first.period.text,
        "span": last.period.year - first.period.year,
    }
    if previous is not None:
        values |= {"before": previous.text or "", "before_period": previous.period.text}
    inputs = tuple(dict.fromkeys(row for row in (previous, first, last) if row is not None))
    return Finding(FindingKind.FACT, REGIME, place, "", last.text, "", last.period, inputs, values)


@method(1)
def percentile(view: View, *, place: str, indicator: str) -> Finding | None:
    """The percent of other states that a place surpasses on a measure in its newest year.

    ``low`` and ``high`` are the percentiles of the ends of the measure's own interval; where it
    prints none, of the states below and of those not above. ``own`` is the value itself, with
    ``own_low`` and ``own_high`` where printed. None where fewer than ``LEAST_RATED`` states are
    rated in that year.
    """
    item = view.find_latest(place, indicator)
    if item is None or item.value is None:
        return None
    field = _field(view, indicator, item.period.year, place)
    if len(field) < LEAST_RATED:
        return None
    values: dict[str, Scalar] = {"own": item.number, "n": len(field) + 1}
    if item.low is not None and item.high is not None:
        values |= {
            "low": _below(field, item.low),
            "high": _not_above(field, item.high),
            "own_low": item.low,
            "own_high": item.high,
        }
    else:
        values |= {
            "low": _below(field, item.number),
            "high": _not_above(field, item.number),
        }
    return Finding(
        FindingKind.RANK, indicator, place, "", _below(field, item.number), "percent",
        item.period, (item,), values,
    )  # fmt: skip


def _field(view: View, indicator: str, year: int, place: str) -> Sequence[float]:
    section = view.panel.at(indicator, year).values
    return sorted(section[state] for state in states() if state in section and state != place)


def _below(ordered: Sequence[float], value: float) -> float:
    return 100 * bisect_left(ordered, value) / len(ordered)


def _not_above(ordered: Sequence[float], value: float) -> float:
    return 100 * bisect_right(ordered, value) / len(ordered)


PARTS = (
    RATED, "liberal_democracy", "participatory_democracy", "deliberative_democracy",
    "egalitarian_democracy",
)  # fmt: skip


@method(1)
def strongest_part(view: View, *, place: str, side: str) -> Finding | None:
    """The one of V-Dem's five indices on which a place surpasses most (or least) other states.

    ``side`` is "best" or "worst"; value and further figures are those of ``percentile``, and
    ``spread`` is the distance between the two in points.
    """
    every = [percentile(view, place=place, indicator=name) for name in PARTS]
    found = [item for item in every if item is not None]
    if len(found) < len(PARTS):
        return None
    ordered = sorted(found, key=lambda item: (item.number, item.indicator))
    chosen = ordered[-1] if side == "best" else ordered[0]
    spread = ordered[-1].number - ordered[0].number
    return Finding(
        FindingKind.RANK, chosen.indicator, place, "", chosen.number, chosen.unit, chosen.period,
        chosen.inputs, dict(chosen.values) | {"spread": spread},
    )  # fmt: skip


@method(1)
def lexical_step(view: View, *, place: str) -> Finding | None:
    """The step of the lexical index; ``step`` is the whole number, ``top`` the highest step."""
    item = view.find_latest(place, "lexical_democracy")
    if item is None or item.value is None:
        return None
    return Finding(
        FindingKind.LEVEL, item.indicator, place, "", item.number, item.unit, item.period, (item,),
        {"step": int(item.number), "top": 6},
    )  # fmt: skip


@method(2)
def disagreement(view: View, *, place: str) -> Finding | None:
    """Whether raters of democracy differ on a place by more than their own intervals allow.

    Each rater gives a range of percentiles (see ``percentile``). Value: the highest of the low
    ends less the lowest of the high ends, in points; positive means that two ranges do not
    overlap, and ``kindest`` and ``harshest`` are those two. Else they are the raters with the
    highest and lowest percentile among those that print an interval, where two do. Both are
    indicator ids. Raters more than ``APART`` years behind the newest are left out.
    """
    found = _percentiles(view, place)
    if len(found) < 2:
        return None
    kindest = max(found, key=lambda item: (float(item.get_value("low")), item.indicator))
    harshest = min(found, key=lambda item: (float(item.get_value("high")), item.indicator))
    apart = float(kindest.get_value("low")) - float(harshest.get_value("high"))
    if apart <= 0:
        sure = [item for item in found if "own_low" in item.values]
        among = sure if len(sure) > 1 else found
        kindest = max(among, key=lambda item: (item.number, item.indicator))
        harshest = min(among, key=lambda item: (item.number, item.indicator))
    values: dict[str, Scalar] = {
        "kindest": kindest.indicator,
        "harshest": harshest.indicator,
        "kindest_percentile": kindest.number,
        "harshest_percentile": harshest.number,
        "kindest_period": kindest.period.text,
        "harshest_period": harshest.period.text,
        "n": len(found),
    }
    inputs = tuple(row for item in found for row in item.inputs)
    newest = max((item.period for item in found), key=lambda period: period.year)
    return Finding(
        FindingKind.CONFLICT, RATED, place, "", apart, "percentage_points", newest, inputs, values
    )


def _percentiles(view: View, place: str) -> Sequence[Finding]:
    every = [percentile(view, place=place, indicator=name) for name in MEASURES]
    known = [item for item in every if item is not None]
    newest = max((item.period.year for item in known), default=0)
    return [item for item in known if newest - item.period.year <= APART]
