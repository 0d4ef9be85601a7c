"""UNODC homicide: totals and sexes of whole states, everything else by a rule."""

from __future__ import annotations

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

from countrydesk.errors import LayoutError, ValueNotUnderstoodError

NAME, FILE = "unodc_homicide", "unodc/data_cts_intentional_homicide.xlsx"
SHEET = "data_cts_intentional_homicide"


def edited(tmp_path, change):
    folder = copy_of(NAME, tmp_path)
    change_xlsx(folder / FILE, change)
    return folder


def test_numbers_and_rates_of_all_victims_and_by_sex():
    parsed = specimens(NAME)
    assert set(values(parsed, "PER", "homicide_victims")) == {"2022", "2023"}
    men, women = (values(parsed, "PER", f"homicide_rate_{sex}")["2022"] for sex in ("men", "women"))
    assert men > values(parsed, "PER", "homicide_rate")["2022"] > women


def test_the_system_that_counted_is_noted():
    assert set(series(specimens(NAME), "PER", "homicide_rate")["note"]) == {"CTS"}


def test_parts_of_states_and_breakdowns_are_left_out_by_a_rule():
    parsed = specimens(NAME)
    assert not {"GBR", "IRQ"} & set(parsed.frame["place"])
    assert "XKX" in set(parsed.frame["place"])
    ignored = parsed.tallies[FILE].ignored
    assert ignored["a part of a state that reports on its own"] == 32
    assert ignored["a breakdown by age"] == 20


@pytest.mark.parametrize(
    ("change", "error", "what"),
    [
        (lambda b: b.remove(b[SHEET]), LayoutError, "no sheet"),
        (lambda b: setattr(find_cell(b[SHEET], "VALUE"), "value", "Value"), LayoutError, "VALUE"),
        (lambda b: b[SHEET].delete_rows(1), LayoutError, "Iso3_code"),
        (lambda b: setattr(find_cell(b[SHEET], "Peru"), "value", "Utopia"), ValueNotUnderstoodError,
            "Utopia"),
        (lambda b: setattr(find_cell(b[SHEET], "Male", "Peru"), "value", "M"),
            ValueNotUnderstoodError, "Sex"),
        (lambda b: setattr(find_cell(b[SHEET], "Counts", "Peru"), "value", "Dozens"),
            ValueNotUnderstoodError, "Dozens"),
        (lambda b: setattr(b[SHEET].cell(4, 12), "value", "<5"), ValueNotUnderstoodError, "<5"),
    ],
)  # fmt: skip
def test_what_is_new_stops_the_source(tmp_path, change, error, what):
    with pytest.raises(error, match=what):
        parse_copy(NAME, edited(tmp_path, change))
