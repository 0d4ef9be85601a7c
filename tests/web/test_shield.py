"""What every answer carries and what is refused before it is answered."""

from __future__ import annotations

import asyncio

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from countrydesk.web.config import WebSettings
from countrydesk.web.pace import Buckets, Pace
from countrydesk.web.shield import Shield


@pytest.mark.parametrize("path", ["/health", "/no-such-page", "/api/v1/none", "/static/site.css"])
def test_every_answer_forbids_scripts_of_others(client, path):
    headers = client.get(path).headers
    policy = dict(
        part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "'unsafe-inline'" not in policy["style-src"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"]


def test_errors_are_problems_for_the_api_and_pages_for_readers(client):
    problem = client.get("/api/v1/none")
    assert problem.status_code == 404
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == 404
    assert client.get("/none").headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "path",
    ["/static/../config.py", "/static/%2e%2e%2fapp.py", "/static/..%2f..%2fsettings.py",
     "/static/site.0000000000.css", "/static/%00site.css"],
)  # fmt: skip
def test_static_serves_only_its_own_files(client, path):
    assert client.get(path).status_code == 404


def test_an_answer_is_known_by_its_etag(client):
    first = client.get("/static/site.css")
    again = client.get("/static/site.css", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content


def _shielded(**settings):
    app = FastAPI()

    @app.post("/api/v1/audits")
    async def upload() -> str:
        return "read"

    @app.post("/other")
    async def other() -> str:
        return "read"

    @app.get("/")
    async def get() -> str:
        return "read"

    app.add_middleware(Pace, settings=WebSettings(**settings))
    app.add_middleware(Shield, settings=WebSettings(**settings))
    return app


def test_bodies_are_bounded_whether_or_not_they_say_their_length():
    client = TestClient(_shielded(body=100, upload=1000))
    assert client.post("/other", content=b"x" * 101).status_code == 413
    assert client.post("/api/v1/audits", content=b"x" * 1000).status_code == 200
    assert client.post("/api/v1/audits", content=b"x" * 1001).status_code == 413
    assert client.post("/other", content=(b"x" * 60 for _ in range(2))).status_code == 413


def test_a_body_that_never_ends_is_given_up():
    app = _shielded(receive=0.05)
    sent = []

    async def slow():
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/other", "raw_path": b"/other",
        "query_string": b"", "headers": [], "client": ("x", 1), "scheme": "http",
        "server": ("h", 80), "http_version": "1.1", "root_path": ""}  # fmt: skip
    asyncio.run(app(scope, slow, send))
    assert sent[0]["status"] == 408


def test_other_names_of_the_host_are_refused():
    client = TestClient(_shielded(hosts=("localhost", "[::1]")), base_url="http://localhost:8000")
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"host": "[::1]:8000"}).status_code == 200
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_long_addresses_are_refused():
    assert TestClient(_shielded()).get("/?q=" + "x" * 9000).status_code == 414


def test_a_client_that_asks_too_often_is_told_to_wait():
    client = TestClient(_shielded(rate=1, burst=3))
    codes = [client.get("/").status_code for _ in range(5)]
    assert codes[:3] == [200] * 3
    assert codes[-1] == 429
    refused = client.get("/")
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.headers["content-type"] == "application/problem+json"


def test_buckets_fill_again_and_are_one_for_each_client():
    now = [0.0]
    buckets = Buckets(2, 2, lambda: now[0])
    assert [buckets.wait("a") for _ in range(2)] == [0, 0]
    assert buckets.wait("a") == pytest.approx(0.5)
    assert buckets.wait("b") == 0
    now[0] = 0.5
    assert buckets.wait("a") == 0
