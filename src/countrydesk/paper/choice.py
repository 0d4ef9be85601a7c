"""The table on which the concrete proposal is chosen: options by criteria, from their findings."""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.analysis import continuation, duty_room
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.simulations import simulated_effect
from countrydesk.paper.cases import Case
from countrydesk.paper.desk import Desk
from countrydesk.paper.instruments import DutyAdded
from countrydesk.policy.appraisal import Criterion
from countrydesk.policy.choice import encode, load_criteria, option_standing

SIMULATED = "simulated: "
AUTHORITY = {"own": 1.0, "union": 0.5, "any": 0.0}


def effect_of(desk: Desk, case: Case, measure: str) -> Finding | None:
    """Return a simulated effect of an option, or None where no model computes it."""
    move = move_of(case)
    if not move:
        return None
    return simulated_effect(
        desk.view, place=desk.partner.id, counterpart=desk.principal.id, move=move, measure=measure
    )


def move_of(case: Case) -> str:
    """Return the move of the model that stands for an option, "" where none does."""
    effect = case.option.effect
    return effect.removeprefix(SIMULATED).split()[0] if effect.startswith(SIMULATED) else ""


def left_alone(desk: Desk, case: Case) -> tuple[Finding | None, Finding | None]:
    """Return where the metric goes by itself by the year of the review, and how likely its mark."""
    reading = case.review.values.get("reading")
    distance = any(metric.distance for metric in case.option.metrics)
    if case.mark is None or case.baseline is None or not reading or distance:
        return None, None
    series = {
        "place": case.mark.place, "indicator": case.mark.indicator,
        "counterpart": case.mark.counterpart,
    }  # fmt: skip
    year = int(str(reading))
    line = continuation.continuation(desk.view, year=year, **series)
    chance = continuation.reach_alone(
        desk.view, year=year, target=case.mark.number, way=str(case.mark.get_value("way")),
        **series,
    )  # fmt: skip
    return line, chance


def cost_of(desk: Desk, case: Case) -> Finding | None:
    """Return what an option costs a year in dollars, or None where nothing prices it."""
    test = case.option.needs[0] if case.option.needs else None
    if case.option.cost == "duty" and isinstance(test, DutyAdded):
        return duty_room.duty_forgone(
            desk.view, place=desk.principal.id, counterpart=desk.partner.id, act=test.act
        )
    return None


def criteria_of(desk: Desk, case: Case) -> dict[str, float | None]:
    """Return the value of each criterion for an option, None where it is not known."""
    chance = left_alone(desk, case)[1]
    own, theirs = (effect_of(desk, case, name) for name in ("own_income", "income"))
    cost = cost_of(desk, case)
    return {
        "need": case.strength,
        "additional": _additional(case, chance),
        "own_effect": own.number if own else None,
        "effect": theirs.number if theirs else None,
        "authority": AUTHORITY.get(str(case.instrument.get_value("level")), 0.0),
        "time": float(case.option.run),
        "cost": cost.number if cost else None,
    }


def _additional(case: Case, chance: Finding | None) -> float | None:
    """Return the percent chance that the mark is missed when nothing is done.

    A duty without a printed end stands for certain.
    """
    if chance is not None:
        return 100 * (1 - chance.number)
    stands = case.option.cost == "duty" and case.lead is not None and case.lead.period.is_open
    return 100.0 if stands else None


def decision_table(
    desk: Desk, cases: Sequence[Case], criteria: Sequence[Criterion] | None = None
) -> str:
    """Return options, criteria and weights as one text, for :func:`option_standing`."""
    rows = {case.option.id: criteria_of(desk, case) for case in cases}
    return encode(rows, criteria or load_criteria())


def standing(desk: Desk, table: str, case: Case) -> Finding | None:
    """Return where an option stands in a decision table."""
    return option_standing(desk.view, table=table, option=case.option.id)
