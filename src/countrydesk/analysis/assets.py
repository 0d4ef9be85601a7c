"""What a state holds that others want: parts of the world's stocks, first places as a supplier."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from countrydesk.analysis import compare
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.places import registry

POPULATION = "population"


@method(1)
def world_part(view: View, *, place: str, indicators: str, position: int) -> Finding | None:
    """The ``position``-th of some stocks and flows by the state's part of the world, in percent.

    ``indicators`` are ids joined by spaces. Only those in which that part is larger than the
    state's part of the world's people count; ``times`` says how much larger, ``rank`` is the place
    from the largest down, ``amount`` the value itself.
    """
    ranked = _parts(view, place, indicators)
    if position > len(ranked):
        return None
    part, people = ranked[position - 1]
    rank = compare.rank(view, place=place, indicator=part.indicator, group="world")
    values: dict[str, Scalar] = {
        "amount": part.inputs[0].number,
        "n": part.get_value("n"),
        "rank": int(rank.number) if rank else 0,
        "people": people,
        "times": part.number / people,
    }
    return Finding(
        FindingKind.SHARE, part.indicator, place, "", part.number, "percent", part.period,
        part.inputs, values,
    )  # fmt: skip


def _parts(view: View, place: str, indicators: str) -> list[tuple[Finding, float]]:
    people = compare.world_share(view, place=place, indicator=POPULATION)
    if people is None:
        return []
    found = [
        part
        for name in indicators.split()
        if (part := compare.world_share(view, place=place, indicator=name))
    ]
    above = [part for part in found if part.number > people.number]
    above.sort(key=lambda part: (-part.number, part.indicator))
    return [(part, people.number) for part in above]


@method(1)
def chapter_lead(
    view: View, *, place: str, counterpart: str, chapters: str, position: int, least: float
) -> Finding | None:
    """A class of goods of which ``counterpart`` supplies a good part of what ``place`` imports.

    ``chapters`` is the prefix of the indicators of the classes. Only those count of which it
    supplies at least ``least`` percent, the largest sales first. The value is its part in percent,
    ``rank`` its place among ``n`` suppliers, ``amount`` what it sells.
    """
    table = _chapters(view, place, chapters)
    mine = sorted(
        (-flows[counterpart], name)
        for name, flows in table.items()
        if 100 * flows.get(counterpart, 0.0) >= least * sum(flows.values()) > 0
    )
    if position > len(mine):
        return None
    name = mine[position - 1][1]
    item = view.find_latest(place, name, counterpart)
    if item is None:
        return None
    flows = table[name]
    above = sum(1 for value in flows.values() if value > item.number)
    values: dict[str, Scalar] = {"amount": item.number, "rank": above + 1, "n": len(flows)}
    share = 100 * flows[counterpart] / sum(flows.values())
    return Finding(
        FindingKind.SHARE, name, place, counterpart, share, "percent", item.period, (item,), values
    )


def _chapters(view: View, place: str, prefix: str) -> Mapping[str, Mapping[str, float]]:
    """Return what ``place`` imports in the newest year, by class and supplier."""
    key = ("chapters", place, prefix)
    if key not in view.shared:
        names = [name for name in view.catalogue if name.startswith(prefix)]
        rows = view.table(*names, place=place)
        countries = {p.id for p in registry().places() if p.kind in {"country", "territory"}}
        newest = rows.filter(pl.col("period") == pl.col("period").max())
        table: dict[str, dict[str, float]] = {}
        for name, supplier, value in newest.select("indicator", "counterpart", "value").iter_rows():
            if supplier in countries:
                table.setdefault(name, {})[supplier] = value
        view.shared[key] = table
    return view.shared[key]  # type: ignore[return-value]
