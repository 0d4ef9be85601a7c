"""UCDP candidate events: releases, the API with a token, files without one, sums by month."""

from __future__ import annotations

import json
from datetime import date

import orjson
import pytest
from tests.sources.replay import Fault, replaying
from tests.sources.tampering import copy_of, parse_copy, rename, series, set_cell, specimens, values

from countrydesk.errors import (
    AddressGoneError,
    LayoutError,
    RefusedError,
    ValueNotUnderstoodError,
    WrongContentError,
)  # fmt: skip
from countrydesk.evidence import Catalogue
from countrydesk.sources.fetching.client import Client, Limits
from countrydesk.sources.registry import get_source
from countrydesk.sources.ucdp_candidate.releases import API, HEADER, file_of, releases
from countrydesk.sources.ucdp_candidate.source import COLUMNS, fetch

NAME = "ucdp_candidate"
DAY = date(2026, 11, 10)
LIMITS = Limits(attempts=1, seconds=5, silence=2, pause=0)
FOLDER = get_source(NAME).specimens / NAME
NOTHING = b'{"TotalCount":0,"TotalPages":0,"PreviousPageUrl":"","NextPageUrl":"","Result":[]}'
DEATHS = "violence_deaths_candidate_month"


def run(tmp_path, payloads, token="", faults=()):
    with replaying() as replay:
        replay.load(payloads)
        for url in faults:
            replay.fail(url, Fault.REFUSED)
        with Client(tmp_path / "state", {"*": replay.base}, LIMITS) as client:
            fetch(client, tmp_path / "raw", DAY, token)
        asked = replay.requests
    return sorted(path.name for path in (tmp_path / "raw" / NAME).iterdir()), asked


def files(missing=0):
    body = (FOLDER / "26.0.8.csv").read_bytes()
    known = releases(DAY)
    return {file_of(name): body for name in known[: len(known) - missing]}


def api(total=3, following="&page=1"):
    """Return two pages for the newest release, one for each of the others."""
    found = {}
    for release in releases(DAY):
        first = orjson.loads((FOLDER / "26.0.9-00001.json").read_bytes())
        second = orjson.loads((FOLDER / "26.0.9-00002.json").read_bytes())
        url = f"{API}/{release}?pagesize=1000"
        first["NextPageUrl"], first["TotalCount"] = url + following, total
        found |= {url: orjson.dumps(first), url + "&page=1": orjson.dumps(second)}
    return found


def test_the_releases_of_twelve_months_are_asked_for():
    assert releases(DAY)[0] == "25.0.11"
    assert releases(DAY)[-1] == "26.0.10"
    assert releases(date(2026, 1, 31))[-1] == "25.0.12"


def test_without_a_token_the_files_are_read_and_the_newest_may_be_missing(tmp_path):
    names, asked = run(tmp_path, files(missing=2))
    assert names[0] == "25.0.11.csv"
    assert len(names) == 10
    assert not any(HEADER in {key.lower() for key in headers} for _, headers in asked)
    assert parse_copy(NAME, tmp_path / "raw").frame.height


def test_an_older_release_that_is_missing_stops_the_refresh(tmp_path):
    with pytest.raises(AddressGoneError):
        run(tmp_path, files(missing=4))


def test_with_a_token_the_api_is_read_page_after_page(tmp_path):
    names, asked = run(tmp_path, api(), token="secret")
    assert len(names) == 24
    sent = [{key.lower(): value for key, value in headers.items()} for _, headers in asked]
    assert {one[HEADER] for one in sent} == {"secret"}
    stored = b"".join(p.read_bytes() for p in (tmp_path / "state").rglob("*") if p.is_file())
    assert b"secret" not in stored


def test_a_token_that_is_refused_stops_the_refresh(tmp_path):
    first = f"{API}/{releases(DAY)[0]}?pagesize=1000"
    with pytest.raises(RefusedError):
        run(tmp_path, api(), token="wrong", faults=[first])


def test_a_release_that_breaks_off_leaves_no_part_of_itself(tmp_path):
    last = f"{API}/{releases(DAY)[-1]}?pagesize=1000"
    names, _ = run(tmp_path, api(), token="t", faults=[last + "&page=1"])
    assert not any(name.startswith("26.0.10") for name in names)


@pytest.mark.parametrize(
    ("payloads", "error"),
    [
        (api(total=9), WrongContentError),
        (api(following="1"), AddressGoneError),
        (dict.fromkeys(api(), NOTHING), WrongContentError),
        (dict.fromkeys(api(), b'{"message":"no"}'), LayoutError),
    ],
)
def test_odd_pages_are_not_taken(tmp_path, payloads, error):
    with pytest.raises(error):
        run(tmp_path, payloads, token="t")


def test_a_page_that_leads_elsewhere_is_not_followed(tmp_path):
    payloads = {
        url: body.replace(b"https://ucdpapi", b"https://elsewhere") for url, body in api().items()
    }
    with pytest.raises(LayoutError, match="another address"):
        run(tmp_path, payloads, token="t")


def test_events_are_filed_in_the_month_and_country_where_they_began():
    assert values(specimens(NAME), "UKR", DEATHS) == {"2026-08": 19, "2026-09": 3}
    assert values(specimens(NAME), "SDN", DEATHS) == {"2026-08": 40}
    (row,) = series(specimens(NAME), "SDN", DEATHS).iter_rows(named=True)
    assert (row["low"], row["high"], row["status"]) == (25, 90, "estimate")


def test_a_later_release_replaces_an_event_and_events_without_deaths_go():
    ignored = specimens(NAME).tallies[f"{NAME}/26.0.8.csv"].ignored
    assert ignored == {"revised in a later release": 1, "no deaths": 1}


@pytest.mark.parametrize(
    ("column", "value"),
    [("type_of_violence", "4"), ("country_id", "9999"), ("best", "some"), ("date_start", "soon")],
)
def test_values_without_a_meaning_stop_the_source(tmp_path, column, value):
    folder = copy_of(NAME, tmp_path)
    set_cell(folder / NAME / "26.0.8.csv", column, value)
    with pytest.raises(ValueNotUnderstoodError, match=value):
        parse_copy(NAME, folder)


def test_a_missing_number_of_deaths_stops_the_source(tmp_path):
    folder = copy_of(NAME, tmp_path)
    path = folder / NAME / "26.0.9-00002.json"
    page = json.loads(path.read_text(encoding="utf-8"))
    page["Result"][0]["best"] = None
    path.write_text(json.dumps(page), encoding="utf-8")
    with pytest.raises(ValueNotUnderstoodError, match="best"):
        parse_copy(NAME, folder)


def test_renamed_columns_and_keys_stop_the_source(tmp_path):
    folder = copy_of(NAME, tmp_path)
    rename(folder / NAME / "26.0.8.csv", "best", "best_est")
    with pytest.raises(LayoutError, match="best"):
        parse_copy(NAME, folder)
    page = copy_of(NAME, tmp_path / "page") / NAME / "26.0.9-00001.json"
    page.write_bytes(page.read_bytes().replace(b'"Result"', b'"Results"'))
    with pytest.raises(LayoutError, match="no page of events"):
        parse_copy(NAME, page.parents[1])


def test_unit_and_columns():
    assert Catalogue.from_yaml()[DEATHS].unit == "deaths"
    assert len(COLUMNS) == len(set(COLUMNS)) == 49
