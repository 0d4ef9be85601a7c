"""JSON: published layout, exact round trip, refusal of what was changed."""

from __future__ import annotations

import dataclasses
from datetime import date
from types import MappingProxyType

import jsonschema
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.render.sample import sample_paper

from countrydesk.analysis.finding import Finding, FindingKind
from countrydesk.errors import InputError, RenderError
from countrydesk.model import Licence, Observation, Origin, Period, Redistribution, Status
from countrydesk.paper.nodes import (
    Card,
    Confidence,
    Coverage,
    Exhibit,
    Likelihood,
    Override,
    OverrideAction,
    Paper,
    Paragraph,
    Row,
    Section,
    Sentence,
    SentenceKind,
    Slot,
    Table,
)  # fmt: skip
from countrydesk.render import Theme
from countrydesk.render.json import published_schema, read_paper, render, schema

THEME = Theme()

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
dates = st.dates(date(1900, 1, 1), date(2100, 1, 1))
floats = st.floats(allow_nan=False, allow_infinity=False)
integers = st.integers(-(2**63), 2**63 - 1)
scalars = floats | integers | texts
periods = st.sampled_from(
    ["2024", "FY2024", "2024-Q3", "2024-05", "2024-05-01", "2022/2024", "2026-07-28/"]
).map(Period.parse)
slots = st.builds(Slot, texts, texts, texts, texts, texts)
runs = st.lists(texts | slots, max_size=3).map(tuple)
names = st.lists(texts, max_size=2).map(tuple)


def several(strategy: st.SearchStrategy, size: int = 2) -> st.SearchStrategy:
    return st.lists(strategy, max_size=size).map(tuple)


def tables(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.dictionaries(texts, strategy, max_size=3)


sentences = st.builds(
    Sentence, texts, st.sampled_from(SentenceKind), runs, names, names,
    st.none() | st.builds(Likelihood, texts, floats), st.none() | st.sampled_from(Confidence),
    st.none() | st.builds(Override, st.sampled_from(OverrideAction), texts, dates, texts, texts,
        st.booleans()),
)  # fmt: skip
rows = st.builds(Row, several(runs), names)
blocks = st.one_of(
    st.builds(Paragraph, texts, several(sentences), st.booleans()),
    st.builds(Table, texts, texts, names, several(rows), names, several(st.booleans())),
    st.builds(Exhibit, texts, texts, texts, texts, several(tables(scalars | st.none())),
        tables(scalars), names, names),
    st.builds(Card, texts, runs, several(st.tuples(texts, several(sentences)))),
)  # fmt: skip
coverages = st.builds(Coverage, integers, integers, st.none() | floats, names)
leaves = st.builds(
    Section, texts, texts, integers, st.booleans(), several(blocks), st.just(()),
    st.none() | coverages,
)  # fmt: skip
sections = leaves | st.builds(
    lambda node, children: dataclasses.replace(node, children=children), leaves, several(leaves)
)
observations = st.builds(
    Observation, texts, texts, texts, periods, st.none() | floats, st.none() | texts, texts,
    st.none() | floats, st.none() | floats, st.sampled_from(Status), texts, texts, dates, dates,
    texts, texts, tables(texts),
)  # fmt: skip
licences = st.builds(Licence, texts, texts, texts, st.sampled_from(Redistribution))
origins = st.builds(
    Origin, texts, texts, texts, texts, texts, texts, licences, texts, texts, dates, texts
)  # fmt: skip


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    seen = draw(several(observations, 3))
    inputs = st.lists(st.sampled_from(seen), max_size=2).map(tuple) if seen else st.just(())
    found = draw(several(st.builds(
        Finding, st.sampled_from(FindingKind), texts, texts, texts, st.none() | scalars, texts,
        periods, inputs, tables(scalars), texts, several(st.tuples(texts, scalars)),
    )))  # fmt: skip
    return Paper(
        *(draw(texts) for _ in range(6)), draw(st.none() | dates), draw(dates), draw(texts),
        draw(several(sections)), {item.id: item for item in found},
        {item.id: item for item in seen}, draw(tables(origins)), draw(tables(texts)),
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(papers())
def test_a_paper_comes_back_exactly(paper):
    payload = render(paper, THEME)
    back = read_paper(payload)
    assert back == paper
    assert render(back, THEME) == payload
    assert _columns(back) == _columns(paper)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(papers())
def test_any_paper_is_valid_under_the_schema(paper):
    _validator().validate(orjson.loads(render(paper, THEME)))


def test_the_sample_comes_back_and_is_valid():
    paper = sample_paper()
    payload = render(paper, THEME)
    assert read_paper(payload) == paper
    _validator().validate(orjson.loads(payload))


def test_whole_numbers_and_fractions_stay_apart():
    section = Section("s", "S", 1, False, (_exhibit({"x": 2024, "y": 2024.0}),))
    paper = dataclasses.replace(sample_paper(), sections=(section,))
    row = read_paper(render(paper, THEME)).sections[0].blocks[0].data[0]
    assert {name: type(value) for name, value in row.items()} == {"x": int, "y": float}


def test_the_bytes_are_canonical():
    payload = render(sample_paper(), THEME)
    plain = orjson.loads(payload)
    option = orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    assert payload == orjson.dumps(plain, option=option)


def test_the_order_of_mappings_changes_nothing():
    paper = sample_paper()
    turned = dataclasses.replace(
        paper, observations=dict(reversed(paper.observations.items())),
        labels=MappingProxyType(dict(reversed(paper.labels.items()))),
    )  # fmt: skip
    assert render(turned, THEME) == render(paper, THEME)


def test_the_published_schema_is_the_generated_one():
    assert published_schema() == schema(), (
        "write countrydesk.render.json.schema() to render/schema/paper.schema.json and raise "
        "SCHEMA_VERSION"
    )


def test_the_schema_is_a_draft_2020_12_schema():
    jsonschema.Draft202012Validator.check_schema(orjson.loads(published_schema()))


def test_the_schema_allows_no_unknown_key():
    plain = orjson.loads(render(sample_paper(), THEME))
    plain["sections"][0]["colour"] = "red"
    with pytest.raises(jsonschema.ValidationError):
        _validator().validate(plain)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("schema_version",), "9.0", "layout 9.0"),
        (("colour",), "red", "'colour' is missing or not expected"),
        (("title",), 5, "paper.title: did not expect a number"),
        (("cutoff",), "soon", "'soon' is not a date"),
        (("sections", 0, "level"), "1", r"sections\[0\].level: did not expect text"),
        (("sections", 0, "blocks", 0, "type"), "poem", "'poem' is none of paragraph, table"),
        (("sections", 0, "blocks", 0, "sentences", 0, "text"), "Else.", "'text' does not follow"),
        (("sections", 0, "blocks", 0, "sentences", 0, "kind"), "joke", "'joke' is none of fact"),
        (("findings",), [], "paper.findings: did not expect a list"),
        (("observations",), {}, "which the paper does not hold"),
    ],
)
def test_a_changed_paper_is_refused(path, value, message):
    plain = orjson.loads(render(sample_paper(), THEME))
    node = plain
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    with pytest.raises(InputError, match=message):
        read_paper(orjson.dumps(plain))


