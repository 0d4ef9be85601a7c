"""Reading the register of duties: which duties goods of a place meet, and from when to when.

The register of tariff actions and the headings of chapter 99 are read as law: a duty stands from
its first day to its last, and whether it stands on the day of the view is computed from these
dates, never from the word in the source. Members of the European Union are met by the rows of the
Union.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from countrydesk.evidence import View
from countrydesk.model import Observation, Status
from countrydesk.places import registry

UNION = "EUU"
DUTY, ACTION, EXEMPTION = "additional_duty", "tariff_action", "duty_exemption"
# Acts that reach all goods of a country but for lists of exceptions.
WIDE_ACTS = ("IEEPA-reciprocal", "IEEPA-other", "Section122", "Section301-forced-labour")
WIDE_GOODS = ("all goods", "most goods")
LISTED_ACTS = ("Section232", "Section201", "Section301-other", "Section338")
# Actions on vehicles cover their parts, which have headings of their own.
COVERED_BY = {"Section232-auto-parts": "Section232-autos"}
NO_ACT_YET = frozenset({"investigation", "authorised"})
NUMBER = re.compile(r"\d+(\.\d+)?\Z")
IN_FORCE, ENDED, SCHEDULED, DUE = "in force", "ended", "scheduled", "due"


@dataclass(frozen=True)
class Duty:
    """A duty as goods of one place meet it.

    ``start`` None is a first day that is not on record; ``end`` is the last day on record. Where a
    general duty gives way to a rate of the place's own, the days are those on which it held.
    """

    item: Observation
    start: date | None
    end: date | None
    headings: tuple[str, ...] = ()
    also: tuple[Observation, ...] = ()

    @property
    def act(self) -> str:
        """The id of the legal authority."""
        return self.item.attributes.get("authority", "")

    @property
    def rate(self) -> str:
        """The rate in percent as the source prints it: 12.5, 10-25, up to 100, or nothing."""
        given = self.item.attributes
        return given.get("rate") or given.get("rate_added") or given.get("rate_flat") or ""

    @property
    def is_whole(self) -> bool:
        """Whether the rate takes in the ordinary duty instead of being added to it."""
        given = self.item.attributes
        named = given.get("manner") == "all-in" or "all-in" in (self.item.text or "")
        return named or "rate_flat" in given

    @property
    def goods(self) -> str:
        """The goods in the words of the source."""
        if self.item.indicator == ACTION:
            manner = self.item.attributes.get("manner", "all-in")
            return f"{self.item.text}{'' if manner == 'all-in' else f' ({manner})'}"
        return self.item.attributes.get("scope", "")

    def state(self, today: date) -> str:
        """What the dates say on ``today``: in force, ended, scheduled, or due but not confirmed."""
        status = self.item.attributes.get("status", "")
        if status in NO_ACT_YET:
            return status
        if self.end and self.end <= today:
            return ENDED
        if self.start and self.start > today:
            return SCHEDULED
        return DUE if self.item.status is Status.ANNOUNCED else IN_FORCE


def customs_place(view: View, place: str) -> str:
    """Return the place under which tariffs file goods of ``place``: the Union for its members."""
    return UNION if is_member(view, place) else place


def is_member(view: View, place: str) -> bool:
    """Whether ``place`` was a member of the European Union on the day of the view."""
    return any(member.id == place for member in registry().members(UNION, view.cutoff))


# -- reading rows --------------------------------------------------------------------------------


def duty_rows(view: View, place: str, indicator: str, counterpart: str) -> list[Duty]:
    """Return the spells of one series; what only records an event is left out."""
    return [_duty(item) for item in view.series(place, indicator, counterpart) if _lasts(item)]


def _lasts(item: Observation) -> bool:
    return "/" in item.period.text or item.attributes.get("status") == "in_force"


def _duty(item: Observation) -> Duty:
    dated = "/" in item.period.text
    planned = item.attributes.get("scheduled_end", "")
    end = item.period.end if dated else None
    if end is None and planned:
        end = date.fromisoformat(planned)
    heading = (item.text or "",) if item.indicator != ACTION else ()
    return Duty(item, item.period.start if dated else None, end, heading)


def _is_wide(duty: Duty, actions: Iterable[Duty]) -> bool:
    """Whether a duty reaches all goods of a place but for lists of exceptions."""
    if duty.item.indicator == ACTION:
        return (duty.item.text or "").startswith(WIDE_GOODS) and bool(NUMBER.match(duty.rate))
    if duty.act in WIDE_ACTS:
        return duty.start is not None
    same = (a for a in actions if (a.act, a.start) == (duty.act, duty.start))
    return any(_is_wide(action, ()) for action in same)


def _own(view: View, place: str, counterpart: str) -> tuple[list[Duty], list[Duty]]:
    """Return the headings and the actions that name ``counterpart``."""
    headings = duty_rows(view, place, DUTY, counterpart)
    return headings, duty_rows(view, place, ACTION, counterpart)


# -- duties on all goods -------------------------------------------------------------------------


def wide_duties(view: View, place: str, counterpart: str) -> tuple[Duty, ...]:
    """Return every duty on all goods of ``counterpart``, general ones included, oldest first.

    A rate of the place's own stands in for the general rate under the same act while it lasts.
    """
    key = ("wide_duties", place, counterpart)
    if key not in view.memory:
        view.memory[key] = _wide_duties(view, place, counterpart)
    return view.memory[key]  # type: ignore[return-value]


def _wide_duties(view: View, place: str, counterpart: str) -> tuple[Duty, ...]:
    own = _own_wide(view, place, counterpart)
    general = [
        duty
        for duty in duty_rows(view, place, ACTION, "")
        if _is_wide(duty, ()) and not _excludes(duty, counterpart)
    ]
    spells = [*own]
    for duty in general:
        same = [one for one in own if one.act == duty.act]
        spells += _around(duty, same)
    return tuple(sorted(spells, key=_order))


def _order(duty: Duty) -> tuple[date, str, str]:
    return (duty.start or date.min, duty.act, duty.item.text or "")


def _own_wide(view: View, place: str, counterpart: str) -> list[Duty]:
    headings, actions = _own(view, place, counterpart)
    acts = [duty for duty in actions if _is_wide(duty, actions)]
    found = [duty for duty in headings if _is_wide(duty, actions)]
    merged = [_with_heading(duty, found) for duty in acts]
    taken = {(duty.act, duty.start) for duty in acts}
    merged += [duty for duty in found if (duty.act, duty.start) not in taken]
    return _superseded(merged)


def _with_heading(action: Duty, headings: Iterable[Duty]) -> Duty:
    """Return an action with the heading that has its act, first day and rate."""
    for duty in headings:
        if (duty.act, duty.start, duty.rate) == (action.act, action.start, action.rate):
            return replace(duty, also=(action.item,))
    return action


def _superseded(duties: Sequence[Duty]) -> list[Duty]:
    """Return duties that end when the next under the same act begins."""
    ordered = sorted(duties, key=_order)
    cut: list[Duty] = []
    for at, duty in enumerate(ordered):
        later = [d.start for d in ordered[at + 1 :] if d.act == duty.act and d.start]
        bound = min((day for day in later if duty.start and day > duty.start), default=None)
        early = bound is not None and (duty.end is None or duty.end > bound)
        cut.append(replace(duty, end=bound) if early else duty)
    return cut


def _excludes(duty: Duty, counterpart: str) -> bool:
    """Whether the written scope of a general duty leaves a place out by name."""
    _, _, left_out = duty.item.attributes.get("scope", "").partition("except ")
    return bool(left_out) and registry().get(counterpart).name in left_out


def _around(duty: Duty, own: Sequence[Duty]) -> list[Duty]:
    """Return the stretches of a general duty that no duty of ``own`` takes the place of."""
    pieces = [duty]
    for one in own:
        pieces = [piece for part in pieces for piece in _without(part, one)]
    return pieces


def _without(piece: Duty, one: Duty) -> list[Duty]:
    begin, end = piece.start, piece.end
    if begin is None or one.start is None or (end and one.start >= end):
        return [piece]
    if one.end and one.end <= begin:
        return [piece]
    kept = [replace(piece, end=one.start - timedelta(days=1))] if begin < one.start else []
    if one.end and (end is None or one.end < end):
        kept.append(replace(piece, start=one.end))
    return kept


# -- duties on listed goods ----------------------------------------------------------------------


def listed_duties(view: View, place: str, counterpart: str) -> tuple[Duty, ...]:
    """Return duties on listed goods that goods of ``counterpart`` meet: in force, ahead, ended."""
    key = ("listed_duties", place, counterpart)
    if key not in view.memory:
        view.memory[key] = _listed_duties(view, place, counterpart)
    return view.memory[key]  # type: ignore[return-value]


def _listed_duties(view: View, place: str, counterpart: str) -> tuple[Duty, ...]:
    headings, actions = _own(view, place, counterpart)
    lists = [duty for duty in headings if not _is_wide(duty, actions) and _is_listed(duty)]
    acts = [duty for duty in actions if not _is_wide(duty, actions) and _is_listed(duty)]
    merged = [_with_lists(action, lists) for action in acts]
    taken = {item.id for duty in merged for item in duty.also}
    own = [*merged, *(duty for duty in lists if duty.item.id not in taken)]
    general = [duty for duty in duty_rows(view, place, ACTION, "") if _is_listed(duty)]
    kept = [duty for duty in general if not any(_replaces(one, duty) for one in own)]
    rank = {IN_FORCE: 0, DUE: 1, SCHEDULED: 1}
    return tuple(
        sorted([*own, *kept], key=lambda d: (rank.get(d.state(view.cutoff), 2), *_order(d)))
    )


def _is_listed(duty: Duty) -> bool:
    """Whether a duty is one on listed goods; a zero rate only where promised to a place."""
    if not duty.act.startswith(LISTED_ACTS):
        return False
    promised = duty.item.counterpart != "" and duty.act != "Section301-other"
    return duty.rate not in {"", "0"} or promised


def _with_lists(action: Duty, lists: Iterable[Duty]) -> Duty:
    """Return an action on listed goods with the headings that carry it out."""
    fitting = (
        duty
        for duty in lists
        if duty.start == action.start
        and duty.rate == action.rate
        and action.act in {duty.act, COVERED_BY.get(duty.act)}
    )
    found = sorted(fitting, key=lambda duty: duty.headings)
    return replace(
        action,
        headings=tuple(heading for duty in found for heading in duty.headings),
        also=tuple(duty.item for duty in found),
    )


def _replaces(own: Duty, general: Duty) -> bool:
    """Whether a duty that names the place takes the place of one on all countries."""
    if own.item.text == general.item.text and own.start == general.start:
        return own.item.attributes.get("manner") != "aluminium"
    acts = {own.act, *(COVERED_BY.get(d.attributes.get("authority", "")) for d in own.also)}
    acts |= {item.attributes.get("authority", "") for item in own.also}
    later = own.start is not None and general.start is not None and own.start > general.start
    return own.is_whole and later and general.act in acts
