"""Findings about losses in earthquakes, the one hazard whose dead are in a free record.

Record: NCEI/WDS Global Significant Earthquake Database. An event is filed under the country of its
epicentre, with its deaths in every country.
"""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Observation, Period

DEATHS = "earthquake_deaths"
MAGNITUDE = "earthquake_magnitude"


def covered_to(view: View) -> str:
    """Return the last day of the record over all places, "" without one."""
    key = ("last", "earthquakes")
    if key not in view.shared:
        view.shared[key] = view.table(DEATHS, MAGNITUDE).get_column("period").max() or ""
    return str(view.shared[key])


def _since(view: View, place: str, indicator: str, first: str) -> list[Observation]:
    return [item for item in view.measured(place, indicator) if item.period.text >= first]


@method(1)
def quake_deaths(view: View, *, place: str, years: int) -> Finding | None:
    """Deaths in earthquakes over the last ``years`` years of the record, and the worst of them.

    ``n`` counts days with deaths, ``worst`` the deaths of the deadliest in ``worst_period``;
    ``whole`` is 1 where the source says that its dead are those of all countries; the
    period runs to the last day of the record over all places. None where no event with deaths
    stands in that time.
    """
    until = covered_to(view)
    if not until:
        return None
    first = f"{int(until[:4]) - years:04d}{until[4:]}"
    events = _since(view, place, DEATHS, first)
    if not events:
        return None
    worst = max(events, key=lambda item: (item.number, item.period.text))
    values: dict[str, Scalar] = {
        "n": len(events),
        "worst": worst.number,
        "worst_period": worst.period.text,
        "years": years,
        "whole": int("all countries" in worst.note),
    }
    return Finding(
        FindingKind.TOTAL, DEATHS, place, "", sum(item.number for item in events), "deaths",
        Period.parse(f"{first}/{until}"), tuple(events), values,
    )  # fmt: skip


@method(1)
def no_quake(view: View, *, place: str, years: int) -> Finding | None:
    """That no event with deaths stands for the last ``years`` years; None where one does."""
    found = worst_quake(view, place=place)
    if found is None or quake_deaths(view, place=place, years=years):
        return None
    return Finding(
        FindingKind.ABSENCE, DEATHS, place, "", None, "", Period.parse(covered_to(view)),
        found.inputs, {"years": years},
    )  # fmt: skip


@method(1)
def worst_quake(view: View, *, place: str) -> Finding | None:
    """The deadliest earthquake of the whole record with an epicentre in or off a place."""
    events = view.measured(place, DEATHS)
    if not events:
        return None
    worst = max(events, key=lambda item: (item.number, item.period.text))
    last = events[-1]
    values: dict[str, Scalar] = {
        "n": len(events),
        "last": last.number,
        "last_period": last.period.text,
        "until": covered_to(view),
    }
    return Finding(
        FindingKind.RECORD, DEATHS, place, "", worst.number, "deaths", worst.period,
        tuple(dict.fromkeys((worst, last))), values,
    )  # fmt: skip


@method(1)
def strongest_quake(view: View, *, place: str, years: int) -> Finding | None:
    """The greatest magnitude on record over the last ``years`` years of the record."""
    until = covered_to(view)
    if not until:
        return None
    events = _since(view, place, MAGNITUDE, f"{int(until[:4]) - years:04d}{until[4:]}")
    if not events:
        return None
    top = max(events, key=lambda item: (item.number, item.period.text))
    values: dict[str, Scalar] = {"n": len(events), "years": years}
    return Finding(
        FindingKind.RECORD, MAGNITUDE, place, "", top.number, top.unit, top.period, (top,), values
    )
