"""A series as an SDMX-JSON 2.0 data message, for statistical software.

Dimensions of the series are place, counterpart, indicator and source; that of the observation is
the period. Values carry status, unit, interval and release day as attributes. What a licence does
not let anyone pass on is left out. See the SDMX-JSON data message, version 2.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from countrydesk.places import registry
from countrydesk.web.api.answers import as_type
from countrydesk.web.api.catalogue import IndicatorPath
from countrydesk.web.downloads import passed_on
from countrydesk.web.edition import DayQuery, PlacePath
from countrydesk.web.site import Site, site_of
from countrydesk.web.templating import PUBLIC

if TYPE_CHECKING:
    from countrydesk.model import Observation

MEDIA_TYPE = "application/vnd.sdmx.data+json; version=2.0.0"
SCHEMA = "https://json.sdmx.org/2.0.0/sdmx-json-data-schema.json"
STATUS = {"actual": "A", "estimate": "E", "projection": "F", "announced": "P"}
ATTRIBUTES = ("OBS_STATUS", "UNIT_MEASURE", "LOWER_BOUND", "UPPER_BOUND", "RELEASED_ON")
router = APIRouter(prefix="/api/v1", tags=["series"])


@router.get("/sdmx/{place}/{indicator}", response_class=Response,
    responses=as_type(MEDIA_TYPE, 400, 404))  # fmt: skip
def sdmx(
    site: Annotated[Site, Depends(site_of)],
    place: PlacePath,
    indicator: IndicatorPath,
    toward: Annotated[str, Query(max_length=80, description="The other side of a dyad.")] = "",
    as_of: DayQuery = None,
) -> Response:
    """Return the numbers of a series as SDMX-JSON; coded facts have no place in it."""
    import orjson

    here, entry = registry().resolve(place), site.catalogue.get_indicator(indicator)
    other = registry().resolve(toward).id if toward else ""
    with site.reading():
        found = site.view(site.day(as_of)).series(here.id, entry.id, other)
    kept, _ = passed_on(found, site.release.origins)
    numbers = [item for item in kept if item.value is not None]
    body = message(numbers, entry.name, site.release.id, site.release.manifest.cutoff.isoformat())
    return Response(orjson.dumps(body), headers={"cache-control": PUBLIC}, media_type=MEDIA_TYPE)


def message(items: Sequence[Observation], name: str, release: str, prepared: str) -> dict[str, Any]:
    """Return observations as a data message with one data set and its structure."""
    axes = {
        "REF_AREA": _values(item.place for item in items),
        "COUNTERPART_AREA": _values(item.counterpart for item in items),
        "INDICATOR": _values(item.indicator for item in items),
        "SOURCE": _values(item.source for item in items),
    }
    periods = _values(item.period.text for item in items)
    return {
        "meta": {
            "schema": SCHEMA, "id": release, "prepared": f"{prepared}T00:00:00Z",
            "contentLanguages": ["en"], "sender": {"id": "COUNTRYDESK"},
        },
        "data": {
            "dataSets": [
                {"structure": 0, "action": "Information", "series": _series(items, axes, periods)}
            ],
            "structures": [_structure(name, axes, periods)],
        },
    }  # fmt: skip


def _series(
    items: Sequence[Observation], axes: dict[str, list[str]], periods: list[str]
) -> dict[str, Any]:
    series: dict[str, Any] = {}
    for item in items:
        given = (item.place, item.counterpart, item.indicator, item.source)
        pairs = zip(axes.values(), given, strict=True)
        key = ":".join(str(axis.index(value)) for axis, value in pairs)
        row = series.setdefault(key, {"attributes": [], "observations": {}})
        row["observations"][str(periods.index(item.period.text))] = [
            item.value, STATUS[item.status.value], item.unit, item.low, item.high,
            item.released_on.isoformat(),
        ]  # fmt: skip
    return series


def _structure(name: str, axes: dict[str, list[str]], periods: list[str]) -> dict[str, Any]:
    dimensions = [
        {"id": key, "name": key.replace("_", " ").title(), "keyPosition": at, "roles": [],
            "values": [{"id": value or "_Z", "name": value or "not applicable"} for value in axis]}
        for at, (key, axis) in enumerate(axes.items())
    ]  # fmt: skip
    when = {
        "id": "TIME_PERIOD", "name": "Time Period", "keyPosition": len(axes), "roles": ["time"],
        "values": [{"id": text, "name": text} for text in periods],
    }  # fmt: skip
    shown = [{"id": key, "name": key.replace("_", " ").title(), "values": []} for key in ATTRIBUTES]
    return {
        "name": name,
        "dimensions": {"dataSet": [], "series": dimensions, "observation": [when]},
        "measures": {"observation": [{"id": "OBS_VALUE", "name": "Value", "values": []}]},
        "attributes": {"dataSet": [], "series": [], "observation": shown},
        "dataSets": [0],
    }


def _values(given: Iterable[str]) -> list[str]:
    return sorted(set(given))