@pytest.mark.parametrize("table", ["findings", "observations"])
def test_a_changed_value_is_refused(table):
    plain = orjson.loads(render(sample_paper(), THEME))
    next(iter(plain[table].values()))["value"] = 12345.5
    with pytest.raises(InputError, match="was changed"):
        read_paper(orjson.dumps(plain))


@pytest.mark.parametrize("payload", [b"", b"[]", b"{}", b"\xff", b'{"schema_version": 1}'])
def test_what_is_no_paper_is_refused(payload):
    with pytest.raises(InputError):
        read_paper(payload)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**70, b"x"])
def test_what_json_cannot_hold_is_refused(value):
    section = Section("s", "S", 1, False, (_exhibit({"x": value}),))
    with pytest.raises(RenderError):
        render(dataclasses.replace(sample_paper(), sections=(section,)), THEME)


def test_a_half_character_is_refused():
    with pytest.raises(RenderError):
        render(dataclasses.replace(sample_paper(), title="\ud800"), THEME)


def test_a_finding_without_its_observation_is_refused():
    with pytest.raises(RenderError, match="does not hold"):
        render(dataclasses.replace(sample_paper(), observations={}), THEME)


def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(orjson.loads(published_schema()))


def _columns(paper: Paper) -> list[list[str]]:
    """Return the columns of each exhibit in order of first appearance."""
    return [
        list(dict.fromkeys(name for row in block.data for name in row))
        for section in paper.walk()
        for block in section.blocks
        if isinstance(block, Exhibit)
    ]


def _exhibit(row: dict[str, object]) -> Exhibit:
    return Exhibit("e", "bars", "T", "A", (row,), {}, (), ())  # type: ignore[arg-type]


def test_a_short_paper(snapshot):
    bare = {"findings": {}, "observations": {}, "labels": {}}
    paper = sample_paper()
    short = dataclasses.replace(paper, sections=paper.sections[3:4], **bare)
    assert render(short, THEME).decode() == snapshot
