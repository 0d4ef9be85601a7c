"""The audit: a text that somebody else wrote, judged in place."""

from __future__ import annotations

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from markupsafe import Markup
from starlette.responses import Response

from countrydesk.errors import InputError
from countrydesk.web.auditing import audited, sent
from countrydesk.web.site import Site, site_of
from countrydesk.web.templating import PUBLIC, page
from countrydesk.web.uploads import MOST_LETTERS, sent_form

router = APIRouter(include_in_schema=False)
AnySite = Annotated[Site, Depends(site_of)]


@router.get("/audit")
def form(request: Request, site: AnySite) -> Response:
    """Show the form."""
    return page(request, "audit.html", cache=PUBLIC, made="", problem="", given={},
        most=MOST_LETTERS, upload=site.settings.upload, audit=None)  # fmt: skip


@router.post("/audit")
async def audit(request: Request, site: AnySite) -> Response:
    """Judge what was sent and show it; nothing of it is kept."""
    given = await sent_form(request)
    words = {name: value for name, value in given.items() if isinstance(value, str)}
    values = {"given": words, "most": MOST_LETTERS, "upload": site.settings.upload}
    try:
        found = await run_sync(lambda: audited(site, sent(given)))
    except InputError as error:
        return page(request, "audit.html", status=400, made="", problem=str(error), audit=None,
            values=values)  # fmt: skip
    from countrydesk.audit.page import to_fragment

    made = Markup(to_fragment(found))  # noqa: S704 - escapes all that was sent
    return page(request, "audit.html", made=made, problem="", audit=found, values=values)
