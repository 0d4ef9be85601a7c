from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import orjson
import polars as pl
import pytest
from tests.sources.tampering import rename, series, set_cell

from countrydesk.errors import RawFileError, SourceError, ValueNotUnderstoodError
from countrydesk.sources.parse import Parsed, parse_source
from countrydesk.sources.registry import Source, get_source

TABLE = "instruments.csv"
NOWHERE = Path("no such folder")


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    return parse_source(get_source("instruments"), NOWHERE)


def copy_of(folder: Path) -> Source:
    """Return the source with its table in another folder, where it may be changed."""
    source = get_source("instruments")
    (folder / TABLE).write_bytes((source.folder / TABLE).read_bytes())
    return replace(source, folder=folder)


def test_the_table_stands_beside_its_description(parsed):
    assert parsed.is_pinned(TABLE)
    assert parsed.tallies[TABLE].read == parsed.frame.height


def test_every_row_has_an_office_a_citation_and_a_confidence(parsed):
    for text in parsed.frame["attributes"]:
        given = orjson.loads(text)
        assert {"key", "owner", "citation", "citation_url", "confidence"} <= set(given)
        assert given["citation_url"].startswith("https://")


def test_only_rows_of_any_state_lack_a_law(parsed):
    lawless = parsed.frame.filter(~pl.col("attributes").str.contains('"authority"'))
    assert set(lawless["place"]) == {"WLD"}


def test_a_section_301_duty_may_be_modified(parsed):
    rows = series(parsed, "USA", "instrument").filter(pl.col("series") == "duty_modification")
    given = orjson.loads(rows["attributes"][0])
    assert given["authority"] == "section 307 of the Trade Act of 1974 (19 U.S.C. 2417)"
    assert (rows["period"][0], given["confidence"]) == ("1988-08-23/", "read")


@pytest.mark.parametrize(
    ("column", "value"), [("principal", "QQQ"), ("since", "soon"), ("confidence", "sure")]
)
def test_what_has_no_meaning_stops_the_source(tmp_path, column, value):
    source = copy_of(tmp_path)
    set_cell(tmp_path / TABLE, column, value)
    with pytest.raises(ValueNotUnderstoodError, match=value):
        parse_source(source, NOWHERE, assertions=False)


def test_a_key_stands_once_for_a_principal(tmp_path):
    source = copy_of(tmp_path)
    path = tmp_path / TABLE
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, lines[-1]]) + "\n")
    with pytest.raises(ValueNotUnderstoodError, match="twice"):
        parse_source(source, NOWHERE, assertions=False)


def test_another_header_stops_the_source(tmp_path):
    source = copy_of(tmp_path)
    rename(tmp_path / TABLE, "owner", "office")
    with pytest.raises(SourceError, match="owner"):
        parse_source(source, NOWHERE, assertions=False)


def test_a_table_that_is_gone_is_named(tmp_path):
    source = replace(get_source("instruments"), folder=tmp_path)
    with pytest.raises(RawFileError, match=TABLE):
        parse_source(source, NOWHERE, assertions=False)
