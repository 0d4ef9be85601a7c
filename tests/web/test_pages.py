"""What the pages hold, without a browser."""

from __future__ import annotations

import io
from html.parser import HTMLParser

import polars as pl
import pytest

from countrydesk.evidence import load_release
from countrydesk.web.index import Index
from countrydesk.web.indexing import fill

PAGES = (
    "/", "/?indicator=electoral_democracy&measure=change",
    "/?indicator=gdp_growth&measure=projection",
    "/?indicator=gdp_usd&measure=revision&since=2024-06-30", "/papers", "/sources", "/api",
    "/search?q=copper", "/audit", "/explore", "/explore?i=gdp_growth&form=rank",
    "/explore?i=gini&form=map", "/explore?i=gdp_growth&form=table&p=Peru,Kenya",
    "/explore?i=gdp_per_capita_ppp,life_expectancy&form=scatter&p=PER", "/paper/PER",
    "/paper/PER/annex", "/paper/PER?lang=es",
    "/compare?left=PER&right=CHL", "/compare?left=PER&right=PER",
)  # fmt: skip


class Reader(HTMLParser):
    """Collects what a page asks for and the ids it gives."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.headings: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if tag in {"script", "img", "iframe", "source", "link"}:
            self.asked += [given[name] for name in ("src", "href") if name in given]
        if tag == "script" and "src" not in given:
            self.inline.append(tag)
        self.inline += [name for name in given if name.startswith("on")]
        if tag in {"h1", "h2"}:
            self.headings.append(tag)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_and_asks_only_this_desk(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    page = read(answer.text)
    assert page.headings.count("h1") == 1
    assert page.asked
    assert all(address.startswith("/static/") for address in page.asked)
    assert not page.inline
    assert len(page.ids) == len(set(page.ids))
    assert all(client.get(address).status_code == 200 for address in page.asked)


def test_the_world_lists_places_in_the_order_asked_for(client):
    up = client.get("/?indicator=population&sort=value&up=true").text
    down = client.get("/?indicator=population&sort=value").text
    assert down.index(">India<") < down.index(">Peru<")
    assert up.index(">India<") > up.index(">Peru<")
    assert 'aria-sort="descending"' in down


def test_a_revision_counts_from_the_day_asked_for(client):
    text = client.get("/?indicator=gdp_usd&measure=revision&since=2024-06-30").text
    assert "as of 2024-06-30" in text
    assert "Peru" in text


def test_a_paper_is_found_by_any_of_its_names(client):
    moved = client.get("/paper/Pérou?principal=China", follow_redirects=False)
    assert moved.status_code == 307
    assert moved.headers["location"] == "/paper/PER?principal=CHN"


def test_the_principal_itself_is_seen_from_its_rival(client):
    assert "Chinese Foreign Policy" in client.get("/paper/USA").text


def test_as_of_uses_only_what_was_released(client):
    text = client.get("/paper/PER?as_of=2020-06-30").text
    assert "30 Jun 2020" in text
    assert "released 22 Jan 2026" not in text


def test_a_day_past_the_evidence_is_the_same_paper(client):
    assert client.get("/paper/PER?as_of=2099-01-01").text == client.get("/paper/PER").text


@pytest.mark.parametrize(
    "words", ["/paper/Nowhere", "/?indicator=no_such", "/paper/PER/evidence?s=x"]
)
def test_what_is_not_there_is_a_page_that_says_so(client, words):
    answer = client.get(words)
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_evidence_says_source_series_period_release_licence(client):
    text = client.get("/paper/PER/evidence?s=PER.USA.profile.population&fragment=true").text
    for word in (
        "Source",
        "Series",
        "Released",
        "Licence",
        "Copy as footnote",
        "spark",
        "34.22 million",
    ):
        assert word in text
    assert "<html" not in text


@pytest.mark.parametrize(("form", "start"), [
    ("html", b"<!doctype html>"), ("pdf", b"%PDF"), ("md", b"# "), ("docx", b"PK"), ("json", b"{"),
    ("csv", b"id,place,"),
])  # fmt: skip
def test_a_paper_is_given_as_a_file(client, form, start):
    answer = client.get(f"/paper/TUV/download?format={form}")
    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert f'filename="TUV-USA.{form}"' in answer.headers["content-disposition"]


def test_a_file_of_an_unknown_form_is_refused(client):
    assert client.get("/paper/TUV/download?format=exe").status_code == 400


def test_the_explorer_gives_the_same_rows_in_every_form(client):
    query = "i=gdp_growth,inflation&p=PER,CHL&from=2000&until=2020"
    table = pl.read_csv(io.BytesIO(client.get(f"/explore/data.csv?{query}").content))
    stored = pl.read_parquet(io.BytesIO(client.get(f"/explore/data.parquet?{query}").content))
    assert table.height == stored.height > 80
    assert set(table["place"]) == {"PER", "CHL"}
    assert table["period"].cast(pl.Int64).is_between(2000, 2020).all()
    assert table["value"].to_list() == stored["value"].to_list()
    assert client.get(f"/explore/chart.png?{query}").content.startswith(b"\x89PNG")
    assert client.get(f"/explore/chart.svg?{query}").content.startswith(b"<svg")
    assert client.get(f"/explore/chart.svg?{query}&n=7").status_code == 404


def test_too_large_a_selection_is_refused(client):
    places = ",".join(f"P{n}" for n in range(60))
    assert client.get(f"/explore?p={places}&i=gdp_growth").status_code == 400


def test_two_days_show_what_changed(client):
    text = client.get("/compare?left=PER&right=PER&as_of=2024-06-30&only=true").text
    assert "2024-06-30" in text
    assert 'class="line is-changed"' in text
    assert "sentences are new, gone or changed" in text


def test_search_finds_places_indicators_agreements_and_sentences(view, tmp_path):
    index = Index(tmp_path / "one.sqlite")
    index.fill(view)
    fill(view, "USA", index, ["PER"])
    found = {kind: index.find(words) for kind, words in (
        ("place", "Pérou"), ("indicator", "life expect"), ("agreement", "trade promotion"),
        ("sentence", "copper"))}  # fmt: skip
    for kind, hits in found.items():
        assert any(hit.kind == kind for hit in hits), kind
    assert index.papers() == {"PER"}
    again = Index(tmp_path / "one.sqlite")
    again.fill(view)
    assert len(again.find("peru", 50)) == len(index.find("peru", 50))
    assert index.find('" OR 1 NEAR(') == index.find("OR 1 NEAR")
    assert index.find("!!! ***") == []


def test_the_index_stays_in_the_desk_home(client, desk_app):
    assert client.get("/search?q=peru").status_code == 200
    files = list((desk_app.state.site.settings.home / "search").iterdir())
    assert files
    assert all(load_release("bundled").id in file.name for file in files)


def test_formulas_are_quoted():
    from countrydesk.web.downloads import to_csv

    rows = [{"a": "=1+1"}, {"a": "@x"}, {"a": "-2"}, {"a": -2.0}]
    assert to_csv(("a",), rows).decode().split() == ["a", "'=1+1", "'@x", "'-2", "-2.0"]


def test_no_request_leaves_the_machine(client, monkeypatch):
    import socket

    def refuse(*_):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    evil = "http://169.254.169.254/latest"
    assert client.post("/audit", data={"text": f"Peru has 34 million people, see {evil}."})
    paths = ("/paper/{}", "/search?q={}", "/explore?i={}", "/compare?left={}&right=PER")
    for path in (one.format(evil) for one in paths):
        assert client.get(path).status_code < 500


def test_a_search_after_a_stop_opens_the_index_again(client, desk_app):
    assert client.get("/search?q=copper").status_code == 200
    desk_app.state.site.search.close()
    assert client.get("/search?q=copper").status_code == 200
