from __future__ import annotations

import polars as pl
import pytest
from tests.sources.tampering import (
    change_csv,
    copy_of,
    parse_copy,
    rename,
    series,
    set_cell,
    specimens,
    values,
)  # fmt: skip

from countrydesk.errors import LayoutError, ValueNotUnderstoodError

NAME = "ucdp_country_year"
FILE = "ucdp/organizedviolencecy_v25_1.csv"


def test_peru_by_type():
    parsed = specimens(NAME)
    assert values(parsed, "PER", "violence_deaths")["2020"] == 11
    assert values(parsed, "PER", "violence_deaths_state")["2020"] == 5
    assert values(parsed, "PER", "violence_deaths_onesided")["2020"] == 6
    assert values(parsed, "PER", "violence_deaths_nonstate")["2020"] == 0


def test_the_types_add_up_to_the_total():
    wide = specimens(NAME).frame.pivot(
        "indicator", index=["place", "period"], values="value", aggregate_function=None
    )
    parts = pl.sum_horizontal(
        f"violence_deaths_{kind}" for kind in ("state", "nonstate", "onesided")
    )
    assert wide.select((parts == pl.col("violence_deaths")).all()).item()


def test_zeros_are_the_sources_own():
    assert values(specimens(NAME), "POL", "violence_deaths")["2024"] == 0


def test_yugoslavia_and_the_soviet_union_have_their_years():
    parsed = specimens(NAME)
    assert values(parsed, "YUG", "violence_deaths")["1991"] == 3295
    assert "1992" in values(parsed, "SCG", "violence_deaths")
    assert set(values(parsed, "SRB", "violence_deaths")) == {"2006", "2020", "2021", "2024"}
    assert "1991" in values(parsed, "SUN", "violence_deaths")
    assert "1991" not in values(parsed, "RUS", "violence_deaths")


def test_an_interval_that_does_not_hold_the_best_figure_is_left_out():
    rows = series(specimens(NAME), "RUS", "violence_deaths")
    last = rows.filter(pl.col("period") == "2024").row(0, named=True)
    assert last["value"] > 0
    assert (last["low"], last["high"]) == (None, None)


def test_a_number_that_is_none_is_not_passed_over(tmp_path):
    folder = copy_of(NAME, tmp_path)
    set_cell(folder / FILE, "ns_total_deaths_low_cy", "many")
    with pytest.raises(ValueNotUnderstoodError, match="many"):
        parse_copy(NAME, folder)


def test_an_unknown_country_is_not_passed_over(tmp_path):
    folder = copy_of(NAME, tmp_path)
    set_cell(folder / FILE, "country_id_cy", "999")
    with pytest.raises(ValueNotUnderstoodError, match="999"):
        parse_copy(NAME, folder)


def test_a_renamed_column_is_named(tmp_path):
    folder = copy_of(NAME, tmp_path)
    rename(folder / FILE, "os_total_deaths_best_cy", "best")
    with pytest.raises(LayoutError, match="os_total_deaths_best_cy"):
        parse_copy(NAME, folder)


def test_a_country_listed_twice_in_a_year_stops_the_source(tmp_path):
    folder = copy_of(NAME, tmp_path)
    change_csv(folder / FILE, lambda rows: rows.append(rows[1]))
    with pytest.raises(ValueNotUnderstoodError, match="two values"):
        parse_copy(NAME, folder)
