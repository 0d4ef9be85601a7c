"""Findings about minerals that the United States lists as critical.

List: U.S. Geological Survey, "Final 2025 List of Critical Minerals", Federal Register of
7 November 2025, sixty minerals. The words on the left are those of the Factbook's lists of
natural resources; an ore counts as its metal, on the right.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.lists import entries
from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.model import Observation

LISTED_ON = date(2025, 11, 7)
LISTED = 60
RESOURCES = "natural_resources"
_SAME = {
    "aluminium": "alumina aluminum bauxite",
    "barite": "barites",
    "boron": "borate",
    "chromium": "chromate chrome chromite",
    "fluorspar": "fluorite",
    "magnesium": "magnesite",
    "phosphates": "phosphorite phosphorites",
    "tantalum": "tantalite",
    "tin": "cassiterite",
    "tungsten": "wolframite",
    "zirconium": "zircon",
}
_PLAIN = (
    "antimony arsenic barite beryllium bismuth chromium cobalt copper fluorspar gallium germanium "
    "graphite hafnium indium lead lithium magnesium manganese nickel niobium phosphates platinum "
    "potash silver tantalum tellurium tin titanium tungsten uranium vanadium zinc"
)
CRITICAL: Mapping[str, str] = {
    **{word: word for word in _PLAIN.split()},
    **{word: metal for metal, words in _SAME.items() for word in words.split()},
    "chrome ore": "chromium", "chromium ore": "chromium", "copper ore": "copper",
    "magnesium bromide": "magnesium", "manganese ore": "manganese",
    "platinum group metals": "platinum", "rare earth elements": "rare earths",
    "titanium ore": "titanium",
}  # fmt: skip


def owners(view: View) -> Mapping[str, int]:
    """Return how many states have each critical mineral among their resources, under any name."""
    key = ("critical_owners", RESOURCES)
    if key not in view.shared:
        papers = set(states())
        found: dict[str, set[str]] = {}
        rows = view.table(RESOURCES).select("place", "text").drop_nulls()
        for place, text in rows.iter_rows():
            if place in papers and text in CRITICAL:
                found.setdefault(CRITICAL[text], set()).add(place)
        view.shared[key] = {metal: len(places) for metal, places in found.items()}
    return view.shared[key]  # type: ignore[return-value]


def critical(view: View, place: str) -> dict[str, Observation]:
    """Return the critical minerals among the resources of ``place``, the rarest first."""
    if view.cutoff < LISTED_ON:
        return {}
    table = owners(view)
    found = {
        metal: item
        for item in entries(view, place, RESOURCES)
        if (metal := CRITICAL.get(item.text or ""))
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
    values: dict[str, Scalar] = {
        "n": len(found), "holders": owners(view).get(metal, 1),
        "listed_on": LISTED_ON.isoformat(), "size": LISTED,
    }  # fmt: skip
    return Finding(FindingKind.FACT, RESOURCES, place, "", metal, "", item.period, (item,), values)
