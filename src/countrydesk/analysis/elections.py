"""Findings about elections and parties: the last vote, the next, who has the seats."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from countrydesk.analysis import offices
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Observation

PARTY: Final = "legislature_party"
EVENT: Final = "event_election"
CHAMBER: Final = "legislature_seats"
AGREE: Final = 2.0
CONTESTS: Final = ("executive", "legislature")
LOWER: Final = ("only", "lower")
_NO_PARTY = frozenset({"other", "others", "independent", "independents", "vacant"})


@method(1)
def last_vote(view: View, *, place: str, contest: str) -> Finding | None:
    """The last listed election of the executive or the legislature (lower or only chamber)."""
    rows = view.measured(place, f"last_election_{contest}")
    items = [item for item in rows if item.attributes.get("chamber", "only") in LOWER]
    if not items:
        return None
    item = items[-1]
    return _vote(view, item, contest)


@method(1)
def next_vote(view: View, *, place: str, contest: str) -> Finding | None:
    """The next election of the executive or the legislature as last listed.

    ``overdue`` is 1 where the date has passed at the cut-off, so that the list no longer holds.
    """
    rows = view.series(place, f"next_election_{contest}")
    items = [item for item in rows if item.attributes.get("chamber", "only") in LOWER]
    return _vote(view, items[0], contest) if items else None


def _vote(view: View, item: Observation, contest: str) -> Finding:
    end = item.period.end or item.period.start
    values: dict[str, Scalar] = {
        "contest": contest,
        "as_of": item.attributes.get("as_of") or f"{item.released_on:%Y-%m}",
        "overdue": int(end < view.cutoff),
        "months": (view.cutoff - end).days / 30.44,
    }
    return Finding(
        FindingKind.FACT, item.indicator, item.place, "", item.period.text, "", item.period,
        (item,), values,
    )  # fmt: skip


@method(1)
def result(view: View, *, place: str, back: int = 0) -> Finding | None:
    """The newest election with two leading candidates and their shares (``back`` counts earlier).

    Value: what was elected; ``first`` and ``second`` with ``first_share`` and ``second_share`` in
    percent, ``margin`` in points.
    """
    items = [o for o in view.measured(place, EVENT) if o.attributes.get("first_share")]
    if back >= len(items):
        return None
    item = items[-1 - back]
    first, second = (_share(item, name) for name in ("first_share", "second_share"))
    if first is None or second is None:
        return None
    values: dict[str, Scalar] = {
        "first_name": item.attributes["first"],
        "second_name": item.attributes["second"],
        "first_share": first,
        "second_share": second,
        "margin": first - second,
        "confidence": item.attributes.get("confidence", ""),
    }
    return Finding(FindingKind.FACT, EVENT, place, "", item.text, "", item.period, (item,), values)


def _share(item: Observation, name: str) -> float | None:
    try:
        return float(item.attributes[name])
    except (KeyError, ValueError):
        return None


def seats(view: View, place: str) -> Sequence[Observation]:
    """Return the parties of the lower or only chamber, most seats first."""
    rows = [
        item
        for item in view.measured(place, PARTY)
        if item.attributes.get("chamber", "only") in LOWER and _count(item) > 0
    ]
    newest = max((item.period.start for item in rows), default=None)
    kept = [item for item in rows if item.period.start == newest]
    return sorted(kept, key=lambda item: (_is_rest(item), -_count(item), item.text or ""))


def _count(item: Observation) -> int:
    text = item.attributes.get("seats", "")
    return int(text) if text.isdigit() else 0


def _is_rest(item: Observation) -> bool:
    return (item.text or "").lower() in _NO_PARTY


@method(1)
def party(view: View, *, place: str, position: int) -> Finding | None:
    """The party with the ``position``-th most seats in the lower or only chamber.

    ``seats`` of ``listed``, the sum over the listed parties. ``share`` in percent of ``whole``,
    the seats of the chamber, and ``majority`` (1 above one half) only where the list and the
    chamber agree to ``AGREE`` percent: some lists hold one half of a chamber renewed by halves.
    "Other" and independents come last. Quotation marks that are never closed are left out.
    """
    rows = seats(view, place)
    if position > len(rows):
        return None
    item = rows[position - 1]
    values: dict[str, Scalar] = {
        "seats": _count(item),
        "listed": sum(_count(row) for row in rows),
        "n": sum(1 for row in rows if not _is_rest(row)),
        "rest": int(_is_rest(item)),
        "confirmed": f"{item.released_on:%Y-%m}",
    }
    if item.attributes.get("short"):
        values["short"] = _closed(item.attributes["short"])
    chamber = view.find_latest(place, CHAMBER)
    if chamber is not None:
        values["whole"] = int(chamber.number)
        if abs(int(values["listed"]) - chamber.number) <= AGREE / 100 * chamber.number:
            values["share"] = 100 * _count(item) / chamber.number
            values["majority"] = int(2 * _count(item) > chamber.number)
    inputs = (*rows, chamber) if chamber is not None else tuple(rows)
    return Finding(
        FindingKind.FACT, PARTY, place, "", _closed(item.text or ""), "", item.period, inputs,
        values,
    )  # fmt: skip


def _closed(text: str) -> str:
    return text.replace('"', "") if text.count('"') % 2 else text


@method(1)
def ruling_seats(view: View, *, place: str, role: str) -> Finding | None:
    """The seats of the leader's party, where a listed party bears its name or abbreviation.

    Value: the seats; ``rank`` among the listed parties and the figures of ``party``; ``party`` is
    the name as the list of office holders gives it, ``entry`` as the list of seats does. None
    where the names do not match: nothing is guessed.
    """
    term = offices.current(view, place, role)
    name = term.item.attributes.get("party", "") if term else ""
    rows = seats(view, place)
    at = next((at for at, row in enumerate(rows, start=1) if _same(name, row)), 0)
    if term is None or not at:
        return None
    found = party(view, place=place, position=at)
    assert found is not None  # noqa: S101 - the position was just found
    values = dict(found.values) | {"rank": at, "party": name, "entry": found.value or ""}
    return Finding(
        FindingKind.SHARE, PARTY, place, "", found.get_value("seats"), "count", found.period,
        (term.item, *found.inputs), values,
    )  # fmt: skip


def _same(name: str, row: Observation) -> bool:
    wanted = _plain(name)
    if not wanted or wanted in {"none", "independent", "military"}:
        return False
    names = {_plain(row.text or ""), _plain(row.attributes.get("short", ""))}
    return wanted in names - {""}


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return bare.removesuffix(" party").strip()
