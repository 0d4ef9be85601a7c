"""The whole paper as canonical JSON, and back: sorted keys, two spaces, a newline at the end.

The file needs nothing else to be read: sections, sentences with their slots, findings with method,
arguments and the ids of their inputs, observations in full, origins with licences. Its layout is
published as ``schema/paper.schema.json`` and versioned by ``schema_version``: the first number
changes when a reader of the old layout would fail, the second when something is added.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

import orjson

from countrydesk.analysis.finding import Finding, Scalar
from countrydesk.errors import InputError, PeriodError, RenderError
from countrydesk.model import Observation, Period
from countrydesk.paper.nodes import Exhibit, Paper, Sentence
from countrydesk.render.wire import Plain, Rule, Schema, Value, Wire, read_text

if TYPE_CHECKING:
    from countrydesk.render import Theme

SCHEMA_VERSION = "1.1"
SCHEMA_ID = f"urn:countrydesk:schema:paper:{SCHEMA_VERSION}"
_FORMAT = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
_VERSION = "schema_version"


def render(paper: Paper, theme: Theme) -> bytes:  # noqa: ARG001
    """Return the paper as JSON; the theme changes nothing.

    Raises:
        RenderError: a value has no JSON form, or a finding rests on an observation that the paper
            does not hold.

    """
    _check_closed(paper)
    plain = _wire().rule(Paper).dump(paper)
    try:
        return orjson.dumps({**plain, _VERSION: SCHEMA_VERSION}, option=_FORMAT)
    except TypeError as error:
        raise RenderError(f"the paper cannot be written as JSON: {error}") from error


def read_paper(payload: bytes) -> Paper:
    """Return the paper that :func:`render` wrote, equal to the one it was given.

    Raises:
        InputError: the payload is no such paper, is of another layout, or was changed: ids are
            hashes of content, and each is computed again.

    """
    try:
        plain = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise InputError(f"the file is not JSON: {error}") from error
    if not isinstance(plain, dict) or _VERSION not in plain:
        raise InputError(f"the file is not a paper: it has no {_VERSION}")
    version = plain.pop(_VERSION)
    if version != SCHEMA_VERSION:
        raise InputError(f"the paper has layout {version}; this program reads {SCHEMA_VERSION}")
    return _joined(_wire().rule(Paper).load(plain, "paper"))


def schema() -> bytes:
    """Return the JSON Schema (Draft 2020-12) of what :func:`render` writes."""
    definitions = _wire().definitions(Paper)
    top = definitions.pop("Paper")
    top["properties"][_VERSION] = {"const": SCHEMA_VERSION}
    top["required"] = sorted([*top["required"], _VERSION])
    about: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Countrydesk paper",
        "$defs": definitions,
    }
    return orjson.dumps(about | top, option=_FORMAT)


def published_schema() -> bytes:
    """Return the schema as it is published with this version of the program."""
    return (files("countrydesk.render") / "schema" / "paper.schema.json").read_bytes()


# -- what does not follow from the type hints --------------------------------------------------

Rows = tuple[Mapping[str, Scalar | None], ...]


@cache
def _wire() -> Wire:
    rows = Wire({}, {}).rule(Rows)
    rules = {
        Period: Rule(str, _read_period, _PERIOD),
        (Finding, "inputs"): Rule(_ids, _read_ids, _IDS),
        (Exhibit, "data"): _data_rule(rows),
    }
    return Wire(rules, {Sentence: {"text": str}})


_PERIOD: Schema = {
    "type": "string",
    "description": "2024, FY2024, 2024-Q3, 2024-05, 2024-05-01, 2022/2024, or 2026-07-28/ if open",
}
_IDS: Schema = {
    "type": "array",
    "description": "Keys of the paper's observations",
    "items": {"type": "string"},
}


def _read_period(value: Plain, where: str) -> Period:
    try:
        return Period.parse(read_text(value, where))
    except PeriodError as error:
        raise InputError(f"{where}: {error}") from error


def _ids(inputs: tuple[Observation, ...]) -> Plain:
    return [item.id for item in inputs]


def _read_ids(value: Plain, where: str) -> tuple[Value, ...]:
    return tuple(read_text(each, where) for each in value)


def _data_rule(rows: Rule) -> Rule:
    """Return the rule for an exhibit's rows: sorted keys lose the order of columns, so keep it."""

    def dump(data: Rows) -> Plain:
        columns = dict.fromkeys(name for row in data for name in row)
        return {"columns": [*columns], "rows": rows.dump(data)}

    def load(value: Plain, where: str) -> Rows:
        if not isinstance(value, dict) or value.keys() != {"columns", "rows"}:
            raise InputError(f"{where}: expected columns and rows")
        names = value["columns"]
        found: Rows = rows.load(value["rows"], where)
        return tuple(
            MappingProxyType({name: row[name] for name in names if name in row}) for row in found
        )

    properties = {"columns": {"type": "array", "items": {"type": "string"}}, "rows": rows.schema}
    return Rule(
        dump,
        load,
        {
            "type": "object",
            "properties": properties,
            "required": ["columns", "rows"],
            "additionalProperties": False,
        },
    )


# -- the paper as a whole ----------------------------------------------------------------------


def _check_closed(paper: Paper) -> None:
    for finding in paper.findings.values():
        for item in finding.inputs:
            if item.id not in paper.observations:
                raise RenderError(
                    f"finding {finding.id} rests on {item.id}, which the paper does not hold"
                )


def _joined(paper: Paper) -> Paper:
    """Return the paper with findings that hold their inputs; every id is computed again."""
    observations = paper.observations
    findings = {key: _with_inputs(item, observations) for key, item in paper.findings.items()}
    for table in (observations, findings):
        for key, entry in table.items():
            if entry.id != key:
                raise InputError(f"{key} was changed: its content has the id {entry.id}")
    return dataclasses.replace(paper, findings=MappingProxyType(findings))


def _with_inputs(finding: Finding, observations: Mapping[str, Observation]) -> Finding:
    ids: tuple[Value, ...] = finding.inputs
    try:
        return dataclasses.replace(finding, inputs=tuple(observations[key] for key in ids))
    except KeyError as error:
        raise InputError(f"a finding rests on {error}, which the paper does not hold") from error
