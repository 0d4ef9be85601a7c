"""Walking a printed sentence back to the raw files it rests on."""

from __future__ import annotations

from typing import Any

from countrydesk.analysis.finding import Finding
from countrydesk.errors import UnknownSentenceError
from countrydesk.evidence import View
from countrydesk.model import Observation
from countrydesk.paper.build import build_paper
from countrydesk.paper.nodes import Paper, Sentence, Slot
from countrydesk.places import registry

Explanation = dict[str, Any]


def explain_sentence(view: View, sentence_id: str) -> Explanation:
    """Return everything behind a sentence, as plain values.

    The id begins with partner and principal (``PER.USA.``); the paper is built again from the
    view, which takes well under a second and cannot differ from the one printed.

    Raises:
        UnknownSentenceError: the id is malformed, or that paper has no such sentence.
    """
    parts = sentence_id.split(".")
    if len(parts) < 4:
        raise UnknownSentenceError(
            f"'{sentence_id}' is no sentence id; they look like PER.USA.profile.population"
        )
    known = registry()
    paper = build_paper(view, known.resolve(parts[0]), known.resolve(parts[1]), check=False)
    return explained(paper, get_sentence(paper, sentence_id))


def get_sentence(paper: Paper, sentence_id: str) -> Sentence:
    """Return a sentence of a paper.

    Raises:
        UnknownSentenceError: it has no such sentence; the message names its neighbours.
    """
    found = next((item for item in paper.sentences if item.id == sentence_id), None)
    if found:
        return found
    part = [*sentence_id.split("."), "", "", ""][2]
    near = [item.id for item in paper.sentences if item.id.split(".")[2] == part]
    section = f"; its section has {', '.join(near[:5])}" if near else ""
    raise UnknownSentenceError(f"no sentence '{sentence_id[:80]}' in that paper{section}")


def explained(paper: Paper, sentence: Sentence) -> Explanation:
    """Return everything behind a sentence of a paper, as plain values."""
    return {
        "id": sentence.id,
        "kind": sentence.kind.value,
        "text": sentence.text,
        "release": paper.release,
        "slots": [_slot(slot) for slot in sentence.slots],
        "findings": [_finding(paper.findings[key]) for key in sentence.findings],
        "observations": [_observation(paper, paper.observations[key]) for key in sentence.evidence],
    }


def _slot(slot: Slot) -> Explanation:
    return {
        "text": slot.text,
        "from": slot.origin,
        "source": slot.source,
        "field": slot.field,
        "format": slot.format,
    }


def _finding(finding: Finding) -> Explanation:
    return {
        "id": finding.id,
        "method": finding.method,
        "arguments": dict(finding.args),
        "value": finding.value,
        "unit": finding.unit,
        "period": finding.period.text,
        "figures": dict(finding.values),
        "observations": [item.id for item in finding.inputs],
    }


def _observation(paper: Paper, item: Observation) -> Explanation:
    origin = paper.origins[item.source]
    return {
        "id": item.id,
        "place": item.place,
        "counterpart": item.counterpart,
        "indicator": item.indicator,
        "period": item.period.text,
        "value": item.value if item.text is None else item.text,
        "low": item.low,
        "high": item.high,
        "unit": item.unit,
        "status": item.status.value,
        "source": item.source,
        "producer": origin.producer,
        "title": origin.title,
        "series": item.series,
        "released_on": item.released_on.isoformat(),
        "retrieved_on": item.retrieved_on.isoformat(),
        "licence": origin.licence.name,
        "redistribute": origin.licence.redistribute.value,
        "raw_sha256": item.raw_sha256,
        "citation": origin.citation,
        "attributes": dict(item.attributes),
        "note": item.note,
    }
