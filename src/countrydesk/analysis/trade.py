"""Findings about trade between two states: whose surplus, since when, how it ranks, who depends."""

from __future__ import annotations

import statistics
from collections.abc import Mapping

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import states
from countrydesk.analysis.structure import latest_dyads, newest_numbers
from countrydesk.analysis.trend import yearly
from countrydesk.analysis.weight import factor
from countrydesk.evidence import View
from countrydesk.model import Observation

CHAPTER = "us_imports_hs2_"
# Chapters 98 and 99 hold goods returned, repairs and parcels, whatever they are.
CHAPTERS = tuple(f"{CHAPTER}{number:02d}" for number in range(1, 98))
LEAST_MARKET = 50e6
LEAST_SUPPLY = 1e6
WORLD = "WLD"


def _paired(
    view: View, place: str, counterpart: str, sold: str, bought: str
) -> list[tuple[Observation, Observation]]:
    """Return both flows of each year that has both, oldest first."""
    out = {item.period.text: item for item in yearly(view, place, sold, counterpart)}
    back = {item.period.text: item for item in yearly(view, place, bought, counterpart)}
    return [(out[year], back[year]) for year in sorted(out.keys() & back.keys())]


def _net(pair: tuple[Observation, Observation]) -> float:
    return pair[0].number - pair[1].number


@method(1)
def balance_run(
    view: View, *, place: str, counterpart: str, sold: str, bought: str
) -> Finding | None:
    """How many years in a row the balance of ``place`` has had the sign it has now.

    ``side`` is surplus or deficit, ``since`` the first year of the run, ``ever`` 1 where the run
    began with the series. ``largest`` and ``largest_in`` are the largest balance of the run,
    ``turned`` the balance of the year before it. None for a balance of zero.
    """
    pairs = _paired(view, place, counterpart, sold, bought)
    if not pairs or _net(pairs[-1]) == 0:
        return None
    sign = 1 if _net(pairs[-1]) > 0 else -1
    first = len(pairs) - 1
    while first > 0 and sign * _net(pairs[first - 1]) > 0:
        first -= 1
    run = pairs[first:]
    top = max(run, key=lambda pair: sign * _net(pair))
    values: dict[str, Scalar] = {
        "side": "surplus" if sign > 0 else "deficit",
        "since": run[0][0].period.text,
        "ever": int(first == 0),
        "last": abs(_net(run[-1])),
        "largest": abs(_net(top)),
        "largest_in": top[0].period.text,
        "n": len(pairs),
    }
    shown = [run[0], top, run[-1]]
    if first:
        values |= {"turned": abs(_net(pairs[first - 1])), "until": pairs[first - 1][0].period.text}
        shown.insert(0, pairs[first - 1])
    inputs = dict.fromkeys(item for pair in shown for item in pair)
    return Finding(
        FindingKind.STREAK, sold, place, counterpart, len(run), "years", run[-1][0].period,
        tuple(inputs), values,
    )  # fmt: skip


@method(1)
def balance_rank(
    view: View, *, place: str, counterpart: str, sold: str, bought: str
) -> Finding | None:
    """The position of the balance with ``counterpart`` among the balances of the same sign.

    1 is the largest surplus, or the largest deficit, that ``place`` has with any country; ``n``
    counts those of that sign, ``top`` is where the largest is.
    """
    out, back = newest_numbers(view, place, sold), newest_numbers(view, place, bought)
    pairs = _paired(view, place, counterpart, sold, bought)
    if counterpart not in out or counterpart not in back or not pairs:
        return None
    nets = {name: out[name] - back[name] for name in out.keys() & back.keys()}
    own = nets[counterpart]
    side = {name: abs(net) for name, net in nets.items() if net * own > 0}
    if own == 0 or len(side) < 2:
        return None
    values: dict[str, Scalar] = {
        "side": "surplus" if own > 0 else "deficit", "n": len(side), "size": abs(own),
        "top": max(side, key=lambda name: (side[name], name)),
    }  # fmt: skip
    position = 1 + sum(1 for size in side.values() if size > abs(own))
    return Finding(
        FindingKind.RANK, sold, place, counterpart, position, "rank", pairs[-1][0].period,
        pairs[-1], values,
    )  # fmt: skip


# -- partners of which the source lists the first few ----------------------------------------------


@method(1)
def share_ceiling(view: View, *, place: str, indicator: str, counterpart: str) -> Finding | None:
    """The share that ``counterpart`` cannot exceed because a list of the largest leaves it out.

    The value is the smallest share listed, ``partner`` whose it is, ``n`` how many are listed.
    None where ``counterpart`` is listed or nobody is.
    """
    listed = sorted(latest_dyads(view, place, indicator).values(), key=lambda item: item.number)
    if not listed or any(item.counterpart == counterpart for item in listed):
        return None
    least = listed[0]
    values: dict[str, Scalar] = {"n": len(listed), "partner": least.counterpart}
    return Finding(
        FindingKind.SHARE, indicator, place, counterpart, least.number, least.unit, least.period,
        tuple(listed), values,
    )  # fmt: skip


