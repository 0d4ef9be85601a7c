"""USITC tariff schedule: lines with a duty, agreements in the special column, odd answers."""

from __future__ import annotations

import json

import pytest
from tests.sources.tampering import copy_of, parse_copy, specimens, values

from countrydesk.errors import LayoutError, RawFileError, ValueNotUnderstoodError
from countrydesk.evidence import Catalogue
from countrydesk.sources.facts import beside
from countrydesk.sources.registry import get_source
from countrydesk.sources.usitc_hts import source as usitc

NAME = "usitc_hts"
FREE, UNDER = "us_mfn_free_share", "us_duty_free_share"


def edited(tmp_path, change, file="schedule"):
    folder = copy_of(NAME, tmp_path)
    path = folder / NAME / f"{file}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    result = change(document)
    path.write_text(json.dumps(document if result is None else result), encoding="utf-8")
    return folder


def test_lines_with_a_duty_are_counted_and_headings_and_parts_are_not():
    tally = specimens(NAME).tallies[f"{NAME}/schedule.json"]
    assert (tally.read, tally.used) == (10, 6)
    assert values(specimens(NAME), "USA", FREE) == {"2026": pytest.approx(100 * 2 / 6)}


def test_an_agreement_frees_what_it_lists_and_nothing_else():
    assert values(specimens(NAME), "USA", UNDER, "PER") == {"2026": 100}
    assert values(specimens(NAME), "USA", UNDER, "SGP") == {"2026": pytest.approx(100 * 5 / 6)}
    assert values(specimens(NAME), "USA", UNDER, "JPN") == {"2026": pytest.approx(100 * 2 / 6)}


@pytest.mark.parametrize(
    ("special", "frees"),
    [
        ("Free (PE)", True), ("Free(A+,PE ,S)", True), ("Free (A*, AU, PE)", True),
        ("2.1% (PE)", False), ("Free (P,E)", False), ("Free (PE+)", False), ("", False),
        ("1% (PE) Free (AU)", False), ("See 9822.04.25 (PE)", False), ("Free (AU) Free (PE)", True),
    ],
)  # fmt: skip
def test_the_special_column_is_read_code_by_code(tmp_path, special, frees):
    def change(document):
        line = next(row for row in document if row["htsno"] == "6109.10.00")
        return [{**line, "special": special}]

    found = values(parse_copy(NAME, edited(tmp_path, change)), "USA", UNDER, "PER")
    assert found == {"2026": 100 if frees else 0}


def test_both_sides_of_a_group_of_partners_get_its_share():
    for place in ("CAN", "MEX", "CRI", "DOM", "NIC"):
        assert values(specimens(NAME), "USA", UNDER, place)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda _: [], LayoutError),
        (lambda _: {"message": "no"}, LayoutError),
        (lambda rows: [row for row in rows if not row["general"]], LayoutError),
        (lambda rows: rows[0].update(rate="x"), LayoutError),
        (lambda rows: rows[0].pop("other"), LayoutError),
        (lambda rows: rows[0].update(general=["Free"]), LayoutError),
        (lambda rows: rows[0].update(htsno="chapter 1"), ValueNotUnderstoodError),
    ],
)
def test_odd_schedules_stop_the_source(tmp_path, change, error):
    with pytest.raises(error):
        parse_copy(NAME, edited(tmp_path, change))


def test_missing_lists_and_texts_are_no_fault(tmp_path):
    def change(rows):
        rows[0].update(units=None, footnotes=None, description=None)

    assert parse_copy(NAME, edited(tmp_path, change)).frame.height == 22


def test_an_edition_without_a_year_stops_the_source(tmp_path):
    def change(document):
        document["name"] = "Preliminary"

    with pytest.raises(ValueNotUnderstoodError, match="Preliminary"):
        parse_copy(NAME, edited(tmp_path, change, "release"))
    folder = copy_of(NAME, tmp_path / "page")
    (folder / NAME / "release.json").write_bytes(b"<html>")
    with pytest.raises(RawFileError, match="no JSON"):
        parse_copy(NAME, folder)


def test_units_partners_and_addresses():
    catalogue, spec = Catalogue.from_yaml(), get_source(NAME).spec
    for entry in spec.series.values():
        assert catalogue[entry.indicator].unit == entry.unit == "percent"
        assert entry.factor == 100
    partners = beside(usitc.__file__, "partners.csv")
    assert partners["code"].is_unique().all()
    assert all(url.startswith("https://hts.usitc.gov/reststop/") for url in spec.addresses.values())
