"""Two papers side by side."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from countrydesk.web.comparing import pairs
from countrydesk.web.edition import DayQuery, Edition, PrincipalQuery, edition_of
from countrydesk.web.pages.paper import principals
from countrydesk.web.site import Site, site_of
from countrydesk.web.templating import PUBLIC, page

if TYPE_CHECKING:
    from countrydesk.paper.nodes import Paper

router = APIRouter(include_in_schema=False)
Side = Annotated[str, Query(max_length=80)]


@router.get("/compare")
def compare(
    request: Request,
    site: Annotated[Site, Depends(site_of)],
    left: Side,
    right: Side,
    principal: PrincipalQuery = None,
    as_of: DayQuery = None,
    right_as_of: DayQuery = None,
    only: Annotated[bool, Query(description="Only sections that changed.")] = False,
) -> Response:
    """Show two papers side by side; of one country the earlier edition is at the left."""
    one = edition_of(site, left, principal, as_of)
    two = edition_of(site, right, principal, right_as_of or as_of)
    same = one.partner == two.partner and one.principal == two.principal
    if same and one.day == two.day:
        one = edition_of(site, left, principal, _year_before(site, two))
    elif same and _day(site, one) > _day(site, two):
        one, two = two, one
    papers = [_written(site, side) for side in (one, two)]
    with site.reading():
        made = pairs(*papers)
    moved = sum(pair.moved for pair in made)
    return page(
        request, "compare.html", cache=PUBLIC, one=one, two=two, same=same, moved=moved, only=only,
        pairs=[pair for pair in made if pair.moved or not (only and same)],
        places=[*principals(one), one.partner], cutoff=site.release.manifest.cutoff,
        titles=[paper.title for paper in papers],
    )  # fmt: skip


def _written(site: Site, side: Edition) -> Paper:
    return site.paper(side.partner, side.principal, side.day)


def _day(site: Site, side: Edition) -> date:
    return side.day or site.release.manifest.cutoff


def _year_before(site: Site, side: Edition) -> str:
    day = _day(site, side)
    return date(day.year - 1, day.month, min(day.day, 28)).isoformat()
