"""Findings about travel advice: the level a government gives, and how it compares."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import peer_group
from countrydesk.evidence import View
from countrydesk.model import Observation

ADVICE = "travel_advisory"
SOURCES = {"USA": "travel_advisories_us", "CAN": "travel_advisories_ca",
    "AUS": "travel_advisories_au"}  # fmt: skip


def _level(item: Observation) -> int | None:
    text = item.attributes.get("level", "")
    return int(text) if text else None


@method(1)
def advice(view: View, *, place: str, counterpart: str) -> Finding | None:
    """The advice of ``place`` to its people on ``counterpart``, at its last issue.

    The value is the advice in words, ``level`` its number (1 is the mildest of four) where one is
    given, ``read_on`` the day to which the list was read, ``months`` the age of the issue then.
    """
    item = view.find_latest(place, ADVICE, counterpart)
    if item is None or item.text is None:
        return None
    read = min(view.origins[item.source].released_on, view.cutoff)
    values: dict[str, Scalar] = {"read_on": read.isoformat()}
    if level := _level(item):
        values["level"] = level
    return Finding(
        FindingKind.FACT, ADVICE, place, counterpart, item.text, "", item.period, (item,), values
    )


@method(1)
def advice_field(view: View, *, place: str, counterpart: str) -> Finding | None:
    """How the level for ``counterpart`` compares with those for the other states of its region.

    ``higher``, ``same`` and ``lower`` count them, ``n`` is their number, ``everywhere`` counts the
    destinations of the whole list at the same level, ``list`` its length. The value is the level.
    """
    item = view.find_latest(place, ADVICE, counterpart)
    level = _level(item) if item else None
    if item is None or level is None:
        return None
    levels = _levels(view, place)
    peers = peer_group(view, counterpart)
    others = [levels[m] for m in peers.members if m != counterpart and m in levels]
    if len(others) < 3:
        return None
    values: dict[str, Scalar] = {
        "higher": sum(1 for value in others if value > level),
        "same": sum(1 for value in others if value == level),
        "lower": sum(1 for value in others if value < level),
        "n": len(others),
        "group": peers.label,
        "everywhere": sum(1 for value in levels.values() if value == level),
        "list": len(levels),
    }
    return Finding(
        FindingKind.RANK, ADVICE, place, counterpart, level, "level", item.period, (item,), values
    )


def _levels(view: View, place: str) -> dict[str, int]:
    key = ("advice_levels", place)
    if key not in view.shared:
        found = {
            code: level
            for code, series in view.dyads(place, ADVICE).items()
            if series and (level := _level(series[-1]))
        }
        view.shared[key] = found
    return view.shared[key]  # type: ignore[return-value]
