"""UN Comtrade: queries with and without a key, answers that are cut off or empty, areas."""

from __future__ import annotations

import json
from datetime import date

import orjson
import pytest
from tests.sources import services
from tests.sources.replay import replaying
from tests.sources.tampering import copy_of, parse_copy, specimens, values

from countrydesk import settings
from countrydesk.errors import LayoutError, ValueNotUnderstoodError, WrongContentError
from countrydesk.evidence import Catalogue
from countrydesk.sources.fetching.client import Client, Limits
from countrydesk.sources.registry import get_source
from countrydesk.sources.un_comtrade.queries import (
    HEADER,
    KEYED,
    LISTS,
    PREVIEW,
    PREVIEW_CAP,
    queries,
)
from countrydesk.sources.un_comtrade.source import fetch

NAME = "un_comtrade"
LIMITS = Limits(attempts=1, seconds=5, silence=2, pause=0)
EMPTY = b'{"elapsedTime":"0.1 secs","count":0,"data":[],"error":""}'


def run(tmp_path, payloads, key=""):
    with replaying() as replay:
        replay.load(payloads)
        with Client(tmp_path / "state", {"*": replay.base}, LIMITS) as client:
            fetch(client, tmp_path / "raw", services.today(), key)
        asked = replay.requests
    return sorted(path.name for path in (tmp_path / "raw" / NAME).iterdir()), asked


def keyed_payloads():
    folder = get_source(NAME).specimens / NAME
    found = dict(list(services.un_comtrade().items())[: len(LISTS)])
    for query in queries(services.today(), keyed=True):
        body = (folder / f"2024-{query.parameters['flowCode']}-842.json").read_bytes()
        dated = body.replace(b'"2024"', f'"{query.parameters["period"]}"'.encode())
        found[services.address(query.url, query.parameters)] = dated
    return found


def edited(tmp_path, change, file="2024-X-0"):
    folder = copy_of(NAME, tmp_path)
    path = folder / NAME / f"{file}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    return folder


def test_without_a_key_the_preview_is_asked_one_partner_at_a_time(tmp_path):
    names, asked = run(tmp_path, services.un_comtrade())
    assert len(names) == 4 * 2 * 3 + len(LISTS)
    assert not any(HEADER.lower() in {key.lower() for key in sent} for _, sent in asked)
    assert parse_copy(NAME, tmp_path / "raw").frame.height


def test_with_a_key_all_partners_are_asked_for_at_once(tmp_path):
    names, asked = run(tmp_path, keyed_payloads(), key="secret")
    assert len(names) == 4 * 2 + len(LISTS)
    sent = [{key.lower(): value for key, value in headers.items()} for _, headers in asked]
    assert sum(one.get(HEADER.lower()) == "secret" for one in sent) == 8
    stored = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert b"secret" not in stored


def test_the_key_is_a_setting(monkeypatch):
    monkeypatch.setenv("COUNTRYDESK_COMTRADE_KEY", " abc \n")
    assert settings.comtrade_key() == "abc"
    monkeypatch.delenv("COUNTRYDESK_COMTRADE_KEY")
    assert settings.comtrade_key() == ""
    asked = list(queries(date(2026, 11, 1), keyed=False))
    assert {query.url for query in asked} == {PREVIEW}
    assert {query.url for query in queries(date(2026, 11, 1), keyed=True)} == {KEYED}
    assert {query.parameters["period"] for query in asked} == {2022, 2023, 2024, 2025}


def test_nothing_for_the_newest_year_is_passed_over_but_not_for_others(tmp_path):
    payloads = services.un_comtrade()
    names, _ = run(tmp_path, {**payloads, list(payloads)[-1]: EMPTY})
    assert len(names) == 4 * 2 * 3 + len(LISTS) - 1
    with pytest.raises(WrongContentError, match="nothing for"):
        run(tmp_path, {**payloads, list(payloads)[len(LISTS)]: EMPTY})


def test_an_answer_that_was_cut_off_is_not_taken(tmp_path):
    payloads = services.un_comtrade()
    url = list(payloads)[len(LISTS)]
    answer = orjson.loads(payloads[url])
    answer["data"] = answer["data"] * PREVIEW_CAP
    answer["data"] = answer["data"][:PREVIEW_CAP]
    answer["count"] = PREVIEW_CAP
    with pytest.raises(WrongContentError, match="cut off at 500"):
        run(tmp_path, {**payloads, url: orjson.dumps(answer)})


@pytest.mark.parametrize(
    "body",
    [
        b'{"elapsedTime":"0","count":0,"data":[],"error":"You may only request one period"}',
        b'{"elapsedTime":"0","count":7,"data":[],"error":""}',
        b'{"statusCode":401,"message":"Access denied due to invalid subscription key"}',
        b"[]", b"null",
    ],
)  # fmt: skip
def test_errors_in_place_of_data_are_not_taken(tmp_path, body):
    payloads = services.un_comtrade()
    with pytest.raises(LayoutError):
        run(tmp_path, {**payloads, list(payloads)[-1]: body})


def test_totals_have_no_counterpart_and_dyads_have_one():
    assert values(specimens(NAME), "PER", "goods_exports_total")["2024"] == 74e9
    assert values(specimens(NAME), "PER", "goods_exports", "CHN")["2024"] == 25e9
    assert values(specimens(NAME), "PER", "goods_imports", "USA")["2024"] == 11e9
    assert values(specimens(NAME), "TWN", "goods_exports_total")["2024"] == 470e9


def test_parts_groups_empty_values_and_trade_with_itself_are_ignored_by_rule():
    tallies = specimens(NAME).tallies
    assert tallies[f"{NAME}/2024-X-156.json"].ignored == {"a part of the total": 1}
    assert tallies[f"{NAME}/2024-X-0.json"].ignored == {"an area that is no country": 1}
    assert tallies[f"{NAME}/2024-M-842.json"].ignored == {"no value": 1}
    assert tallies[f"{NAME}/2024-X-842.json"].ignored == {"trade with itself": 1}


@pytest.mark.parametrize(("key", "value"), [("period", "202401"), ("primaryValue", "much")])
def test_values_without_a_meaning_stop_the_source(tmp_path, key, value):
    folder = edited(tmp_path, lambda document: document["data"][0].update({key: value}))
    with pytest.raises(ValueNotUnderstoodError, match=value):
        parse_copy(NAME, folder)


def test_another_key_or_a_lost_list_stops_the_source(tmp_path):
    with pytest.raises(LayoutError, match="valuation"):
        parse_copy(NAME, edited(tmp_path, lambda document: document["data"][0].update(valuation=1)))
    folder = edited(tmp_path / "list", lambda document: document.pop("results"), "partners")
    with pytest.raises(LayoutError, match="results"):
        parse_copy(NAME, folder)


def test_re_exports_are_ignored(tmp_path):
    folder = edited(tmp_path, lambda document: document["data"][0].update(flowCode="RX"))
    tally = parse_copy(NAME, folder).tallies[f"{NAME}/2024-X-0.json"]
    assert tally.ignored["re-exports and other parts of a flow"] == 1


def test_units_and_licence():
    catalogue, spec = Catalogue.from_yaml(), get_source(NAME).spec
    for code, entry in spec.series.items():
        assert catalogue[entry.indicator].unit == entry.unit == "usd", code
    assert not spec.licence.redistribute.bundlable
