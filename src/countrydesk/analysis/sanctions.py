"""Findings about sanctions programmes: who aims at whom, with which measures, on which list."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Observation, Period

PROGRAMME = "sanctions_programme"
AREA = "sanctions_area"
UNITED_NATIONS = ""


def list_period(view: View, indicator: str = PROGRAMME) -> str:
    """Return the month of the newest list, "" without one."""
    key = ("sanctions_list", indicator)
    if key not in view.shared:
        view.shared[key] = view.table(indicator).get_column("period").max() or ""
    return str(view.shared[key])


def programmes(view: View, place: str, indicator: str = PROGRAMME) -> list[Observation]:
    """Return the programmes that name ``place``, those of the United Nations first."""
    found = list(view.measured(place, indicator))
    for series in view.dyads(place, indicator).values():
        found += series
    newest = list_period(view, indicator)
    return sorted(
        (item for item in found if item.period.text == newest),
        key=lambda item: (item.counterpart, item.text or "", item.attributes.get("area", "")),
    )


def _measures(item: Observation) -> str:
    parts = [part.strip().lower() for part in item.attributes.get("measures", "").split(";")]
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def _finding(item: Observation, n: int) -> Finding:
    values: dict[str, Scalar] = {"issuer": item.attributes["issuer"], "n": n}
    if measures := _measures(item):
        values["measures"] = measures
    if area := item.attributes.get("area"):
        values["area"] = area
    return Finding(
        FindingKind.FACT, item.indicator, item.place, item.counterpart, item.text, "", item.period,
        (item,), values,
    )  # fmt: skip


@method(1)
def programme(
    view: View, *, place: str, position: int, indicator: str = PROGRAMME
) -> Finding | None:
    """The ``position``-th programme (0 is the first) on the newest list that names ``place``.

    The value is its name, ``issuer`` the authority, ``measures`` what it allows, ``n`` how many
    there are. An empty counterpart is the United Nations Security Council.
    """
    found = programmes(view, place, indicator)
    return _finding(found[position], len(found)) if position < len(found) else None


@method(1)
def programme_by(
    view: View, *, place: str, issuer: str, position: int, indicator: str = PROGRAMME
) -> Finding | None:
    """The ``position``-th programme of one issuer (0 is the first); ``n`` counts that issuer's."""
    found = [item for item in programmes(view, place, indicator) if item.counterpart == issuer]
    return _finding(found[position], len(found)) if position < len(found) else None


@method(1)
def programme_count(view: View, *, place: str) -> Finding | None:
    """How many programmes name ``place``; ``issuers`` counts those who issued them.

    ``rank`` is the position among all states named, ``states`` how many these are. None where no
    programme does.
    """
    found = programmes(view, place)
    if not found:
        return None
    counts = _counts(view)
    values: dict[str, Scalar] = {
        "issuers": len({item.counterpart for item in found}),
        "rank": 1 + sum(1 for size in counts.values() if size > len(found)),
        "states": len(counts),
    }
    return Finding(
        FindingKind.TOTAL, PROGRAMME, place, "", len(found), "count", found[0].period, tuple(found),
        values,
    )  # fmt: skip


@method(1)
def programme_none(view: View, *, place: str) -> Finding | None:
    """That the newest list names ``place`` nowhere; ``states`` is how many it does name."""
    period = list_period(view)
    if not period or programmes(view, place) or programmes(view, place, AREA):
        return None
    return Finding(
        FindingKind.ABSENCE, PROGRAMME, place, "", None, "", Period.parse(period), (),
        {"states": len(_counts(view)), "programmes": sum(_counts(view).values())},
    )  # fmt: skip


def _counts(view: View) -> dict[str, int]:
    key = ("sanctions_counts", PROGRAMME)
    if key not in view.shared:
        rows = view.table(PROGRAMME).group_by("place").len()
        view.shared[key] = dict(rows.iter_rows())
    return view.shared[key]  # type: ignore[return-value]


@method(1)
def issued_by(view: View, *, issuer: str) -> Finding | None:
    """How many states the programmes of one issuer name; ``places`` are their ids, by a space."""
    newest = list_period(view)
    found = [
        item
        for items in view.everywhere(PROGRAMME).values()
        for item in items
        if item.counterpart == issuer and item.period.text == newest
    ]
    if not found:
        return None
    places = sorted({item.place for item in found})
    return Finding(
        FindingKind.TOTAL, PROGRAMME, issuer, "", len(places), "count", found[0].period,
        tuple(found), {"places": " ".join(places), "n": len(found)},
    )  # fmt: skip


@method(1)
def programmes_on(view: View, *, place: str, measure: str) -> Finding | None:
    """How many programmes that name ``place`` allow a measure of this kind, as ``arms``.

    A measure counts whose name begins with ``measure``; ``n`` is how many programmes there are. The
    inputs are the programmes with it.
    """
    every = programmes(view, place)
    found = [
        item
        for item in every
        if any(part.strip().startswith(measure) for part in _measures_of(item))
    ]
    if not found:
        return None
    return Finding(
        FindingKind.TOTAL, PROGRAMME, place, "", len(found), "count", found[0].period, tuple(found),
        {"n": len(every)},
    )  # fmt: skip


def _measures_of(item: Observation) -> list[str]:
    return item.attributes.get("measures", "").lower().split(";")
