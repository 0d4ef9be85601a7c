"""Duties between all pairs, as fractions, for the baseline."""

from __future__ import annotations

from datetime import date

import numpy as np

from countrydesk.analysis.duty_register import customs_place, is_member
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.policy.tariffs import average_duty
from countrydesk.policy.tariffs.charging import charges
from countrydesk.policy.tariffs.lines import find_lines, partners
from countrydesk.policy.world.matrix import Array

OWNER, UNION = "USA", "EUU"
LATEST = 10


def duty_table(view: View, places: tuple[str, ...], on: date) -> Array:
    """Return duties (exporters, importers) on the day ``on``, fractions of the value.

    The United States: the average of the duty stack of the partner on that day, where line data
    exist; else the ordinary duty collected in 2024 and the duties on all goods in force. The
    European Union: its average on goods of the exporter, nothing among members. All others: the
    applied weighted mean of the importer's tariff, on every exporter alike (World Bank, at most ten
    years old; the mean of all importers where there is none).
    """
    table = np.tile(_applied(view, places, on.year), (len(places), 1))
    members = np.array([is_member(view, place) for place in places])
    table[:, members] = _union(view, places)[:, None]
    table[np.ix_(members, members)] = 0.0
    if OWNER in places:
        table[:, places.index(OWNER)] = [us_duty(view, place, on) for place in places]
    np.fill_diagonal(table, 0.0)
    return table


def us_duty(view: View, place: str, on: date) -> float:
    """Return the average duty of the United States on goods of a place on a day, as a fraction."""
    if place == OWNER:
        return 0.0
    code = place if find_lines(place) else customs_place(view, place)
    key = ("us_duty", code, on)
    if key not in view.shared:
        view.shared[key] = _us_duty(view, code, on)
    return view.shared[key]  # type: ignore[return-value]


def _us_duty(view: View, place: str, on: date) -> float:
    try:
        return average_duty(view, place, on).total / 100
    except InputError:
        return (_ordinary(view, place) + on_all_goods(view, place, on)) / 100


def _ordinary(view: View, place: str) -> float:
    code = customs_place(view, place)
    for name in (place, code):
        item = view.find_latest(OWNER, "baseline_duty", name)
        if item is not None and item.value is not None:
            return item.value
    return 0.0


def on_all_goods(view: View, place: str, on: date) -> float:
    """Return what the duties on all goods add for a place without line data, in points.

    They fall on the share of trade that they reach for the median partner with lines.
    """
    code = customs_place(view, place)
    found = charges(view, code, on, np.zeros(1), lambda _: np.zeros(1, dtype=bool))
    return sum(float(charge.added[0]) for charge in found) * _reach(view, on)


def _reach(view: View, on: date) -> float:
    key = ("duty_reach", on)
    if key not in view.shared:
        shares = []
        for place in partners():
            reached = average_duty(view, place, on).reached
            shares += [v / 100 for act, v in reached.items() if not act.startswith("Section232")]
        view.shared[key] = float(np.median(shares)) if shares else 1.0
    return view.shared[key]  # type: ignore[return-value]


def _applied(view: View, places: tuple[str, ...], year: int) -> Array:
    rates = []
    for place in places:
        item = view.find_latest(place, "applied_tariff")
        fresh = item is not None and item.period.end is not None
        old = fresh and item is not None and item.period.start.year < year - LATEST
        rates.append(item.number / 100 if item is not None and not old else np.nan)
    found = np.array(rates)
    mean = float(np.nanmean(found)) if not np.isnan(found).all() else 0.0
    return np.asarray(np.nan_to_num(found, nan=mean))


def _union(view: View, places: tuple[str, ...]) -> Array:
    rates = []
    for place in places:
        item = view.find_latest(UNION, "eu_average_duty", place)
        rates.append(item.number / 100 if item is not None and item.value is not None else np.nan)
    found = np.array(rates)
    if np.isnan(found).all():
        return np.zeros(len(places))
    own = view.find_latest(UNION, "applied_tariff")
    rest = own.number / 100 if own else float(np.nanmean(found))
    return np.asarray(np.nan_to_num(found, nan=rest))
