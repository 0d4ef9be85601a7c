"""Full text search."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from countrydesk.web.api.answers import json, problems
from countrydesk.web.api.models import SearchOut
from countrydesk.web.index import END, START, Hit
from countrydesk.web.site import Site, site_of

router = APIRouter(prefix="/api/v1", tags=["search"])


@router.get("/search", response_model=SearchOut, responses=problems())
def search(
    site: Annotated[Site, Depends(site_of)],
    q: Annotated[str, Query(max_length=200, description="Words that must all occur.")],
    limit: Annotated[int, Query(ge=1, le=50, description="How many of each kind.")] = 12,
) -> Response:
    """Find places, indicators, agreements and sentences that hold all words."""
    hits = site.search.find(q, limit)
    indexed, papers = site.search.progress()
    found = [_hit(hit) for hit in hits]
    return json({"query": q, "hits": found, "papers": indexed, "of": papers}, cache="no-store")


def _hit(hit: Hit) -> dict[str, str]:
    text = hit.text.replace(START, "").replace(END, "")
    return {"kind": hit.kind, "id": hit.id, "title": hit.title, "text": text, "url": hit.url}
