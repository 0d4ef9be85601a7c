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
    assert {one.source for one in new.manifest.raw} == set(SOURCES) | {
        "instruments",
        "ref_critical_minerals",
        "simulations",
    }
