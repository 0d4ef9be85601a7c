"""The World Bank API: pages, aggregates, empty values, messages in place of data, units."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.sources import services
from tests.sources.replay import replaying
from tests.sources.tampering import copy_of, parse_copy, series, specimens, values

from countrydesk.errors import LayoutError, ValueNotUnderstoodError, WrongContentError
from countrydesk.evidence import Catalogue
from countrydesk.sources.fetching.client import Client, Limits
from countrydesk.sources.registry import get_source
from countrydesk.sources.worldbank_api.pages import BASE, message_in, pages_of

NAME = "worldbank_api"
LIMITS = Limits(attempts=1, seconds=5, silence=2, pause=0)
INVALID = (
    b'[{"message":[{"id":"120","key":"Invalid value",'
    b'"value":"The provided parameter value is not valid"}]}]'
)
EMPTY = b'[{"page":0,"pages":0,"per_page":0,"total":0,"sourceid":null,"lastupdated":null},null]'
GDP = "NY.GDP.MKTP.CD-00001.json"


def edited(tmp_path, change, file=GDP):
    folder = copy_of(NAME, tmp_path)
    path = folder / NAME / file
    document = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(change(document) or document), encoding="utf-8")
    return folder


def fetched(tmp_path, payloads, codes):
    with replaying() as replay:
        replay.load(payloads)
        with Client(tmp_path / "state", {"*": replay.base}, LIMITS) as client:
            get_source(NAME).fetch(client, tmp_path / "raw", codes=codes)
    return sorted(path.name for path in (tmp_path / "raw" / NAME).iterdir())


def test_a_series_of_two_pages_is_fetched_and_read_whole(tmp_path):
    codes = ("SP.POP.TOTL",)
    files = fetched(tmp_path, services.world_bank(NAME, codes), codes)
    assert files == ["SP.POP.TOTL-00001.json", "SP.POP.TOTL-00002.json", "countries-00001.json"]
    read = parse_copy(NAME, tmp_path / "raw").frame
    assert set(read["place"]) == {"KEN", "PER", "USA"}


@pytest.mark.parametrize("body", [INVALID, EMPTY, b"[]", b'{"message": "down"}', b"null"])
def test_a_message_or_nothing_in_place_of_data_is_not_taken(tmp_path, body):
    codes = ("SP.POP.TOTL",)
    payloads = services.world_bank(NAME, codes)
    payloads[list(payloads)[-1]] = body
    with pytest.raises((WrongContentError, LayoutError)):
        fetched(tmp_path, payloads, codes)


def test_the_message_is_passed_on():
    page = json.loads(INVALID)
    assert message_in(page) == "The provided parameter value is not valid"
    with pytest.raises(WrongContentError, match="parameter value is not valid"):
        pages_of(page)


def test_a_stored_message_stops_the_source(tmp_path):
    folder = edited(tmp_path, lambda _: json.loads(INVALID))
    with pytest.raises(LayoutError, match="not valid' in place of data"):
        parse_copy(NAME, folder)


def test_aggregates_and_empty_values_are_ignored_by_rule():
    parsed = specimens(NAME)
    tally = parsed.tallies[f"{NAME}/{GDP}"]
    assert tally.ignored == {"aggregate of countries": 2, "no value": 3}
    assert not set(parsed.frame["place"]) & {"WLD", "AFE"}


def test_a_code_that_is_neither_country_nor_listed_aggregate_stops_the_source(tmp_path):
    def change(document):
        document[1][-1]["countryiso3code"] = "QQQ"

    with pytest.raises(ValueNotUnderstoodError, match="QQQ"):
        parse_copy(NAME, edited(tmp_path, change))


def test_a_record_without_three_letters_goes_by_the_other_code(tmp_path):
    def change(document):
        for record in document[1]:
            if record["countryiso3code"] == "PER":
                record["countryiso3code"], record["country"]["id"] = "", "PER"

    assert values(parse_copy(NAME, edited(tmp_path, change)), "PER", "gdp_usd")


def test_fewer_records_than_the_service_speaks_of_stop_the_source(tmp_path):
    with pytest.raises(LayoutError, match=r"NY\.GDP\.MKTP\.CD: 10 records"):
        parse_copy(NAME, edited(tmp_path, lambda document: document[1].pop() and None))


@pytest.mark.parametrize(
    ("key", "value"),
    [("date", "2023Q1"), ("value", "many"), ("obs_status", "Z"), ("decimal", [1])],
)
def test_values_without_a_meaning_stop_the_source(tmp_path, key, value):
    def change(document):
        document[1][-1][key] = value

    with pytest.raises((ValueNotUnderstoodError, LayoutError)):
        parse_copy(NAME, edited(tmp_path, change))


def test_another_database_or_a_new_key_stops_the_source(tmp_path):
    def other(document):
        document[0]["sourceid"] = "57"

    with pytest.raises(ValueNotUnderstoodError, match="database 2"):
        parse_copy(NAME, edited(tmp_path, other))

    def new(document):
        document[1][0]["footnote"] = "x"

    with pytest.raises(LayoutError, match="footnote"):
        parse_copy(NAME, edited(tmp_path / "new", new))


def test_a_forecast_is_a_projection_and_a_model_an_estimate(tmp_path):
    def change(document):
        document[1][-1]["obs_status"] = "F"

    rows = series(parse_copy(NAME, edited(tmp_path, change)), "USA", "gdp_usd")
    assert set(rows["status"]) == {"actual", "projection"}
    assert set(series(specimens(NAME), "USA", "population")["status"]) == {"estimate"}


def test_values_come_in_base_units_on_the_day_of_the_last_update():
    rows = series(specimens(NAME), "USA", "co2_total")
    assert 4e9 < rows["value"].min() < 6e9
    assert set(rows["released_on"]) == {date(2026, 10, 13)}
    assert 20 < specimens(NAME).frame.filter(indicator="gini")["value"].min() < 60


@pytest.mark.parametrize("name", services.DATABASES)
def test_every_series_has_the_unit_of_its_indicator(name):
    catalogue = Catalogue.from_yaml()
    for code, entry in get_source(name).spec.series.items():
        assert catalogue.get_indicator(entry.indicator).unit == entry.unit, code
        assert name in catalogue[entry.indicator].prefer, code


def test_governance_is_read_from_its_own_database():
    assert get_source("wgi_api").spec.series["GOV_WGI_CC.EST"].indicator == "corruption_control_wgi"
    assert any("source=3" in url for url in services.world_bank("wgi_api"))
    frame = specimens("wgi_api").frame
    assert frame["value"].is_between(-2.5, 2.5).all()


def test_what_others_produced_may_not_be_passed_on_with_the_rest():
    assert get_source(NAME).spec.licence.redistribute.bundlable
    assert not get_source("worldbank_third_party").spec.licence.redistribute.bundlable
    assert values(specimens("worldbank_third_party"), "USA", "homicide_rate")["2022"] == 6.4


def test_the_address_is_that_of_all_countries():
    assert all(url.startswith(BASE) for url in services.world_bank(NAME))
