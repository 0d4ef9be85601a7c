"""The explorer: any indicators, places and years as lines, ranks, dots, maps or a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from countrydesk.places import registry
from countrydesk.render.typesetter import rasterised
from countrydesk.web.cross_section import mapped
from countrydesk.web.downloads import COLUMNS, attachment, observation_row, passed_on, to_csv
from countrydesk.web.exploring import (
    MOST_LINES,
    drawings,
    narrow,
    observations,
    sources_of,
    table,
    to_parquet,
)
from countrydesk.web.pages.world import topics
from countrydesk.web.selection import AnySelection, Form, Selection
from countrydesk.web.site import Site, site_of
from countrydesk.web.templating import PUBLIC, page

if TYPE_CHECKING:
    from countrydesk.charts.export import Drawing

router = APIRouter(include_in_schema=False)
AnySite = Annotated[Site, Depends(site_of)]


@router.get("/explore")
def explore(request: Request, site: AnySite, chosen: AnySelection) -> Response:
    """Show a selection; the address holds all of it."""
    view = site.now
    with site.reading():
        made = drawings(view, chosen)
        items = observations(view, chosen)
        head, rows = table(view, chosen) if chosen.places else ([], [])
    charts = [
        {
            "entry": entry,
            "exhibit": one,
            "svg": Markup(drawing.svg),  # noqa: S704 - drawn here, its text escaped
            "narrow": Markup(narrow(one).svg),  # noqa: S704 - drawn here, its text escaped
        }
        for entry, one, drawing in made
    ]
    return page(
        request, "explore.html", cache=PUBLIC, chosen=chosen, charts=charts, head=head, rows=rows,
        forms=list(Form), topics=topics(view.catalogue, _choices(site)), places=registry().papers(),
        sources=sources_of(view, items), count=len(items), most=MOST_LINES,
        dyadic=any(entry.dyadic for entry in chosen.indicators),
    )  # fmt: skip


def _choices(site: Site) -> dict[str, int]:
    """Return the indicators to choose from: those of enough places, and all dyads."""
    dyads = {key: 0 for key, entry in site.catalogue.items() if entry.dyadic and entry.unit}
    return {**mapped(site.now), **dyads}


@router.get("/explore/data.csv")
def data_csv(site: AnySite, chosen: AnySelection) -> Response:
    """Give the observations of a selection as CSV."""
    with site.reading():
        kept, _ = passed_on(observations(site.now, chosen), site.release.origins)
    rows = (observation_row(item, site.release.origins) for item in kept)
    return attachment(to_csv(COLUMNS, rows), "countrydesk.csv", "text/csv; charset=utf-8")


@router.get("/explore/data.parquet")
def data_parquet(site: AnySite, chosen: AnySelection) -> Response:
    """Give the observations of a selection as Parquet."""
    with site.reading():
        kept, _ = passed_on(observations(site.now, chosen), site.release.origins)
    payload = to_parquet(kept, site.release.origins)
    return attachment(payload, "countrydesk.parquet", "application/vnd.apache.parquet")


@router.get("/explore/chart.svg")
def chart_svg(site: AnySite, chosen: AnySelection, n: Annotated[int, Query(ge=0)] = 0) -> Response:
    """Give a chart of a selection as SVG."""
    return attachment(_chart(site, chosen, n).svg.encode(), "countrydesk.svg", "image/svg+xml")


@router.get("/explore/chart.png")
def chart_png(site: AnySite, chosen: AnySelection, n: Annotated[int, Query(ge=0)] = 0) -> Response:
    """Give a chart of a selection as PNG, drawn by the typesetter."""
    payload = rasterised({"chart": _chart(site, chosen, n)})["chart"]
    return attachment(payload, "countrydesk.png", "image/png")


def _chart(site: Site, chosen: Selection, number: int) -> Drawing:
    with site.reading():
        made = drawings(site.now, chosen)
    if number >= len(made):
        raise HTTPException(404, "this selection has no such chart")
    return made[number][2]
