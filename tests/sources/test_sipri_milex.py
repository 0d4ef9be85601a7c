"""SIPRI military expenditure: five worksheets, states of the past, signs for no value."""

from __future__ import annotations

import pytest
from tests.sources.tampering import (
    change_xlsx,
    copy_of,
    find_cell,
    parse_copy,
    specimens,
    values,
)  # fmt: skip

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source

NAME, FILE = "sipri_milex", "sipri/SIPRI-Milex-data-1949-2024.xlsx"
SHARE, DOLLARS = "Share of GDP", "Current US$"


def edited(tmp_path, change):
    folder = copy_of(NAME, tmp_path)
    change_xlsx(folder / FILE, change)
    return folder


def test_states_of_the_past_have_their_own_years():
    parsed = specimens(NAME)
    assert set(values(parsed, "SUN", "military_spending")) == {"1988", "1989", "1990"}
    assert min(values(parsed, "RUS", "military_spending")) == "1992"


def test_every_worksheet_gives_its_indicator():
    assert set(specimens(NAME).frame["indicator"]) == {
        series.indicator for series in get_source(NAME).spec.series.values()
    }


@pytest.mark.raw
def test_the_real_workbook(raw):
    parsed = parse_source(get_source(NAME), raw)
    assert values(parsed, "DZA", "military_spending")["2024"] == 21811242555.0
    assert values(parsed, "MAR", "military_spending_share")["2024"] == pytest.approx(3.5157537)
    assert "2024" not in values(parsed, "LBY", "military_spending_share")


@pytest.mark.parametrize(
    ("change", "error", "what"),
    [
        (lambda b: b.remove(b[SHARE]), LayoutError, "no sheet"),
        (lambda b: setattr(find_cell(b[SHARE], 2024), "value", 2025), LayoutError, "2024"),
        (lambda b: setattr(find_cell(b[DOLLARS], "Notes"), "value", "Remarks"), LayoutError,
            "Notes"),
        (lambda b: setattr(find_cell(b[DOLLARS], "Peru"), "value", "Utopia"),
            ValueNotUnderstoodError, "Utopia"),
        (lambda b: setattr(b[DOLLARS].cell(10, 70), "value", "n.a."), ValueNotUnderstoodError,
            "n.a."),
    ],
)  # fmt: skip
def test_what_is_new_stops_the_source(tmp_path, change, error, what):
    with pytest.raises(error, match=what):
        parse_copy(NAME, edited(tmp_path, change))
