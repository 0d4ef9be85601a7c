"""Building, verifying and damaging releases, on the specimens of a few sources."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from countrydesk.errors import OutputError, ReleaseDamagedError, ReleaseNotFoundError, SourceError
from countrydesk.evidence import build as building
from countrydesk.evidence import list_releases, load_release
from countrydesk.evidence.manifest import Manifest
from countrydesk.evidence.release import OBSERVATIONS, Release
from countrydesk.sources.registry import get_source

SOURCES = ("imf_weo", "ucdp_country_year", "passport_index")


@pytest.fixture(scope="module")
def specimens(tmp_path_factory) -> Path:
    """One raw folder made of the specimens of ``SOURCES``."""
    folder = tmp_path_factory.mktemp("raw")
    for name in SOURCES:
        shutil.copytree(get_source(name).specimens, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def build(specimens):
    """Build from the specimens, whose trimming no assertion would pass."""
    return lambda target, raw=specimens, sources=SOURCES: building.build(
        building.Plan(raw, sources, assertions=False), target
    )


def test_a_release_says_what_it_was_made_of(build, tmp_path):
    release = build(tmp_path)
    manifest = release.manifest
    assert manifest.id == f"{manifest.cutoff}-{manifest.files[0].sha256[:8]}"
    assert {entry.source for entry in manifest.raw} == set(SOURCES)
    assert all(entry.read == entry.used + sum(entry.ignored.values()) for entry in manifest.raw)
    assert release.frame.height == manifest.rows
    assert set(release.origins) == set(SOURCES)


def test_two_builds_are_the_same_to_the_byte(build, tmp_path):
    one, two = build(tmp_path / "a"), build(tmp_path / "b")
    for entry in one.manifest.files:
        assert (one.folder / entry.name).read_bytes() == (two.folder / entry.name).read_bytes()
    assert one.manifest == two.manifest


def test_observations_are_sorted(build, tmp_path):
    frame = build(tmp_path).frame
    keys = frame.select("place", "counterpart", "indicator", "period").rows()
    assert keys == sorted(keys)


def test_an_edited_release_is_refused(build, tmp_path):
    release = build(tmp_path)
    path = release.folder / "origins.json"
    path.write_bytes(path.read_bytes().replace(b"International", b"Internaional", 1))
    with pytest.raises(ReleaseDamagedError, match=r"origins\.json is not the file that was built"):
        Release.open(release.folder)


def test_a_truncated_release_is_refused(build, tmp_path):
    release = build(tmp_path)
    path = release.folder / OBSERVATIONS
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ReleaseDamagedError, match="observations"):
        Release.open(release.folder)


def test_a_manifest_cut_short_is_refused(build, tmp_path):
    release = build(tmp_path)
    path = release.folder / "manifest.json"
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(ReleaseDamagedError, match="missing or damaged"):
        Release.open(release.folder)


def test_another_format_is_refused(build, tmp_path):
    release = build(tmp_path)
    path = release.folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(ReleaseDamagedError, match="format 99"):
        Release.open(release.folder)


def test_a_source_that_fails_leaves_nothing(build, tmp_path, specimens):
    raw = tmp_path / "raw"
    shutil.copytree(specimens, raw)
    path = raw / "visas" / "passport-index-tidy-iso3.csv"
    path.write_text(path.read_text().replace("Requirement", "Rule", 1))
    with pytest.raises(SourceError, match="column 'Requirement' is missing"):
        build(tmp_path / "releases", raw)
    assert not list((tmp_path / "releases").glob("*"))


def test_a_folder_that_cannot_be_made(build, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(OutputError, match="cannot be written"):
        build(blocked / "releases")


def test_a_full_disk_leaves_nothing(build, tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "_write", full)
    with pytest.raises(OutputError, match="the disk is full"):
        build(tmp_path / "releases")
    assert not list((tmp_path / "releases").iterdir())


def test_releases_are_listed_newest_first(build, tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTRYDESK_HOME", str(tmp_path))
    older = build(tmp_path / "releases", sources=("imf_weo",))
    newer = build(tmp_path / "releases", sources=("passport_index",))
    own = [entry.id for entry in list_releases() if not entry.bundled]
    assert own == [newer.id, older.id]
    assert load_release(older.id).id == older.id
    with pytest.raises(ReleaseNotFoundError, match="no release 'nonsense'"):
        load_release("nonsense")


KILLED = """
    import sys, time
    from pathlib import Path
    from countrydesk.evidence import build as building
    publish = building._publish
    def slow(stage, final):
        print("staged", flush=True)
        time.sleep(60)
        publish(stage, final)
    building._publish = slow
    plan = building.Plan(Path(sys.argv[1]), ("passport_index",), assertions=False)
    building.build(plan, Path(sys.argv[2]))
"""


def test_a_killed_build_leaves_the_release_before_it_intact(
    build, tmp_path, specimens, monkeypatch
):
    monkeypatch.setenv("COUNTRYDESK_HOME", str(tmp_path))
    before = build(tmp_path / "releases", sources=("imf_weo",))
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(KILLED), specimens, tmp_path / "releases"],
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout.readline() == "staged\n"
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait(30) == -signal.SIGKILL
    assert Release.open(before.folder).manifest == before.manifest
    assert [entry.id for entry in list_releases() if not entry.bundled] == [before.id]
    assert list((tmp_path / "releases").glob(".building-*"))
    after = build(tmp_path / "releases", sources=("passport_index",))
    assert not list((tmp_path / "releases").glob(".building-*"))
    assert Manifest.read(after.folder).id == after.id


def test_an_optional_source_is_left_out_until_its_raw_files_are_at_hand(specimens, monkeypatch):
    given = building.get_source("imf_weo")
    named = replace(given, spec=given.spec.model_copy(update={"optional": True}))
    monkeypatch.setattr(building, "source_names", lambda: ("imf_weo",))
    monkeypatch.setattr(building, "get_source", lambda _: named)
    empty = specimens / "nothing"
    empty.mkdir()
    assert building.Plan(empty).names() == ()
    assert building.Plan(empty, ("imf_weo",)).names() == ("imf_weo",)
    assert building.Plan(specimens).names() == ("imf_weo",)


def test_a_source_that_is_not_optional_is_demanded(specimens, monkeypatch):
    monkeypatch.setattr(building, "source_names", lambda: ("imf_weo",))
    empty = specimens / "bare"
    empty.mkdir()
    assert building.Plan(empty).names() == ("imf_weo",)
