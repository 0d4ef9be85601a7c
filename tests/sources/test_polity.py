from __future__ import annotations

import pytest
from tests.sources.tampering import change_r, copy_of, parse_copy, specimens, values

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source

FILE = "democracy/polity5.rda"


def test_polity_does_not_pass_on_what_has_no_licence():
    assert not get_source("polity").spec.licence.redistribute.bundlable


def test_numbers_that_mean_another_state_elsewhere():
    parsed = specimens("polity")
    assert set(values(parsed, "XKX", "polity_score")) >= {"2008", "2018"}
    assert "2018" in values(parsed, "SDN", "polity_score")
    assert "2018" in values(parsed, "SSD", "polity_score")
    assert "2018" in values(parsed, "MNE", "polity_score")


def test_one_value_in_a_year_of_succession():
    assert specimens("polity").tallies[FILE].ignored["the year in which a unit was succeeded"] >= 5


@pytest.mark.raw
def test_the_known_scores_of_states_with_numbers_of_their_own(raw):
    parsed = parse_source(get_source("polity"), raw)
    assert values(parsed, "XKX", "polity_score")["2018"] == 8
    assert values(parsed, "SDN", "polity_score")["2018"] == -4
    assert values(parsed, "PER", "polity_score")["1992"] == -4


def test_an_unknown_country_is_not_passed_over(tmp_path):
    folder = copy_of("polity", tmp_path)
    change_r(folder / FILE, lambda frame: frame.assign(polity_annual_ccode=9999.0))
    with pytest.raises(ValueNotUnderstoodError, match="9999"):
        parse_copy("polity", folder)


def test_a_renamed_column_is_named(tmp_path):
    folder = copy_of("polity", tmp_path)
    change_r(folder / FILE, lambda frame: frame.rename(columns={"polity2": "polity3"}))
    with pytest.raises(LayoutError, match="polity2"):
        parse_copy("polity", folder)
