from __future__ import annotations

import orjson
import pytest
from tests.sources.tampering import copy_of, parse_copy, rename, series, set_cell, specimens

from countrydesk.errors import LayoutError, ValueNotUnderstoodError

NAME = "ucdp_prio"
FILE = "ucdp/ucdp_prio_conflicts_v25_1.csv"
ALTO_CENEPA = "Government of Ecuador v Government of Peru"


def test_who_fought_whom_over_what():
    rows = series(specimens(NAME), "PER", "conflict_state_based")
    fact = rows.row(-1, named=True)
    assert (fact["period"], fact["text"]) == ("2010", "Government of Peru v Sendero Luminoso")
    parts = orjson.loads(fact["attributes"])
    assert (parts["incompatibility"], parts["intensity"]) == ("government", "minor")
    assert (parts["type"], parts["ended"]) == ("intrastate", "2010-12-30")


def test_a_conflict_in_two_states_is_filed_under_both():
    parsed = specimens(NAME)
    for place in ("PER", "ECU"):
        texts = series(parsed, place, "conflict_state_based")["text"].to_list()
        assert ALTO_CENEPA in texts
    assert parsed.frame.height > parsed.tallies[FILE].used


def test_stray_blanks_of_the_lists_are_gone():
    texts = specimens(NAME).frame["text"]
    assert not texts.str.contains(" ,", literal=True).any()
    assert not texts.str.contains("  ", literal=True).any()


def test_the_yugoslav_wars_begin_in_yugoslavia():
    rows = series(specimens(NAME), "YUG", "conflict_state_based")
    assert set(rows["period"]) == {"1991"}


@pytest.mark.parametrize("column", ["incompatibility", "intensity_level", "type_of_conflict"])
def test_an_unknown_code_is_not_passed_over(column, tmp_path):
    folder = copy_of(NAME, tmp_path)
    set_cell(folder / FILE, column, "9")
    with pytest.raises(ValueNotUnderstoodError, match=column):
        parse_copy(NAME, folder)


def test_an_unknown_location_is_not_passed_over(tmp_path):
    folder = copy_of(NAME, tmp_path)
    set_cell(folder / FILE, "gwno_loc", "135, 999")
    with pytest.raises(ValueNotUnderstoodError, match="999"):
        parse_copy(NAME, folder)


def test_a_renamed_column_is_named(tmp_path):
    folder = copy_of(NAME, tmp_path)
    rename(folder / FILE, "gwno_loc", "location_id")
    with pytest.raises(LayoutError, match="gwno_loc"):
        parse_copy(NAME, folder)
