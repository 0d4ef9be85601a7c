"""The one place that turns templates into pages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from countrydesk.web.assets import address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

# Pages change when the release does, which their ETag says at once.
PUBLIC: Final = "public, max-age=60"
LAB: Final = ("/lab", "Policy lab")
TEAM: Final = ("/team", "Team")
NAVIGATION: Final = (
    ("/", "World"),
    ("/papers", "Papers"),
    ("/explore", "Explorer"),
    ("/audit", "Audit"),
    LAB,
    ("/forecasts", "Forecasts"),
    TEAM,
)


@cache
def environment() -> Environment:
    """Return the environment of all templates, those of papers included."""
    made = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("countrydesk.web", "templates"),
                PackageLoader("countrydesk.render", "templates"),
            ]
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    made.globals.update(asset=address)
    return made


def render(template: str, **values: object) -> str:
    """Return a template filled in."""
    return environment().get_template(template).render(**values)


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    cache: str = "",
    values: Mapping[str, object] | None = None,
    **more: object,
) -> HTMLResponse:
    """Return a page; ``cache`` says who may keep it, by default nobody.

    ``values`` and ``more`` fill the template.
    """
    made = dict(headers or {})
    if cache:
        made["cache-control"] = cache
    site = request.app.state.site
    absent = {LAB: not site.has_lab, TEAM: not hasattr(request.app.state, "team")}
    shown = [item for item in NAVIGATION if not absent.get(item)]
    text = render(template, path=request.url.path, navigation=shown, **(values or {}), **more)
    return HTMLResponse(text, status, made)
