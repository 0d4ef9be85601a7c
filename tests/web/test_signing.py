"""Sign-off in the browser, without any script: cookie, forms, states, words, log."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.testclient import TestClient

from countrydesk.team import Role, open_store
from countrydesk.web.app import create_app
from countrydesk.web.config import WebSettings
from countrydesk.web.pages.signing import COOKIE

PAPER = "/team/papers/PER"


@pytest.fixture(scope="module")
def team(view, tmp_path_factory):
    folder = tmp_path_factory.mktemp("signing")
    database = str(folder / "team.db")
    store = open_store(database)
    tokens = {
        role: (store.add_user(role.value, role), store.make_token(role.value))[1] for role in Role
    }
    store.close()
    settings = WebSettings(
        release="bundled", home=folder, costly_rate=0, rate=0, sentences=False, database=database
    )
    app = create_app(settings)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client, tokens


@pytest.fixture
def entered(team):
    client, tokens = team

    def enter(role):
        client.cookies.clear()
        answer = client.post("/team/sign-in", data={"token": tokens[role]})
        assert (answer.status_code, answer.headers["location"]) == (303, "/team")
        return client

    yield enter
    client.cookies.clear()


def fields(page, action):
    """Return the hidden fields of the first form of a page that is sent to ``action``."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form, action
    pairs = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {name: html.unescape(value) for name, value in pairs}


def test_a_desk_without_a_database_has_no_team_pages(client):
    assert client.get("/team").status_code == 404
    assert 'href="/team"' not in client.get("/").text


def test_the_cookie_is_hidden_from_scripts_and_other_sites(team):
    client, tokens = team
    answer = client.post("/team/sign-in", data={"token": tokens[Role.READER]})
    cookie = answer.headers["set-cookie"]
    client.cookies.clear()
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/team" in cookie
    secure = client.post("https://testserver/team/sign-in", data={"token": tokens[Role.READER]})
    client.cookies.clear()
    assert "Secure" in secure.headers["set-cookie"]


@pytest.mark.parametrize("token", ["", "x", "é" * 50, "x" * 5000])
def test_a_wrong_token_lets_nobody_in(team, token):
    client, _ = team
    answer = client.post("/team/sign-in", data={"token": token})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "token is unknown" in answer.text


def test_nobody_reads_or_writes_without_a_token(team):
    client, _ = team
    client.cookies.clear()
    for path in (PAPER, "/team/log"):
        assert client.get(path).status_code == 401
        assert client.get(path, headers={"cookie": f"{COOKIE}=x"}).status_code == 401
    for path in (f"{PAPER}/sign", f"{PAPER}/override", "/team/sign-out"):
        assert client.post(path, data={"proof": "x"}).status_code == 401


def test_an_analyst_signs_a_paragraph_and_a_clearer_clears_it(entered):
    client = entered(Role.ANALYST)
    page = client.get(PAPER).text
    given = fields(page, f"{PAPER}/sign")
    assert 'value="cleared"' not in page
    done = client.post(f"{PAPER}/sign", data=given | {"state": "reviewed", "remark": "seen"})
    assert done.status_code == 303
    assert done.headers["location"] == f"{PAPER}#{given['paragraph']}"
    assert "<strong>Reviewed</strong> by analyst" in client.get(PAPER).text
    refused = client.post(f"{PAPER}/sign", data=given | {"state": "cleared"})
    assert refused.status_code == 403
    assert "it takes a clearer" in refused.text
    client = entered(Role.CLEARER)
    given = fields(client.get(PAPER).text, f"{PAPER}/sign")
    assert client.post(f"{PAPER}/sign", data=given | {"state": "dissent"}).status_code == 400
    assert client.post(f"{PAPER}/sign", data=given | {"state": "cleared"}).status_code == 303
    assert "<strong>Cleared</strong> by clearer" in client.get(PAPER).text


def test_a_paragraph_that_has_changed_is_not_signed(entered):
    client = entered(Role.ANALYST)
    given = fields(client.get(PAPER).text, f"{PAPER}/sign")
    told = client.post(f"{PAPER}/sign", data=given | {"seen": "another", "state": "draft"})
    assert told.status_code == 409
    assert "nothing was signed" in told.text
    for wrong, status in (({"paragraph": "no"}, 404), ({"state": "king"}, 400)):
        sent = given | {"state": "draft"} | wrong
        assert client.post(f"{PAPER}/sign", data=sent).status_code == status


def test_words_are_put_in_place_and_shown_as_text(entered):
    client = entered(Role.ANALYST)
    given = fields(client.get(PAPER).text, f"{PAPER}/override")
    words = given | {"text": "<script>alert(1)</script>", "reason": "<b>why</b>"}
    assert client.post(f"{PAPER}/override", data=words).status_code == 303
    page = client.get(PAPER).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<b>why" not in page
    assert client.post(f"{PAPER}/override", data=words | {"reason": " "}).status_code == 400


def test_a_reader_sees_but_cannot_write(entered):
    client = entered(Role.ANALYST)
    given = fields(client.get(PAPER).text, f"{PAPER}/sign")
    client = entered(Role.READER)
    page = client.get(PAPER).text
    assert "/sign" not in page.split("<main", 1)[1]
    given["proof"] = fields(client.get("/team").text, "/team/sign-out")["proof"]
    assert client.post(f"{PAPER}/sign", data=given | {"state": "draft"}).status_code == 403


def test_a_form_of_another_site_or_another_user_is_refused(entered):
    client = entered(Role.ANALYST)
    given = fields(client.get(PAPER).text, f"{PAPER}/sign") | {"state": "draft"}
    for site in ("cross-site", "same-site"):
        foreign = client.post(f"{PAPER}/sign", data=given, headers={"sec-fetch-site": site})
        assert foreign.status_code == 403
        login = client.post("/team/sign-in", data={"token": "x"}, headers={"sec-fetch-site": site})
        assert login.status_code == 403
    for proof in ("", "x", "é"):
        assert client.post(f"{PAPER}/sign", data=given | {"proof": proof}).status_code == 403
    client = entered(Role.ADMIN)
    assert client.post(f"{PAPER}/sign", data=given).status_code == 403


def test_pages_of_the_team_are_in_no_shared_cache(entered):
    client = entered(Role.CLEARER)
    for path in ("/team", PAPER, "/team/log"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["vary"] == "Cookie"
        assert "<script>" not in answer.text
    client.cookies.clear()
    assert "clearer" not in client.get("/team").text


def test_the_log_is_read_by_clearers_and_keeps_one_deed_a_line(entered):
    client = entered(Role.ANALYST)
    assert client.get("/team/log").status_code == 403
    given = fields(client.get(PAPER).text, f"{PAPER}/sign")
    forged = "fine\n999 2026-01-01 admin cleared"
    client.post(f"{PAPER}/sign", data=given | {"state": "draft", "remark": forged})
    page = entered(Role.CLEARER).get("/team/log").text
    assert "make token" in page
    assert '<th scope="row">999</th>' not in page
    assert "999 2026-01-01 admin cleared</td>" in page


def test_who_signs_out_is_out(entered):
    client = entered(Role.ANALYST)
    given = fields(client.get("/team").text, "/team/sign-out")
    out = client.post("/team/sign-out", data=given)
    assert out.status_code == 303
    assert client.get(PAPER).status_code == 401
