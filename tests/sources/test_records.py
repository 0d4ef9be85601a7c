"""Strict reading of JSON records, whatever arrives."""

from __future__ import annotations

import gzip
from contextlib import suppress

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources import toypages

from countrydesk.errors import CountrydeskError, FetchError, LayoutError, RawFileError
from countrydesk.sources.fetching.content import PIECE, unpacked
from countrydesk.sources.intake import Intake
from countrydesk.sources.records import json_records

COLUMNS = ("code", "year", "score")
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12
)
RECORDS = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, SCALARS | JSON)) | JSON)


@pytest.fixture(scope="module")
def intake(tmp_path_factory) -> Intake:
    folder = tmp_path_factory.mktemp("raw")
    return Intake(toypages.toy_source(folder).spec, folder)


def read(intake: Intake, payload: bytes, **options):
    (intake.raw / "x.json").write_bytes(payload)
    return json_records(intake, "x.json", COLUMNS, **options)


def test_records_arrive_as_text_with_their_row(intake):
    frame = read(intake, b'[{"code":"PER","year":2024,"score":null}]')
    assert frame.select("code", "year", "score", "_file", "_row").rows() == [
        ("PER", "2024", "", "x.json", 1)
    ]


def test_an_empty_list_is_a_table_without_rows(intake):
    assert read(intake, b"[]").height == 0


@pytest.mark.parametrize(
    ("payload", "error", "message"),
    [
        (b"<html>", RawFileError, "is no JSON"),
        (b"{}", LayoutError, "its records are no list"),
        (b"[1]", LayoutError, "record 1: is no record"),
        (b'[{"code":1,"year":1}]', LayoutError, "column 'score' is missing"),
        (b'[{"code":1,"year":1,"score":1,"x":1}]', LayoutError, "column 'x' is new"),
        (b'[{"code":1,"year":1,"score":{}}]', LayoutError, "'score' holds further values"),
    ],
)
def test_what_was_not_declared_is_named(intake, payload, error, message):
    with pytest.raises(error, match=message):
        read(intake, payload)


@settings(max_examples=200, deadline=None)
@given(document=RECORDS | JSON)
def test_any_document_is_read_or_refused(intake, document):
    try:
        payload = orjson.dumps(document)
    except orjson.JSONEncodeError:
        return
    with suppress(CountrydeskError):
        assert read(intake, payload).height == len(document)


@settings(max_examples=200, deadline=None)
@given(body=st.binary(max_size=2000), cut=st.integers(1, 64), spoil=st.booleans())
def test_any_packed_body_is_unpacked_or_refused(body, cut, spoil):
    packed = gzip.compress(body)
    if spoil:
        packed = packed[: len(packed) // 2] + body[:10] + packed[len(packed) // 2 :]
    chunks = [packed[at : at + cut] for at in range(0, len(packed), cut)]
    try:
        pieces = list(unpacked(chunks, "gzip", "https://x"))
    except FetchError:
        assert spoil
    else:
        assert max(map(len, pieces), default=0) <= PIECE
        assert spoil or b"".join(pieces) == body
