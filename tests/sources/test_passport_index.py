from __future__ import annotations

import pytest
from tests.sources.tampering import copy_of, parse_copy, series, set_cell, specimens

from countrydesk.errors import ValueNotUnderstoodError

FILE = "visas/passport-index-tidy-iso3.csv"


@pytest.fixture(scope="module")
def parsed():
    return specimens("passport_index")


def test_both_directions_between_peru_and_the_united_states(parsed):
    (out,) = series(parsed, "PER", "visa_requirement", "USA").to_dicts()
    assert (out["text"], out["attributes"]) == ("visa required", "")
    (back,) = series(parsed, "USA", "visa_requirement", "PER").to_dicts()
    assert (back["text"], back["attributes"]) == ("visa free", '{"days":"180"}')


def test_nobody_needs_a_rule_at_home(parsed):
    assert parsed.frame.filter(parsed.frame["place"] == parsed.frame["counterpart"]).is_empty()
    assert parsed.tallies[FILE].ignored == {"home country": 18}


def test_every_pair_has_one_rule(parsed):
    assert parsed.frame.height == 18 * 17


@pytest.mark.parametrize("value", ["covid ban", "-1", "0", "Visa Free"])
def test_what_has_no_meaning_stops_the_source(tmp_path, value):
    folder = copy_of("passport_index", tmp_path)
    set_cell(folder / FILE, "Requirement", value, row=2)
    with pytest.raises(ValueNotUnderstoodError, match=value):
        parse_copy("passport_index", folder)
