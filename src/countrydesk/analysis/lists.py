"""Findings about lists of coded facts: what stands first, and what few others have."""

from __future__ import annotations

from collections.abc import Mapping

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.model import Observation

NOTHING = frozenset({"NEGL", "none", "NA"})


def entries(view: View, place: str, indicator: str) -> list[Observation]:
    """Return the items of the newest list of ``place``, in the order of the source."""
    found = [
        item for item in view.measured(place, indicator) if item.text and item.text not in NOTHING
    ]
    newest = max((item.period.start for item in found), default=None)
    return sorted(
        (item for item in found if item.period.start == newest),
        key=lambda item: (int(item.attributes.get("position", "0")), item.text or ""),
    )


def holders(view: View, indicator: str) -> Mapping[str, int]:
    """Return how many states have each item on their list."""
    key = ("list_holders", indicator)
    if key not in view.shared:
        rows = view.table(indicator).select("place", "text").drop_nulls().unique()
        papers = set(states())
        table: dict[str, int] = {}
        for place, text in rows.iter_rows():
            table[text] = table.get(text, 0) + (place in papers)
        view.shared[key] = table
        view.shared["list_states", indicator] = len(papers & set(rows.get_column("place")))
    return view.shared[key]  # type: ignore[return-value]


def _finding(view: View, item: Observation, n: int) -> Finding:
    table = holders(view, item.indicator)
    values: dict[str, Scalar] = {
        "n": n,
        "holders": table.get(item.text or "", 1),
        "others": table.get(item.text or "", 1) - 1,
        "states": view.shared["list_states", item.indicator],  # type: ignore[dict-item]
    }
    return Finding(
        FindingKind.FACT, item.indicator, item.place, "", item.text, "", item.period, (item,),
        values,
    )  # fmt: skip


@method(1)
def entry(view: View, *, place: str, indicator: str, position: int) -> Finding | None:
    """The ``position``-th item (1 is the first) of a list; ``n`` is its length.

    ``holders`` counts the states with the same item on their list, of ``states`` with a list.
    """
    found = entries(view, place, indicator)
    return _finding(view, found[position - 1], len(found)) if position <= len(found) else None


@method(1)
def rare_entry(view: View, *, place: str, indicator: str, position: int) -> Finding | None:
    """The ``position``-th item by how few states have it, the rarest first."""
    found = entries(view, place, indicator)
    table = holders(view, indicator)
    ordered = sorted(found, key=lambda item: (table.get(item.text or "", 0), item.text or ""))
    return _finding(view, ordered[position - 1], len(found)) if position <= len(found) else None


@method(1)
def entry_with(
    view: View, *, place: str, indicator: str, status: str, position: int
) -> Finding | None:
    """The ``position``-th item of a list whose ``status`` is as asked; ``n`` counts these."""
    found = [o for o in entries(view, place, indicator) if o.attributes.get("status") == status]
    return _finding(view, found[position - 1], len(found)) if position <= len(found) else None
