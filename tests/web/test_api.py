"""The API: shapes, paging, caching, and no failure for any request (schemathesis)."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from countrydesk.evidence import load_release
from countrydesk.web.app import create_app
from countrydesk.web.config import WebSettings

SCHEMA = schemathesis.openapi.from_asgi(
    "/api/v1/openapi.json", create_app(WebSettings(release="bundled", rate=0, costly_rate=0,
        sentences=False)),
)  # fmt: skip


@SCHEMA.parametrize()
@settings(max_examples=6, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck))  # fmt: skip
def test_any_request_is_answered_as_documented(case):
    try:
        load_release("bundled")
    except Exception as error:  # noqa: BLE001 - any failure means that there is none
        pytest.skip(f"no bundled release: {error}")
    # A well-formed name or cursor may still mean nothing.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])


def test_it_is_openapi_3_1(client):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert all(path.startswith("/api/v1/") or path == "/health" for path in document["paths"])


def test_a_list_is_paged_to_its_end_by_cursor(client):
    seen, cursor = [], ""
    while cursor is not None:
        answer = client.get("/api/v1/indicators", params={"limit": 200, "cursor": cursor})
        part = answer.json()
        seen += [item["id"] for item in part["items"]]
        assert ('rel="next"' in answer.headers.get("link", "")) == (part["next"] is not None)
        cursor = part["next"]
    assert len(seen) == part["total"] == len(set(seen))
    assert client.get("/api/v1/indicators", params={"cursor": "%%%"}).status_code == 400


def test_a_series_is_the_evidence(client, view):
    found = client.get("/api/v1/series/Peru/gdp_growth").json()
    wanted = view.series("PER", "gdp_growth")
    assert [item["id"] for item in found["observations"]] == [item.id for item in wanted]
    assert [item["value"] for item in found["observations"]] == [item.value for item in wanted]
    rows = client.get("/api/v1/series/PER/gdp_growth?format=csv").text.splitlines()
    assert len(rows) == len(wanted) + 1


def test_a_dyad_has_two_sides(client, view):
    name = next(
        key for key, entry in view.catalogue.items() if key == "goods_exports" and entry.dyadic
    )
    found = client.get(f"/api/v1/series/PER/{name}?toward=China").json()
    assert found["counterpart"] == "CHN"
    assert len(found["observations"]) == len(view.series("PER", name, "CHN"))


def test_as_of_hides_later_releases(client):
    found = client.get("/api/v1/series/PER/gdp_growth?as_of=2024-06-30").json()
    assert found["observations"]
    assert max(item["released_on"] for item in found["observations"]) <= "2024-06-30"


def test_an_observation_is_found_by_its_id(client, view):
    item = view.series("PER", "gdp_growth")[0]
    assert client.get(f"/api/v1/observations/PER/{item.id}").json()["period"] == item.period.text
    assert client.get("/api/v1/observations/PER/0000000000000000").status_code == 404


def test_answers_are_cached_by_etag_and_packed(client):
    first = client.get("/api/v1/series/PER/gdp_growth")
    assert "public" in first.headers["cache-control"]
    assert first.headers["content-encoding"] == "gzip"
    known = {"if-none-match": first.headers["etag"]}
    again = client.get("/api/v1/series/PER/gdp_growth", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    plain = client.get("/api/v1/series/PER/gdp_growth", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == first.json()


def test_what_carries_credentials_is_never_answered_from_the_cache(client):
    for header in ({"authorization": "Bearer x"}, {"cookie": "a=b"}):
        answer = client.get("/api/v1/series/PER/gdp_growth", headers=header)
        assert answer.status_code == 200
        assert "etag" not in answer.headers


def test_a_sentence_is_walked_back_to_the_raw_file(client):
    part = client.get("/api/v1/papers/PER/sections/profile").json()
    sentence = next(one for one in part["sentences"] if one["evidence"])
    found = client.get(f"/api/v1/papers/PER/sentences/{sentence['id']}").json()
    assert found["text"] == sentence["text"]
    assert {item["id"] for item in found["observations"]} == set(sentence["evidence"])
    assert all(len(item["raw_sha256"]) == 64 for item in found["observations"])


def test_figures_that_may_not_be_passed_on_are_left_out(client, desk_app, monkeypatch):
    from countrydesk.web import downloads

    monkeypatch.setattr(downloads, "may_be_passed_on", lambda origin: origin.source != "imf_weo")
    found = client.get("/api/v1/series/CHL/gdp_growth").json()
    assert found["withheld"]["imf_weo"] > 10
    assert not any(item["source"] == "imf_weo" for item in found["observations"])
