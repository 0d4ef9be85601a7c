"""Papers as data: outline, sections, sentences and what stands behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path
from starlette.responses import Response

from countrydesk.render import renderers
from countrydesk.web.api.answers import json, problems
from countrydesk.web.api.models import ExplanationOut, PaperOut, SectionOut
from countrydesk.web.downloads import may_be_passed_on
from countrydesk.web.edition import AnyEdition, Edition
from countrydesk.web.site import Site, site_of

if TYPE_CHECKING:
    from countrydesk.paper.nodes import Paper, Section, Sentence

router = APIRouter(prefix="/api/v1", tags=["papers"])
AnySite = Annotated[Site, Depends(site_of)]
SectionPath = Annotated[str, Path(max_length=60, examples=["profile"])]
SentencePath = Annotated[str, Path(max_length=120)]


def _paper(site: Site, edition: Edition) -> Paper:
    return site.paper(edition.partner, edition.principal, edition.day, edition.language)


@router.get("/papers/{place}", response_model=PaperOut, responses=problems(400, 404))
def paper(site: AnySite, edition: AnyEdition) -> Response:
    """Return what a paper is: its outline and where its forms are."""
    found = _paper(site, edition)
    sign = "&" if edition.query else "?"
    return json({
        "title": found.title, "partner": found.partner, "principal": found.principal,
        "language": found.language, "release": found.release,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "cutoff": found.cutoff.isoformat(), "built_by": found.built_by,
        "sections": [_heading(section) for section in found.walk()],
        "formats": {
            name: f"{edition.address('/download')}{sign}format={one.suffix[1:]}"
            for name, one in renderers().items()
        },
    })  # fmt: skip


def _heading(section: Section) -> dict[str, Any]:
    return {"id": section.id, "heading": section.heading, "level": section.level,
        "sentences": sum(1 for _ in section.sentences)}  # fmt: skip


@router.get("/papers/{place}/sections/{section}", response_model=SectionOut,
    responses=problems(400, 404))  # fmt: skip
def section(site: AnySite, edition: AnyEdition, section: SectionPath) -> Response:
    """Return a section with its sentences and the ids of their evidence."""
    found = next((part for part in _paper(site, edition).walk() if part.id == section), None)
    if found is None:
        raise HTTPException(404, "that paper has no such section")
    cover = found.coverage
    return json({
        "id": found.id, "heading": found.heading, "level": found.level,
        "seen_from": edition.principal.id if found.dyadic else None,
        "present": cover.present if cover else None,
        "expected": cover.expected if cover else None,
        "missing": list(cover.missing) if cover else [],
        "sentences": [sentence_out(one) for one in found.sentences],
    })  # fmt: skip


def sentence_out(one: Sentence) -> dict[str, Any]:
    """Return a sentence as plain values."""
    return {
        "id": one.id, "kind": one.kind.value, "text": one.text,
        "likelihood": one.likelihood.word if one.likelihood else None,
        "probability": one.likelihood.probability if one.likelihood else None,
        "confidence": one.confidence.value if one.confidence else None,
        "findings": list(one.findings), "evidence": list(one.evidence),
    }  # fmt: skip


@router.get("/papers/{place}/sentences/{sentence}", response_model=ExplanationOut,
    responses=problems(400, 404))  # fmt: skip
def sentence(site: AnySite, edition: AnyEdition, sentence: SentencePath) -> Response:
    """Return everything behind a sentence, down to the hash of the raw file."""
    from countrydesk.paper.explanation import explained, get_sentence

    found = _paper(site, edition)
    behind = explained(found, get_sentence(found, sentence))
    behind["observations"] = [
        item for item in behind["observations"] if may_be_passed_on(found.origins[item["source"]])
    ]
    return json(behind)
