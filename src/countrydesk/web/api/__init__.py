"""The API under ``/api/v1``, one module for each group of routes."""

from countrydesk.web.api import (
    audits,
    catalogue,
    foresight,
    papers,
    provenance,
    sdmx,
    searching,
    series,
)

ROUTERS = (
    catalogue.router,
    series.router,
    sdmx.router,
    provenance.router,
    papers.router,
    searching.router,
    audits.router,
    foresight.router,
)
