"""The commands on sources as a user meets them; only ``refresh`` calls out."""

from __future__ import annotations

import json
import socket
import subprocess
import sys

import pytest
from tests.sources import toypages
from tests.sources.replay import Fault, replaying

from countrydesk import cli
from countrydesk.cli import sourcework
from countrydesk.sources.registry import get_source, source_names


@pytest.fixture(scope="module")
def server():
    with replaying() as replay:
        yield replay


@pytest.fixture
def home(tmp_path, monkeypatch, server):
    monkeypatch.setenv("COUNTRYDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COUNTRYDESK_MIRROR", f"*={server.base}")
    monkeypatch.delenv("COUNTRYDESK_RAW", raising=False)
    server.load(toypages.payloads())
    return tmp_path / "home"


@pytest.fixture
def run(home, capsys):
    """Run a command; return code, output, errors."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["sources", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """The invented source stands in the registry beside one real one."""
    source = toypages.toy_source(tmp_path)
    known = {source.spec.name: source, "factbook": get_source("factbook")}
    monkeypatch.setattr(sourcework, "get_source", known.__getitem__)
    monkeypatch.setattr(sourcework, "source_names", lambda: tuple(known))
    return source


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def is_one_line(text: str) -> bool:
    return text.startswith("countrydesk: ") and text.count("\n") == 1


def test_every_source_is_listed_offline(run, no_network):
    code, out, _ = run("list", "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert code == 0
    assert set(rows) == set(source_names())
    assert rows["passport_index"]["refreshed by"] == "file"
    assert rows["instruments"]["held"] == "package"
    assert rows["factbook"]["held"] == ""


def test_a_refresh_prints_what_moved(run, toy, server):
    assert run("refresh", toy.spec.name)[0] == 0
    server.load(toypages.payloads([("PER", 40.0), *toypages.ROWS[1:]]))
    code, out, err = run("refresh")
    assert (code, err) == (0, "")
    assert out.splitlines()[1].split() == ["toy_pages", "accepted", "4", "0", "1", "0"]
    assert "toy_pages: gini PER 2024: 41.5 -> 40" in out
    (row, _) = json.loads(run("list", "--json")[1])
    assert (row["held"], row["snapshots"], row["stale"]) == ("store", 2, "")


def test_a_refresh_that_fails_says_why_and_keeps_what_there_was(run, toy, server):
    run("refresh")
    server.fail(next(iter(toypages.payloads())), Fault.NOT_FOUND)
    code, out, _ = run("refresh", "--json")
    (row,) = json.loads(out)
    assert code == 1
    assert (row["result"], row["added"]) == ("stale", 0)
    assert "404" in row["note"]
    assert "404" in json.loads(run("list", "--json")[1])[0]["stale"]
    assert run("check", "toy_pages")[0] == 0


def test_check_adds_up(run, toy):
    run("refresh")
    code, out, _ = run("check", "--json")
    rows = json.loads(out)
    assert code == 0
    assert [row["read"] for row in rows] == [2, 2, 1]
    assert all(row["read"] == row["used"] + row["ignored"] for row in rows)
    assert rows[-1]["rules"] == "aggregate: 1"


def test_check_adds_the_files_of_a_source_up(run, toy):
    run("refresh")
    code, out, _ = run("check", "--rows", "--json")
    rows = json.loads(out)
    assert code == 0
    source, total = rows[-2:]
    assert (source["files"], source["read"], source["ignored"]) == (3, 5, 1)
    assert (total["source"], total["read"], total["adds up"]) == ("total", 5, "yes")
    assert source["rules"] == "aggregate: 1"
    assert "by_rule" not in run("check")[1]


def test_check_of_a_broken_folder_names_it(run, toy, tmp_path):
    folder = tmp_path / "own" / "toy"
    folder.mkdir(parents=True)
    (folder / "page-1.json").write_bytes(b'{"pages":1,"data":[{"code":"PER","year":"2024"}]}')
    code, _, err = run("check", "--raw", str(tmp_path / "own"))
    assert code == 1
    assert err == (
        "toy_pages: toy/page-1.json record 1: column 'score' is missing; its layout has changed\n"
    )


def test_an_own_copy_is_added(run, toy, tmp_path, no_network):
    folder = tmp_path / "own"
    folder.mkdir()
    rows = [row for row in toypages.ROWS if row[0] != "WLD"]
    page = folder / "page-7.json"
    data = [{"code": code, "year": "2024", "score": score} for code, score in rows]
    page.write_text(json.dumps({"pages": 1, "data": data}))
    code, out, _ = run("add", "toy_pages", str(page), "--json")
    assert code == 0
    assert json.loads(out)[0]["observations"] == 4


@pytest.mark.parametrize(
    ("arguments", "message", "status"),
    [
        (("refresh", "passport_indx"), "did you mean passport_index", 2),
        (("check", "nonsense"), "no source 'nonsense'", 2),
        (("check", "passport_index"), "", 1),
        (("refresh", "factbook"), "withdrawn by its producer", 2),
        (("add", "nonsense", "x.csv"), "no source 'nonsense'", 2),
        (("add", "passport_index", "nowhere.csv"), "is no file", 2),
        (("add", "passport_index"), "Missing argument", 2),
    ],
)
def test_a_mistake_gets_one_clear_line(run, home, arguments, message, status):
    code, _, err = run(*arguments)
    assert code == status
    assert message in err
    assert err.count("\n") == 1
    assert not home.exists()


def test_a_mirror_that_is_misspelt(run, monkeypatch):
    monkeypatch.setenv("COUNTRYDESK_MIRROR", "example.org")
    code, _, err = run("refresh", "passport_index")
    assert code == 2
    assert "COUNTRYDESK_MIRROR: 'example.org' is not of the form" in err
    assert is_one_line(err)


def test_help_and_lists_load_no_http_library(home):
    code = (
        "import sys\nfrom countrydesk import cli\n"
        "cli.run(['--help']); cli.run(['sources', 'list'])\n"
        "sys.exit(len({'httpx', 'hishel', 'stamina'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
