"""The API under ``/api/v1``, one module for each group of routes."""

from countrydesk.web.api import audits, catalogue, foresight, papers, searching, series

ROUTERS = (
    catalogue.router,
    series.router,
    papers.router,
    searching.router,
    audits.router,
    foresight.router,
)
