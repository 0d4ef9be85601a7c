from __future__ import annotations

import orjson
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, set_cell, specimens

from countrydesk.errors import ValueNotUnderstoodError

FILE = "reference/visa_waiver_program.csv"


@pytest.fixture(scope="module")
def parsed():
    return specimens("ref_vwp")


def test_travel_begins_after_the_designation(parsed):
    (qatar,) = series(parsed, "QAT", "visa_waiver", "USA").to_dicts()
    assert qatar["period"] == "2024-11-21/"
    assert orjson.loads(qatar["attributes"])["designated_on"] == "2024-09-24"


def test_a_designation_without_travel_is_not_called_by_the_name_of_the_programme(parsed):
    rows = series(parsed, "ROU", "visa_waiver", "USA")
    assert set(rows["text"]) == {
        "designation for the Visa Waiver Program, without visa-free travel"
    }


def test_a_country_that_was_removed_was_a_member_until_then(parsed):
    rows = series(parsed, "ARG", "visa_waiver", "USA").to_dicts()
    assert [orjson.loads(row["attributes"])["status"] for row in rows] == ["member", "removed"]


def test_a_new_status_stops_the_source(tmp_path):
    folder = copy_of("ref_vwp", tmp_path)
    set_cell(folder / FILE, "status", "probation")
    with pytest.raises(ValueNotUnderstoodError, match="probation"):
        parse_copy("ref_vwp", folder)
