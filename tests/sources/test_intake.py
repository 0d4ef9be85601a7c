"""Strict reading: what surprises stops the source and says where."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countrydesk.errors import CountrydeskError, LayoutError, RawFileError, ValueNotUnderstoodError
from countrydesk.sources.frame import (
    SCHEMA,
    apart_by_month,
    attributes_json,
    check,
    observations,
)  # fmt: skip
from countrydesk.sources.intake import Intake, check_columns
from countrydesk.sources.spec import SourceSpec, load_spec

SPEC = SourceSpec.model_validate(
    {
        "name": "toy",
        "short": "Toy",
        "producer": "p",
        "title": "t",
        "url": "https://example.org",
        "citation": "c",
        "licence": {"id": "x", "name": "x", "url": "https://example.org", "redistribute": "yes"},
        "cadence": "yearly",
        "vintage": "1",
        "released_on": "2025-01-01",
        "retrieved_on": "2026-11-01",
        "files": [{"path": "a.csv"}],
        "assertions": {
            "rows": {"min": 1},
            "places": {"min": 1},
            "values": [{"place": "PER", "indicator": "gini", "period": "2024", "value": 1}],
        },
    }
)


@pytest.fixture
def intake(tmp_path: Path):
    def make(text: str | bytes, name: str = "a.csv") -> Intake:
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return Intake(SPEC, tmp_path)

    return make


def test_a_table_knows_its_file_and_rows(intake):
    table = intake("code,value\nPER,1\nKEN,2\n").csv("a.csv", ["code", "value"])
    assert table["_row"].to_list() == [2, 3]
    assert set(table["_file"]) == {"a.csv"}


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("code,worth", "column 'value' is missing"),
        ("code,value,more", "column 'more' is new"),
        ("value,code", "column 1 is 'value', expected 'code'"),
    ],
)
def test_a_changed_header_is_named(intake, header, message):
    row = ",".join("x" for _ in header.split(","))
    with pytest.raises(LayoutError, match=message):
        intake(f"{header}\n{row}\n").csv("a.csv", ["code", "value"])


def test_files_that_are_missing_or_of_another_encoding(intake, tmp_path):
    with pytest.raises(RawFileError, match="--raw"):
        Intake(SPEC, tmp_path).csv("nowhere.csv", ["a"])
    with pytest.raises(RawFileError, match="decode"):
        intake("Côte d'Ivoire\n".encode("latin-1")).csv("a.csv", ["Côte d'Ivoire"])


def test_a_cell_that_is_no_number_is_named_with_its_row(intake):
    reader = intake("code,value\nPER,1\nKEN,lots\n")
    table = reader.csv("a.csv", ["code", "value"])
    with pytest.raises(ValueNotUnderstoodError, match="row 3: value 'lots' is not a number"):
        reader.numbers(table, "value")


def test_missing_cells_and_thousands_are_understood(intake):
    reader = intake('code,value\nPER,"1,234.5"\nKEN,NA\nUSA,\n')
    table = reader.numbers(reader.csv("a.csv", ["code", "value"]), "value")
    assert table["value"].to_list() == [1234.5, None, None]


def test_an_unknown_code_is_named_and_known_ones_are_mapped(intake):
    reader = intake("code,value\nPER,1\nXQZ,2\n")
    table = reader.csv("a.csv", ["code", "value"])
    with pytest.raises(ValueNotUnderstoodError, match="row 3: code 'XQZ' is no iso3 code"):
        reader.places(table, "code", "iso3")
    kept = reader.places(table, "code", "iso3", ignore={"XQZ": "invented"})
    assert kept["place"].to_list() == ["PER"]
    assert reader.tallies["a.csv"].ignored == {"invented": 1}


def test_two_letter_systems_are_kept_apart(intake):
    reader = intake("code\nCH\n")
    table = reader.csv("a.csv", ["code"])
    assert reader.places(table, "code", "iso2")["place"].item() == "CHE"
    assert reader.places(table, "code", "gec")["place"].item() == "CHN"


def test_codes_change_hands(intake):
    reader = intake("code,year\n365,1980\n365,2000\n")
    table = reader.numbers(reader.csv("a.csv", ["code", "year"]), "year")
    assert reader.places(table, "code", "cow", year="year")["place"].to_list() == ["SUN", "RUS"]


def test_every_row_is_accounted_for(intake):
    reader = intake("code\nPER\nKEN\nUSA\n")
    table = reader.csv("a.csv", ["code"])
    rest = reader.ignore(table, pl.col("code") == "USA", "home country")
    assert not reader.tallies["a.csv"].balances
    reader.use(rest)
    assert reader.tallies["a.csv"].balances


def test_observation_frames_are_completed_and_checked():
    row = {"place": "PER", "indicator": "gini", "period": "2024", "series": "s", "_file": "a.csv"}
    full = observations(
        pl.DataFrame([row | {"value": 1.0}, row | {"value": None, "period": "2023"}])
    )
    assert full.height == 1
    with pytest.raises(LayoutError, match="not known"):
        observations(pl.DataFrame([row | {"value": 1.0, "colour": "red"}]))
    with pytest.raises(LayoutError, match="missing"):
        observations(pl.DataFrame([{"place": "PER"}]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"place": ""}, "empty"),
        ({"status": "likely"}, "status"),
        ({"status": None}, "status"),
        ({"value": float("inf")}, "finite"),
        ({"text": "both"}, "both or neither"),
    ],
)
def test_malformed_observations_are_refused(change, message):
    good = {
        "place": "PER", "counterpart": "", "indicator": "gini", "period": "2024", "value": 1.0,
        "text": None, "unit": "index", "low": None, "high": None, "status": "actual",
        "source": "toy", "series": "s", "released_on": date(2025, 1, 1),
        "retrieved_on": date(2026, 1, 1), "raw_sha256": "0", "note": "", "attributes": "",
    }  # fmt: skip
    check(pl.DataFrame([good], schema=SCHEMA), "toy")
    with pytest.raises(ValueNotUnderstoodError, match=message):
        check(pl.DataFrame([good | change], schema=SCHEMA), "toy")
    with pytest.raises(ValueNotUnderstoodError, match="two values for one key"):
        check(pl.DataFrame([good, good | {"value": 2.0}], schema=SCHEMA), "toy")


def test_attributes_are_canonical():
    assert attributes_json({"b": "2", "a": "1", "c": "", "d": None}) == '{"a":"1","b":"2"}'
    assert attributes_json({}) == ""


def test_months_get_an_indicator_of_their_own():
    frame = pl.DataFrame({"indicator": ["x", "x"], "period": ["2024", "2024-05"]})
    assert apart_by_month(frame)["indicator"].to_list() == ["x", "x_month"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fall_over(tmp_path_factory, payload):
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "a.csv").write_bytes(payload)
    reader = Intake(SPEC, folder)
    with contextlib.suppress(CountrydeskError):
        reader.numbers(reader.csv("a.csv", ["code", "value"]), "value")


def test_a_description_with_an_unknown_word_is_refused(tmp_path):
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "source.yml").write_text("name: toy\ncolour: red\n")
    with pytest.raises(CountrydeskError, match="colour"):
        load_spec(folder)


def test_columns_in_order():
    check_columns("a", ["x", "y"], ["x", "y"])
