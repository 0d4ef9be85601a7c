"""The policy lab: sliders for duties and an agreement, effects with intervals, a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from countrydesk.charts.choropleth import class_breaks, class_of
from countrydesk.charts.export import draw
from countrydesk.charts.theme import ChartTheme
from countrydesk.paper.nodes import Exhibit
from countrydesk.places import registry
from countrydesk.web.downloads import attachment
from countrydesk.web.laboratory import (
    MOST_DUTY,
    MOST_EFFECT,
    Move,
    Result,
    available,
    baseline,
    present_duty,
    run,
)
from countrydesk.web.site import Site, site_of
from countrydesk.web.templating import PUBLIC, page, render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from countrydesk.analysis.finding import Scalar

router = APIRouter(include_in_schema=False)
AnySite = Annotated[Site, Depends(site_of)]
Duty = Annotated[float | None, Query(ge=0, le=MOST_DUTY, allow_inf_nan=False)]


def move(
    site: AnySite,
    partner: Annotated[str, Query(max_length=80)] = "PER",
    principal: Annotated[str, Query(max_length=80)] = "",
    duty: Duty = None,
    back: Duty = None,
    effect: Annotated[float, Query(ge=0, le=MOST_EFFECT, allow_inf_nan=False)] = 0.0,
    answer: bool = False,
) -> Move:
    """Return the move of a request."""
    known = registry()
    one, two = known.resolve(principal or site.settings.principal), known.resolve(partner)
    if one == two:
        raise HTTPException(400, "a move needs two sides")
    return Move(one, two, duty, back, effect, answer)


AnyMove = Annotated[Move, Depends(move)]


def _checked(site: Site) -> None:
    if not available(site.now):
        raise HTTPException(404, "this release holds no matrix of trade; build one with the source "
            "cepii_baci (countrydesk release build)")  # fmt: skip


def _has_both(economies: tuple[str, ...], chosen: Move) -> None:
    for place in (chosen.principal, chosen.partner):
        if place.id not in economies:
            raise HTTPException(404, f"the matrix of trade has no figures for {place.name}")


@router.get("/lab")
def lab(request: Request, site: AnySite, chosen: AnyMove, fragment: bool = False) -> Response:
    """Show what a move does; as a ``fragment`` the results alone."""
    _checked(site)
    with site.reading():
        base = baseline(site.now)
        _has_both(base.countries, chosen)
        sides = chosen.principal.id, chosen.partner.id
        now = present_duty(base, sides[1], sides[0]), present_duty(base, sides[0], sides[1])
        result = run(site.now, chosen)
    places = [place for place in registry().papers() if place.id in base.countries]
    template = "lab_result.html" if fragment else "lab.html"
    return page(
        request, template, cache=PUBLIC, chosen=chosen, result=result, now=now, key=_key(result),
        picture=_map(result), places=sorted(places, key=lambda place: place.name),
        most=MOST_DUTY, most_effect=MOST_EFFECT, query=request.url.query,
    )  # fmt: skip


@router.get("/lab/card")
def card(site: AnySite, chosen: AnyMove) -> Response:
    """Give a move and its effects as a card in Markdown."""
    _checked(site)
    with site.reading():
        _has_both(baseline(site.now).countries, chosen)
        result = run(site.now, chosen)
    text = render("lab_card.md", result=result, chosen=chosen, release=site.release.id)
    name = f"card-{chosen.principal.id}-{chosen.partner.id}.md"
    return attachment(text.encode(), name, "text/markdown; charset=utf-8")


def _map(result: Result) -> Markup:
    data: tuple[Mapping[str, Scalar | None], ...] = tuple(
        {"place": cell.place, "value": cell.value, "href": f"/paper/{cell.place}",
         "label": f"{cell.name}: {cell.words}"}
        for cell in result.world
    )  # fmt: skip
    exhibit = Exhibit("lab", "choropleth", "Real income", "", data, {"key": "no"}, (), ())
    return Markup(draw(exhibit, ChartTheme(width=900)).svg)  # noqa: S704 - drawn here, its text escaped


def _key(result: Result) -> list[tuple[int, str]]:
    breaks = class_breaks([cell.value for cell in result.world])
    return [(class_of(high, breaks) + 1, f"{low:+.3f} to {high:+.3f} %") for low, high in breaks]
