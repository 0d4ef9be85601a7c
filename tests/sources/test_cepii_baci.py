from __future__ import annotations

import pytest
from tests.sources.tampering import copy_of, parse_copy, series, set_cell, specimens

from countrydesk.errors import ValueNotUnderstoodError

FILE = "trade_war_2025/trade_baci2023_long.csv"
INDICATOR = "goods_exports_reconciled"


def test_the_exporter_is_the_place_and_values_are_dollars():
    (row,) = series(specimens("cepii_baci"), "PER", INDICATOR, "CHN").to_dicts()
    assert (row["period"], row["unit"]) == ("2023", "usd")
    assert row["value"] == pytest.approx(22_140_945_441, rel=1e-9)


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("value_kusd", "0", "not above zero"),
        ("value_kusd", "-4", "not above zero"),
        ("value_kusd", "n/a", "not a number"),
        ("importer", "XYZ", "no iso3 code"),
    ],
)
def test_what_has_no_meaning_stops_the_source(tmp_path, column, value, what):
    folder = copy_of("cepii_baci", tmp_path)
    set_cell(folder / FILE, column, value, row=2)
    with pytest.raises(ValueNotUnderstoodError, match=what):
        parse_copy("cepii_baci", folder)


def test_no_economy_sells_to_itself(tmp_path):
    folder = copy_of("cepii_baci", tmp_path)
    exporter = (folder / FILE).read_text().splitlines()[1].split(",")[0]
    set_cell(folder / FILE, "importer", exporter, row=2)
    with pytest.raises(ValueNotUnderstoodError, match="sells to itself"):
        parse_copy("cepii_baci", folder)


def test_a_pair_stands_once(tmp_path):
    folder = copy_of("cepii_baci", tmp_path)
    lines = (folder / FILE).read_text().splitlines()
    (folder / FILE).write_text("\n".join([*lines, lines[1]]) + "\n")
    with pytest.raises(ValueNotUnderstoodError, match="stands twice"):
        parse_copy("cepii_baci", folder)
