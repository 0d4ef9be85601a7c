"""UN DESA migrant stock: dyads and both sums, aggregates left out, three blocks of years."""

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

NAME = "undesa_migrants"
FILE = "undesa/undesa_pd_2024_ims_stock_by_sex_destination_and_origin.xlsx"
SHEET, HEADER = "Table 1", 11
YEARS = {"1990", "1995", "2000", "2005", "2010", "2015", "2020", "2024"}


def edited(tmp_path, change):
    folder = copy_of(NAME, tmp_path)
    change_xlsx(folder / FILE, change)
    return folder


def row_of(sheet, to, origin):
    return next(r for r in sheet.iter_rows() if (r[4].value, r[6].value) == (to, origin))


def test_a_dyad_is_filed_under_the_country_of_residence():
    assert set(values(specimens(NAME), "PER", "migrant_stock", "VEN")) == YEARS


def test_sums_are_those_of_the_table():
    parsed = specimens(NAME)
    assert set(values(parsed, "PER", "immigrants")) == YEARS
    assert set(values(parsed, "VEN", "emigrants")) == YEARS


def test_both_sexes_are_read_and_not_one_of_them(tmp_path):
    def change(book):
        row_of(book[SHEET], 604, 862)[14].value = 1_500_000

    parsed = parse_copy(NAME, edited(tmp_path, change))
    assert values(parsed, "PER", "migrant_stock", "VEN")["2024"] == 1_500_000


def test_regions_and_the_rest_are_left_out_and_an_empty_figure_is_none():
    parsed = specimens(NAME)
    assert parsed.tallies[FILE].ignored == {"a region, a group of countries or the rest": 17}
    assert "1990" not in values(parsed, "TUV", "migrant_stock", "KEN")


def test_regions_in_the_usual_code_are_known_too(tmp_path):
    def change(book):
        for row in book[SHEET].iter_rows(min_row=HEADER + 1):
            for at in (4, 6):
                row[at].value = 419 if row[at].value == 904 else row[at].value

    parsed = parse_copy(NAME, edited(tmp_path, change))
    assert parsed.frame.height == specimens(NAME).frame.height


@pytest.mark.parametrize(
    ("change", "error", "what"),
    [
        (lambda b: b.remove(b[SHEET]), LayoutError, "no sheet"),
        (lambda b: setattr(find_cell(b[SHEET], "Coverage"), "value", "Notes"), LayoutError,
            "Coverage"),
        (lambda b: setattr(b[SHEET].cell(HEADER, 15), "value", 2025), LayoutError, "2024"),
        (lambda b: setattr(b[SHEET].cell(HEADER, 20), "value", 2025), LayoutError, "by sex"),
        (lambda b: b[SHEET].delete_cols(24, 8), LayoutError, "by sex"),
        (lambda b: b[SHEET].delete_rows(1), LayoutError, "Index"),
        (lambda b: setattr(row_of(b[SHEET], 604, 862)[6], "value", 899), ValueNotUnderstoodError,
            "899"),
        (lambda b: setattr(row_of(b[SHEET], 604, 862)[9], "value", "few"), ValueNotUnderstoodError,
            "few"),
    ],
)  # fmt: skip
def test_what_is_new_stops_the_source(tmp_path, change, error, what):
    with pytest.raises(error, match=what):
        parse_copy(NAME, edited(tmp_path, change))
