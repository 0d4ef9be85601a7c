"""The rules of a day applied to lines: which duty each line pays, in percent, layer by layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from countrydesk.analysis.duty_register import (
    ACTION,
    NUMBER,
    Duty,
    duty_rows,
    wide_duties,
)
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.model import Observation
from countrydesk.policy.tariffs.regime import Listed, Regime, Wide, load_regime

OWNER = "USA"
Percent = NDArray[np.float64]
Mask = NDArray[np.bool_]
OnList = Callable[[str], Mask]


@dataclass(frozen=True)
class Charge:
    """One duty applied to lines: ``rate`` as printed, ``added`` in percent of value, line by line.

    ``reached`` are the lines it falls on, ``spared`` those a list of exceptions leaves out,
    ``covered`` those on which another duty is charged in its place.
    """

    key: str
    act: str
    heading: str
    rate: float
    whole: bool
    since: date
    until: date | None
    source: Observation | None
    added: Percent
    reached: Mask
    spared: Mask
    covered: Mask
    agreement: bool = False


@dataclass(frozen=True)
class Change:
    """A change of duties: acts or headings that end (factor 0) or are multiplied.

    Args:
        factors: factor by act (``Section301-forced-labour``) or heading (``9903.05.63``).
    """

    factors: tuple[tuple[str, float], ...] = ()

    def factor(self, *keys: str) -> float:
        """Return the factor of a duty known under ``keys``; 1 where nothing changes."""
        return next((value for key, value in self.factors if key in keys and key), 1.0)


def charges(
    view: View, place: str, on: date, base: Percent, on_list: OnList, change: Change | None = None
) -> list[Charge]:
    """Return every added duty of the United States in force on ``on`` for goods of ``place``.

    Args:
        view: the evidence; rates and days come from its register of duties.
        place: customs place of the partner (the Union for its members).
        on: the day.
        base: ordinary duty of each line, percent.
        on_list: gives for a list which of the lines it holds.
        change: duties that end or are multiplied.

    Raises:
        InputError: ``change`` names an act or heading under which no duty stands that day.
    """
    regime, change = load_regime(), change or Change()
    listed = _listed(view, regime, place, on, base, on_list, change)
    groups = {
        group: np.any([c.reached for c, row in listed if row.group == group], axis=0)
        for group in {row.group for _, row in listed}
    }
    spread = [c for duty in _standing(view, place, on)
        if (c := _wide(regime, duty, place, on, base, on_list, groups, change))]  # fmt: skip
    found = [*spread, *(charge for charge, _ in listed)]
    _check(change, found, on)
    return found


def _check(change: Change, found: Sequence[Charge], on: date) -> None:
    known = {key for charge in found for key in (charge.act, charge.heading, charge.key) if key}
    if lost := sorted({key for key, _ in change.factors} - known):
        raise InputError(
            f"no duty under {', '.join(lost)} stands on {on.isoformat()} for these goods; "
            f"there are {', '.join(sorted(known)) or 'none'}"
        )


def _standing(view: View, place: str, on: date) -> list[Duty]:
    """Return the duties on all goods of a place that stand on ``on`` with a plain rate."""
    duties = [d for d in wide_duties(view, OWNER, place) if d.start and NUMBER.match(d.rate)]
    eve = {(d.act, d.start - timedelta(days=1)) for d in duties if d.start}
    return [duty for duty in duties if _stands(duty, on, last=(duty.act, on) in eve)]


def _stands(duty: Duty, on: date, *, last: bool) -> bool:
    """Whether a duty stands on a day; the ``last`` day counts where the next takes over after."""
    begun = duty.start is not None and duty.start <= on
    return begun and (duty.end is None or on < duty.end or (last and on == duty.end))


def _wide(
    regime: Regime, duty: Duty, place: str, on: date, base: Percent, on_list: OnList,
    groups: dict[str, Mask], change: Change,
) -> Charge | None:  # fmt: skip
    rule = regime.wide.get(duty.act, Wide())
    if place in rule.without:
        return None
    heading = duty.headings[0] if duty.headings else ""
    agreement = duty.act in regime.spared_agreements.get(place, ())
    spared = _any([on_list(s.list) for s in rule.spares if s.holds(place, on)], len(base))
    yields = () if place in rule.beside else rule.yields
    covered = _any([groups[group] for group in yields if group in groups], len(base)) & ~spared
    reached = ~(spared | covered)
    own = rule.own_rate(place, on)
    stated = float(duty.rate) if own is None else own
    rate = stated * change.factor(duty.act, heading)
    added = np.where(reached, _added(rate, duty.is_whole, base), 0.0) * (not agreement)
    return Charge(
        duty.act, duty.act, heading, rate, duty.is_whole, duty.start or on, duty.end, duty.item,
        added, reached, spared, covered, agreement,
    )  # fmt: skip


def _listed(
    view: View, regime: Regime, place: str, on: date, base: Percent, on_list: OnList,
    change: Change,
) -> list[tuple[Charge, Listed]]:  # fmt: skip
    taken: dict[str, Mask] = {}
    found: list[tuple[Charge, Listed]] = []
    for row in regime.listed:
        if not row.holds(place, on):
            continue
        free = np.ones(len(base), dtype=bool)
        yielding = row.yields if row.yields_until is None or on < row.yields_until else ()
        for group in (row.group, *yielding):
            free &= ~taken.get(group, np.zeros(len(base), dtype=bool))
        charge = _on_lists(view, row, place, on, base, on_list, free, change)
        taken[row.group] = taken.get(row.group, np.zeros(len(base), dtype=bool)) | charge.reached
        found.append((charge, row))
    return found


def _on_lists(
    view: View, row: Listed, place: str, on: date, base: Percent, on_list: OnList, free: Mask,
    change: Change,
) -> Charge:  # fmt: skip
    spared = _any([on_list(name) for name in row.spares], len(base))
    added, reached = np.zeros(len(base)), np.zeros(len(base), dtype=bool)
    top, all_in = 0.0, False
    held = _held(base, load_regime().collected_before, on_list)
    for name in row.rates:
        rate, whole = row.terms(place, name, on)
        rate *= change.factor(row.action.act, row.id)
        here = on_list(name) & ~reached & ~spared & free
        added = np.where(here, np.maximum(_added(rate, whole, base) - held, 0.0), added)
        reached |= here
        if here.any() and rate >= top:
            top, all_in = rate, whole
    return Charge(
        row.id, row.action.act, "", top, all_in, row.action.since, row.until, _entry(view, row),
        added, reached, spared, np.zeros(len(base), dtype=bool),
    )  # fmt: skip


def _entry(view: View, row: Listed) -> Observation | None:
    """Return the entry of the register on which a duty on listed goods rests."""
    places = (*row.places, "")
    rows = [duty for place in places for duty in duty_rows(view, OWNER, ACTION, place)]
    fitting = (d for d in rows if (d.act, d.start) == (row.action.act, row.action.since))
    return next((duty.item for duty in fitting), None)


def _added(rate: float, whole: bool, base: Percent) -> Percent:
    return np.maximum(rate - base, 0.0) if whole else np.full(len(base), rate)


def _held(base: Percent, before: dict[str, float], on_list: OnList) -> Percent:
    """Return what the collected duty holds of an earlier duty under the same act.

    A line on which less than half of it was collected came in free of it, by quota or exception.
    """
    held = np.zeros(len(base))
    for name, rate in before.items():
        held = np.where(on_list(name) & (base >= rate / 2), np.minimum(rate, base), held)
    return held


def _any(masks: Sequence[Mask], size: int) -> Mask:
    found = np.zeros(size, dtype=bool)
    for one in masks:
        found |= one
    return found
