"""What of a release may be passed on: nothing of a restricted source is in any export."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk import cli
from countrydesk.evidence import View, passing
from countrydesk.evidence.release import ORIGINS, Release, write_origins
from countrydesk.model import Redistribution


@pytest.fixture
def home(tmp_path, monkeypatch, view) -> Path:
    """A release of the user's own, the bundled one with the licence of one source changed."""
    import hashlib
    import shutil

    monkeypatch.setenv("COUNTRYDESK_HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "releases" / "own"
    shutil.copytree(view.release.folder, folder)
    origins = dict(view.release.origins)
    licence = replace(origins["gapminder"].licence, redistribute=Redistribution.NO)
    origins["gapminder"] = replace(origins["gapminder"], licence=licence)
    payload = write_origins(origins)
    (folder / ORIGINS).write_bytes(payload)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for entry in manifest["files"]:
        if entry["name"] == ORIGINS:
            entry |= {"bytes": len(payload), "sha256": hashlib.sha256(payload).hexdigest()}
    manifest["id"] = "own"
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path


def sources_in(payload: object) -> set[str]:
    """Return every text that stands under a key that names a source, anywhere in a document."""
    if isinstance(payload, dict):
        here = {v for k, v in payload.items() if k.endswith("source") and isinstance(v, str)}
        return here.union(*(sources_in(child) for child in payload.values()))
    if isinstance(payload, list):
        return set().union(*(sources_in(child) for child in payload))
    return set()


def test_the_sources_that_may_not_be_passed_on_are_named():
    rows = series("PER", "gdp_usd", {2024: 1.0}, source="imf_weo")
    rows += series("PER", "gdp_usd", {2024: 2.0}, source="factbook")
    release = toy_view(rows).release
    licence = replace(release.origins["imf_weo"].licence, redistribute=Redistribution.UNKNOWN)
    release.origins["imf_weo"] = replace(release.origins["imf_weo"], licence=licence)
    assert passing.restricted(release) == ("imf_weo",)


def test_a_release_without_restricted_sources_is_passed_on_as_it_is(view):
    assert passing.restricted(view.release) == ()
    assert passing.to_pass_on(view.release) is view.release


def test_nothing_of_a_restricted_source_is_left_and_others_take_its_place(home):
    own = Release.open(home / "home" / "releases" / "own")
    free = passing.to_pass_on(own)
    assert "gapminder" not in free.origins
    assert "gapminder" not in set(free.frame.get_column("source").cast(str).unique())
    assert View(own).find_latest("PER", "population").source == "gapminder"
    shown = View(free).find_latest("PER", "population")
    assert shown is not None
    assert shown.source != "gapminder"


@pytest.mark.parametrize(
    "arguments",
    [
        ("evidence", "PER", "population", "--all", "--json"),
        ("conflicts", "PER", "--json"),
        ("release", "diff", "2024-01-01", "2026-01-01", "--place", "PER", "--json", "-n", "1000"),
    ],
)
def test_no_export_of_the_command_line_holds_a_restricted_row(home, capsys, arguments):
    assert cli.run([*arguments, "--release", "own"]) == 0
    found = sources_in(json.loads(capsys.readouterr().out))
    assert found
    assert "gapminder" not in found
    assert cli.run([*arguments, "--release", "own", "--include-restricted"]) == 0
    assert "gapminder" in sources_in(json.loads(capsys.readouterr().out))


def test_a_paper_to_pass_on_holds_none_and_one_for_yourself_says_so(home, capsys):
    order = ["paper", "PER", "-f", "json", "--release", "own", "-o"]
    assert cli.run([*order, str(home / "mine")]) == 0
    assert "for your own use" in capsys.readouterr().err
    assert cli.run([*order, str(home / "free"), "--to-pass-on"]) == 0
    assert "for your own use" not in capsys.readouterr().err
    mine, free = (
        json.loads((home / name / "PER-USA.json").read_bytes()) for name in ("mine", "free")
    )
    assert "gapminder" in sources_in(mine)
    assert "gapminder" not in sources_in(free)
    assert "apminder" not in json.dumps(free["origins"])
