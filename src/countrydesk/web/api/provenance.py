"""Where an observation comes from, as JSON-LD in the vocabulary PROV-O of the W3C."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from countrydesk.errors import UnknownIndicatorError
from countrydesk.places import registry
from countrydesk.web.api.answers import as_type
from countrydesk.web.downloads import may_be_passed_on
from countrydesk.web.edition import PlacePath
from countrydesk.web.site import Site, site_of
from countrydesk.web.templating import PUBLIC

if TYPE_CHECKING:
    from countrydesk.evidence import Release
    from countrydesk.model import Observation

MEDIA_TYPE = "application/ld+json"
CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "dct": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
router = APIRouter(prefix="/api/v1", tags=["series"])


@router.get("/provenance/{place}/{observation}", response_class=Response,
    responses=as_type(MEDIA_TYPE, 400, 404))  # fmt: skip
def provenance(
    site: Annotated[Site, Depends(site_of)],
    place: PlacePath,
    observation: Annotated[str, Path(max_length=16)],
) -> Response:
    """Return what an observation was derived from, by which activity, and who published it."""
    import orjson

    here = registry().resolve(place)
    with site.reading():
        found = site.now.find_observation(here.id, observation)
    if found is None or not may_be_passed_on(site.release.origins[found.source]):
        raise UnknownIndicatorError(f"{here.name} has no observation with that id to pass on")
    body = graph(found, site.release)
    return Response(orjson.dumps(body), headers={"cache-control": PUBLIC}, media_type=MEDIA_TYPE)


def graph(item: Observation, release: Release) -> dict[str, Any]:
    """Return the graph of an observation: the value, the raw file, the release and the agents."""
    origin = release.origins[item.source]
    raw, built = f"urn:sha256:{item.raw_sha256}", f"urn:countrydesk:release:{release.id}"
    return {
        "@context": CONTEXT,
        "@graph": [
            {
                "@id": f"urn:countrydesk:observation:{item.id}", "@type": "prov:Entity",
                "schema:value": item.text if item.value is None else item.value,
                "schema:unitText": item.unit,
                "schema:variableMeasured": item.indicator, "dct:spatial": item.place,
                "dct:temporal": item.period.text, "dct:issued": _day(item.released_on.isoformat()),
                "dct:license": {"@id": origin.licence.url},
                "prov:wasDerivedFrom": {"@id": raw}, "prov:wasGeneratedBy": {"@id": built},
                "prov:wasAttributedTo": {"@id": f"urn:countrydesk:source:{item.source}"},
            },
            {
                "@id": raw, "@type": "prov:Entity", "dct:identifier": item.series,
                "dct:source": {"@id": origin.url}, "dct:bibliographicCitation": origin.citation,
                "prov:generatedAtTime": _day(item.retrieved_on.isoformat()),
            },
            {
                "@id": built, "@type": "prov:Activity", "prov:used": {"@id": raw},
                "prov:wasAssociatedWith": {"@id": "urn:countrydesk:program"},
            },
            {
                "@id": f"urn:countrydesk:source:{item.source}",
                "@type": ["prov:Agent", "prov:Organization"], "schema:name": origin.producer,
            },
            {
                "@id": "urn:countrydesk:program", "@type": ["prov:Agent", "prov:SoftwareAgent"],
                "schema:name": release.manifest.built_by,
            },
        ],
    }  # fmt: skip


def _day(text: str) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": text}
