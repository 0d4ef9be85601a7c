"""Which options fit a partner and a principal, and how strong the case for each is.

Every test of an option is a registered method, so the case for it can be computed again. The
strength of a case is how unusual its first test finds the partner: the percent of other states of
which the same is less true. Nothing is weighted.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from countrydesk.analysis import (
    alignment,
    codings,
    duty_room,
    levels,
    needs,
    shelter,
    targets,
    thresholds,
)
from countrydesk.analysis import instruments as table
from countrydesk.analysis.duty_register import UNION, is_member
from countrydesk.analysis.finding import Finding
from countrydesk.paper import instruments as library
from countrydesk.paper.desk import Desk
from countrydesk.paper.instruments import Metric, Option

RELATIONS = frozenset({
    "diplomatic relations", "unofficial relations", "embassy operates abroad",
    "US recognised Moroccan sovereignty",
})  # fmt: skip
OLDEST = 5


@dataclass(frozen=True)
class Case:
    """An option that fits: what makes the case, by what it is judged, and when.

    ``held`` are the findings of its tests, the first of which makes the case; ``mark`` is the value
    to reach, None where the end is a coded fact.
    """

    option: Option
    instrument: Finding
    held: tuple[Finding, ...]
    baseline: Finding | None
    mark: Finding | None
    review: Finding

    @property
    def lead(self) -> Finding | None:
        """The finding that makes the case; None of a fallback."""
        return self.held[0] if self.held and not self.option.fallback else None

    @property
    def strength(self) -> float:
        """The percent of other states of which the first test is less true; 0 of a fallback."""
        return float(self.lead.get_value("beyond")) if self.lead else 0.0

    @property
    def has_law(self) -> bool:
        """Whether the law that allows the measure is in the release."""
        return self.instrument.get_value("level") != "any"


@dataclass(frozen=True)
class Sides:
    """The ids that tests and metrics are written for."""

    desk: Desk

    @property
    def partner(self) -> str:
        """The partner."""
        return self.desk.partner.id

    @property
    def principal(self) -> str:
        """The principal."""
        return self.desk.principal.id

    @cached_property
    def bloc(self) -> str:
        """The European Union where the principal is a member, else the principal."""
        return UNION if is_member(self.desk.view, self.principal) else self.principal

    @property
    def names(self) -> frozenset[str]:
        """What ``principals`` of an option may say to mean this principal."""
        known = {self.principal}
        if self.bloc == UNION:
            known |= {"union", "any"}
        elif table.holders(self.desk.view, self.principal) == (table.ANY,):
            known.add("any")
        return frozenset(known)

    def metric(self, text: str) -> str:
        """Return a metric with the sides put in."""
        return text.format(principal=self.principal, bloc=self.bloc)

    def toward(self, word: str) -> str:
        """Return the id that ``word`` (principal, bloc or nothing) means."""
        return {"": "", "principal": self.principal, "bloc": self.bloc}[word]


def cases(desk: Desk, goal: str) -> tuple[Case, ...]:
    """Return the options of a goal that fit, the strongest case first and fallbacks last.

    Of the fallbacks only the first that fits is kept.
    """
    key = ("cases", desk.partner.id, desk.principal.id, goal)
    if key not in desk.view.memory:
        sides, options = Sides(desk), library.options_for(goal)
        firm = [case for o in options if not o.fallback and (case := _case(sides, o))]
        firm.sort(key=lambda case: (-case.strength, case.option.id))
        spare = (case for o in options if o.fallback and (case := _case(sides, o)))
        desk.view.memory[key] = (*firm, *itertools.islice(spare, 1))
    return desk.view.memory[key]  # type: ignore[return-value]


def _case(sides: Sides, option: Option) -> Case | None:
    desk = sides.desk
    if not _is_for(sides, option):
        return None
    tool = table.instrument(desk.view, principal=sides.principal, key=option.key)
    if tool is None:
        return None
    held: list[Finding] = []
    for test in option.needs:
        found = _TESTS[test.test](sides, test)
        if found is None:
            return None
        held.append(found)
    judged = _judged(sides, option)
    if option.metrics and judged is None:
        return None
    baseline, mark = judged or (None, None)
    review = targets.review(desk.view, months=option.run, **_series(baseline))
    return Case(option, tool, tuple(held), baseline, mark, review) if review else None


def _is_for(sides: Sides, option: Option) -> bool:
    partner = sides.desk.partner
    return (
        (not option.principals or bool(sides.names & set(option.principals)))
        and (not option.places or partner.id in option.places)
        and (not option.subregions or partner.subregion in option.subregions)
        and (not option.incomes or _income(sides) in option.incomes)
        and partner.id not in option.not_places
        and not (option.cooperative and _is_adverse(sides))
        and not (option.adverse and not _is_adverse(sides))
    )


def _income(sides: Sides) -> str:
    found = sides.desk.fact("income_group")
    return str(found.value) if found else ""


def _is_adverse(sides: Sides) -> bool:
    """Whether cooperation is out of the question: sanctions on the state itself, or no embassy.

    Several programmes of the bloc, or one on a closed autocracy; or relations with the principal
    that are coded as anything but diplomatic.
    """
    desk = sides.desk
    programmes = desk.view.series(sides.partner, "sanctions_programme", sides.bloc)
    regime = desk.fact("regime_type")
    closed = regime is not None and regime.value == "closed autocracy"
    relations = desk.fact("diplomatic_relations", sides.principal)
    broken = relations is not None and relations.value not in RELATIONS
    return len(programmes) > 1 or (bool(programmes) and closed) or broken


def _series(found: Finding | None) -> dict[str, str]:
    if found is None:
        return {}
    own = found.inputs[0].counterpart if found.inputs else ""
    return {"place": found.place, "indicator": found.indicator, "counterpart": own}


# -- tests -----------------------------------------------------------------------------------------


def _stands_out(sides: Sides, test: library.StandsOut) -> Finding | None:
    return thresholds.stands_out(
        sides.desk.view, place=sides.partner, metric=sides.metric(test.metric), side=test.side,
        least=test.least, group=test.group,
    )  # fmt: skip


def _passes(sides: Sides, test: library.Passes) -> Finding | None:
    return thresholds.passes(
        sides.desk.view, place=sides.partner, metric=sides.metric(test.metric), side=test.side,
        limit=test.limit,
    )  # fmt: skip


def _scarce(sides: Sides, test: library.Scarce) -> Finding | None:
    return thresholds.scarce(
        sides.desk.view, place=sides.principal, counterpart=sides.partner,
        indicator=test.indicator, least=test.least, group=test.group,
    )  # fmt: skip


def _coded(sides: Sides, test: library.Coded) -> Finding | None:
    return codings.coded_as(
        sides.desk.view,
        place=sides.principal if test.by == "principal" else sides.partner,
        indicator=test.indicator,
        counterpart=sides.toward(test.toward),
        texts="|".join(test.texts),
        role=test.role,
        reporter=sides.bloc if test.by == "bloc" else "",
    )


def _uncoded(sides: Sides, test: library.Uncoded) -> Finding | None:
    return codings.uncoded(
        sides.desk.view, place=sides.partner, indicators=" ".join(test.indicators),
        counterpart=sides.toward(test.toward), texts="|".join(test.texts),
        reporter=sides.bloc if test.by == "bloc" else "",
    )  # fmt: skip


def _visa(sides: Sides, test: library.Visa) -> Finding | None:
    return codings.visa_asked(
        sides.desk.view, place=sides.partner, counterpart=sides.principal, back=test.back
    )


def _duty(sides: Sides, test: library.DutyAdded) -> Finding | None:
    return duty_room.duty_room(
        sides.desk.view, place=sides.principal, counterpart=sides.partner, act=test.act
    )


def _absent(sides: Sides, test: library.Absent) -> Finding | None:
    missing = sides.desk.absences(test.indicators)
    return missing[0] if missing else None


def _sheltered(sides: Sides, test: library.Sheltered) -> Finding | None:
    return shelter.sheltered(sides.desk.view, place=sides.partner, least=test.least)


def _seated(sides: Sides, test: library.Seated) -> Finding | None:
    return codings.seated_both(
        sides.desk.view, place=sides.partner, counterpart=sides.principal,
        organisation=test.organisation,
    )  # fmt: skip


_TESTS: Mapping[str, Callable[[Sides, Any], Finding | None]] = {
    "stands_out": _stands_out,
    "passes": _passes,
    "scarce": _scarce,
    "coded": _coded,
    "uncoded": _uncoded,
    "visa": _visa,
    "duty": _duty,
    "sheltered": _sheltered,
    "seated": _seated,
    "absent": _absent,
}


# -- metrics ---------------------------------------------------------------------------------------


def _judged(sides: Sides, option: Option) -> tuple[Finding, Finding] | None:
    """Return the newest value and the mark of the first metric that has both."""
    for metric in option.metrics:
        found = (
            _distance(sides, metric) if metric.distance else _indicator(sides, metric, option.run)
        )
        if found:
            return found
    return None


def _distance(sides: Sides, metric: Metric) -> tuple[Finding, Finding] | None:
    view, pair = sides.desk.view, {"place": sides.partner, "counterpart": sides.principal}
    now = alignment.ideal_distance(view, **pair)
    for rule in metric.rules:
        mark = targets.mark_distance(view, rule=rule, years=metric.years, **pair)
        if now and mark:
            return now, mark
    return None


def _indicator(sides: Sides, metric: Metric, run: int) -> tuple[Finding, Finding] | None:
    view = sides.desk.view
    place, counterpart = {
        "partner": (sides.partner, ""),
        "principal": (sides.principal, sides.partner),
        "partner_toward": (sides.partner, sides.principal),
        "bloc": (sides.bloc, sides.partner),
    }[metric.of]
    name = metric.indicator or _weakest(sides, metric)
    now = name and levels.level(view, place=place, indicator=name, counterpart=counterpart)
    if not now or sides.desk.today.year - now.period.year > OLDEST:
        return None
    for rule in metric.rules:
        mark = targets.mark(
            view, place=place, indicator=name, counterpart=counterpart, rule=rule,
            group=metric.group, years=metric.years, way=metric.way, limit=metric.limit,
            ahead=_ahead(sides, now, run),
        )  # fmt: skip
        if mark:
            return now, mark
    return None


def _ahead(sides: Sides, now: Finding, run: int) -> int:
    """Return how many years lie between the newest figure and the one read at the review."""
    today = sides.desk.today
    return max(1, today.year + (today.month - 1 + run) // 12 - now.period.year)


def _weakest(sides: Sides, metric: Metric) -> str:
    found = needs.weakest(
        sides.desk.view, place=sides.partner, indicators=" ".join(metric.weakest), position=1,
        group=metric.group,
    )  # fmt: skip
    return found.indicator if found else ""
