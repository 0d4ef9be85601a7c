"""What a state lacks: the measures on which most of its peers do better."""

from __future__ import annotations

import statistics

from countrydesk.analysis import metrics
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import peer_group
from countrydesk.evidence import View
from countrydesk.evidence.catalogue import Better

LEAST_PEERS = 5


@method(1)
def weakest(
    view: View, *, place: str, indicators: str, position: int, group: str = "income"
) -> Finding | None:
    """The ``position``-th weakest of a list of indicators by the share of peers that do better.

    ``indicators`` are ids joined by spaces, each with a better direction in the catalogue. The
    finding is about the indicator it names: value, ``median`` of the peers, ``ahead`` of ``n`` that
    do better, ``beyond`` in percent; ``asked`` counts the indicators with a value.
    """
    ranked = _ranked(view, place, indicators, group)
    if position > len(ranked):
        return None
    share, name, ahead, others = ranked[position - 1]
    rests = metrics.inputs(view, place, f"level:{name}")
    own = rests[-1]
    middle = statistics.median(others)
    values: dict[str, Scalar] = {
        "beyond": share,
        "ahead": ahead,
        "n": len(others),
        "median": middle,
        "gap": abs(own.number - middle),
        "group": peer_group(view, place, group).label,
        "asked": len(ranked),
        "position": position,
    }
    return Finding(
        FindingKind.RANK, name, place, "", own.number, own.unit, own.period, rests, values
    )


_Weak = tuple[float, str, int, list[float]]


def _ranked(view: View, place: str, indicators: str, group: str) -> list[_Weak]:
    key = ("weakest", place, indicators, group)
    if key not in view.memory:
        found = [w for name in indicators.split() if (w := _weakness(view, place, name, group))]
        view.memory[key] = sorted(found, key=lambda w: (-w[0], w[1]))
    return view.memory[key]  # type: ignore[return-value]


def _weakness(view: View, place: str, name: str, group: str) -> _Weak | None:
    field = metrics.field(view, f"level:{name}")
    better = view.catalogue[name].better
    members = peer_group(view, place, group).members
    others = [field[m] for m in members if m in field and m != place]
    if place not in field or better is Better.NONE or len(others) < LEAST_PEERS:
        return None
    own = field[place]
    ahead = sum(1 for v in others if (v > own if better is Better.HIGHER else v < own))
    return 100 * ahead / len(others), name, ahead, others
