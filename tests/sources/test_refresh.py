"""The store of raw files and refreshing into it: what is accepted, kept, compared and dated."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import ROOT
from tests.sources import toypages
from tests.sources.faults import LIMITS
from tests.sources.replay import Fault, replaying

from countrydesk.errors import (
    AssertionFailedError,
    LayoutError,
    NoFetchError,
    RawFileError,
    SourceError,
    StoreError,
)
from countrydesk.sources.fetching import store as storing
from countrydesk.sources.fetching.arrivals import Carrier, released_on
from countrydesk.sources.fetching.client import Client
from countrydesk.sources.fetching.layers import Layers
from countrydesk.sources.fetching.moved import Moved, compare
from countrydesk.sources.fetching.refresh import Desk, Result
from countrydesk.sources.fetching.store import Store
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source
from countrydesk.sources.spec import SourceSpec

ONE, TWO, THREE = date(2026, 11, 10), date(2026, 11, 11), date(2026, 12, 1)
PASSPORTS = "visas/passport-index-tidy-iso3.csv"


@pytest.fixture(scope="module")
def server():
    with replaying() as replay:
        yield replay


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "raw")


@pytest.fixture
def toy(tmp_path):
    return toypages.toy_source(tmp_path)


@pytest.fixture
def refresh(server, store):
    """Refresh a source from ``payloads`` on a day."""

    def call(source, payloads, day=ONE, fault=None, **desk):
        server.load(payloads)
        if fault:
            server.fail(*fault)
        with Client(store.folder, {"*": server.base}, LIMITS) as client:
            carrier = Carrier(client, store, day, lambda *_: None)
            return Desk(store, **{"base": None, **desk}).refresh(source, carrier)

    return call


def passports() -> tuple[str, bytes]:
    source = get_source("passport_index")
    (url,) = source.spec.addresses.values()
    return url, (source.specimens / PASSPORTS).read_bytes()


def test_pages_are_accepted_as_they_were_sent(refresh, store, toy):
    outcome = refresh(toy, toypages.payloads())
    assert outcome.result is Result.ACCEPTED
    assert (outcome.observations, outcome.moved.added) == (4, 4)
    index = store.index(toy.spec.name)
    sent = list(toypages.payloads().values())
    assert [store.object(r.sha256).read_bytes() for r in index.files.values()] == sent


def test_what_moved_is_reported(refresh, toy):
    refresh(toy, toypages.payloads())
    rows = [("PER", 41.0), ("KEN", 38.0), ("BRA", 52.0), ("CHL", 44.0), ("WLD", 40.0)]
    moved = refresh(toy, toypages.payloads(rows), TWO).moved
    assert (moved.added, moved.revised, moved.withdrawn) == (1, 1, 1)
    (revision,) = moved.largest
    assert (revision.place, revision.before, revision.after) == ("PER", 41.5, 41.0)


def test_fewer_pages_replace_all_pages(refresh, store, toy):
    refresh(toy, toypages.payloads())
    refresh(toy, toypages.payloads(toypages.ROWS[:4]), TWO)
    assert len(store.index(toy.spec.name).files) == 2
    assert len(store.index(toy.spec.name).snapshots[0].files) == 3


def test_the_same_again_adds_no_snapshot(refresh, store, toy):
    refresh(toy, toypages.payloads())
    assert refresh(toy, toypages.payloads(), TWO).result is Result.UNCHANGED
    index = store.index(toy.spec.name)
    assert len(index.snapshots) == 1
    assert index.checked_on == TWO


def test_an_assertion_that_fails_stops_the_source(refresh, store, toy):
    refresh(toy, toypages.payloads())
    rows = [("PER", 20.0), *toypages.ROWS[1:]]
    outcome = refresh(toy, toypages.payloads(rows), TWO)
    assert outcome.result is Result.STALE
    assert "gini PER" in outcome.reason
    assert len(store.index(toy.spec.name).snapshots) == 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'"score"', b'"mark"', r"page-00001\.json record 1: column 'score' is missing"),
        (b'"KEN"', b'"QQQ"', r"page-00001\.json row 2: code 'QQQ' is no iso3 code"),
        (b"38.0", b'"n.a."', r"page-00001\.json row 2: score 'n\.a\.' is not a number"),
        (b"38.0", b"[38.0]", "record 2: 'score' holds further values"),
        (b'"data"', b'"items"', "layout has changed"),
    ],
)
def test_the_reason_names_column_and_row(refresh, store, toy, old, new, reason):
    import re

    refresh(toy, toypages.payloads())
    bad = {url: body.replace(old, new) for url, body in toypages.payloads().items()}
    outcome = refresh(toy, bad, TWO)
    assert outcome.result is Result.STALE
    assert re.search(reason, outcome.reason), outcome.reason
    stale = store.index(toy.spec.name).stale
    assert (stale.since, stale.reason) == (TWO, outcome.reason)


def test_stale_counts_from_the_first_failure_until_a_success(refresh, store, toy):
    payloads = toypages.payloads()
    url = next(iter(payloads))
    refresh(toy, payloads)
    refresh(toy, payloads, TWO, (url, Fault.FAILS))
    refresh(toy, payloads, THREE, (url, Fault.NOT_FOUND))
    stale = store.index(toy.spec.name).stale
    assert stale.since == TWO
    assert "404" in stale.reason
    assert refresh(toy, payloads, THREE).result is Result.UNCHANGED
    assert store.index(toy.spec.name).stale is None


def test_a_source_without_an_address_says_why(store, server):
    source = get_source("factbook")
    with Client(store.folder, {"*": server.base}) as client, pytest.raises(NoFetchError) as caught:
        Desk(store, None).refresh(source, Carrier(client, store, ONE, lambda *_: None))
    assert "withdrawn" in str(caught.value)
    assert "sources add factbook FILE" in str(caught.value)


# -- dates -------------------------------------------------------------------------------------


def test_new_bytes_are_dated_by_when_they_came(refresh, store):
    source = get_source("passport_index")
    url, body = passports()
    refresh(source, {url: body}, THREE, assertions=False)
    frame = Layers.of_store(source, store, None).parse(source, assertions=False).frame
    assert frame["period"].unique().to_list() == ["2026-12"]
    assert frame["released_on"].unique().to_list() == [THREE]
    assert frame["retrieved_on"].unique().to_list() == [THREE]


def test_pinned_bytes_keep_their_day_of_release(refresh, store):
    source = get_source("passport_index")
    url, body = passports()
    refresh(source, {url: body}, THREE, assertions=False)
    record = store.index("passport_index").files[PASSPORTS]
    entry = source.spec.files[0].model_copy(update={"sha256": record.sha256})
    pinned = source.__class__(
        source.spec.model_copy(update={"files": [entry]}), source.folder, source.parse
    )
    frame = Layers.of_store(pinned, store, None).parse(pinned, assertions=False).frame
    assert frame["period"].unique().to_list() == ["2026-03"]
    assert frame["released_on"].unique().to_list() == [source.spec.released_on]
    assert frame["retrieved_on"].unique().to_list() == [THREE]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Mon, 02 Nov 2026 12:00:00 GMT", date(2026, 11, 2)),
        ("Mon, 02 Nov 2015 12:00:00 GMT", THREE),
        ("Mon, 04 Jan 2027 12:00:00 GMT", THREE),
        ("", THREE),
    ],
)
def test_a_last_change_counts_where_it_can_be(said, day):
    assert released_on(said, date(2026, 3, 31), THREE) == day


# -- a user's own copy -------------------------------------------------------------------------


def test_an_own_copy_is_read_strictly_first(store, tmp_path):
    source = get_source("passport_index")
    desk = Desk(store, None, assertions=False)
    good, bad = tmp_path / "mine.csv", tmp_path / "bad.csv"
    good.write_bytes(passports()[1])
    bad.write_bytes(passports()[1].replace(b"Requirement", b"Rule", 1))
    assert desk.add(source, good, None, ONE).result is Result.ACCEPTED
    with pytest.raises(LayoutError, match="column 'Requirement' is missing"):
        desk.add(source, bad, None, TWO)
    index = store.index("passport_index")
    assert len(index.snapshots) == 1
    assert index.stale is None


def test_an_own_copy_must_say_which_file_it_is(store, tmp_path):
    source = get_source("unhcr")
    copy = tmp_path / "download.rda"
    copy.write_bytes((source.specimens / "unhcr/population.rda").read_bytes())
    desk = Desk(store, source.specimens, assertions=False)
    with pytest.raises(LayoutError, match="say with --as which of its 5 files"):
        desk.add(source, copy, None, ONE)
    with pytest.raises(LayoutError, match="does not list"):
        desk.add(source, copy, "unhcr/other.rda", ONE)
    outcome = desk.add(source, copy, "unhcr/population.rda", ONE)
    assert outcome.result is Result.ACCEPTED
    assert (outcome.moved.added, outcome.moved.revised, outcome.moved.withdrawn) == (0, 0, 0)


def test_other_files_must_be_at_hand(store, tmp_path):
    source = get_source("unhcr")
    copy = tmp_path / "population.rda"
    copy.write_bytes((source.specimens / "unhcr/population.rda").read_bytes())
    with pytest.raises(RawFileError, match="is not at hand"):
        Desk(store, None, assertions=False).add(source, copy, None, ONE)
    assert not store.index("unhcr").snapshots


# -- the store ---------------------------------------------------------------------------------


def test_bytes_that_were_changed_are_noticed_and_repaired(refresh, store, toy):
    refresh(toy, toypages.payloads())
    record = next(iter(store.index(toy.spec.name).files.values()))
    path = store.object(record.sha256)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"41.5", b"41.6"))
    with pytest.raises(StoreError, match="missing or changed"):
        Layers.of_store(toy, store, None).parse(toy, assertions=False)
    refresh(toy, toypages.payloads(), TWO)
    assert Layers.of_store(toy, store, None).parse(toy).frame.height == 4


def test_a_missing_object_is_fetched_again_and_not_asked_for_with_a_condition(refresh, store):
    source = get_source("passport_index")
    url, body = passports()
    refresh(source, {url: body}, assertions=False)
    (record,) = store.index("passport_index").files.values()
    store.object(record.sha256).unlink()
    assert refresh(source, {url: body}, TWO, assertions=False).result is Result.UNCHANGED
    assert store.object(record.sha256).read_bytes() == body


@pytest.mark.parametrize("damage", [b"", b"{", b'{"format": 1}'])
def test_a_damaged_index_is_refused(store, damage):
    path = store.folder / "index" / "toy.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    with pytest.raises(StoreError, match="is damaged"):
        store.index("toy")


def test_another_format_is_refused(store):
    path = store.folder / "index" / "toy.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"format": 9, "source": "toy"}))
    with pytest.raises(StoreError, match="format 9"):
        store.index("toy")


def test_one_refresh_at_a_time(store):
    with store.locked(), pytest.raises(StoreError, match="another refresh"), store.locked():
        pass
    with store.locked():
        pass


KILLED = """
    import sys
    from datetime import date
    from pathlib import Path
    from tests.sources import toypages
    from countrydesk.sources.fetching.arrivals import Carrier
    from countrydesk.sources.fetching.client import Client
    from countrydesk.sources.fetching.refresh import Desk
    from countrydesk.sources.fetching.store import Store
    store = Store(Path(sys.argv[1]))
    source = toypages.toy_source(Path(sys.argv[2]))
    with store.locked(), Client(store.folder, {"*": sys.argv[3]}) as client:
        Desk(store, None).refresh(source, Carrier(client, store, date.today(), lambda *_: None))
