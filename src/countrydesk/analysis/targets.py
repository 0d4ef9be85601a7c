"""What a measure should be judged by: a mark taken from evidence, and the day it can be read."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from countrydesk.analysis import alignment, metrics
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import peer_group
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.evidence.catalogue import Better
from countrydesk.model import Observation, Period

LEAST_PEERS = 5
DOWN, UP = "down", "up"
QUARTER, FISCAL = "quarter", "fiscal"
FISCAL_MONTH = 10
UNCHECKED = frozenset({"hold", "limit", "step", "pace"})
# Quantities whose change is told in percent of the base; shares and indices move by points.
POINTS = ("percent", "index", "score", "level")
SMALL_STEP = 0.25
LEAST_STEP = 0.01
WIDE_STEP = 0.5
DOUBLE = 1.0


@method(1)
def mark(
    view: View,
    *,
    place: str,
    indicator: str,
    rule: str,
    counterpart: str = "",
    group: str = "region",
    years: int = 10,
    ahead: int = 3,
    way: str = "",
    limit: float = 0.0,
) -> Finding | None:
    """The value that an indicator should reach, by a rule that anyone can apply again.

    median: the median of the others in ``group``, in the same year. rate: of a dyad, the median of
    what the peers of ``counterpart`` have for each inhabitant, times its own inhabitants. before:
    the value ``years`` ago. best: the best yearly value of the last ``years``. pace: the value plus
    what the best quarter of the peers managed in ``ahead`` years. limit: ``limit``. step: the value
    and ``limit`` on. hold: the value itself. ``way`` is up or down, else what the catalogue calls
    better. None where the value is there already (but for hold), and where a median, rate or past
    value is farther off than the best quarter of the peers came in ``ahead`` years.
    """
    last = _newest(view, place, indicator, counterpart)
    way = way or _better(view, indicator)
    if last is None or last.value is None or not way:
        return None
    ask = _Ask(rule, group, years, ahead, way, limit)
    found = _find(view, last, ask)
    if found is None or (rule == "hold" and last.number == 0):
        return None
    value, inputs, more = found
    step = value - last.number
    small = abs(step) < LEAST_STEP * abs(last.number) or _prints_alike(view, last, value)
    if rule != "hold" and (small or (step <= 0 if way == UP else step >= 0)):
        return None
    if rule not in UNCHECKED and not _is_within_reach(view, last, ask, step):
        return None
    values: dict[str, Scalar] = {
        **more, "own": last.number, "step": abs(step), "way": way, "rule": rule,
    }  # fmt: skip
    return Finding(
        FindingKind.GAP, indicator, place, counterpart, value, last.unit, last.period, inputs,
        values,
    )  # fmt: skip


def _prints_alike(view: View, last: Observation, value: float) -> bool:
    decimals = view.catalogue[last.indicator].decimals
    return decimals is not None and round(value, decimals) == round(last.number, decimals)


@dataclass(frozen=True)
class _Ask:
    rule: str
    group: str
    years: int
    ahead: int
    way: str
    limit: float


def _newest(view: View, place: str, indicator: str, counterpart: str) -> Observation | None:
    history = yearly(view, place, indicator, counterpart)
    return history[-1] if history else view.find_latest(place, indicator, counterpart)


def _better(view: View, indicator: str) -> str:
    better = view.catalogue[indicator].better
    return {Better.HIGHER: UP, Better.LOWER: DOWN}.get(better, "")


_Mark = tuple[float, tuple[Observation, ...], dict[str, Scalar]]


def _find(view: View, last: Observation, ask: _Ask) -> _Mark | None:
    if ask.rule in {"hold", "limit", "step"}:
        sign = 1 if ask.way == UP else -1
        fixed = {"hold": last.number, "limit": ask.limit, "step": last.number + sign * ask.limit}
        value = fixed[ask.rule]
        return (value, (last,), {}) if _bounded(view, last, value) == value else None
    if ask.rule == "median":
        return _median(view, last, ask.group)
    if ask.rule == "rate":
        return _rate(view, last, ask.group)
    if ask.rule == "pace":
        return _by_pace(view, last, ask)
    return _from_past(view, last, ask)


def _from_past(view: View, last: Observation, ask: _Ask) -> _Mark | None:
    history = yearly(view, last.place, last.indicator, last.counterpart)
    past = [o for o in history if last.period.year - ask.years <= o.period.year < last.period.year]
    if not past:
        return None
    if ask.rule == "before":
        first = past[0]
        near = last.period.year - first.period.year >= ask.years - 1
        return (first.number, (first, last), {"from": first.period.text}) if near else None
    sign = 1 if ask.way == UP else -1
    best = max(past, key=lambda o: (sign * o.number, o.period.year))
    return best.number, (best, last), {"from": best.period.text}


def _by_pace(view: View, last: Observation, ask: _Ask) -> _Mark | None:
    found = _pace(view, last, ask)
    if found is None:
        return None
    move, n, label = found
    value = _bounded(view, last, last.number + move)
    return value, (last,), {"group": label, "n": n, "ahead": ask.ahead}


def _bounded(view: View, last: Observation, value: float) -> float:
    low, high = view.catalogue[last.indicator].bounds
    value = value if low is None else max(low, value)
    return value if high is None else min(high, value)


def _pace(view: View, last: Observation, ask: _Ask) -> tuple[float, int, str] | None:
    """Return what the best quarter of the peers would add to ``last`` in ``ahead`` years.

    In percent of the base for amounts (places with zero are left out), else in points.
    """
    name = (
        f"toward:{last.place}:{last.indicator}" if last.counterpart else f"level:{last.indicator}"
    )
    own = last.counterpart or last.place
    peers, year = peer_group(view, own, ask.group), last.period.year
    known = metrics.matrix(view, name)
    ends = (year - ask.ahead, year)
    past = [known.history(member) for member in peers.members if member != own]
    pairs = [(past_one[ends[0]], past_one[year]) for past_one in past if past_one.keys() >= {*ends}]
    relative = last.number > 0 and not last.unit.startswith(POINTS)
    if relative:
        pairs = [(base, value) for base, value in pairs if base > 0 and value > 0]
    if len(pairs) < LEAST_PEERS or ask.ahead < 1:
        return None
    sign = 1 if ask.way == UP else -1
    moves = sorted(sign * (b / a - 1 if relative else b - a) for a, b in pairs)
    best = statistics.quantiles(moves, n=4, method="inclusive")[2]
    if best <= 0:
        return None
    return sign * best * (last.number if relative else 1.0), len(pairs), peers.label


def _is_within_reach(view: View, last: Observation, ask: _Ask, step: float) -> bool:
    """Whether the best quarter of the peers came as far; small steps and own gifts may pass."""
    share = DOUBLE if ask.rule == "rate" else SMALL_STEP
    if abs(step) <= share * abs(last.number) and (ask.rule == "rate" or not _can_pace(view, last)):
        return True
    found = _pace(view, last, ask)
    return found is not None and abs(step) <= abs(found[0])


def _can_pace(view: View, last: Observation) -> bool:
    """Whether the series is long enough for a pace to be told."""
    return len(yearly(view, last.place, last.indicator, last.counterpart)) > LEAST_PEERS


def _median(view: View, last: Observation, group: str) -> _Mark | None:
    if last.counterpart:
        table: Mapping[str, float] = metrics.field(view, f"toward:{last.place}:{last.indicator}")
        peers = peer_group(view, last.counterpart, group)
        own = last.counterpart
    else:
        table = view.panel.at(last.indicator, last.period.year).values or metrics.field(
            view, f"level:{last.indicator}"
        )
        peers, own = peer_group(view, last.place, group), last.place
    others = [table[m] for m in peers.members if m in table and m != own]
    if len(others) < LEAST_PEERS:
        return None
    return statistics.median(others), (last,), {"group": peers.label, "n": len(others)}


def _rate(view: View, last: Observation, group: str) -> _Mark | None:
    people = metrics.field(view, "level:population")
    flows = metrics.field(view, f"toward:{last.place}:{last.indicator}")
    peers = peer_group(view, last.counterpart, group)
    rates = [
        flows[m] / people[m]
        for m in peers.members
        if m in flows and people.get(m) and m != last.counterpart
    ]
    own = view.find_latest(last.counterpart, "population")
    if len(rates) < LEAST_PEERS or own is None or not own.number:
        return None
    value = round(statistics.median(rates) * own.number)
    return float(value), (last, own), {"group": peers.label, "n": len(rates)}


@method(1)
def mark_distance(
    view: View, *, place: str, counterpart: str, rule: str, years: int = 10
) -> Finding | None:
    """The distance of UN ideal points that two states should come back to or not exceed.

    Rules: before (what it was ``years`` ago), median (that of the place's region), hold. None where
    the distance is no larger already (but for hold), or larger by more than votes move in years.
    """
    now = alignment.ideal_distance(view, place=place, counterpart=counterpart)
    if now is None or view.cutoff.year - now.period.year > metrics.OLDEST:
        return None
    more: dict[str, Scalar] = {}
    inputs = now.inputs
    if rule == "before":
        drift = alignment.ideal_drift(view, place=place, counterpart=counterpart, years=years)
        if drift is None:
            return None
        value, inputs = float(drift.get_value("base")), drift.inputs
        more = {"from": drift.get_value("base_period")}
    elif rule == "median":
        field = metrics.field(view, f"distance:{counterpart}")
        peers = peer_group(view, place, "region")
        others = [field[m] for m in peers.members if m in field and m != place]
        if len(others) < LEAST_PEERS:
            return None
        value, more = statistics.median(others), {"group": peers.label, "n": len(others)}
    else:
        value = now.number
    if rule != "hold" and (value >= now.number or now.number - value > WIDE_STEP):
        return None
    values: dict[str, Scalar] = {
        **more, "own": now.number, "step": abs(value - now.number), "way": DOWN, "rule": rule,
    }  # fmt: skip
    return Finding(
        FindingKind.GAP, now.indicator, place, counterpart, value, "index", now.period, inputs,
        values,
    )  # fmt: skip


@method(1)
def review(
    view: View, *, months: int, place: str = "", indicator: str = "", counterpart: str = ""
) -> Finding | None:
    """The month in which a measure that starts at the cut-off can be judged.

    It runs ``months``. Of a yearly indicator the figure for the year in which the run ends is the
    one to read (``reading``); it is out as many months after that year as the newest figure was
    (``lag``). Without an indicator, and for facts that are read at any time, the review is due when
    the run ends.
    """
    end = _add_months(view.cutoff, months)
    last = view.find_latest(place, indicator, counterpart) if indicator else None
    values: dict[str, Scalar] = {"months": months}
    due = end
    yearly_like = last is not None and last.value is not None and last.period.end is not None
    if last is not None and yearly_like and len(last.period.text) in {4, 6}:
        lag = max(0, _months_between(last.period.end or end, last.released_on))
        due = max(end, _add_months(date(end.year, 12, 1), lag + 1))
        values |= {"lag": lag, "reading": str(end.year)}
    return Finding(
        FindingKind.FACT, indicator, place, counterpart, f"{due:%Y-%m}", "",
        Period.parse(view.cutoff.isoformat()), (last,) if last else (), values,
    )  # fmt: skip


@method(1)
def start(view: View, *, rule: str) -> Finding | None:
    """The first day of the next calendar quarter, or of the next United States fiscal year."""
    today = view.cutoff
    if rule == FISCAL:
        year = today.year + (today.month >= FISCAL_MONTH)
        day = date(year, FISCAL_MONTH, 1)
    else:
        day = _add_months(date(today.year, 3 * ((today.month - 1) // 3) + 1, 1), 3)
    return Finding(
        FindingKind.FACT, "", "", "", day.isoformat(), "", Period.parse(today.isoformat()), (),
        {"rule": rule},
    )  # fmt: skip


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
