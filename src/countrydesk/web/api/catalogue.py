"""Places, indicators, sources and releases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from countrydesk.evidence.store import list_releases
from countrydesk.places import Place, PlaceKind, registry
from countrydesk.web.api.answers import Cursor, Form, Limit, csv, json, listing, problems, with_csv
from countrydesk.web.api.models import (
    CellOut,
    IndicatorOut,
    Listing,
    PlaceOut,
    ReleaseOut,
    SourceOut,
    ValuesOut,
)
from countrydesk.web.cross_section import Cell, Measure, cross_section
from countrydesk.web.downloads import may_be_passed_on
from countrydesk.web.edition import PlacePath
from countrydesk.web.pages.world import earlier
from countrydesk.web.site import Site, site_of

if TYPE_CHECKING:
    from countrydesk.evidence import Indicator
    from countrydesk.model import Origin

router = APIRouter(prefix="/api/v1")
AnySite = Annotated[Site, Depends(site_of)]
_CODES = ("iso2", "m49", "cow", "gec")
IndicatorPath = Annotated[str, Path(max_length=80, examples=["gdp_growth"])]


@router.get("/places", tags=["places"], response_model=Listing[PlaceOut], responses=problems(400))
def places(
    request: Request,
    kind: PlaceKind | None = None,
    limit: Limit = 100,
    cursor: Cursor = "",
) -> Response:
    """List places, by id."""
    found = registry().places(kind)
    return listing(request, found, lambda place: place.id, place_out, limit, cursor)


@router.get(
    "/places/{place}", tags=["places"], response_model=PlaceOut, responses=problems(400, 404)
)
def place(place: PlacePath) -> Response:
    """Return a place by its id or any of its names."""
    return json(place_out(registry().resolve(place)))


def place_out(place: Place) -> dict[str, Any]:
    """Return a place as plain values."""
    codes = {name: registry().code_of(place.id, name) for name in _CODES}
    return {
        "id": place.id, "name": place.name, "names": dict(place.names), "kind": place.kind.value,
        "region": place.region, "subregion": place.subregion,
        "codes": {name: code for name, code in codes.items() if code},
        "paper": place.kind is PlaceKind.COUNTRY, "note": place.note,
    }  # fmt: skip


@router.get("/indicators", tags=["indicators"], response_model=Listing[IndicatorOut],
    responses=problems(400))  # fmt: skip
def indicators(
    request: Request,
    site: AnySite,
    topic: Annotated[str, Query(max_length=80)] = "",
    q: Annotated[str, Query(max_length=200, description="A word in id, name or definition.")] = "",
    limit: Limit = 100,
    cursor: Cursor = "",
) -> Response:
    """List the indicators of the release, by id."""
    word = q.lower()
    found = [
        entry
        for key, entry in site.catalogue.items()
        if (not topic or entry.topic == topic.lower())
        and word in f"{key} {entry.name} {entry.definition}".lower()
    ]
    return listing(request, found, lambda entry: entry.id, indicator_out, limit, cursor)


@router.get("/indicators/{indicator}", tags=["indicators"], response_model=IndicatorOut,
    responses=problems(404))  # fmt: skip
def indicator(site: AnySite, indicator: IndicatorPath) -> Response:
    """Return an indicator."""
    return json(indicator_out(site.catalogue.get_indicator(indicator)))


def indicator_out(entry: Indicator) -> dict[str, Any]:
    """Return an indicator as plain values."""
    return {
        "id": entry.id, "name": entry.name, "label": entry.label, "definition": entry.definition,
        "topic": entry.topic, "unit": entry.unit, "kind": entry.kind.value,
        "dyadic": entry.dyadic, "better": entry.better.value, "stale_after": entry.stale_after,
        "sources": list(entry.prefer),
    }  # fmt: skip


@router.get("/indicators/{indicator}/values", tags=["indicators"], response_model=ValuesOut,
    responses=with_csv(400, 404))  # fmt: skip
def values(
    site: AnySite,
    indicator: IndicatorPath,
    measure: Measure = Measure.LEVEL,
    year: Annotated[int | None, Query(ge=1500, le=2200, description="None: the newest.")] = None,
    toward: Annotated[str, Query(max_length=80, description="The other side of a dyad.")] = "",
    form: Form = "json",
) -> Response:
    """Return an indicator over all places: newest values, changes, revisions or projections."""
    entry = site.catalogue.get_indicator(indicator)
    other = registry().resolve(toward).id if toward else ""
    with site.reading():
        since = earlier(site) if measure is Measure.REVISION else None
        cells = cross_section(site.now, entry.id, measure, year=year, toward=other, since=since)
    origins = site.release.origins
    kept = [_cell(cell) for cell in cells if may_be_passed_on(origins[cell.source])]
    if form == "csv":
        return csv(list(CellOut.model_fields), kept)
    return json({"indicator": entry.id, "measure": measure.value, "unit": entry.unit,
        "release": site.release.id, "values": kept})  # fmt: skip


def _cell(cell: Cell) -> dict[str, Any]:
    return {name: getattr(cell, name) for name in CellOut.model_fields}


@router.get(
    "/sources", tags=["sources"], response_model=Listing[SourceOut], responses=problems(400)
)
def sources(request: Request, site: AnySite, limit: Limit = 100, cursor: Cursor = "") -> Response:
    """List the sources of the release with their licences, by id."""
    origins = site.release.origins
    found = [origins[name] for name in sorted(origins)]
    return listing(request, found, lambda origin: origin.source, source_out, limit, cursor)


@router.get("/releases", tags=["service"], response_model=list[ReleaseOut], responses=problems())
def releases(site: AnySite) -> Response:
    """List the releases on this machine, newest first."""
    found = [
        {"id": entry.id, "cutoff": entry.manifest.cutoff.isoformat(), "bundled": entry.bundled,
         "served": entry.id == site.release.id}
        for entry in list_releases()
        if entry.manifest
    ]  # fmt: skip
    return json(found, cache="no-store")


def source_out(origin: Origin) -> dict[str, Any]:
    """Return a source as plain values."""
    return {
        "id": origin.source, "short": origin.short, "producer": origin.producer,
        "title": origin.title, "url": origin.url, "citation": origin.citation,
        "vintage": origin.vintage, "released_on": origin.released_on.isoformat(),
        "cadence": origin.cadence, "upstream": origin.upstream, "licence": origin.licence.id,
        "licence_name": origin.licence.name, "licence_url": origin.licence.url,
        "redistribute": origin.licence.redistribute.value,
    }  # fmt: skip
