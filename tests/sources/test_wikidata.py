"""Wikidata: queries, results of every oddity, spells, and what a service may send instead."""

from __future__ import annotations

import json
from datetime import date

import orjson
import pytest
from tests.sources.faults import wikidata_payloads
from tests.sources.replay import Fault, replaying
from tests.sources.tampering import copy_of, parse_copy, series, specimens

from countrydesk.errors import (
    LayoutError,
    RawFileError,
    ServiceDownError,
    ValueNotUnderstoodError,
    WrongContentError,
)  # fmt: skip
from countrydesk.sources.fetching.arrivals import Carrier
from countrydesk.sources.fetching.client import Client, Limits
from countrydesk.sources.fetching.refresh import Desk, Result
from countrydesk.sources.fetching.store import Store
from countrydesk.sources.registry import get_source
from countrydesk.sources.wikidata.source import VARIABLES, fetch

NAME = "wikidata"
SOURCE = get_source(NAME)
LIMITS = Limits(attempts=2, seconds=2.5, silence=0.8, wait=0.01, pause=0)


def url(name):
    return dict(zip(VARIABLES, wikidata_payloads(), strict=True))[name]


def edited(tmp_path, name, change):
    folder = copy_of(NAME, tmp_path)
    path = folder / NAME / f"{name}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    return folder


def test_an_ended_term_is_open_until_its_end():
    rows = series(specimens(NAME), "DEU", "head_of_government")
    assert list(rows.select("period", "released_on").iter_rows()) == [
        ("2005-11-22/", date(2005, 11, 22)),
        ("2005-11-22/2021-12-08", date(2021, 12, 8)),
    ]


def test_a_term_says_where_it_comes_from_and_how_far_it_can_be_trusted():
    row = series(specimens(NAME), "PER", "head_of_state").row(-1, named=True)
    marks = orjson.loads(row["attributes"])
    assert marks["confidence"] == "collaborative"
    assert marks["citation_url"].startswith("https://www.wikidata.org/entity/Q")


def test_dates_are_as_exact_as_the_statement():
    parsed = specimens(NAME)
    assert series(parsed, "TUV", "head_of_government")["period"].to_list() == ["2024-02/"]
    assert series(parsed, "TUV", "head_of_state")["period"].to_list() == ["2022/"]


def test_undated_relations_stand_for_the_year_of_the_reading():
    rows = series(specimens(NAME), "USA", "diplomatic_relations_listed", "PER")
    assert rows["period"].to_list() == ["2026"]


def test_what_is_no_use_is_left_out_by_a_rule():
    tallies = specimens(NAME).tallies
    assert tallies["wikidata/offices.json"].ignored == {
        "a date less exact than a year": 1,
        "began or ended before 1945": 1,
        "has not begun": 1,
        "a holder who is not known": 1,
        "a holder without an English name": 1,
        "a term without a beginning": 1,
    }
    assert tallies["wikidata/relations.json"].ignored == {
        "an end without a beginning": 2,
        "relations of a country with itself": 1,
    }


def _term(**changes):
    def change(document):
        first = document["results"]["bindings"][0]
        for name, value in changes.items():
            first[name] = value

    return change


@pytest.mark.parametrize(
    ("change", "error", "what"),
    [
        (_term(iso3={"type": "literal", "value": "QQQ"}), ValueNotUnderstoodError, "QQQ"),
        (_term(role={"type": "literal", "value": "mayor"}), ValueNotUnderstoodError, "mayor"),
        (_term(start={"type": "literal", "value": "2005/11/22"}), ValueNotUnderstoodError, "start"),
        (
            _term(start={"type": "literal", "value": "2005-02-30T00:00:00Z"}),
            ValueNotUnderstoodError,
            "2005-02-30",
        ),
        (_term(hint={"type": "literal", "value": "x"}), LayoutError, "hint"),
        (_term(person={"type": "triple", "value": {}}), LayoutError, "person"),
        (_term(person={"type": "uri"}), LayoutError, "person"),
        (lambda d: d["head"]["vars"].append("more"), LayoutError, "more"),
        (lambda d: d["head"]["vars"].remove("end"), LayoutError, "end"),
        (lambda d: d["results"]["bindings"].clear(), LayoutError, "no solution"),
        (lambda d: d.pop("results"), LayoutError, "no result"),
        (lambda d: d["results"].update(bindings={}), LayoutError, "no list"),
        (lambda d: d["results"]["bindings"].insert(0, []), LayoutError, "no record"),
    ],
)
def test_what_is_new_stops_the_source(tmp_path, change, error, what):
    with pytest.raises(error, match=what):
        parse_copy(NAME, edited(tmp_path, "offices", change))


def test_an_answer_that_ends_in_an_error_message_is_no_json(tmp_path):
    folder = copy_of(NAME, tmp_path)
    path = folder / NAME / "offices.json"
    half = path.read_bytes()[:400] + b"\nSPARQL-QUERY: queryStr=...\njava.util.TimeoutException"
    path.write_bytes(half)
    with pytest.raises(RawFileError, match="no JSON"):
        parse_copy(NAME, folder)


def test_every_query_is_asked_and_read_by_the_same_parser(tmp_path):
    with replaying() as replay:
        replay.load(wikidata_payloads())
        with Client(tmp_path, {"*": replay.base}, LIMITS) as client:
            store = Store(tmp_path / "store")
            carrier = Carrier(client, store, date(2026, 11, 2), lambda *_: None)
            outcome = Desk(store, None, assertions=False).refresh(SOURCE, carrier)
    assert outcome.result is Result.ACCEPTED, outcome.reason
    assert outcome.observations == specimens(NAME).frame.height


EMPTY = b'{"head": {"vars": []}, "results": {"bindings": []}}'
BROKEN = b'{"head": {"vars": ["iso3"]}, "results": {"bindings": [ \nTimeoutException'


@pytest.mark.parametrize("body", [EMPTY, BROKEN, b"[]", b'{"error": "x"}'])
def test_an_answer_that_is_no_whole_result_is_not_taken(tmp_path, body):
    with replaying() as replay:
        replay.load({**wikidata_payloads(), url("memberships"): body})
        with (
            Client(tmp_path, {"*": replay.base}, LIMITS) as client,
            pytest.raises(WrongContentError, match="what we have is kept"),
        ):
            fetch(client, tmp_path / "new")


def test_a_service_that_fails_is_tried_again_and_then_given_up(tmp_path):
    with replaying() as replay:
        replay.load(wikidata_payloads())
        replay.fail(url("relations"), Fault.FAILS)
        with (
            Client(tmp_path, {"*": replay.base}, LIMITS) as client,
            pytest.raises(ServiceDownError),
        ):
            fetch(client, tmp_path / "new")
