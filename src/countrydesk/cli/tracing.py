"""Printing what stands behind a sentence."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from countrydesk.paper.explanation import Explanation


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
