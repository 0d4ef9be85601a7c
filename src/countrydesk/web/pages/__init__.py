"""The pages, one module each."""

from countrydesk.web.pages import (
    auditing,
    compare,
    explorer,
    finding,
    forecasts,
    health,
    lab,
    paper,
    world,
)

ROUTERS = (
    health.router,
    world.router,
    paper.router,
    explorer.router,
    finding.router,
    compare.router,
    auditing.router,
    forecasts.router,
    lab.router,
)
