"""ILOSTAT: totals, groups of countries, remarks on values, empty files."""

from __future__ import annotations

import pytest
from tests.sources.tampering import (
    copy_of,
    parse_copy,
    rename,
    series,
    set_cell,
    specimens,
    values,
)

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.evidence import Catalogue
from countrydesk.sources.registry import get_source

NAME = "ilostat"
RATES = "UNE_DEAP_SEX_AGE_RT_A.csv"
INFORMAL = "SDG_0831_SEX_ECO_RT_A.csv"


def test_adults_and_the_young_are_apart():
    assert values(specimens(NAME), "USA", "unemployment_ilo")["2023"] == 3.6
    assert values(specimens(NAME), "USA", "youth_unemployment")["2023"] == 7.9
    assert values(specimens(NAME), "XKX", "unemployment_ilo") == {"2020": 25.9}


def test_the_total_over_sectors_is_used_once():
    assert values(specimens(NAME), "PER", "informal_employment") == {"2022": 70.2, "2023": 69.6}
    ignored = specimens(NAME).tallies[f"{NAME}/{INFORMAL}"].ignored
    assert ignored["the same total in another breakdown"] == 4


def test_groups_ages_and_empty_values_are_ignored_by_rule():
    ignored = specimens(NAME).tallies[f"{NAME}/{RATES}"].ignored
    assert ignored["aggregate of countries"] == 3
    assert ignored["no value"] == 1
    assert not {"X01"} & set(specimens(NAME).frame["place"])


def test_a_break_in_the_series_is_said():
    rows = series(specimens(NAME), "USA", "unemployment_ilo")
    assert rows["note"].to_list() == ["", "", "break in series"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("ref_area", "QQQ"), ("time", "2022Q1"), ("obs_value", "low"), ("obs_status", "Z"),
        ("indicator", "UNE_TUNE_SEX_AGE_NB"),
    ],
)  # fmt: skip
def test_values_without_a_meaning_stop_the_source(tmp_path, column, value):
    folder = copy_of(NAME, tmp_path)
    path = folder / NAME / RATES
    path.write_bytes(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    set_cell(path, column, value)
    with pytest.raises(ValueNotUnderstoodError, match=value):
        parse_copy(NAME, folder)


def test_one_sex_is_ignored(tmp_path):
    folder = copy_of(NAME, tmp_path)
    path = folder / NAME / RATES
    path.write_bytes(path.read_bytes().replace(b"SEX_T", b"SEX_F", 2))
    ignored = parse_copy(NAME, folder).tallies[f"{NAME}/{RATES}"].ignored
    assert ignored["one sex"] == 2


def test_another_column_or_none_stops_the_source(tmp_path):
    folder = copy_of(NAME, tmp_path)
    path = folder / NAME / INFORMAL
    whole = path.read_bytes()
    path.write_bytes(whole.removeprefix(b"\xef\xbb\xbf"))
    rename(path, "obs_status", "status")
    with pytest.raises(LayoutError, match="obs_status"):
        parse_copy(NAME, folder)
    header = whole.split(b"\n")[0] + b"\n"
    path.write_bytes(header)
    frame = parse_copy(NAME, folder).frame
    assert "informal_employment" not in set(frame["indicator"])


def test_every_series_has_the_unit_of_its_indicator():
    catalogue = Catalogue.from_yaml()
    for code, entry in get_source(NAME).spec.series.items():
        assert catalogue[entry.indicator].unit == entry.unit, code
