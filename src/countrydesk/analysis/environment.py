"""Findings about what electricity is made from, what water is taken, what a fuel is worth."""

from __future__ import annotations

import statistics
from collections.abc import Mapping

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import peer_group, states
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.model import Observation

FOSSIL = "electricity_fossil_share"
SOURCES = (
    FOSSIL, "electricity_hydro_share", "electricity_nuclear_share", "electricity_solar_share",
    "electricity_wind_share", "electricity_geothermal_share", "electricity_biomass_share",
    "electricity_tidal_share",
)  # fmt: skip
WITHDRAWN, RENEWED = "water_withdrawal", "renewable_water"
LEAST_LISTED = 10


def mix(view: View, place: str) -> list[Observation]:
    """Return the sources of electricity of the newest year, the largest first; none is zero."""
    found = [item for name in SOURCES if (item := view.find_latest(place, name)) and item.value]
    newest = max((item.period.text for item in found), default="")
    inside = [item for item in found if item.period.text == newest and item.number > 0]
    return sorted(inside, key=lambda item: (-item.number, item.indicator))


@method(1)
def power_source(view: View, *, place: str, position: int) -> Finding | None:
    """The ``position``-th largest source of electricity (1 is the first), in percent.

    ``rank`` is the place's position among the ``of`` states by the share of that source, ``n`` how
    many sources the place has, ``median`` that of its region.
    """
    found = mix(view, place)
    if position > len(found):
        return None
    item = found[position - 1]
    section = _section(view, item.indicator, item.period.year)
    values: dict[str, Scalar] = {
        "n": len(found),
        "rank": 1 + sum(1 for value in section.values() if value > item.number),
        "of": sum(1 for value in section.values() if value > 0),
    }
    region = [section[m] for m in peer_group(view, place).members if m in section]
    if len(region) >= 3:
        values["median"] = statistics.median(region)
    return Finding(
        FindingKind.SHARE, item.indicator, place, "", item.number, item.unit, item.period, (item,),
        values,
    )  # fmt: skip


def _section(view: View, indicator: str, year: int) -> Mapping[str, float]:
    papers = set(states())
    found = view.panel.at(indicator, year).values
    return {name: value for name, value in found.items() if name in papers}


@method(1)
def clean_power(view: View, *, place: str) -> Finding | None:
    """The part of electricity that does not come from fossil fuels, in percent.

    ``rank`` is the position among the ``of`` states with a figure, from the cleanest down.
    """
    item = view.find_latest(place, FOSSIL)
    if item is None or item.value is None:
        return None
    section = _section(view, FOSSIL, item.period.year)
    values: dict[str, Scalar] = {
        "of": len(section),
        "rank": 1 + sum(1 for value in section.values() if value < item.number),
        "median": 100 - statistics.median(section.values()) if section else 0.0,
    }
    return Finding(
        FindingKind.SHARE, FOSSIL, place, "", 100 - item.number, "percent", item.period, (item,),
        values,
    )  # fmt: skip


@method(1)
def water_use(view: View, *, place: str) -> Finding | None:
    """Water withdrawn in percent of the water that rain and rivers renew in the same year.

    ``rank`` is the position among the ``of`` states with both figures, the thirstiest first.
    Environmental flows are not taken off, unlike in indicator 6.4.2 of the United Nations.
    """
    taken = {item.period.text: item for item in yearly(view, place, WITHDRAWN)}
    given = {item.period.text: item for item in yearly(view, place, RENEWED)}
    shared = sorted(taken.keys() & given.keys())
    if not shared or given[shared[-1]].number <= 0:
        return None
    one, two = taken[shared[-1]], given[shared[-1]]
    year = one.period.year
    out, back = _section(view, WITHDRAWN, year), _section(view, RENEWED, year)
    ratios = [100 * out[name] / back[name] for name in out.keys() & back.keys() if back[name] > 0]
    own = 100 * one.number / two.number
    values: dict[str, Scalar] = {
        "taken": one.number, "renewed": two.number, "of": len(ratios),
        "rank": 1 + sum(1 for ratio in ratios if ratio > own),
    }  # fmt: skip
    if ratios:
        values["median"] = statistics.median(ratios)
    return Finding(
        FindingKind.SHARE, WITHDRAWN, place, "", own, "percent", one.period, (one, two), values
    )


@method(1)
def listed_share(view: View, *, place: str, indicator: str) -> Finding | None:
    """The share of a stock or flow, in percent, in its sum over the states the source lists.

    Unlike a share of the world the sum is over those listed only, ``n`` of them; states without
    oil are not listed under oil. ``rank`` counts from the largest.
    """
    own = view.find_latest(place, indicator)
    if own is None or not own.value or own.number <= 0:
        return None
    section = {k: v for k, v in _section(view, indicator, own.period.year).items() if v > 0}
    if len(section) < LEAST_LISTED or place not in section:
        return None
    values: dict[str, Scalar] = {
        "n": len(section), "amount": own.number,
        "rank": 1 + sum(1 for value in section.values() if value > own.number),
    }  # fmt: skip
    share = 100 * own.number / sum(section.values())
    return Finding(
        FindingKind.SHARE, indicator, place, "", share, "percent", own.period, (own,), values
    )


@method(1)
def growth_rank(view: View, *, place: str, indicator: str, years: int) -> Finding | None:
    """Growth over ``years`` in percent, and its position among all states with both years.

    ``rank`` counts from the fastest rise, ``from_bottom`` from the steepest fall, of ``of``
    states; ``base``, ``base_period`` and ``moved`` are in the indicator's unit.
    """
    history = yearly(view, place, indicator)
    if len(history) < 2:
        return None
    last = history[-1]
    base = next((o for o in history if o.period.year == last.period.year - years), None)
    if base is None or base.number <= 0:
        return None
    early = _section(view, indicator, base.period.year)
    late = _section(view, indicator, last.period.year)
    field = [late[s] / early[s] for s in early.keys() & late.keys() if early[s] > 0]
    own = last.number / base.number
    values: dict[str, Scalar] = {
        "base": base.number, "base_period": base.period.text, "last": last.number,
        "moved": abs(last.number - base.number), "of": len(field), "years": years,
        "rank": 1 + sum(1 for ratio in field if ratio > own),
        "from_bottom": 1 + sum(1 for ratio in field if ratio < own),
    }  # fmt: skip
    return Finding(
        FindingKind.CHANGE, indicator, place, "", 100 * (own - 1), "percent", last.period,
        (base, last), values,
    )  # fmt: skip
