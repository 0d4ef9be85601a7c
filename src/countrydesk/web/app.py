"""The application: middleware, routes, and the release they share."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from countrydesk import __version__
from countrydesk.web import api, assets, pages, problems
from countrydesk.web.bytecache import ByteCache
from countrydesk.web.config import WebSettings
from countrydesk.web.pace import Pace
from countrydesk.web.shield import Shield
from countrydesk.web.site import Site

DESCRIPTION = (
    "Evidence, papers and audits of Countrydesk. Nothing here changes the evidence. Lists are "
    "paged by cursor; answers that depend on the release alone have an ETag; errors are problem "
    "details of RFC 9457."
)


def create_app(settings: WebSettings | None = None) -> FastAPI:
    """Return the application; its release is read in the background from the start.

    ``app.state.site`` is the :class:`~countrydesk.web.site.Site`.
    """
    settings = settings or WebSettings()
    site = Site(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=site.load, name="release", daemon=True).start()
        yield
        site.close()

    app = FastAPI(
        title="Countrydesk",
        version=__version__,
        description=DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.site = site
    problems.install(app)
    for router in (assets.router, *pages.ROUTERS, *api.ROUTERS):
        app.include_router(router)
    if settings.database:
        _with_team(app, settings.database)
    _wrap(app, settings)
    return app


def _with_team(app: FastAPI, database: str) -> None:
    """Let a team write on the desk; a desk that nobody writes on loads none of it."""
    from countrydesk.team import open_store
    from countrydesk.web.api import team
    from countrydesk.web.pages import signing

    app.state.team = open_store(database)
    app.include_router(team.router)
    app.include_router(signing.router)


def _wrap(app: FastAPI, settings: WebSettings) -> None:
    """Put the middleware around the routes; the one added last is passed first."""
    app.add_middleware(ByteCache, size=settings.cache)
    app.add_middleware(Pace, settings=settings)
    app.add_middleware(Shield, settings=settings)
