"""The command line as a user meets it: what works, and what a mistake gets."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from countrydesk import cli
from countrydesk.cli import output
from countrydesk.errors import OutputError


@pytest.fixture
def run(view, capsys, tmp_path, monkeypatch):
    """Run a command in an empty folder with an empty home; return code, output, errors."""
    monkeypatch.setenv("COUNTRYDESK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(list(arguments))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def is_one_line(text: str) -> bool:
    return text.startswith("countrydesk: ") and text.count("\n") == 1


def test_a_paper_is_written_in_every_format(run, tmp_path):
    code, out, _ = run("paper", "PER")
    assert code == 0
    names = [Path(line).name for line in out.split()]
    assert names == ["PER-USA.html", "PER-USA.pdf", "PER-USA.md", "PER-USA.json"]
    assert all((tmp_path / "papers" / name).stat().st_size > 50_000 for name in names)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("paper", "Peruu"), "no place 'Peruu'; did you mean Peru (PER)"),
        (("paper", "CH"), "write iso2:CH, gec:CH"),
        (("paper", "USA"), "cannot take its own viewpoint"),
        (("paper", "PER", "--as-of", "last week"), "'last week' is not a date"),
        (("paper", "PER", "--as-of", "2024-02-30"), "is not a date"),
        (("paper", "PER", "-f", "odt"), "no format 'odt'"),
        (("paper", "PER", "--release", "nonsense"), "no release 'nonsense'"),
        (("evidence", "PER", "gdp_us"), "did you mean gdp_usd"),
        (("evidence", "USA", "goods_imports"), "give --counterpart"),
        (("explain", "nonsense"), "no sentence id"),
        (("explain", "PER.USA.profile.nonsense"), "no sentence"),
        (("release", "verify", "nonsense"), "no release"),
        (("release", "build", "--raw", "/nowhere"), "--raw"),
        (("nonsense",), "No such command"),
        (("paper",), "Missing argument"),
    ],
)
def test_a_mistake_gets_one_clear_line_and_leaves_nothing(run, tmp_path, arguments, message):
    code, _, err = run(*arguments)
    assert code != 0
    assert message in err
    assert is_one_line(err)
    assert not (tmp_path / "papers").exists()


def test_a_folder_that_cannot_be_written(run, tmp_path):
    (tmp_path / "file").write_text("in the way")
    code, _, err = run("paper", "TUV", "-f", "json", "-o", "file/papers")
    assert code == 1
    assert "choose another folder" in err
    assert is_one_line(err)


def test_a_full_disk_leaves_nothing_half_written(run, tmp_path, monkeypatch):
    written = []

    def full(handle):
        written.append(handle)
        if len(written) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, _, err = run("paper", "TUV", "-f", "json,md")
    assert code == 1
    assert "the disk is full; nothing was written" in err
    assert list((tmp_path / "papers").iterdir()) == []


def test_files_appear_together_or_not_at_all(tmp_path):
    (tmp_path / "taken").mkdir()
    files = {tmp_path / "a.txt": b"a", tmp_path / "taken": b"b"}
    with pytest.raises(OutputError):
        output.write_files(files)
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]


def test_evidence_shows_the_three_clocks(run):
    code, out, _ = run("evidence", "Peru", "gdp_usd", "--json")
    assert code == 0
    row = next(row for row in json.loads(out) if row["period"] == "2022")
    assert row["value"] == 248_204_000_000
    assert (row["source"], row["series"], row["released"]) == ("imf_weo", "NGDPD", "2025-10-14")
    assert len(row["raw"]) == 12


def test_as_of_shows_what_was_known_that_day(run):
    _, out, _ = run("evidence", "PER", "gdp_usd", "--as-of", "2021-05-01", "--json")
    row = next(row for row in json.loads(out) if row["period"] == "2020")
    assert (row["value"], row["released"]) == (203_772_000_000, "2021-04-06")


def test_explain_walks_back_to_the_raw_file(run):
    code, out, _ = run("explain", "PER.USA.profile.population", "--json")
    assert code == 0
    found = json.loads(out)
    slot = next(s for s in found["slots"] if s["from"] == "finding")
    finding = next(f for f in found["findings"] if f["id"] == slot["source"])
    item = next(o for o in found["observations"] if o["id"] in finding["observations"])
    for key in ("series", "released_on", "licence", "citation", "producer"):
        assert item[key]
    assert len(item["raw_sha256"]) == 64
    code, text, _ = run("explain", "PER.USA.profile.population")
    assert item["raw_sha256"] in text


def test_places_and_indicators_are_found(run):
    assert "PER" in run("places", "Pérou")[1]
    assert "PER" in run("places", "gec:PE")[1]
    assert len(run("places")[1].splitlines()) == 198
    assert "gdp_usd" in run("indicators", "gross domestic")[1]


def test_releases_are_listed_and_verified(run):
    assert "bundled" in run("release", "list")[1]
    assert "intact" in run("release", "verify")[1]


def test_help_is_quick_and_teaches():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "countrydesk", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "countrydesk paper PER" in done.stdout
    heavy = {"polars", "numpy", "altair", "typst", "vl_convert", "babel", "pydantic"}
    imported = {line.split("|")[-1].strip() for line in done.stderr.splitlines()}
    assert not heavy & imported, "the help must not wait for them"


def test_other_weights_move_the_choice_and_say_how(run, tmp_path):
    from importlib.resources import files

    own = (files("countrydesk.paper") / "weights.yml").read_text(encoding="utf-8")
    table = tmp_path / "weights.yml"
    table.write_text(own.replace("  trade: 1.0", "  trade: 0.0"), encoding="utf-8")
    code, _, err = run("paper", "PER", "-f", "md", "--weights", str(table))
    assert code == 0
    assert "key judgement left out: customer" in err
    table.write_text(own.replace("half_life", "halflife"), encoding="utf-8")
    code, _, err = run("paper", "PER", "-f", "md", "--weights", str(table))
    assert code != 0
    assert is_one_line(err)


def test_lint_prints_the_density_of_a_text(run, tmp_path):
    text = tmp_path / "brief.txt"
    text.write_text("Output was 294.7 billion in 2024. The country is a vital partner.\n")
    code, out, _ = run("lint", str(text), "--json")
    assert code == 0
    assert json.loads(out) == [
        {"file": "brief.txt", "sentences": 2, "with a digit": 1, "with a source": 0,
         "with both": 0, "percent": 0.0}
    ]  # fmt: skip
    code, _, err = run("lint", str(tmp_path / "none.txt"))
    assert code != 0
    assert is_one_line(err)


def test_the_json_of_a_real_paper_is_read_back_byte_for_byte(run, tmp_path):
    from countrydesk.render import get_renderer
    from countrydesk.render.json import read_paper

    code, _, _ = run("paper", "TUV", "-f", "json")
    assert code == 0
    payload = (tmp_path / "papers" / "TUV-USA.json").read_bytes()
    assert get_renderer("json")(read_paper(payload)) == payload
