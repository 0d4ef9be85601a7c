"""Walking a printed sentence back to the raw files it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

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
    for sentence in paper.sentences:
        if sentence.id == sentence_id:
            return _explain(paper, sentence)
    near = [s.id for s in paper.sentences if s.id.split(".")[2] == parts[2]]
    section = f"; its section has {', '.join(near[:5])}" if near else ""
    raise UnknownSentenceError(f"no sentence '{sentence_id}' in that paper{section}")


def _explain(paper: Paper, sentence: Sentence) -> Explanation:
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


def print_explanation(found: Explanation, *, json: bool) -> None:
    """Print an explanation for people, or as JSON."""
    if json:
        import orjson

        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
        return
    for line in _lines(found):
        typer.echo(line)


def _lines(found: Explanation) -> Iterator[str]:
    yield f"{found['id']}  ({found['kind']}, release {found['release']})"
    yield f"  {found['text']}"
    findings = {item["id"]: item for item in found["findings"]}
    for slot in found["slots"]:
        finding = findings.get(slot["source"])
        if finding:
            call = ", ".join(f"{key}={value}" for key, value in finding["arguments"].items())
            yield f"  '{slot['text']}' = {slot['field']} of {finding['method']}({call})"
            yield f"      from {', '.join(finding['observations']) or 'no observation'}"
        else:
            yield f"  '{slot['text']}' = {slot['from']} {slot['source']}"
    for item in found["observations"]:
        yield from _observation_lines(item)


def _observation_lines(item: Explanation) -> Iterator[str]:
    dyad = f" > {item['counterpart']}" if item["counterpart"] else ""
    value = f"{item['value']!r} {item['unit']}".strip()
    interval = f" ({item['low']} to {item['high']})" if item["low"] is not None else ""
    yield f"  observation {item['id']}"
    yield f"      {item['place']}{dyad}  {item['indicator']}  {item['period']}  {value}{interval}"
    yield f"      {item['status']}; series {item['series']}; {item['producer']}, {item['title']}"
    yield (
        f"      released {item['released_on']}, retrieved {item['retrieved_on']}, "
        f"licence {item['licence']} ({item['redistribute']})"
    )
    if item["attributes"]:
        pairs = "; ".join(f"{key}: {value}" for key, value in item["attributes"].items())
        yield f"      {pairs}"
    yield f"      raw sha256 {item['raw_sha256']}"
