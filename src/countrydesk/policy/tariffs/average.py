"""Trade-weighted averages of the duty stack, and their sequence over the days of change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from countrydesk.analysis.duty_register import customs_place
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.policy.tariffs.charging import Change, charges
from countrydesk.policy.tariffs.lines import Lines, find_lines, mask, partners
from countrydesk.policy.tariffs.regime import load_regime

__all__ = ["Average", "Change", "average_duty", "duty_sequence"]


@dataclass(frozen=True)
class Average:
    """Average duties on goods of ``place`` on a day, percent of the imports of 2024 (``value``).

    ``ordinary`` was collected in 2024; ``added`` is what each act adds (percentage points);
    ``reached`` the share of trade that each act falls on, percent.
    """

    place: str
    on: date
    value: float
    ordinary: float
    added: dict[str, float]
    reached: dict[str, float]

    @property
    def increase(self) -> float:
        """What all acts add together."""
        return sum(self.added.values())

    @property
    def total(self) -> float:
        """The effective rate: ordinary duty and all that is added."""
        return self.ordinary + self.increase

    @property
    def revenue(self) -> float:
        """The duty at the trade of 2024, in dollars: no change of trade is counted."""
        return self.value * self.total / 100


def average_duty(
    view: View, partner: str, on: date | None = None, change: Change | None = None
) -> Average:
    """Return the trade-weighted average duty on goods of ``partner`` on ``on``.

    Raises:
        InputError: no line data for the partner.
    """
    lines = _get_lines(view, partner)
    day = on or view.cutoff
    added: dict[str, float] = {}
    reached: dict[str, float] = {}
    whole = lines.value.sum()
    for charge in charges(
        view,
        customs_place(view, partner),
        day,
        lines.base,
        lambda name: mask(lines.place, name),
        change,
    ):
        share = float(100 * lines.value[charge.reached].sum() / whole)
        if share and not charge.agreement:
            reached[charge.act] = reached.get(charge.act, 0.0) + share
            points = float((charge.added * lines.value).sum() / whole)
            added[charge.act] = added.get(charge.act, 0.0) + points
    ordinary = float(100 * lines.duty.sum() / whole)
    return Average(partner, day, float(whole), ordinary, added, reached)


def duty_sequence(
    view: View, partner: str, since: date, until: date | None = None
) -> tuple[Average, ...]:
    """Return the averages on each day between ``since`` and ``until`` on which a duty changed.

    Raises:
        InputError: no line data for the partner.
    """
    last = until or view.cutoff
    days = sorted(
        day for day in {since, *_days(view, customs_place(view, partner))} if since <= day <= last
    )
    found: list[Average] = []
    for day in days:
        one = average_duty(view, partner, day)
        if not found or abs(one.total - found[-1].total) > 1e-9:
            found.append(one)
    return tuple(found)


def _days(view: View, place: str) -> set[date]:
    """Return the days on which a duty on goods of a place begins or ends."""
    from countrydesk.analysis.duty_register import wide_duties

    found: set[date | None] = set()
    for duty in wide_duties(view, "USA", place):
        found |= {duty.start, duty.end}
    regime = load_regime()
    for row in regime.listed:
        found |= {row.action.since, row.until, *(terms.since for terms in row.partners.values())}
    for rule in regime.wide.values():
        found |= {day for spared in rule.spares for day in (spared.start, spared.until)}
        found |= {day for one in rule.unlisted if one.place == place
            for day in (one.start, one.until)}  # fmt: skip
    return {day for day in found if day}


def _get_lines(view: View, partner: str) -> Lines:
    lines = find_lines(partner) or find_lines(customs_place(view, partner))
    if lines is None:
        raise InputError(
            f"no import lines for {partner}: they are known for {len(partners())} partners of the "
            "United States in 2024; see countrydesk duty --list"
        )
    return lines
