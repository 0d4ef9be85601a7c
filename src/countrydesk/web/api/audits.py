"""Audits of texts that others wrote."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from countrydesk.errors import InputError
from countrydesk.web.api.answers import json, problems
from countrydesk.web.auditing import NOTHING, audited
from countrydesk.web.site import Site, site_of
from countrydesk.web.uploads import MOST_LETTERS, Sent

router = APIRouter(prefix="/api/v1", tags=["audits"])


class AuditIn(BaseModel):
    """A text to be judged; ``written`` is the day it was written (2024-06-30)."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=MOST_LETTERS)
    partner: str = Field(default="", max_length=80)
    principal: str = Field(default="", max_length=80)
    written: str = Field(default="", max_length=10)


@router.post("/audits", response_model=dict[str, Any], responses=problems(400, 404, 413))
def audit(site: Annotated[Site, Depends(site_of)], given: AuditIn) -> Response:
    """Judge every claim of a text; nothing of it is kept."""
    if not given.text.strip():
        raise InputError(NOTHING)
    from countrydesk.audit.report import to_json

    made = Sent("text", given.text, given.partner, given.principal, given.written)
    return json(to_json(audited(site, made)), cache="no-store")
