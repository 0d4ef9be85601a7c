"""Search, the list of papers, the list of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup, escape
from starlette.responses import Response

from countrydesk.places import registry
from countrydesk.web.index import END, KINDS, START
from countrydesk.web.site import Site, site_of
from countrydesk.web.templating import PUBLIC, page

if TYPE_CHECKING:
    from countrydesk.places import Place
    from countrydesk.web.index import Hit

router = APIRouter(include_in_schema=False)
AnySite = Annotated[Site, Depends(site_of)]
HEADINGS: Final = {"place": "Places", "indicator": "Indicators", "agreement": "Agreements",
    "sentence": "Sentences"}  # fmt: skip


@router.get("/search")
def search(
    request: Request, site: AnySite, q: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Show what was found for some words."""
    hits = site.search.find(q)
    indexed, papers = site.search.progress()
    groups = [(HEADINGS[kind], [hit for hit in hits if hit.kind == kind]) for kind in KINDS]
    return page(
        request, "search.html", asked=q, groups=[pair for pair in groups if pair[1]],
        marked=marked, indexed=indexed, papers=papers,
    )  # fmt: skip


def marked(hit: Hit) -> Markup:
    """Return the text of a hit with what matched marked."""
    text = str(escape(hit.text)).replace(START, "<mark>").replace(END, "</mark>")
    return Markup(text)  # noqa: S704 - escaped above


@router.get("/papers")
def papers(request: Request, site: AnySite) -> Response:
    """List the places on which papers are written, by part of the world."""
    parts: dict[str, list[Place]] = {}
    for place in sorted(registry().papers(), key=lambda one: one.name):
        parts.setdefault(place.subregion or place.region, []).append(place)
    return page(request, "papers.html", cache=PUBLIC, parts=sorted(parts.items()),
        release=site.release)  # fmt: skip


@router.get("/sources")
def sources(request: Request, site: AnySite) -> Response:
    """List the sources of the release with their licences."""
    origins = site.release.origins
    listed = [origins[name] for name in sorted(origins)]
    return page(request, "sources.html", cache=PUBLIC, origins=listed, release=site.release)


@router.get("/api")
def api(request: Request) -> Response:
    """Describe the API, from its own OpenAPI document."""
    document = request.app.openapi()
    routes = [
        (method.upper(), path, route)
        for path, methods in document["paths"].items()
        for method, route in methods.items()
    ]
    return page(request, "api.html", cache=PUBLIC, document=document, routes=routes)
