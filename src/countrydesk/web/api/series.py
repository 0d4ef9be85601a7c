"""Series and observations."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from countrydesk.errors import UnknownIndicatorError
from countrydesk.places import registry
from countrydesk.web.api.answers import Form, csv, json, problems, with_csv
from countrydesk.web.api.catalogue import IndicatorPath
from countrydesk.web.api.models import ObservationOut, SeriesOut
from countrydesk.web.downloads import COLUMNS, observation_row, passed_on
from countrydesk.web.edition import DayQuery, PlacePath
from countrydesk.web.site import Site, site_of

router = APIRouter(prefix="/api/v1", tags=["series"])
AnySite = Annotated[Site, Depends(site_of)]


@router.get("/series/{place}/{indicator}", response_model=SeriesOut, responses=with_csv(400, 404))
def series(
    site: AnySite,
    place: PlacePath,
    indicator: IndicatorPath,
    toward: Annotated[str, Query(max_length=80, description="The other side of a dyad.")] = "",
    as_of: DayQuery = None,
    every: Annotated[
        bool, Query(description="Also what others and earlier releases gave.")
    ] = False,
    form: Form = "json",
) -> Response:
    """Return the series of a place, projections included; empty where there is none."""
    here, entry = registry().resolve(place), site.catalogue.get_indicator(indicator)
    other = registry().resolve(toward).id if toward else ""
    day = site.day(as_of)
    with site.reading():
        view = site.view(day)
        found = list(view.series(here.id, entry.id, other))
        for text in sorted({item.period.text for item in found}) if every else ():
            found += view.others(here.id, entry.id, text, other)
    origins = site.release.origins
    kept, withheld = passed_on(found, origins)
    rows = [observation_row(item, origins) for item in kept]
    if form == "csv":
        return csv(COLUMNS, rows)
    return json({
        "place": here.id, "indicator": entry.id, "counterpart": other, "unit": entry.unit,
        "release": site.release.id, "as_of": day.isoformat() if day else None,
        "observations": rows, "withheld": withheld,
    })  # fmt: skip


@router.get("/observations/{place}/{observation}", response_model=ObservationOut,
    responses=problems(400, 404))  # fmt: skip
def observation(
    site: AnySite, place: PlacePath, observation: Annotated[str, Path(max_length=16)]
) -> Response:
    """Return the observation of a place by its id."""
    here = registry().resolve(place)
    with site.reading():
        found = site.now.find_observation(here.id, observation)
    if found is None or not passed_on([found], site.release.origins)[0]:
        raise UnknownIndicatorError(f"{here.name} has no observation with that id to pass on")
    return json(observation_row(found, site.release.origins))
