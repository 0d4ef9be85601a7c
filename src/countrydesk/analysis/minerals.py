"""Findings about minerals that the United States lists as critical.

The list is a source of its own (ref_critical_minerals): sixty minerals named by the U.S. Geological
Survey on 7 November 2025, with the words of the Factbook's lists of natural resources; an ore
counts as its metal.
"""

from __future__ import annotations

from collections.abc import Mapping

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.lists import entries
from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.model import Observation

LISTED = 60
LIST = "critical_mineral"
LISTING = "USA"
RESOURCES = "natural_resources"


def listed(view: View) -> Mapping[str, Observation]:
    """Return the rows of the list by the word that the Factbook uses."""
    key = ("critical_words", LIST)
    if key not in view.shared:
        rows = view.series(LISTING, LIST)
        view.shared[key] = {item.attributes["word"]: item for item in rows}
    return view.shared[key]  # type: ignore[return-value]


def owners(view: View) -> Mapping[str, int]:
    """Return how many states have each critical mineral among their resources, under any name."""
    key = ("critical_owners", RESOURCES)
    if key not in view.shared:
        papers = set(states())
        found: dict[str, set[str]] = {}
        words = listed(view)
        rows = view.table(RESOURCES).select("place", "text").drop_nulls()
        for place, text in rows.iter_rows():
            if place in papers and text in words:
                found.setdefault(words[text].fact, set()).add(place)
        view.shared[key] = {metal: len(places) for metal, places in found.items()}
    return view.shared[key]  # type: ignore[return-value]


def critical(view: View, place: str) -> dict[str, Observation]:
    """Return the critical minerals among the resources of ``place``, the rarest first."""
    table, words = owners(view), listed(view)
    found = {
        words[item.fact].fact: item
        for item in entries(view, place, RESOURCES)
        if item.text in words
    }
    return {metal: found[metal] for metal in sorted(found, key=lambda m: (table.get(m, 0), m))}


@method(1)
def critical_mineral(view: View, *, place: str, position: int) -> Finding | None:
    """The ``position``-th critical mineral of ``place`` (1 is the rarest among states).

    The value is its common name; ``n`` counts them, ``holders`` the states with it among their
    resources, ``listed_on`` and ``size`` say which list of critical minerals is meant.
    """
    found = list(critical(view, place).items())
    if position > len(found):
        return None
    metal, item = found[position - 1]
    row = listed(view)[item.fact]
    values: dict[str, Scalar] = {
        "n": len(found),
        "holders": owners(view).get(metal, 1),
        "listed_on": row.period.opening.text,
        "size": LISTED,
    }
    return Finding(
        FindingKind.FACT, RESOURCES, place, "", metal, "", item.period, (item, row), values
    )
