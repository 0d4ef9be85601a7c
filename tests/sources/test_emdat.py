"""EM-DAT: natural hazards summed by country and year; unknown impacts are not nought."""

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

from countrydesk.errors import LayoutError, NoFetchError, ValueNotUnderstoodError
from countrydesk.sources.fetching.arrivals import demand_address, own_copy
from countrydesk.sources.registry import get_source

NAME, SHEET = "emdat", "EM-DAT Data"
FILE = "emdat/public_emdat_incl_hist_2026-06-29.xlsx"


def edited(tmp_path, change):
    folder = copy_of(NAME, tmp_path)
    change_xlsx(folder / FILE, change)
    return folder


def test_only_natural_hazards_count():
    parsed = specimens(NAME)
    assert parsed.tallies[FILE].ignored["not of a natural hazard"] == 4
    assert values(parsed, "PER", "disaster_events")["2017"] == 3


def test_a_year_without_a_known_impact_has_no_value():
    parsed = specimens(NAME)
    assert set(values(parsed, "TUV", "disaster_events")) == {"2015"}
    assert len(values(parsed, "KEN", "disaster_damage")) == 2


def test_impacts_that_nobody_reports_give_no_value_at_all(tmp_path):
    def blank(book):
        for row in book[SHEET].iter_rows(min_row=2):
            row[31].value = None

    parsed = parse_copy(NAME, edited(tmp_path, blank))
    assert "disaster_deaths" not in set(parsed.frame["indicator"])
    assert "disaster_events" in set(parsed.frame["indicator"])


def test_damage_is_in_dollars_and_the_last_year_an_estimate():
    parsed = specimens(NAME)
    assert all(value % 1000 == 0 for value in values(parsed, "PER", "disaster_damage").values())
    rows = series(parsed, "PER", "disaster_events")
    assert rows["status"].to_list() == ["actual", "actual", "actual", "estimate"]


def test_islands_count_with_their_state_and_divided_states_are_left_out():
    parsed = specimens(NAME)
    assert set(values(parsed, "ESP", "disaster_events")) == {"1996"}
    assert set(values(parsed, "PRT", "disaster_events")) == {"1997"}
    assert {"SUN", "SCG", "TWN"} <= set(parsed.frame["place"])
    assert "DEU" not in set(parsed.frame["place"])


def test_it_is_read_from_the_users_own_copy_only(tmp_path):
    source = get_source(NAME)
    with pytest.raises(NoFetchError, match="registration"):
        demand_address(source.spec)
    copy = tmp_path / "public_emdat_custom_request.xlsx"
    copy.write_bytes((source.specimens / FILE).read_bytes())
    (path,) = own_copy(source, copy, None, date(2026, 11, 1))
    assert path == "emdat/public_emdat_custom_request.xlsx"


@pytest.mark.parametrize(
    ("change", "error", "what"),
    [
        (lambda b: b.remove(b[SHEET]), LayoutError, "no sheet"),
        (lambda b: setattr(find_cell(b[SHEET], "No. Homeless"), "value", "Homeless"), LayoutError,
            "Homeless"),
        (lambda b: b[SHEET].delete_cols(45), LayoutError, "GADM"),
        (lambda b: setattr(find_cell(b[SHEET], "PER"), "value", "QQQ"), ValueNotUnderstoodError,
            "QQQ"),
        (lambda b: setattr(find_cell(b[SHEET], "Natural"), "value", "Complex"),
            ValueNotUnderstoodError, "Complex"),
        (lambda b: setattr(b[SHEET].cell(2, 26), "value", 1987.5), ValueNotUnderstoodError,
            "Start Year"),
        (lambda b: setattr(b[SHEET].cell(2, 32), "value", "dozens"), ValueNotUnderstoodError,
            "dozens"),
    ],
)  # fmt: skip
def test_what_is_new_stops_the_source(tmp_path, change, error, what):
    with pytest.raises(error, match=what):
        parse_copy(NAME, edited(tmp_path, change))
