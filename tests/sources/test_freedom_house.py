"""Freedom in the World: editions, territories, scores below nothing, strict workbook."""

from __future__ import annotations

from datetime import date

import pytest
from tests.sources.tampering import (
    change_xlsx,
    copy_of,
    find_cell,
    parse_copy,
    series,
    specimens,
    values,
)  # fmt: skip

from countrydesk.errors import LayoutError, RawFileError, ValueNotUnderstoodError
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source

NAME, FILE, SHEET = "freedom_house", "freedom_house/All_data_FIW_2013-2025.xlsx", "FIW13-25"


def edited(tmp_path, change):
    folder = copy_of(NAME, tmp_path)
    change_xlsx(folder / FILE, change)
    return folder


def test_an_edition_describes_the_year_before_it():
    rows = series(specimens(NAME), "PER", "freedom_score")
    assert rows["period"].to_list() == ["2012", "2017", "2023", "2024"]
    assert rows["released_on"].to_list()[-1] == date(2025, 3, 31)


def test_territories_that_are_no_places_are_left_out_by_a_rule():
    parsed = specimens(NAME)
    assert parsed.tallies[FILE].ignored == {"a territory that is no place of the registry": 8}
    assert {"HKG", "XGZ"} <= set(parsed.frame["place"])


def test_the_status_is_words():
    texts = set(series(specimens(NAME), "PER", "freedom_status")["text"])
    assert texts <= {"free", "partly free", "not free"}


@pytest.mark.raw
def test_the_real_workbook(raw):
    parsed = parse_source(get_source(NAME), raw)
    assert values(parsed, "PER", "freedom_score") | {"2012": 71.0, "2024": 67.0} == values(
        parsed, "PER", "freedom_score"
    )
    assert min(values(parsed, "SYR", "political_rights_score").values()) == -3


@pytest.mark.parametrize(
    ("change", "error", "what"),
    [
        (lambda b: b.remove(b[SHEET]), LayoutError, "no sheet"),
        (lambda b: setattr(find_cell(b[SHEET], "CL rating"), "value", "CL"), LayoutError, "CL"),
        (lambda b: setattr(find_cell(b[SHEET], "Peru"), "value", "Utopia"), ValueNotUnderstoodError,
            "Utopia"),
        (lambda b: setattr(find_cell(b[SHEET], "c", "Peru"), "value", "x"), ValueNotUnderstoodError,
            "C/T"),
        (lambda b: setattr(b[SHEET].cell(3, 5), "value", "VF"), ValueNotUnderstoodError, "Status"),
        (lambda b: setattr(b[SHEET].cell(3, 44), "value", "many"), ValueNotUnderstoodError,
            "Total"),
    ],
)  # fmt: skip
def test_what_is_new_stops_the_source(tmp_path, change, error, what):
    with pytest.raises(error, match=what):
        parse_copy(NAME, edited(tmp_path, change))


def test_what_is_no_workbook_is_refused(tmp_path):
    folder = copy_of(NAME, tmp_path)
    (folder / FILE).write_bytes(b"PK\x03\x04 and nothing else")
    with pytest.raises(RawFileError):
        parse_copy(NAME, folder)