@method(1)
def first_share_rank(view: View, *, place: str, indicator: str) -> Finding | None:
    """The position of the first partner's share among the first partners of all states.

    1 is the state that hangs most on one partner. ``partner`` and ``level`` are the place's own,
    ``level_with`` counts others with the same share, the first of them in ``also``; ``median`` is
    over all ``n`` states.
    """
    firsts = _first_shares(view, indicator)
    listed = sorted(
        latest_dyads(view, place, indicator).values(),
        key=lambda item: (-item.number, item.counterpart),
    )
    if not listed or place not in firsts:
        return None
    own = listed[0]
    level = [item for item in listed if item.number == own.number]
    values: dict[str, Scalar] = {
        "partner": own.counterpart, "level": own.number, "n": len(firsts),
        "median": statistics.median(firsts.values()), "level_with": len(level) - 1,
        "from_bottom": 1 + sum(1 for share in firsts.values() if share < own.number),
    }  # fmt: skip
    if len(level) > 1:
        values["also"] = level[1].counterpart
    position = 1 + sum(1 for share in firsts.values() if share > own.number)
    return Finding(
        FindingKind.RANK, indicator, place, own.counterpart, position, "rank", own.period,
        tuple(level), values,
    )  # fmt: skip


def _first_shares(view: View, indicator: str) -> Mapping[str, float]:
    """Return the largest share of each state."""
    key = ("first_shares", indicator)
    if key not in view.shared:
        papers = set(states())
        table: dict[str, float] = {}
        rows = view.table(indicator).select("place", "value").drop_nulls()
        for place, value in rows.iter_rows():
            if place in papers:
                table[place] = max(value, table.get(place, 0.0))
        view.shared[key] = table
    return view.shared[key]  # type: ignore[return-value]


@method(1)
def dependence(
    view: View, *, place: str, counterpart: str, listed: str, reported: str
) -> Finding | None:
    """How much more of its own trade ``place`` does with ``counterpart`` than the other way round.

    ``listed`` is the share of ``counterpart`` that ``place`` has on record, ``reported`` the flow
    that ``counterpart`` reports from or to ``place`` and all countries. The value is the ratio of
    the two shares; ``mine`` and ``theirs`` are in percent.
    """
    own = view.find_latest(place, listed, counterpart)
    flow = yearly(view, counterpart, reported, place)
    if own is None or not own.value or not flow:
        return None
    whole = view.find_at(counterpart, reported, flow[-1].period.text, WORLD)
    if whole is None or whole.number <= 0 or flow[-1].number <= 0:
        return None
    theirs = 100 * flow[-1].number / whole.number
    values: dict[str, Scalar] = {
        "mine": own.number, "theirs": theirs, "other_period": flow[-1].period.text,
        "factor": factor(own.number / theirs),
    }  # fmt: skip
    return Finding(
        FindingKind.GAP, listed, place, counterpart, own.number / theirs, "times", own.period,
        (own, flow[-1], whole), values,
    )  # fmt: skip


# -- chapters of the tariff ------------------------------------------------------------------------


def _markets(view: View, place: str) -> Mapping[str, Mapping[str, float]]:
    """Return by chapter what ``place`` bought from each country in the newest year on record."""
    key = ("chapter_markets", place)
    if key not in view.shared:
        rows = view.table(*CHAPTERS, place=place).drop_nulls("value")
        newest = rows.get_column("period").max()
        table: dict[str, dict[str, float]] = {}
        columns = ("indicator", "counterpart", "period", "value")
        for chapter, counterpart, period, value in rows.select(*columns).iter_rows():
            if period == newest and counterpart not in {"EUU", WORLD}:
                table.setdefault(chapter, {})[counterpart] = value
        view.shared[key] = table
    return view.shared[key]  # type: ignore[return-value]


@method(1)
def supplier(view: View, *, place: str, counterpart: str, position: int) -> Finding | None:
    """The chapter of the tariff in which ``place`` leans most on ``counterpart`` (1 is the first).

    The value is the share of ``counterpart`` in all that ``place`` bought of the chapter, percent;
    ``rank`` its position among ``n`` suppliers, ``amount`` in dollars, ``top`` the largest of
    them. Chapters of under ``LEAST_MARKET`` and supplies of under ``LEAST_SUPPLY`` dollars are
    left out.
    """
    found = sorted(
        (
            (market[counterpart] / sum(market.values()), chapter)
            for chapter, market in _markets(view, place).items()
            if market.get(counterpart, 0) >= LEAST_SUPPLY and sum(market.values()) >= LEAST_MARKET
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if position > len(found):
        return None
    share, chapter = found[position - 1]
    market = _markets(view, place)[chapter]
    own = view.find_latest(place, chapter, counterpart)
    if own is None:
        return None
    values: dict[str, Scalar] = {
        "amount": own.number,
        "rank": 1 + sum(1 for value in market.values() if value > own.number),
        "n": len(market),
        "top": max(market, key=lambda name: (market[name], name)),
    }
    return Finding(
        FindingKind.SHARE, chapter, place, counterpart, 100 * share, "percent", own.period, (own,),
        values,
    )  # fmt: skip
