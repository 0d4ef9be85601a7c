"""Findings about visas by class: what stands out, and where the reports disagree."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View

WORLD = "WLD"
TEMPORARY = (
    "visas_visitor", "visas_student", "visas_exchange", "visas_temporary_work", "visas_dependant",
    "visas_treaty_trade", "visas_fiance", "visas_crew_transit", "visas_diplomatic", "visas_media",
    "visas_protection",
)  # fmt: skip
LASTING = (
    "visas_immediate_relative", "visas_family_preference", "visas_employment", "visas_diversity",
    "visas_special_immigrant",
)  # fmt: skip
LEAST_VISAS = 20
LEAST_SHARE = 2.0
LEAST_RATIO = 1.5


def _share(view: View, place: str, part: str, whole: str, counterpart: str, at: str) -> float:
    some = view.find_at(place, part, at, counterpart)
    every = view.find_at(place, whole, at, counterpart)
    if some is None or every is None or not every.value:
        return 0.0
    return 100 * some.number / every.number


@method(1)
def class_share(
    view: View, *, place: str, counterpart: str, indicator: str, whole: str
) -> Finding | None:
    """One class in percent of all visas to a nationality in the newest period of the whole.

    ``count`` is the number of visas, ``world`` the share of the class among all nationalities.
    """
    total = view.find_latest(place, whole, counterpart)
    if total is None or not total.value:
        return None
    at = total.period.text
    item = view.find_at(place, indicator, at, counterpart)
    if item is None or item.value is None:
        return None
    values: dict[str, Scalar] = {"count": item.number, "whole": total.number}
    inputs = [item, total]
    common = view.find_at(place, indicator, at, WORLD)
    every = view.find_at(place, whole, at, WORLD)
    if common and every and every.number > 0:
        values["world"] = 100 * common.number / every.number
        inputs += [common, every]
    return Finding(
        FindingKind.SHARE, indicator, place, counterpart, 100 * item.number / total.number,
        "percent", item.period, tuple(inputs), values,
    )  # fmt: skip


@method(1)
def class_apart(
    view: View, *, place: str, counterpart: str, whole: str, largest: str = ""
) -> Finding | None:
    """The class that a nationality receives most out of proportion to all nationalities.

    As :func:`class_share`, with ``ratio`` its share over that of the class in the world; of at
    least ``LEAST_VISAS`` visas, ``LEAST_SHARE`` percent and ``LEAST_RATIO`` times the usual share.
    ``largest`` names a class that does not count because it is said elsewhere.
    """
    total = view.find_latest(place, whole, counterpart)
    if total is None or not total.value:
        return None
    at = total.period.text
    best: tuple[float, str] | None = None
    for indicator in TEMPORARY if whole == "visas_nonimmigrant" else LASTING:
        item = view.find_at(place, indicator, at, counterpart)
        if item is None or (item.value or 0) < LEAST_VISAS or indicator == largest:
            continue
        own = _share(view, place, indicator, whole, counterpart, at)
        usual = _share(view, place, indicator, whole, WORLD, at)
        if usual > 0 and own >= LEAST_SHARE and own / usual >= LEAST_RATIO:
            best = max(best or (0.0, ""), (own / usual, indicator))
    if best is None:
        return None
    found = class_share(view, place=place, counterpart=counterpart, indicator=best[1], whole=whole)
    if found is None:
        return None
    return Finding(
        FindingKind.SHARE, found.indicator, place, counterpart, found.value, found.unit,
        found.period, found.inputs, {**found.values, "ratio": best[0]},
    )  # fmt: skip


@method(1)
def monthly_sum(view: View, *, place: str, indicator: str, counterpart: str) -> Finding | None:
    """What the monthly reports add up to where the yearly table prints another number.

    The value is the sum of the months; ``printed`` the yearly figure, ``relative`` the difference
    in percent of it.
    """
    printed = view.find_latest(place, indicator, counterpart)
    if printed is None or not printed.value:
        return None
    others = view.others(place, indicator, printed.period.text, counterpart)
    other = next((item for item in others if item.source != printed.source and item.value), None)
    if other is None or other.number == printed.number:
        return None
    values: dict[str, Scalar] = {
        "printed": printed.number,
        "relative": 100 * (other.number / printed.number - 1),
    }
    return Finding(
        FindingKind.CONFLICT, indicator, place, counterpart, other.number, other.unit,
        printed.period, (printed, other), values,
    )  # fmt: skip
