"""Findings about duties: what goods of a place pay on entry, since when, on which legal basis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from countrydesk.analysis.duty_register import (
    ACTION,
    DUTY,
    ENDED,
    EXEMPTION,
    IN_FORCE,
    NUMBER,
    SCHEDULED,
    UNION,
    WIDE_ACTS,
    Duty,
    customs_place,
    duty_rows,
    is_member,
    listed_duties,
    wide_duties,
)
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import peer_group
from countrydesk.evidence import View
from countrydesk.model import Period

_LAW = re.compile(r"(?P<law>.*?)(?: section (?P<section>\d+))?(?: \((?P<ground>.*)\))?\Z")


def _finding(view: View, duty: Duty, place: str, counterpart: str) -> Finding:
    simple = bool(NUMBER.match(duty.rate))
    value: Scalar | None = float(duty.rate) if simple else duty.rate or None
    state = duty.state(view.cutoff)
    return Finding(
        FindingKind.FACT, duty.item.indicator, place, counterpart, value,
        "percent" if simple else "", duty.item.period, (duty.item, *duty.also),
        {**_words(duty), "state": state, **_days(view, duty, state)},
    )  # fmt: skip


def _words(duty: Duty) -> dict[str, Scalar]:
    """Return what the sources print of a duty; what none prints is left out."""
    rows = (duty.item, *duty.also)
    given: dict[str, Scalar] = {
        key: value
        for key in ("legal_basis", "exceptions", "scope", "announced_on", "citation")
        if (value := next((v for row in rows if (v := row.attributes.get(key))), ""))
    }
    actions = [row.text or "" for row in duty.also if row.indicator == ACTION]
    given |= {
        "act": duty.act,
        "goods": actions[0] if actions else duty.goods or "—",
        "manner": "whole" if duty.is_whole else "added",
        "rate": duty.rate,
        "general": int(not duty.item.counterpart),
    }
    if duty.headings:
        given["heading"] = duty.headings[0]
        given["headings"] = ", ".join(duty.headings)
    return given | _law(duty)


def _law(duty: Duty) -> dict[str, Scalar]:
    """Return the act as ``law``, its ``section`` and the ``ground`` it is used on."""
    match = _LAW.match(duty.item.attributes.get("authority_name", ""))
    parts = match.groupdict() if match else {}
    return {key: text for key, text in parts.items() if text}


def _days(view: View, duty: Duty, state: str) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {"read_on": register_day(view, duty.item.source).isoformat()}
    if duty.start:
        found["since"] = duty.start.isoformat()
        found["days"] = ((duty.end or view.cutoff) - duty.start).days + 1
    if duty.end and state == ENDED:
        found["until"] = duty.end.isoformat()
    elif duty.end:
        found["planned"] = duty.end.isoformat()
    return found


def register_day(view: View, source: str) -> date:
    """Return the day up to which the register was read, at most the day of the view."""
    return min(view.origins[source].released_on, view.cutoff)


def _nth(
    view: View, duties: Sequence[Duty], place: str, counterpart: str, at: int
) -> Finding | None:
    return _finding(view, duties[at], place, counterpart) if 0 <= at < len(duties) else None


@method(1)
def wide_duty(view: View, *, place: str, counterpart: str, position: int) -> Finding | None:
    """The ``position``-th duty (0 is the oldest) that ``place`` set on all goods of a counterpart.

    The value is the rate in percent. ``manner`` says whether it is added to the ordinary duty or
    takes it in (whole), ``state`` whether it stands on the day of the view, from its dates.
    """
    return _nth(view, wide_duties(view, place, counterpart), place, counterpart, position)


@method(1)
def listed_duty(view: View, *, place: str, counterpart: str, position: int) -> Finding | None:
    """The ``position``-th duty of ``place`` on listed goods: those in force first, then the rest.

    The value is the rate in percent, or the range as the source prints it.
    """
    return _nth(view, listed_duties(view, place, counterpart), place, counterpart, position)


def wide_findings(view: View, place: str, counterpart: str, state: str = "") -> list[Finding]:
    """Return the duties on all goods as findings, those in ``state`` where it is given."""
    size = len(wide_duties(view, place, counterpart))
    found = (wide_duty(view, place=place, counterpart=counterpart, position=n) for n in range(size))
    return [f for f in found if f and state in {"", f.values["state"]}]


def listed_findings(view: View, place: str, counterpart: str, state: str = "") -> list[Finding]:
    """Return the duties on listed goods as findings, those in ``state`` where it is given."""
    size = len(listed_duties(view, place, counterpart))
    found = (
        listed_duty(view, place=place, counterpart=counterpart, position=n) for n in range(size)
    )
    return [f for f in found if f and state in {"", f.values["state"]}]


@method(1)
def exemption(view: View, *, place: str, counterpart: str, act: str, at: int) -> Finding | None:
    """The ``at``-th heading that frees goods of ``counterpart`` from a duty under ``act``.

    Only headings in force on the day of the view; the value is the heading, ``scope`` what it says.
    """
    rows = [
        duty
        for duty in duty_rows(view, place, EXEMPTION, counterpart)
        if duty.act == act and duty.state(view.cutoff) == IN_FORCE
    ]
    if at >= len(rows):
        return None
    found = _finding(view, rows[at], place, counterpart)
    return replace(found, value=rows[at].headings[0])


@method(1)
def own_relief(view: View, *, place: str, counterpart: str, act: str) -> Finding | None:
    """The first act that freed goods of ``counterpart`` by name from a duty under ``act``."""
    rows = [
        duty
        for duty in duty_rows(view, place, ACTION, counterpart)
        if duty.act == act and duty.rate == "0" and duty.start
    ]
    return _nth(view, rows, place, counterpart, 0)


@method(1)
def named_partners(
    view: View, *, place: str, counterpart: str, act: str, home: str
) -> Finding | None:
    """How many partners have a rate of their own under ``act`` in force: the value is their count.

    The Union counts as one. ``lower``, ``same`` and ``higher`` count the others against the rate of
    ``counterpart``, where it is named. ``near`` counts the named among the other ``of`` states in
    the region of ``home``.
    """
    rates = standing_rates(view, place, act)
    if not rates:
        return None
    group = peer_group(view, home)
    others = [member for member in group.members if member != home]
    near = [member for member in others if customs_place(view, member) in rates]
    values: dict[str, Scalar] = {
        "near": len(near),
        "of": len(others),
        "group": group.label,
        "highest": max(float(duty.rate) for duty in rates.values()),
    }
    if counterpart in rates:
        mine = float(rates[counterpart].rate)
        theirs = [float(duty.rate) for code, duty in rates.items() if code != counterpart]
        values |= {
            "lower": sum(1 for rate in theirs if rate < mine),
            "same": sum(1 for rate in theirs if rate == mine),
            "higher": sum(1 for rate in theirs if rate > mine),
        }
    own = rates.get(counterpart) or next(iter(rates.values()))
    values |= {"since": own.item.period.opening.text, **_law(own)}
    return Finding(
        FindingKind.TOTAL, DUTY, place, counterpart, len(rates), "count", own.item.period,
        (own.item,), values,
    )  # fmt: skip


def standing_rates(view: View, place: str, act: str) -> dict[str, Duty]:
    """Return the duty on all goods under ``act`` in force, by counterpart."""
    key = ("standing_rates", place, act)
    if key not in view.shared:
        found: dict[str, Duty] = {}
        for code in sorted(view.dyads(place, DUTY)):
            for duty in duty_rows(view, place, DUTY, code):
                if duty.act == act and duty.start and duty.state(view.cutoff) == IN_FORCE:
                    found[code] = duty
        view.shared[key] = found
    return view.shared[key]  # type: ignore[return-value]


@method(1)
def register_event(view: View, *, place: str, counterpart: str, text: str) -> Finding | None:
    """The newest single-day entry of the register whose words contain ``text``."""
    found = [
        item
        for item in view.series(place, ACTION, counterpart)
        if "/" not in item.period.text and text in (item.text or "")
    ]
    if not found:
        return None
    duty = Duty(found[-1], found[-1].period.start, found[-1].period.end)
    return _finding(view, duty, place, counterpart)


@method(1)
def duty_steps(view: View, *, place: str, counterpart: str, since: int) -> Finding | None:
    """How often the duties on all goods changed since 1 January of ``since``, days counted once.

    The value counts days on which one began or was over; ``highest`` is the highest rate,
    ``at`` its first day.
    """
    floor = date(since, 1, 1)
    path = [d for d in wide_duties(view, place, counterpart) if d.start and d.start >= floor]
    path = [d for d in path if d.state(view.cutoff) in {IN_FORCE, ENDED}]
    if not path:
        return None
    days = {d.start for d in path} | {d.end for d in path if d.state(view.cutoff) == ENDED}
    top = max(path, key=lambda d: (float(d.rate), d.start or floor))
    first = min(d.start for d in path if d.start)
    values: dict[str, Scalar] = {
        "first": first.isoformat(),
        "highest": float(top.rate),
        "at": (top.start or floor).isoformat(),
        "spells": len(path),
    }
    items = dict.fromkeys(d.item for d in path)
    return Finding(
        FindingKind.TOTAL, ACTION, place, counterpart, len(days), "count",
        Period.parse(f"{first.isoformat()}/{view.cutoff.isoformat()}"), tuple(items), values,
    )  # fmt: skip


@method(1)
def union_membership(view: View, *, place: str) -> Finding | None:
    """Since when ``place`` has been a member of the European Union; None where it is not."""
    if not is_member(view, place):
        return None
    rows = view.measured(place, "organisation_membership")
    item = next((row for row in rows if row.text == "European Union" and row.period.is_open), None)
    if item is None:
        return None
    values: dict[str, Scalar] = {"since": item.period.opening.text}
    return Finding(
        FindingKind.FACT, item.indicator, place, UNION, item.text, "", item.period, (item,), values
    )


@method(1)
def wide_relief(view: View, *, place: str, position: int) -> Finding | None:
    """The ``position``-th act (0 is the oldest) that freed goods of all countries from a duty."""
    rows = [
        duty
        for duty in duty_rows(view, place, ACTION, "")
        if duty.act in WIDE_ACTS and duty.rate == "0" and duty.start
    ]
    return _nth(view, rows, place, "", position)


@method(1)
def listed_summary(view: View, *, place: str, counterpart: str) -> Finding | None:
    """How many entries on listed goods are in force for ``counterpart``: the value.

    ``ahead`` counts those whose first day is still to come, ``over`` those that have ended,
    ``own`` those in force that name the counterpart.
    """
    duties = listed_duties(view, place, counterpart)
    states = [duty.state(view.cutoff) for duty in duties]
    standing = [d for d, state in zip(duties, states, strict=True) if state == IN_FORCE]
    if not standing:
        return None
    values: dict[str, Scalar] = {
        "ahead": states.count(SCHEDULED),
        "over": states.count(ENDED),
        "own": sum(1 for duty in standing if duty.item.counterpart),
        "read_on": register_day(view, standing[0].item.source).isoformat(),
    }
    return Finding(
        FindingKind.TOTAL, ACTION, place, counterpart, len(standing), "count",
        Period.parse(view.cutoff.isoformat()), tuple(duty.item for duty in standing), values,
    )  # fmt: skip
