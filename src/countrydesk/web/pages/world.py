"""The world: a map and a table of any indicator."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from countrydesk.charts.choropleth import class_breaks, class_of
from countrydesk.charts.export import draw
from countrydesk.charts.text import number
from countrydesk.charts.theme import ChartTheme
from countrydesk.evidence.diff import Side
from countrydesk.evidence.store import list_releases, load_release
from countrydesk.paper.nodes import Exhibit
from countrydesk.web.cross_section import CHANGE_YEARS, Cell, Measure, cross_section, mapped
from countrydesk.web.site import Site, site_of
from countrydesk.web.templating import PUBLIC, page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from countrydesk.analysis.finding import Scalar
    from countrydesk.evidence import Catalogue, Indicator

router = APIRouter(include_in_schema=False)
FIRST: Final = "gdp_per_capita_ppp"
WIDTH: Final = 1000
MEASURES: Final = {
    Measure.LEVEL: "newest value",
    Measure.CHANGE: f"change over {CHANGE_YEARS} years",
    Measure.REVISION: "change since the last release",
    Measure.PROJECTION: "projection",
}
Sorting = Literal["name", "value", "period"]


@router.get("/")
def world(
    request: Request,
    site: Annotated[Site, Depends(site_of)],
    indicator: Annotated[str, Query(max_length=80)] = FIRST,
    measure: Measure = Measure.LEVEL,
    sort: Sorting = "value",
    up: bool = False,
    since: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Show an indicator over all places; ``since`` is the day that revisions count from."""
    view = site.now
    entry = view.catalogue.get_indicator(indicator)
    side = earlier(site, since) if measure is Measure.REVISION else None
    with site.reading():
        cells = cross_section(view, indicator, measure, since=side)
    fresh = [cell for cell in cells if not cell.old]
    choice = {"indicator": indicator, "measure": measure.value}
    choice |= {"since": since} if since else {}
    return page(
        request, "world.html", cache=PUBLIC,
        entry=entry, measure=measure, measures=MEASURES,
        measure_words=_measure_words(measure, side),
        since=side.as_of if side else None,
        topics=topics(view.catalogue, mapped(view)), cells=ordered(cells, sort, up=up),
        ranks=_ranks(fresh), sort=sort, up=up, columns=_columns(choice, sort, up=up),
        picture=_map(entry, fresh) if fresh else "", key=_key(fresh), choice=choice,
        origins=view.origins, release=site.release, shown=len(fresh),
    )  # fmt: skip


def earlier(site: Site, day: str = "") -> Side:
    """Return what a revision counts from: a day, the release before, or the day two years ago."""
    if day:
        return Side(site.release, site.day(day))
    for entry in list_releases():
        manifest = entry.manifest
        if manifest and manifest.cutoff < site.release.manifest.cutoff:
            return Side(load_release(str(entry.folder)))
    cutoff = site.release.manifest.cutoff
    return Side(site.release, date(cutoff.year - 2, cutoff.month, min(cutoff.day, 28)))


def topics(catalogue: Catalogue, names: Mapping[str, int]) -> list[tuple[str, list[Indicator]]]:
    """Return the indicators ``names`` by topic, for a choice."""
    table: dict[str, list[Indicator]] = {}
    for name in names:
        if name in catalogue:
            table.setdefault(catalogue[name].topic, []).append(catalogue[name])
    return [
        (topic.capitalize(), sorted(entries, key=lambda entry: entry.label.lower()))
        for topic, entries in sorted(table.items())
    ]


def ordered(cells: Sequence[Cell], sort: Sorting, *, up: bool) -> list[Cell]:
    """Return cells sorted; of equal ones the first by name."""
    by_name = sorted(cells, key=lambda cell: cell.name, reverse=sort == "name" and not up)
    if sort == "name":
        return by_name
    return sorted(by_name, key=lambda cell: getattr(cell, sort), reverse=not up)


def _columns(choice: Mapping[str, str], sort: str, *, up: bool) -> dict[str, dict[str, str]]:
    """Return for each column that sorts its address and how it is sorted now."""
    made = {}
    for name in ("name", "value", "period"):
        now = name == sort
        turned = not up if now else name == "name"
        query = urlencode({**choice, "sort": name, "up": str(turned).lower()})
        state = ("ascending" if up else "descending") if now else "none"
        made[name] = {"href": f"/?{query}", "state": state}
    return made


def _ranks(cells: Sequence[Cell]) -> dict[str, int]:
    order = sorted(cells, key=lambda cell: -cell.value)
    values = [cell.value for cell in order]
    return {cell.place: values.index(cell.value) + 1 for cell in order}


def _measure_words(measure: Measure, since: Side | None) -> str:
    return f"{MEASURES[measure]}, {since.label}" if since else MEASURES[measure]


def _map(entry: Indicator, cells: Sequence[Cell]) -> Markup:
    data: tuple[Mapping[str, Scalar | None], ...] = tuple(
        {"place": cell.place, "value": cell.value, "href": f"/paper/{cell.place}",
         "label": f"{cell.name}: {cell.words} ({cell.period})"}
        for cell in cells
    )  # fmt: skip
    exhibit = Exhibit("world", "choropleth", entry.label, "", data, {"key": "no"}, (), ())
    return Markup(draw(exhibit, ChartTheme(width=WIDTH)).svg)  # noqa: S704 - drawn here, its text escaped


def _key(cells: Sequence[Cell]) -> list[tuple[int, str]]:
    """Return the steps of the scale with their ranges."""
    if not cells:
        return []
    breaks = class_breaks([cell.value for cell in cells])
    return [(class_of(high, breaks) + 1, _range(low, high)) for low, high in breaks]


def _range(low: float, high: float) -> str:
    return number(low) if low == high else f"{number(low)} to {number(high)}"
