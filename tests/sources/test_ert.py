from __future__ import annotations

import orjson
import pytest
from tests.sources.tampering import (
    change_csv,
    copy_of,
    parse_copy,
    rename,
    series,
    set_cell,
    specimens,
)  # fmt: skip

from countrydesk.errors import LayoutError, ValueNotUnderstoodError

FILE = "democracy/ert.csv"


def _episodes(place):
    rows = series(specimens("ert"), place, "ert_episode")
    return {
        (row["period"], row["text"]): orjson.loads(row["attributes"])
        for row in rows.iter_rows(named=True)
    }


def test_the_episodes_of_peru():
    found = _episodes("PER")
    assert found["2016/", "autocratisation"] == {"kind": "democratic regression", "outcome": "open"}
    assert found["1995/2002", "democratisation"]["outcome"] == "democratic transition"


def test_an_episode_may_have_an_outcome_and_still_be_open():
    assert _episodes("HUN")["2006/", "autocratisation"]["outcome"] == "democratic breakdown"


def test_an_episode_is_one_row_released_with_the_data_set():
    rows = series(specimens("ert"), "PER", "ert_episode")
    assert rows.height == rows["period"].n_unique()
    assert rows["released_on"].unique().to_list()[0].year == 2025


def test_the_year_before_an_episode_is_no_part_of_it():
    assert not [period for period, _ in _episodes("PER") if period.startswith("2015")]


def test_regimes_are_words_with_the_code_beside_them():
    rows = series(specimens("ert"), "PER", "regime_type")
    last = rows.row(-1, named=True)
    assert (last["period"], last["text"]) == ("2024", "electoral democracy")
    assert orjson.loads(last["attributes"]) == {"value": "2"}


@pytest.mark.parametrize("column", ["v2x_regime", "aut_ep_outcome", "dem_ep_termination"])
def test_an_unknown_code_is_not_passed_over(column, tmp_path):
    folder = copy_of("ert", tmp_path)

    def change(rows):
        for row in rows[1:]:
            row[rows[0].index(column)] = "7"

    change_csv(folder / FILE, change)
    with pytest.raises(ValueNotUnderstoodError, match=column):
        parse_copy("ert", folder)


def test_an_unknown_country_is_not_passed_over(tmp_path):
    folder = copy_of("ert", tmp_path)
    set_cell(folder / FILE, "country_id", "9999")
    with pytest.raises(ValueNotUnderstoodError, match="9999"):
        parse_copy("ert", folder)


def test_a_renamed_column_is_named(tmp_path):
    folder = copy_of("ert", tmp_path)
    rename(folder / FILE, "aut_ep_prch", "prch")
    with pytest.raises(LayoutError, match="aut_ep_prch"):
        parse_copy("ert", folder)
