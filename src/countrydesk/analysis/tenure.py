"""Findings about time in office: who leads, how long against others, how fast leaders change."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Mapping, Sequence
from datetime import date

from countrydesk.analysis import offices
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.offices import Term
from countrydesk.analysis.peers import peer_group, states
from countrydesk.evidence import View
from countrydesk.model import Period

HEAD_OF_STATE, HEAD_OF_GOVERNMENT = offices.ROLES
_DAYS = 365.2425
LEAST_PEERS = 5
# Forms of government in which the head of government leads, by words of the World Factbook.
_GOVERNMENT_LEADS = ("parliamentary", "constitutional monarchy")


def chief_role(view: View, place: str) -> str:
    """Return the office whose holder leads: of state, or of government where parliament rules.

    By the form of government in the World Factbook; the other office where this one has no holder.
    """
    forms = view.everywhere("government_type").get(place, ())
    form = (forms[-1].text or "") if forms else ""
    first = HEAD_OF_STATE
    if any(word in form for word in _GOVERNMENT_LEADS) and "presidential" not in form:
        first = HEAD_OF_GOVERNMENT
    other = HEAD_OF_STATE if first == HEAD_OF_GOVERNMENT else HEAD_OF_GOVERNMENT
    return first if offices.current(view, place, first) else other


def chiefs(view: View) -> Mapping[str, tuple[str, Term]]:
    """Return the office and present term of the leader of every state that has a known one."""
    key = "chiefs"
    if key not in view.shared:
        found: dict[str, tuple[str, Term]] = {}
        for state in states():
            role = chief_role(view, state)
            term = offices.current(view, state, role)
            if term is not None:
                found[state] = (role, term)
        view.shared[key] = found
    return view.shared[key]  # type: ignore[return-value]


def _years(term: Term, until: date) -> float:
    return ((term.period.end or until) - term.period.start).days / _DAYS


@method(1)
def tenure(view: View, *, place: str, group: str = "region") -> Finding | None:
    """The rank of the leader's years in the present office among the leaders of ``group``.

    The longest in office ranks first; ``from_bottom`` counts from the newest. The leader is the
    holder of the office that ``chief_role`` names. None among fewer than ``LEAST_PEERS`` leaders.
    """
    leading = chiefs(view)
    peers = peer_group(view, place, group)
    years = {s: _years(leading[s][1], view.cutoff) for s in peers.members if s in leading}
    if place not in years or len(years) < LEAST_PEERS:
        return None
    role, term = leading[place]
    longest = max(years, key=lambda state: (years[state], state))
    values: dict[str, Scalar] = {
        "n": len(years),
        "years": years[place],
        "from_bottom": 1 + sum(1 for value in years.values() if value < years[place]),
        "median": statistics.median(value for s, value in years.items() if s != place),
        "top": longest,
        "top_name": leading[longest][1].name,
        "top_years": years[longest],
        "name": term.name,
        "role": role,
        "group": peers.label,
    }
    above = sum(1 for value in years.values() if value > years[place])
    return Finding(
        FindingKind.RANK, role, place, "", above + 1, "rank", term.period, (term.item,), values
    )


@method(1)
def turnover(view: View, *, place: str, role: str, since: int) -> Finding | None:
    """How many have left an office since 1 January of ``since``, and how long they had held it.

    Only where the evidence names who held it all that time: gaps of under a month are allowed.
    ``shortest`` and ``longest`` name those with the fewest and most ``_years`` in office among
    the holders who both came and left since then.
    """
    floor = date(since, 1, 1)
    inside = [t for t in offices.terms(view, place, role) if _ends(t, view) >= floor]
    ended = [term for term in inside if not term.period.is_open]
    begun = [term for term in ended if term.period.start >= floor]
    if not begun or not _unbroken(inside, floor):
        return None
    lengths = sorted((_years(term, view.cutoff), term.name) for term in begun)
    values: dict[str, Scalar] = {
        "since": str(since),
        "holders": len({term.name for term in inside}),
        "shortest": lengths[0][1],
        "shortest_years": lengths[0][0],
        "longest": lengths[-1][1],
        "longest_years": lengths[-1][0],
        "average_years": statistics.fmean(length for length, _ in lengths),
    }
    return Finding(
        FindingKind.TOTAL, role, place, "", len(ended), "count",
        Period.parse(f"{since}/{view.cutoff.isoformat()}"),
        tuple(term.item for term in inside), values,
    )  # fmt: skip


def _ends(term: Term, view: View) -> date:
    return term.period.end or view.cutoff


def _unbroken(terms: Sequence[Term], floor: date) -> bool:
    """Whether the terms follow one another from ``floor`` on without a gap of over a month."""
    if terms[0].period.start > floor:
        return False
    return all(
        earlier.period.end is not None and (later.period.start - earlier.period.end).days <= 31
        for earlier, later in itertools.pairwise(terms)
    )
