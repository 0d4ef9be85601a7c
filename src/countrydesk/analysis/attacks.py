"""Findings about attacks on civilians by armed groups, and about groups listed as terrorist.

Deaths are those of the Uppsala Conflict Data Program (one-sided violence, best figures); what the
state's own government killed is taken off. Groups are those that the United States designates and
the World Factbook's last edition lists as present.
"""

from __future__ import annotations

from countrydesk.analysis import lists
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import peer_group
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.model import Observation, Period

ATTACKS = "violence_deaths_onesided"
BY_STATE = "violence_deaths_by_government"
GROUP = "terrorist_group"


def _window(view: View, place: str, years: int) -> list[tuple[Observation, Observation]]:
    """Return attacks and the government's part in them, one pair for each of the last years."""
    own = {item.period.year: item for item in yearly(view, place, BY_STATE)}
    pairs = [(o, own[o.period.year]) for o in yearly(view, place, ATTACKS) if o.period.year in own]
    newest = pairs[-1][0].period.year if pairs else 0
    return [pair for pair in pairs if pair[0].period.year > newest - years]


def _by_groups(view: View, years: int, newest: int) -> dict[str, float]:
    """Return the sum for every state that the count covers, from the panel of all states."""
    key = ("attacks_by_groups", years, newest)
    if key not in view.shared:
        part = view.panel.histories(BY_STATE)
        view.shared[key] = {
            state: sum(
                value - part[state].get(year, 0.0)
                for year, value in history.items()
                if newest - years < year <= newest
            )
            for state, history in view.panel.histories(ATTACKS).items()
            if state in part
        }
    return view.shared[key]  # type: ignore[return-value]


@method(1)
def attacks_by_groups(view: View, *, place: str, years: int) -> Finding | None:
    """Civilians killed on purpose by others than the government over the last ``years`` years.

    ``newest`` is the number of the last year, ``last`` that year, ``first`` the first; ``fatal`` is
    the last year with any; ``whole`` counts killings by the government too. ``rank`` is the place's
    position in its region from the most down, of ``n``; ``ahead`` counts states with more.
    """
    pairs = _window(view, place, years)
    if not pairs:
        return None
    counts = [whole.number - part.number for whole, part in pairs]
    peers = peer_group(view, place, "region")
    field = _by_groups(view, years, pairs[-1][0].period.year)
    others = [field[other] for other in peers.members if other != place and other in field]
    ahead = sum(1 for other in others if other > sum(counts))
    values: dict[str, Scalar] = {
        "first": pairs[0][0].period.text, "last": pairs[-1][0].period.text, "newest": counts[-1],
        "whole": sum(whole.number for whole, _ in pairs), "ahead": ahead, "rank": ahead + 1,
        "n": len(others) + 1, "group": peers.label,
    }  # fmt: skip
    fatal = [whole.period.text for (whole, _), count in zip(pairs, counts, strict=True) if count]
    if fatal:
        values["fatal"] = fatal[-1]
    period = Period.parse(f"{pairs[0][0].period.text}/{pairs[-1][0].period.text}")
    return Finding(
        FindingKind.TOTAL, ATTACKS, place, "", sum(counts), "deaths", period,
        tuple(item for pair in pairs for item in pair), values,
    )  # fmt: skip


@method(1)
def no_groups(view: View, *, place: str) -> Finding | None:
    """That no group is listed as present; ``listed`` counts the states that have one on the list.

    None where the evidence has no such list, or has one for the place.
    """
    everywhere = view.everywhere(GROUP)
    if not everywhere or place in everywhere:
        return None
    period = max((items[-1].period for items in everywhere.values()), key=lambda p: p.start)
    return Finding(
        FindingKind.ABSENCE, GROUP, place, "", None, "", period, (), {"listed": len(everywhere)}
    )


@method(1)
def group_shared(view: View, *, place: str, counterpart: str, position: int) -> Finding | None:
    """The ``position``-th group that is listed as present in both states, the rarest first.

    ``n`` counts the groups that both have, ``holders`` the states that have this one.
    """
    theirs = {item.text: item for item in lists.entries(view, counterpart, GROUP)}
    table = lists.holders(view, GROUP)
    both = [item for item in lists.entries(view, place, GROUP) if item.text in theirs]
    both.sort(key=lambda item: (table.get(item.text or "", 0), item.text or ""))
    if position > len(both):
        return None
    item = both[position - 1]
    values: dict[str, Scalar] = {"n": len(both), "holders": table.get(item.text or "", 0)}
    return Finding(
        FindingKind.FACT, GROUP, place, counterpart, item.text, "", item.period,
        (item, theirs[item.text]), values,
    )  # fmt: skip
