"""The concrete proposal: the option with the strongest case, field by field, with its rivals.

The rule is printed with the card. Of the options whose tests hold it leaves out, where it can,
those that are talk alone, those whose mark is only to hold a line, those whose mark would likely be
met with nothing done, and those that start from an old figure. The rest are ranked by outranking on
the criteria of ``policy/criteria.yml``, whose weights are printed and varied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from countrydesk.analysis import targets
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.simulations import MEASURES, simulated_effect
from countrydesk.paper.cases import Case, cases
from countrydesk.paper.choice import (
    cost_of,
    decision_table,
    effect_of,
    left_alone,
    move_of,
    standing,
)
from countrydesk.paper.desk import Desk
from countrydesk.paper.instruments import GOALS
from countrydesk.paper.nodes import Sentence, SentenceKind
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.passages.goals import bindings, metric_name, name_of, office
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Binding, Term
from countrydesk.places import registry

RIVALS = 2
MOST_ROWS = 8
EVEN = 0.5
BOUND = {"end": "end", "open": "bound"}
NOTE = SentenceKind.NOTE


@passage
def proposal_card(page: Page) -> None:
    """The card of the strongest option, and a table of what else was weighed."""
    ranked = ranking(page.desk)
    if not ranked:
        page.say("proposal.none", kind=NOTE)
        return
    first, rivals = ranked[0], ranked[1 : 1 + RIVALS]
    page.say("proposal.rule", kind=NOTE)
    title = page.phrase("proposal.title", i=first.instrument)
    if title:
        page.card("card", title, _fields(page, first, rivals))
    _table(page, ranked)


def ranking(desk: Desk) -> list[Case]:
    """Return the options that may be proposed, the strongest case first.

    Only if nothing else is left are talks, marks that hold a line, and fallbacks let in.
    """
    found = [case for goal in GOALS for case in cases(desk, goal)]
    firm = [case for case in found if not case.option.fallback]
    moving = [case for case in firm if not _holds(case)]
    acting = [case for case in moving if not case.option.talk]
    needed = [case for case in acting if not (_is_needless(desk, case) or _is_old(desk, case))]
    for chosen in (needed, acting, moving, firm, found):
        if chosen:
            return _ranked(desk, _apart(sorted(chosen, key=_order)))
    return []


def _ranked(desk: Desk, kept: Sequence[Case]) -> list[Case]:
    """Return the cases by their rank under the published weights."""
    table = decision_table(desk, kept)
    places = {case.option.id: standing(desk, table, case) for case in kept}
    return sorted(kept, key=lambda case: _place(places[case.option.id]))


def _place(found: Finding | None) -> float:
    return float(found.get_value("rank")) if found else float("inf")


def _order(case: Case) -> tuple[float, bool, int, str]:
    goal = GOALS.index(case.option.goal)
    return (-case.strength, not case.has_law, goal, case.option.id)


def _apart(found: Sequence[Case]) -> list[Case]:
    """Return the cases with at most one by the same finding or with the same instrument."""
    kept: list[Case] = []
    seen: set[str] = set()
    for case in found:
        marks = {case.lead.id if case.lead else case.option.stem, case.option.key}
        if not marks & seen:
            kept.append(case)
        seen |= marks
    return kept


def _is_needless(desk: Desk, case: Case) -> bool:
    chance = left_alone(desk, case)[1]
    return chance is not None and chance.number > EVEN


def _is_old(desk: Desk, case: Case) -> bool:
    return case.baseline is not None and desk.is_stale(case.baseline)


def _holds(case: Case) -> bool:
    return case.mark is not None and case.mark.get_value("rule") == "hold"


# -- the card --------------------------------------------------------------------------------------

_Writer = Callable[[Page, Case, dict[str, Binding], Sequence[Case]], None]


def _fields(
    page: Page, case: Case, rivals: Sequence[Case]
) -> Iterator[tuple[str, Sequence[Sentence]]]:
    given = bindings(page, case) | {"o": office(page, case), "c": case.lead}
    for name, write in _WRITERS.items():
        with page.field() as said:
            write(page, case, given, rivals)
        yield page.desk.lexicon.template(f"proposal.field_{name}"), said


def _instrument(page: Page, case: Case, given: dict[str, Binding], _: Sequence[Case]) -> None:
    doing = page.phrase_with(f"goals.{case.option.stem}_do", given)
    page.say_with("proposal.instrument", given | {"do": doing}, kind=SentenceKind.RECOMMENDATION)
    page.say_with("proposal.why", given, kind=SentenceKind.JUDGEMENT)


def _authority(page: Page, case: Case, given: dict[str, Binding], _: Sequence[Case]) -> None:
    law = "authority" in case.instrument.values
    name = "law" if law and case.has_law else "treaty" if law else "no_law"
    page.say_with(f"proposal.{name}", given)
    page.say_with("proposal.law_source" if law else "proposal.tool_source", given)
    if case.instrument.values.get("lapses_on"):
        page.say_with("proposal.lapses", given)


def _owner(page: Page, _case: Case, given: dict[str, Binding], _: Sequence[Case]) -> None:
    page.say_with("proposal.owner", given)


def _cost(page: Page, case: Case, given: dict[str, Binding], _: Sequence[Case]) -> None:
    forgone = cost_of(page.desk, case)
    if forgone and page.say_with("proposal.cost_duty", given | {"x": forgone}):
        return
    if case.option.cost == "aid" and page.say_with("proposal.cost_aid", given):
        return
    uncosted = case.instrument if "uncosted" in case.instrument.values else None
    if not page.say_with("proposal.not_costed", given | {"u": uncosted}):
        page.say_with("proposal.cost_unknown", given)


def _start(page: Page, case: Case, given: dict[str, Binding], _: Sequence[Case]) -> None:
    rule = case.option.start if page.desk.principal.id == "USA" else targets.QUARTER
    day = targets.start(page.desk.view, rule=rule)
    page.say_with(f"proposal.start_{rule}", given | {"s": day})


def _metric(page: Page, case: Case, given: dict[str, Binding], _: Sequence[Case]) -> None:
    if case.option.cost == "duty":
        page.say_with("proposal.metric_duty", given)
    elif case.mark is None:
        end = page.phrase_with(f"goals.{case.option.stem}_end", given)
        page.say_with("proposal.metric_coded", given | {"e": end})
    else:
        page.say_with("proposal.metric", given)
        page.say_with(f"proposal.mark_{case.mark.get_value('rule')}", given)


def _effect(page: Page, case: Case, given: dict[str, Binding], _: Sequence[Case]) -> None:
    effects = {name: effect_of(page.desk, case, name) for name in MEASURES}
    if effects["income"] is None:
        page.say("proposal.effect", kind=NOTE)
        return
    given = given | dict(zip(("x", "o", "s", "b", "r"), effects.values(), strict=True))
    page.say_with("proposal.effect_partner", given, kind=SentenceKind.JUDGEMENT)
    page.say_with("proposal.effect_principal", given, kind=SentenceKind.JUDGEMENT)
    page.say_with(f"proposal.effect_{BOUND.get(move_of(case), 'bound')}", given, kind=NOTE)
    _moves(page)


def _moves(page: Page) -> None:
    """Say what the model gives for doing nothing and for the counter-move of a rival."""
    sides = {"place": page.desk.partner.id, "counterpart": page.desk.principal.id}
    stands = simulated_effect(page.desk.view, move="standing", measure="income", **sides)
    page.say("proposal.effect_standing", kind=SentenceKind.JUDGEMENT, x=stands)
    gain, sales = (
        simulated_effect(page.desk.view, move="rival", measure=name, **sides)
        for name in ("income", "sales")
    )
    if gain and sales:
        other = registry().get(str(gain.get_value("rival")))
        page.say("proposal.effect_rival", kind=SentenceKind.JUDGEMENT, x=gain, s=sales, q=other)


def _do_nothing(page: Page, case: Case, given: dict[str, Binding], _: Sequence[Case]) -> None:
    line, chance = left_alone(page.desk, case)
    if line and chance:
        page.say_with("proposal.alone", given | {"x": line}, kind=SentenceKind.JUDGEMENT)
        page.say(
            "proposal.alone_chance", kind=SentenceKind.FORECAST, probability=chance.number,
            p=chance, k=case.mark, n=metric_name(page, case),
        )  # fmt: skip
    elif case.option.cost == "duty" and case.lead and case.lead.period.is_open:
        page.say_with("proposal.alone_duty", given)
    else:
        page.say("proposal.alone_none", kind=NOTE)


def _rivals(page: Page, _case: Case, _given: dict[str, Binding], rivals: Sequence[Case]) -> None:
    for position, rival in enumerate(rivals):
        given = bindings(page, rival) | {"o": office(page, rival), "c": rival.lead}
        name = "rival" if rival.mark else "rival_coded"
        page.say_with(f"proposal.{name}", given, key=f"rival_{position}", kind=SentenceKind.OPTION)
    if not rivals:
        page.say("proposal.no_rival", kind=NOTE)


def _flip(page: Page, case: Case, given: dict[str, Binding], rivals: Sequence[Case]) -> None:
    _weights(page, case)
    test = case.option.needs[0] if case.option.needs else None
    if test is None or case.lead is None:
        page.say("proposal.flip_any", kind=NOTE)
        return
    metric = getattr(test, "metric", "")
    kind = metric.split(":")[0].rstrip("0123456789") if metric else test.test
    called = name_of(page, case.lead.indicator)
    page.say_with(f"proposal.flip_{kind}", given | {"t": Term(case.lead.indicator), "a": called})
    if rivals and rivals[0].lead:
        ahead = rivals[0].strength > case.strength
        page.say_with(
            "proposal.flip_rarer" if ahead else "proposal.flip_rival",
            {"c": case.lead, "r": rivals[0].lead, "i": rivals[0].instrument},
        )


def _failure(page: Page, case: Case, given: dict[str, Binding], _: Sequence[Case]) -> None:
    read = case.review if "reading" in case.review.values else None
    kind = SentenceKind.RECOMMENDATION
    duty = case.option.cost == "duty"
    name = "failure_duty" if duty else "failure" if case.mark else "failure_coded"
    page.say_with(f"proposal.{name}", given | {"y": read}, kind=kind)


def _weights(page: Page, case: Case) -> None:
    """Say under how many weights the choice stands, and which weight would change it."""
    desk = page.desk
    ranked = ranking(desk)
    found = standing(desk, decision_table(desk, ranked), case)
    if found is None or len(ranked) < 2:
        return
    page.say("proposal.share", kind=SentenceKind.JUDGEMENT, v=found, i=case.instrument)
    winner = next((one for one in ranked if one.option.id == found.values.get("flip_winner")), None)
    if winner:
        page.say("proposal.flip_weight", kind=SentenceKind.JUDGEMENT, v=found, i=winner.instrument)


_WRITERS: dict[str, _Writer] = {
    "instrument": _instrument,
    "authority": _authority,
    "owner": _owner,
    "cost": _cost,
    "start": _start,
    "metric": _metric,
    "effect": _effect,
    "alone": _do_nothing,
    "rivals": _rivals,
    "flip": _flip,
    "failure": _failure,
}


# -- what else was weighed -------------------------------------------------------------------------


def _table(page: Page, ranked: Sequence[Case]) -> None:
    words = page.desk.lexicon.template
    page.table(
        "weighed",
        words("proposal.table"),
        [words(f"proposal.column_{name}") for name in ("option", "strength", "now", "mark", "due")],
        [_row(page, case) for case in ranked[:MOST_ROWS]],
        numeric=(False, True, True, True, False),
    )


def _mark(case: Case, style: str) -> Cell | None:
    if case.mark:
        return (case.mark, "value", style)
    duty = case.option.cost == "duty"
    return (case.lead, "lowest", "percent") if case.lead and duty else None


def _now(case: Case, style: str) -> Cell | None:
    if case.baseline:
        return (case.baseline, "value", style)
    return (case.lead, "value", "") if case.lead and case.lead.value is not None else None


def _row(page: Page, case: Case) -> Sequence[Cell]:
    none = page.desk.lexicon.template("proposal.cell_none")
    plain = "plain" if case.mark and case.mark.get_value("rule") == "step" else ""
    named = page.phrase("proposal.cell_option", key=case.option.id, i=case.instrument)
    return (
        named or none,
        (case.lead, "beyond", "percent-0") if case.lead else none,
        _now(case, plain) or none,
        _mark(case, plain) or none,
        (case.review, "value", "period"),
    )
