from __future__ import annotations

import pytest
from tests.sources.tampering import change_r, copy_of, parse_copy, specimens, values

from countrydesk.errors import LayoutError, ValueNotUnderstoodError

FILE = "democracy/LIED.rda"


def test_the_producers_own_index_is_read_not_the_carriers():
    assert values(specimens("lied"), "SDN", "lexical_democracy")["1964"] == 0
    assert values(specimens("lied"), "THA", "lexical_democracy")["2007"] == 4


def test_colonies_and_vanished_states_are_ignored_by_rules():
    parsed = specimens("lied")
    ignored = parsed.tallies[FILE].ignored
    assert ignored["not a sovereign state in that year"] > 0
    assert ignored["a state of the past that is no place here"] > 0
    assert "1913" not in values(parsed, "KEN", "lexical_democracy")


def test_the_two_germanies_are_kept_apart():
    parsed = specimens("lied")
    assert values(parsed, "DEU", "lexical_democracy")["1989"] == 6
    assert values(parsed, "DDR", "lexical_democracy")["1989"] < 6


def test_an_unknown_country_is_not_passed_over(tmp_path):
    folder = copy_of("lied", tmp_path)
    change_r(folder / FILE, lambda frame: frame.assign(lied_cow=9999.0))
    with pytest.raises(ValueNotUnderstoodError, match="9999"):
        parse_copy("lied", folder)


def test_a_renamed_column_is_named(tmp_path):
    folder = copy_of("lied", tmp_path)
    change_r(folder / FILE, lambda frame: frame.rename(columns={"sovereign": "state"}))
    with pytest.raises(LayoutError, match="sovereign"):
        parse_copy("lied", folder)
