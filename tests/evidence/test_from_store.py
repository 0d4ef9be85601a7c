"""Releases compiled from the store of raw files, over a folder, or over an earlier release."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from countrydesk import cli
from countrydesk.errors import InputError, RawFileError
from countrydesk.evidence import View, list_releases
from countrydesk.evidence import build as building
from countrydesk.evidence.release import Release
from countrydesk.sources.fetching.refresh import Desk
from countrydesk.sources.fetching.store import Store, sha256_of
from countrydesk.sources.registry import get_source, source_names

SOURCES = ("imf_weo", "passport_index")
PASSPORTS = "visas/passport-index-tidy-iso3.csv"
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def raw(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    for name in SOURCES:
        shutil.copytree(get_source(name).specimens, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def store(tmp_path) -> Store:
    """A store with a newer passport index."""
    store = Store(tmp_path / "store")
    copy = tmp_path / "passport-index-tidy-iso3.csv"
    body = (get_source("passport_index").specimens / PASSPORTS).read_bytes()
    copy.write_bytes(body.rsplit(b"\n", 2)[0] + b"\n")
    Desk(store, None, assertions=False).add(get_source("passport_index"), copy, None, DAY)
    return store


def build(target: Path, raw: Path | None, **plan) -> Release:
    return building.build(building.Plan(raw, assertions=False, **plan), target)


def entry(release: Release, source: str):
    """Return the newest raw file of a source that has one path."""
    found = [one for one in release.manifest.raw if one.source == source]
    return max(found, key=lambda one: one.retrieved_on)


def test_the_store_lies_over_the_folder(tmp_path, raw, store):
    plain = build(tmp_path / "a", raw, sources=SOURCES)
    laid = build(tmp_path / "b", raw, sources=SOURCES, store=store)
    assert entry(laid, "imf_weo") == entry(plain, "imf_weo")
    assert entry(laid, "passport_index").read == entry(plain, "passport_index").read - 1
    assert entry(laid, "passport_index").retrieved_on == DAY
    assert laid.manifest.cutoff == DAY
    assert laid.origins["passport_index"].vintage == "2026-11"
    assert laid.manifest.stale == ()


def test_stale_sources_are_in_the_manifest_with_the_data_of_before(tmp_path, raw, store):
    before = build(tmp_path / "a", raw, sources=SOURCES, store=store)
    index = store.index("passport_index")
    store.mark_stale(index, "column 'Requirement' is missing", DAY)
    after = build(tmp_path / "b", raw, sources=SOURCES, store=store)
    (stale,) = after.manifest.stale
    assert (stale.source, stale.since) == ("passport_index", DAY)
    assert after.manifest.files == before.manifest.files


def test_without_raw_files_sources_are_carried_over(tmp_path, raw, store):
    old = build(tmp_path / "a", raw, sources=SOURCES)
    new = build(tmp_path / "b", None, store=store, carry=old)
    shipped = {n for n in source_names() if all(one.beside for one in get_source(n).spec.files)}
    assert {one.source for one in new.manifest.raw} == set(SOURCES) | shipped
    assert entry(new, "imf_weo") == entry(old, "imf_weo")
    assert entry(new, "passport_index").retrieved_on == DAY
    assert new.origins["imf_weo"] == old.origins["imf_weo"]
    assert set(new.manifest.restating) >= set(old.manifest.restating)


def test_of_two_releases_to_the_same_day_the_one_last_retrieved_is_used(
    tmp_path, raw, store, monkeypatch
):
    monkeypatch.setenv("COUNTRYDESK_HOME", str(tmp_path))
    index = store.index("passport_index")
    record = index.files[PASSPORTS].model_copy(update={"released_on": date(2026, 3, 31)})
    later = record.model_copy(update={"retrieved_on": date(2026, 11, 21)})
    ids = []
    for one in (later, record):
        snapshot = index.snapshots[-1].model_copy(update={"files": {PASSPORTS: one}})
        store.write(index.model_copy(update={"snapshots": (snapshot,)}))
        target = tmp_path / "releases"
        ids.append(build(target, raw, sources=SOURCES, store=store).id)
    assert [one.id for one in list_releases() if not one.bundled] == ids


def test_nothing_at_hand(tmp_path):
    with pytest.raises(RawFileError, match="sources refresh passport_index"):
        build(tmp_path, None, sources=("passport_index",))


def test_the_command_takes_the_store_unless_a_folder_is_given(
    tmp_path, raw, store, monkeypatch, capsys
):
    monkeypatch.setenv("COUNTRYDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COUNTRYDESK_RAW", str(raw))
    shutil.copytree(store.folder, tmp_path / "home" / "raw")
    monkeypatch.setattr(
        building.Plan, "layers", _without_assertions(building.Plan.layers), raising=True
    )
    assert cli.run(["release", "build", "-s", "passport_index"]) == 0
    assert "2026-11-20-" in capsys.readouterr().out
    assert cli.run(["release", "build", "-s", "passport_index", "--raw", str(raw)]) == 0
    assert "2026-03-31-" in capsys.readouterr().out


def _without_assertions(layers):
    class Trimmed:
        def __init__(self, inner):
            self.inner = inner

        def parse(self, source, *, assertions):
            assert assertions
            return self.inner.parse(source, assertions=False)

    return lambda plan, name: Trimmed(layers(plan, name))


def test_a_source_named_is_read_again_and_the_others_are_carried(tmp_path, raw, store):
    old = build(tmp_path / "a", raw, sources=SOURCES)
    new = build(tmp_path / "b", raw, sources=("passport_index",), store=store, carry=old)
    whole = build(tmp_path / "c", raw, sources=SOURCES, store=store)
    assert entry(new, "passport_index").retrieved_on == DAY
    assert entry(new, "imf_weo") == entry(old, "imf_weo")
    assert new.manifest == whole.manifest
    for one in whole.manifest.files:
        assert (new.folder / one.name).read_bytes() == (whole.folder / one.name).read_bytes()


def test_a_source_named_must_be_at_hand_even_if_it_could_be_carried(tmp_path, raw):
    old = build(tmp_path / "a", raw, sources=SOURCES)
    with pytest.raises(RawFileError, match="passport_index"):
        build(tmp_path / "b", None, sources=("passport_index",), carry=old)


def test_a_bundle_refuses_what_may_not_be_passed_on(tmp_path, raw):
    with pytest.raises(InputError, match="source ti_cpi may not be passed on"):
        build(tmp_path, raw, sources=("ti_cpi",), bundle=True)


def changed_copy(tmp_path: Path, number: int, before: bytes, after: bytes) -> Path:
    body = (get_source("passport_index").specimens / PASSPORTS).read_bytes()
    assert before in body
    copy = tmp_path / f"{number}.csv"
    copy.write_bytes(body.replace(before, after, 1))
    return copy


@pytest.fixture
def twice(tmp_path) -> Store:
    """A store whose passport index was refreshed on two days, with another rule each time."""
    store = Store(tmp_path / "store")
    source = get_source("passport_index")
    body = (source.specimens / PASSPORTS).read_text(encoding="utf-8")
    line = next(row for row in body.splitlines() if row.startswith("PER,") and row.endswith(",90"))
    for number, (day, days) in enumerate(((DAY, 30), (date(2026, 11, 25), 45))):
        rule = line.replace(",90", f",{days}").encode()
        copy = changed_copy(tmp_path, number, line.encode(), rule)
        Desk(store, None, assertions=False).add(source, copy, None, day)
    return store


def rules_of(release: Release, as_of: date | None) -> dict[str, str]:
    return {
        toward: f"{series[-1].text} {series[-1].attributes.get('days', '')}"
        for toward, series in View(release, as_of).dyads("PER", "visa_requirement").items()
    }


def test_a_source_refreshed_twice_is_seen_as_it_was_known_on_each_day(tmp_path, twice, raw):
    first = build(tmp_path / "pinned", raw, sources=SOURCES)
    new = build(tmp_path / "new", None, store=twice, carry=first, sources=("passport_index",))
    days = {day: rules_of(new, day) for day in (date(2026, 10, 1), DAY, None)}
    pinned, once, now = days.values()
    assert pinned == rules_of(first, None)
    assert len(pinned) == len(once) == len(now)
    moved = [toward for toward in now if now[toward] != once[toward]]
    assert len(moved) == 1
    assert [rules[moved[0]].split()[-1] for rules in days.values()] == ["90", "30", "45"]
    assert len({one.sha256 for one in new.manifest.raw if one.source == "passport_index"}) == 3


def test_no_revision_is_lost_when_the_release_is_built_again(tmp_path, twice, raw):
    first = build(tmp_path / "a", raw, sources=SOURCES)
    second = build(tmp_path / "b", None, store=twice, carry=first, sources=("passport_index",))
    third = build(tmp_path / "c", None, store=twice, carry=second, sources=("passport_index",))
    assert third.manifest.files == second.manifest.files


def test_an_earlier_snapshot_that_is_no_longer_understood_is_told(tmp_path, twice, raw):
    index = twice.index("passport_index")
    record = index.snapshots[0].files[PASSPORTS]
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"Passport,Destination\nPER,USA\n")
    sha = sha256_of(broken)
    twice.object(sha).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(broken, twice.object(sha))
    files = {PASSPORTS: record.model_copy(update={"sha256": sha})}
    old = index.snapshots[0].model_copy(update={"files": files})
    twice.write(index.model_copy(update={"snapshots": (old, *index.snapshots[1:])}))
    new = build(tmp_path / "new", None, store=twice, sources=("passport_index",))
    (stale,) = new.manifest.stale
    assert "no longer understood" in stale.reason
