"""``/health``: whether the desk can answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from countrydesk import __version__
from countrydesk.web.site import Site, site_of

router = APIRouter(tags=["service"])


class Health(BaseModel):
    """That the desk answers, from which release."""

    status: str
    version: str
    release: str
    cutoff: str


@router.get("/health")
def health(site: Annotated[Site, Depends(site_of)]) -> Health:
    """Say that the desk answers, and from which release."""
    release = site.release
    return Health(status="ok", version=__version__, release=release.id,
        cutoff=release.manifest.cutoff.isoformat())  # fmt: skip
