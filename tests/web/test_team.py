"""A team on the desk: tokens, roles, sign-off; nothing private in a shared cache."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from countrydesk import cli
from countrydesk.team import Role, open_store
from countrydesk.web.app import create_app
from countrydesk.web.config import WebSettings

SENTENCE = "/api/v1/team/papers/PER/sentences"


@pytest.fixture(scope="module")
def team(view, tmp_path_factory):
    folder = tmp_path_factory.mktemp("team")
    database = str(folder / "team.db")
    settings = WebSettings(
        release="bundled", home=folder, costly_rate=0, rate=0, sentences=False, database=database
    )
    store = open_store(database)
    tokens = {
        role: (store.add_user(role.value, role), store.make_token(role.value))[1] for role in Role
    }
    store.close()
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client, {role: {"authorization": f"Bearer {t}"} for role, t in tokens.items()}


@pytest.fixture(scope="module")
def sentence(team):
    client, _ = team
    section = client.get("/api/v1/papers/PER/sections/profile").json()
    return section["sentences"][0]


def test_a_desk_without_a_database_has_no_team(client):
    assert client.get("/api/v1/team/me").status_code == 404


@pytest.mark.parametrize(
    "header", [{}, {"authorization": "Bearer x"}, {"authorization": "Basic a"}]
)
def test_without_a_token_nothing_is_told(team, header):
    client, _ = team
    for path in ("/api/v1/team/me", "/api/v1/team/papers/PER", "/api/v1/team/log"):
        answer = client.get(path, headers=header)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"


def test_an_analyst_reviews_and_a_clearer_clears(team, sentence):
    client, who = team
    path = f"{SENTENCE}/{sentence['id']}/state"
    review = client.put(path, json={"state": "reviewed"}, headers=who[Role.ANALYST])
    assert review.status_code == 200
    assert review.json()["stands"]
    refused = client.put(path, json={"state": "cleared"}, headers=who[Role.ANALYST])
    assert refused.status_code == 403
    assert "it takes a clearer" in refused.json()["detail"]
    assert client.put(path, json={"state": "cleared"}, headers=who[Role.CLEARER]).status_code == 200
    said = client.get("/api/v1/team/papers/PER", headers=who[Role.READER]).json()["sign_offs"]
    (one,) = [row for row in said if row["sentence"] == sentence["id"]]
    assert (one["state"], one["user"], one["stands"]) == ("cleared", "clearer", True)


def test_dissent_needs_its_reason(team, sentence):
    client, who = team
    path = f"{SENTENCE}/{sentence['id']}/state"
    assert client.put(path, json={"state": "dissent"}, headers=who[Role.CLEARER]).status_code == 400


def test_an_override_is_kept_as_text(team, sentence):
    client, who = team
    path = f"{SENTENCE}/{sentence['id']}/override"
    body = {"text": "<script>alert(1)</script>", "reason": "a test"}
    assert client.put(path, json=body, headers=who[Role.READER]).status_code == 403
    made = client.put(path, json=body, headers=who[Role.ANALYST])
    assert made.json()["text"] == body["text"]
    assert made.headers["content-type"] == "application/json"


def test_what_is_private_is_in_no_shared_cache(team):
    client, who = team
    answer = client.get("/api/v1/team/me", headers=who[Role.READER])
    assert answer.headers["cache-control"] == "private, no-store"
    assert "authorization" in answer.headers["vary"].lower()
    assert client.get("/api/v1/team/me", headers=who[Role.ADMIN]).json()["name"] == "admin"
    assert client.get("/api/v1/team/me").status_code == 401


def test_the_log_is_for_clearers(team):
    client, who = team
    assert client.get("/api/v1/team/log", headers=who[Role.ANALYST]).status_code == 403
    log = client.get("/api/v1/team/log?limit=2", headers=who[Role.CLEARER]).json()
    assert [row["number"] for row in log["entries"]] == [1, 2]
    rest = client.get(f"/api/v1/team/log?after={log['next']}", headers=who[Role.ADMIN]).json()
    assert rest["entries"][0]["number"] == 3


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("PER.USA.profile.nothing", {"state": "draft"}, 404),
        ("x", {"state": "draft"}, 404),
        ("PER.USA.profile.population", {"state": "signed"}, 422),
        ("PER.USA.profile.population", {"state": "draft", "more": 1}, 422),
    ],
)
def test_bad_requests_are_told(team, path, body, status):
    client, who = team
    answer = client.put(f"{SENTENCE}/{path}/state", json=body, headers=who[Role.ADMIN])
    assert answer.status_code == status


def test_the_console_lets_people_in_and_out(monkeypatch, tmp_path, capsys):
    def run(*words):
        code = cli.run(["team", *words])
        done = capsys.readouterr()
        return code, done.out, done.err

    monkeypatch.delenv("COUNTRYDESK_DB", raising=False)
    assert "COUNTRYDESK_DB is not set" in run("users")[2]
    monkeypatch.setenv("COUNTRYDESK_DB", str(tmp_path / "team.db"))
    code, token, _ = run("add", "Ana Pérez", "--role", "clearer")
    assert code == 0
    assert len(token.strip()) > 40
    assert "clearer" in run("users")[1]
    assert "1 tokens are void" in run("revoke", "Ana Pérez")[1]
    assert run("token", "Ana Pérez", "--days", "7")[0] == 0
    assert run("let-go", "Ana Pérez")[0] == 0
    assert "let go" in run("log")[1]
    assert run("add", "Bo", "--role", "king")[0] != 0
    assert run("let-go", "Nobody")[0] != 0