"""


def test_a_refresh_that_is_killed_leaves_the_snapshot_before(refresh, store, toy, server, tmp_path):
    refresh(toy, toypages.payloads())
    before = {path: path.read_bytes() for path in store.folder.glob("*/**/*") if path.is_file()}
    payloads = toypages.payloads([("PER", 41.0), *toypages.ROWS[1:]])
    server.load(payloads)
    server.fail(list(payloads)[-1], Fault.SLOW)
    command = [sys.executable, "-c", textwrap.dedent(KILLED), store.folder, tmp_path, server.base]
    with subprocess.Popen(command, cwd=ROOT) as process:
        while len(server.requests) < len(payloads):
            time.sleep(0.02)
        process.kill()
        assert process.wait(30) == -signal.SIGKILL
    assert list(store.folder.glob(f"{storing.STAGING}*"))
    kept = {p: body for p, body in before.items() if {"objects", "index"} & set(p.parts)}
    assert all(path.read_bytes() == body for path, body in kept.items())
    with store.locked():
        assert not list(store.folder.glob(f"{storing.STAGING}*"))
    assert refresh(toy, payloads, TWO).moved.revised == 1


def test_what_a_killed_refresh_left_is_swept(store):
    left = store.folder / f"{storing.STAGING}x"
    left.mkdir(parents=True)
    with store.locked():
        assert not left.exists()


def test_a_full_disk_keeps_the_index(refresh, store, toy, monkeypatch):
    from countrydesk.errors import OutputError

    refresh(toy, toypages.payloads())
    before = (store.folder / "index" / "toy_pages.json").read_bytes()

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storing.shutil, "copyfileobj", full)
    with pytest.raises(OutputError, match="No space left"):
        refresh(toy, toypages.payloads([("PER", 41.0), *toypages.ROWS[1:]]), TWO)
    assert (store.folder / "index" / "toy_pages.json").read_bytes() == before


# -- comparing ---------------------------------------------------------------------------------


def test_facts_of_one_point_are_compared_together():
    def frame(*texts: str, period: str = "2024") -> pl.DataFrame:
        return pl.DataFrame(
            [("PER", "", "ally", period, None, text, ONE) for text in texts],
            schema={
                "place": pl.String, "counterpart": pl.String, "indicator": pl.String,
                "period": pl.String, "value": pl.Float64, "text": pl.String,
                "released_on": pl.Date,
            },
            orient="row",
        )  # fmt: skip

    assert compare(frame("a", "b"), frame("b", "a")).revised == 0
    assert compare(frame("a", "b"), frame("a")).revised == 1
    assert compare(frame(), frame("a")).added == 1
    assert compare(frame("a"), frame("a", period="2025")) == Moved(0, 0, 0)
    assert compare(frame("a"), frame("b", period="2025")) == Moved(0, 1, 0)


# -- descriptions ------------------------------------------------------------------------------


def described(**change) -> dict:
    spec = get_source("passport_index").spec.model_dump(mode="json")
    return {**spec, **change}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"fetch": {"kind": "none"}}, "a reason is given where kind is none"),
        ({"fetch": {"kind": "file", "reason": "x"}}, "a reason is given where kind is none"),
        ({"fetch": {"kind": "pages"}}, "kind is file where files have a url"),
        ({"files": [{"path": "a.csv"}]}, "kind is file where files have a url"),
        ({"files": [{"path": "a*.csv", "url": "https://a/b"}]}, "gives one raw file"),
        ({"files": [{"path": "a.csv", "url": "http://a/b"}]}, "no plain https address"),
        ({"files": [{"path": "a.csv", "url": "https://a/{v}"}]}, "no plain https address"),
        ({"files": [{"path": "a.csv", "member": "*.csv"}]}, "needs the url of its archive"),
    ],
)
def test_a_description_that_cannot_be_fetched_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        SourceSpec.model_validate(described(**change))


def test_a_known_value_may_be_revised_within_a_share(toy):
    folder = toy.folder / "raw" / "toy"
    folder.mkdir(parents=True)
    for score, wrong in ((41.5, False), (44.0, False), (50.0, True)):
        rows = [("PER", score), *toypages.ROWS[1:]]
        for number, body in enumerate(toypages.payloads(rows).values(), 1):
            (folder / f"page-{number}.json").write_bytes(body)
        with pytest.raises(AssertionFailedError) if wrong else nullcontext():
            parse_source(toy, folder.parent)


def test_no_raw_files_at_all(tmp_path):
    source = get_source("passport_index")
    with pytest.raises(SourceError, match="sources refresh passport_index"):
        Layers(None, {}, {}).parse(source)
    assert not Layers(Path(tmp_path), {}, {}).is_at_hand(source)
