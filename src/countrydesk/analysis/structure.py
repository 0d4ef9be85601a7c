"""Findings about dyads and shares: who the partners are, how large, how one-sided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.trend import YEARLY, yearly
from countrydesk.evidence import View
from countrydesk.model import Observation
from countrydesk.places import registry

WORLD = "WLD"
_COUNTRIES = frozenset({"country", "territory"})


def latest_dyads(view: View, place: str, indicator: str) -> dict[str, Observation]:
    """Return the dyads of ``place`` in their newest common year, by counterpart country.

    Aggregates and blocs are left out. Counterparts whose series ended before that year are absent.
    """
    found = {
        counterpart: yearly(view, place, indicator, counterpart)
        for counterpart in view.dyads(place, indicator)
        if _is_country(counterpart)
    }
    years = [series[-1].period.year for series in found.values() if series]
    if not years:
        return {}
    newest = max(years)
    return {
        counterpart: series[-1]
        for counterpart, series in found.items()
        if series and series[-1].period.year == newest
    }


def newest_numbers(view: View, place: str, indicator: str) -> dict[str, float]:
    """Return the values of :func:`latest_dyads` as numbers, without making observations."""
    key = ("newest_numbers", place, indicator)
    if key not in view.shared:
        histories = {
            other: history
            for other, history in view.dyad_histories(place, indicator).items()
            if history and _is_country(other)
        }
        newest = max((max(history) for history in histories.values()), default=0)
        view.shared[key] = {
            other: history[newest] for other, history in histories.items() if newest in history
        }
    return view.shared[key]  # type: ignore[return-value]


def _is_country(place: str) -> bool:
    return registry().get(place).kind in _COUNTRIES


def _ordered(dyads: Mapping[str, Observation]) -> list[Observation]:
    return sorted(dyads.values(), key=lambda item: (-item.number, item.counterpart))


@method(1)
def top_dyad(view: View, *, place: str, indicator: str, position: int) -> Finding | None:
    """The ``position``-th largest counterpart of ``place`` (1 is the first) in the newest year."""
    dyads = _ordered(latest_dyads(view, place, indicator))
    if position > len(dyads):
        return None
    item = dyads[position - 1]
    values: dict[str, Scalar] = {
        "partner": item.counterpart, "position": position, "n": len(dyads),
    }  # fmt: skip
    return Finding(
        FindingKind.RANK, indicator, place, item.counterpart, item.number, item.unit, item.period,
        (item,), values,
    )  # fmt: skip


@method(1)
def dyad_rank(view: View, *, place: str, indicator: str, counterpart: str) -> Finding | None:
    """The position of ``counterpart`` among the partners of ``place``, largest first.

    ``share`` is its part, in percent, of the world total where the source prints one.
    """
    dyads = newest_numbers(view, place, indicator)
    series = yearly(view, place, indicator, counterpart)
    if counterpart not in dyads or not series:
        return None
    own = series[-1]
    above = sum(1 for value in dyads.values() if value > own.number)
    inputs = [own]
    values: dict[str, Scalar] = {"n": len(dyads), "level": own.number}
    total = view.find_at(place, indicator, own.period.text, WORLD)
    if total is not None and total.number > 0:
        inputs.append(total)
        values["share"] = 100 * own.number / total.number
    return Finding(
        FindingKind.RANK, indicator, place, counterpart, above + 1, "rank", own.period,
        tuple(inputs), values,
    )  # fmt: skip


@method(1)
def concentration(view: View, *, place: str, indicator: str, largest: int) -> Finding | None:
    """What the ``largest`` counterparts have together: a sum, in the indicator's unit."""
    dyads = _ordered(latest_dyads(view, place, indicator))[:largest]
    if len(dyads) < largest:
        return None
    first, together = dyads[0], sum(item.number for item in dyads)
    values: dict[str, Scalar] = {"n": largest, "partner": first.counterpart}
    return Finding(
        FindingKind.CONCENTRATION, indicator, place, "", together, first.unit, first.period,
        tuple(dyads), values,
    )  # fmt: skip


def _common_year(first: Iterable[Observation], second: Iterable[Observation]) -> list[Observation]:
    """Return the two observations of the newest year both series have, or nothing."""
    one = {item.period.text: item for item in first if item.period.kind in YEARLY}
    two = {item.period.text: item for item in second if item.period.kind in YEARLY}
    shared = sorted(one.keys() & two.keys())
    return [one[shared[-1]], two[shared[-1]]] if shared else []


@method(1)
def balance(view: View, *, place: str, counterpart: str, sold: str, bought: str) -> Finding | None:
    """What ``place`` sold to ``counterpart`` less what it bought there in the newest common year.

    ``sold`` and ``bought`` are indicators that ``place`` reports. Positive is a surplus of
    ``place``. ``total`` is both ways together, ``ratio`` the larger over the smaller.
    """
    pair = _common_year(
        view.measured(place, sold, counterpart), view.measured(place, bought, counterpart)
    )
    if not pair:
        return None
    out, back = pair
    difference = out.number - back.number
    values: dict[str, Scalar] = {
        "sold": out.number,
        "bought": back.number,
        "total": out.number + back.number,
        "size": abs(difference),
        "side": "surplus" if difference > 0 else "deficit" if difference < 0 else "balance",
    }
    small, large = sorted((out.number, back.number))
    if small > 0:
        values["ratio"] = large / small
    return Finding(
        FindingKind.GAP, sold, place, counterpart, difference, out.unit, out.period, (out, back),
        values,
    )  # fmt: skip


@method(1)
def share_of(
    view: View, *, place: str, part: str, whole: str, counterpart: str = ""
) -> Finding | None:
    """One series in percent of another in their newest common year."""
    pair = _common_year(
        view.measured(place, part, counterpart), view.measured(place, whole, counterpart)
    )
    if not pair or pair[1].number <= 0:
        return None
    share = 100 * pair[0].number / pair[1].number
    values: dict[str, Scalar] = {"part": pair[0].number, "whole": pair[1].number}
    return Finding(
        FindingKind.SHARE, part, place, counterpart, share, "percent", pair[0].period, tuple(pair),
        values,
    )  # fmt: skip
