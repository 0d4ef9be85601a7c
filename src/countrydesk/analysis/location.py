"""Findings about where a place lies: its waters, its distance, its weight among its neighbours."""

from __future__ import annotations

import math

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.neighbours import neighbours
from countrydesk.analysis.weight import factor
from countrydesk.evidence import View
from countrydesk.model import Observation

EARTH_RADIUS = 6371.0
ROUNDED_TO = 100
WITH_ARTICLE = frozenset({"Middle East", "Caribbean"})


@method(1)
def situation(view: View, *, place: str) -> Finding | None:
    """Where a place lies in the words of the source; ``waters`` are the seas on its shores."""
    item = view.find_latest(place, "location")
    if item is None or item.text is None:
        return None
    text = f"the {item.text}" if item.text in WITH_ARTICLE else item.text
    waters = [f"the {name.strip()}" for name in item.attributes.get("waters", "").split(",")]
    values: dict[str, Scalar] = {}
    if item.attributes.get("waters"):
        values["waters"] = " and ".join(
            [part for part in (", ".join(waters[:-1]), waters[-1]) if part]
        )
        values["seas"] = len(waters)
    return Finding(
        FindingKind.FACT, item.indicator, place, "", text, "", item.period, (item,), values
    )


def _point(item: Observation) -> tuple[float, float]:
    given = item.attributes
    return math.radians(float(given["lat"])), math.radians(float(given["lon"]))


@method(1)
def distance(view: View, *, place: str, counterpart: str) -> Finding | None:
    """Kilometres from the centre of a place to that of another along a great circle.

    Rounded to ``ROUNDED_TO``: the source gives one point for each place, to the degree for most.
    Haversine formula, mean radius of the earth 6,371 km.
    """
    ends = [view.find_latest(name, "coordinates") for name in (place, counterpart)]
    if ends[0] is None or ends[1] is None or "lat" not in ends[0].attributes:
        return None
    (lat, lon), (other_lat, other_lon) = _point(ends[0]), _point(ends[1])
    half = math.sin((other_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    length = 2 * EARTH_RADIUS * math.asin(math.sqrt(half))
    return Finding(
        FindingKind.LEVEL, "coordinates", place, counterpart,
        float(round(length / ROUNDED_TO) * ROUNDED_TO), "km", ends[0].period, (ends[0], ends[1]),
    )  # fmt: skip


@method(1)
def among_neighbours(view: View, *, place: str, indicator: str) -> Finding | None:
    """The place's value against that of its largest land neighbour in the same year.

    The value is the larger over the smaller; ``first`` is 1 where the place is the largest,
    ``rank`` its position, ``n`` the number of land neighbours with a value.
    """
    own = view.find_latest(place, indicator)
    if own is None or not own.value:
        return None
    section = view.panel.at(indicator, own.period.year).values
    field = {name: section[name] for name in neighbours(view, place) if name in section}
    if not field:
        return None
    top = max(field, key=lambda name: (field[name], name))
    item = view.find_at(top, indicator, own.period.text)
    if item is None or not item.value:
        return None
    pair = sorted((own.number, item.number))
    values: dict[str, Scalar] = {
        "first": int(own.number >= item.number), "partner": top, "n": len(field),
        "rank": 1 + sum(1 for value in field.values() if value > own.number),
        "factor": factor(pair[1] / pair[0]),
    }  # fmt: skip
    return Finding(
        FindingKind.RANK, indicator, place, top, pair[1] / pair[0], "times", own.period,
        (own, item), values,
    )  # fmt: skip
