"""The pages, one module each."""

from countrydesk.web.pages import health

ROUTERS = (health.router,)
