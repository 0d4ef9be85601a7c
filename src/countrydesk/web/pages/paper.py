"""The living paper: page, annex, evidence of a sentence, downloads."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from countrydesk.evidence.quiet import quiet
from countrydesk.paper.writing.speech import speaking
from countrydesk.places import Place, registry
from countrydesk.render import Theme, get_renderer, renderers
from countrydesk.render.html import page_values
from countrydesk.web.downloads import attachment, data_csv
from countrydesk.web.edition import LANGUAGES, AnyEdition, Edition
from countrydesk.web.evidence import card
from countrydesk.web.site import Site, site_of
from countrydesk.web.templating import PUBLIC, page

router = APIRouter(include_in_schema=False)
AnySite = Annotated[Site, Depends(site_of)]


@router.get("/paper/{place}")
def paper(request: Request, site: AnySite, edition: AnyEdition, place: str) -> Response:
    """Show a paper."""
    if place != edition.partner.id:
        return RedirectResponse(edition.address(), 307)
    return _paper_page(request, site, edition, "paper.html")


@router.get("/paper/{place}/annex")
def annex(request: Request, site: AnySite, edition: AnyEdition) -> Response:
    """Show every observation behind a paper, its methods and its sources."""
    return _paper_page(request, site, edition, "annex.html")


def _paper_page(request: Request, site: Site, edition: Edition, template: str) -> Response:
    written = site.paper(edition.partner, edition.principal, edition.day, edition.language)
    with site.writing(), quiet(), speaking(written.language):
        values = page_values(
            written, Theme(), annex_at=edition.address("/annex"),
            evidence_at=f"/paper/{edition.partner.id}/evidence{edition.query or '?'}"
            f"{'&' if edition.query else ''}s=",
        )  # fmt: skip
        return page(
            request, template, cache=PUBLIC, edition=edition, principals=principals(edition),
            languages=LANGUAGES, formats=list(renderers().values()),
            cutoff=site.release.manifest.cutoff, values=values,
        )  # fmt: skip


@router.get("/paper/{place}/evidence")
def evidence(
    request: Request,
    site: AnySite,
    edition: AnyEdition,
    s: Annotated[str, Query(max_length=120)],
    fragment: bool = False,
) -> Response:
    """Show what stands behind a sentence; as a ``fragment`` without the rest of the page."""
    from countrydesk.paper.explanation import get_sentence

    written = site.paper(edition.partner, edition.principal, edition.day, edition.language)
    with site.reading(), speaking(written.language):
        made = card(written, site.view(edition.day), get_sentence(written, s))
    template = "evidence_card.html" if fragment else "evidence.html"
    return page(request, template, cache=PUBLIC, edition=edition, card=made, paper=written,
        level=3 if fragment else 2)  # fmt: skip


@router.get("/paper/{place}/download")
def download(
    site: AnySite, edition: AnyEdition, format: Annotated[str, Query(max_length=10)]  # noqa: A002
) -> Response:  # fmt: skip
    """Give a paper as a file: any format of the renderers, or ``csv`` for the data behind it."""
    stem = f"{edition.partner.id}-{edition.principal.id}"
    stem += f"-{edition.day.isoformat()}" if edition.day else ""
    written = site.paper(edition.partner, edition.principal, edition.day, edition.language)
    if format == "csv":
        return attachment(data_csv(written), f"{stem}.csv", "text/csv; charset=utf-8")
    renderer = get_renderer(format)
    with site.writing():
        payload = renderer(written)
    return attachment(payload, f"{stem}{renderer.suffix}", renderer.media_type)


def principals(edition: Edition) -> list[Place]:
    """Return whose viewpoints a reader may choose, by name."""
    places = (place for place in registry().papers() if place.id != edition.partner.id)
    return sorted(places, key=lambda place: place.name)
