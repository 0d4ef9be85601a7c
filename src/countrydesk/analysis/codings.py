"""Conditions on coded facts: that a fact stands, that none does, and how unusual either is.

``beyond`` is the percent of all states of which the same cannot be said.
"""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.analysis import organisations
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.model import Observation, Period, PeriodKind

VISA = "visa_requirement"
ALLOWED = frozenset({"visa free", "visa on arrival", "electronic travel authorisation"})
ASKED = frozenset({"visa required", "e-visa", "no admission"})


@method(1)
def coded_as(
    view: View,
    *,
    place: str,
    indicator: str,
    counterpart: str = "",
    texts: str = "",
    role: str = "",
    reporter: str = "",
) -> Finding | None:
    """The newest standing fact of ``place`` whose text is one of ``texts`` (joined by ``|``).

    Any text when ``texts`` is empty; ``role`` narrows to the attribute of that name. A spell that
    has ended does not stand. With ``reporter`` it is what that side reports toward ``place``.
    ``same`` counts the states with such a fact.
    """
    wanted = frozenset(texts.split("|")) if texts else frozenset()
    holders = _holders(view, indicator, counterpart, wanted, role, reporter)
    if place not in holders:
        return None
    item = holders[place]
    values: dict[str, Scalar] = {
        key: value for key, value in item.attributes.items() if key != "position"
    }
    n = len(states())
    values |= {"same": len(holders), "n": n, "beyond": 100 * (1 - len(holders) / n)}
    values["since"] = item.period.opening.text
    return Finding(
        FindingKind.FACT, indicator, place, item.counterpart, item.text, "", item.period, (item,),
        values,
    )  # fmt: skip


@method(1)
def uncoded(
    view: View,
    *,
    place: str,
    indicators: str,
    counterpart: str = "",
    texts: str = "",
    reporter: str = "",
) -> Finding | None:
    """That none of some facts (indicators joined by spaces) stands for ``place``.

    ``texts`` (joined by ``|``) narrows the facts, ``reporter`` takes what that side reports toward
    ``place``. ``having`` counts the states for which one does.
    """
    names = indicators.split()
    wanted = frozenset(texts.split("|")) if texts else frozenset()
    tables = [_holders(view, name, counterpart, wanted, "", reporter) for name in names]
    having = {state for table in tables for state in table} & set(states())
    if place in having:
        return None
    n = len(states())
    values: dict[str, Scalar] = {"having": len(having), "n": n, "beyond": 100 * len(having) / n}
    return Finding(
        FindingKind.ABSENCE, names[0], place, counterpart, None, "",
        Period.parse(view.cutoff.isoformat()), (), values,
    )  # fmt: skip


def _holders(
    view: View, indicator: str, counterpart: str, texts: frozenset[str], role: str, reporter: str
) -> dict[str, Observation]:
    """Return the newest standing fact of each state that has one of the kind."""
    key = ("holders", indicator, counterpart, texts, role, reporter)
    if key not in view.shared:
        papers = set(states())
        table = (
            view.dyads(reporter, indicator)
            if reporter
            else view.current(indicator, counterpart, texts)
        )
        view.shared[key] = {
            state: found[-1]
            for state, items in table.items()
            if state in papers and (found := _matching(items, counterpart, texts, role))
        }
    return view.shared[key]  # type: ignore[return-value]


def _matching(
    items: Sequence[Observation], counterpart: str, texts: frozenset[str], role: str
) -> list[Observation]:
    toward = [item for item in items if not counterpart or item.counterpart == counterpart]
    dated = [item for item in toward if item.period.kind is not PeriodKind.SPAN]
    newest = max((item.period.text for item in dated), default="")
    return [
        item
        for item in toward
        if (item.period.is_open or item.period.text == newest)
        and (not texts or item.text in texts)
        and (not role or role in item.attributes.get("role", ""))
    ]


@method(1)
def visa_asked(view: View, *, place: str, counterpart: str, back: str = "any") -> Finding | None:
    """That ``counterpart`` asks nationals of ``place`` for a visa.

    ``back`` narrows it by what nationals of ``counterpart`` meet: allowed (no visa, or one on
    arrival), asked, or any. The value is the rule that ``place`` meets, ``theirs`` the other one,
    with ``days`` where the source has them. ``same`` counts the states in the same position.
    """
    ours, theirs = _visa_rules(view, counterpart)
    known = ours.keys() & theirs.keys()
    alike = [s for s in known if ours[s].text in ASKED and _is_back(theirs[s], back)]
    if place not in alike:
        return None
    mine, rule = ours[place], theirs[place]
    share = len(alike) / len(known)
    values: dict[str, Scalar] = {
        "theirs": rule.text or "",
        "same": len(alike),
        "n": len(known),
        "beyond": 100 * (1 - share),
    }
    if rule.attributes.get("days"):
        values["days"] = int(rule.attributes["days"])
    return Finding(
        FindingKind.FACT, VISA, place, counterpart, mine.text, "", mine.period, (mine, rule), values
    )


def _is_back(rule: Observation, back: str) -> bool:
    return back == "any" or rule.text in (ALLOWED if back == "allowed" else ASKED)


def _visa_rules(
    view: View, counterpart: str
) -> tuple[dict[str, Observation], dict[str, Observation]]:
    key = ("visa_rules", counterpart)
    if key not in view.shared:
        papers = set(states())
        ours = {o.place: o for o in view.facing(counterpart, VISA) if o.place in papers}
        back = {
            other: series[-1]
            for other, series in view.dyads(counterpart, VISA).items()
            if series and other in papers
        }
        view.shared[key] = (ours, back)
    return view.shared[key]  # type: ignore[return-value]


@method(1)
def seated_both(view: View, *, place: str, counterpart: str, organisation: str) -> Finding | None:
    """That both states sit in an organisation; ``members`` is its size."""
    mine = organisations.seat(view, place=place, organisation=organisation)
    theirs = organisations.seat(view, place=counterpart, organisation=organisation)
    if mine is None or theirs is None:
        return None
    members, n = int(mine.get_value("members")), len(states())
    values: dict[str, Scalar] = {
        "members": members, "same": members, "n": n, "beyond": 100 * (1 - members / n),
    }  # fmt: skip
    return Finding(
        FindingKind.FACT, mine.indicator, place, counterpart, organisation, "", mine.period,
        (*mine.inputs, *theirs.inputs), values,
    )  # fmt: skip
