"""The client of the official services against a real server that goes wrong in every way."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.sources.replay import BOMB, NAP, Fault, replaying

from countrydesk.errors import (
    AddressGoneError,
    FetchError,
    IncompleteBodyError,
    LayoutError,
    RefusedError,
    ServiceDownError,
    SizeLimitError,
    TimeLimitError,
    TooManyRequestsError,
    UnreachableError,
    WrongContentError,
)
from countrydesk.sources.fetching.archive import take_member
from countrydesk.sources.fetching.client import Client, Limits, Validators
from countrydesk.sources.fetching.content import PIECE, check_head, unpacked
from countrydesk.sources.fetching.pages import Paging, save_pages
from countrydesk.sources.fetching.status import retry_after

CSV = "https://data.example.org/table.csv"
API = "https://api.example.org/items"
BODY = b"code,year,score\n" + b"".join(b"PER,%d,1.5\n" % year for year in range(1000, 9000))
QUICK = Limits(attempts=3, seconds=5, silence=NAP / 4, bytes=8_000_000, wait=0.01, pause=0)


@pytest.fixture(scope="module")
def server():
    with replaying() as replay:
        yield replay


@pytest.fixture
def replay(server):
    server.load({CSV: BODY, f"{API}?page=1": b'{"pages":1,"data":[1]}'})
    server.ranges = server.etags = True
    return server


@pytest.fixture
def client(replay, tmp_path):
    with Client(tmp_path / "raw", {"*": replay.base}, QUICK) as client:
        yield client


def test_a_file_is_written_whole(client, tmp_path):
    fetched = client.download(CSV, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == BODY
    assert fetched.changed
    assert fetched.validators.etag


def test_a_file_that_we_have_is_not_sent_again(client, replay, tmp_path):
    first = client.download(CSV, tmp_path / "a.csv")
    again = client.download(CSV, tmp_path / "b.csv", known=first.validators)
    assert not again.changed
    assert again.validators == first.validators
    assert replay.statuses == [200, 304]
    assert not (tmp_path / "b.csv").exists()


def test_progress_tells_bytes_and_total(client, tmp_path):
    calls: list[tuple[int, int | None]] = []
    client.download(
        CSV, tmp_path / "a.csv", progress=lambda done, total: calls.append((done, total))
    )
    assert calls[-1] == (len(BODY), len(BODY))


@pytest.mark.parametrize(
    ("fault", "error", "tries"),
    [
        (Fault.NOT_FOUND, AddressGoneError, 1),
        (Fault.REFUSED, RefusedError, 1),
        (Fault.TOO_MANY, TooManyRequestsError, 1),
        (Fault.FAILS, ServiceDownError, 3),
        (Fault.SLOW, TimeLimitError, 3),
        (Fault.HTML, WrongContentError, 1),
        (Fault.DISGUISED, WrongContentError, 1),
        (Fault.EMPTY, WrongContentError, 1),
        (Fault.UNPACKED, WrongContentError, 1),
        (Fault.BOMB, SizeLimitError, 1),
    ],
)
def test_each_fault_has_its_error_and_leaves_nothing(client, replay, tmp_path, fault, error, tries):
    replay.fail(CSV, fault)
    with pytest.raises(error) as caught:
        client.download(CSV, tmp_path / "table.csv")
    assert CSV in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(replay.requests) == tries
    assert not (tmp_path / "table.csv").exists()
    assert not list((tmp_path / "raw" / "partial").glob("*"))


@pytest.mark.parametrize("fault", [Fault.TOO_MANY_ONCE, Fault.FAILS_ONCE, Fault.SLOW_ONCE])
def test_what_passes_is_tried_again(client, replay, tmp_path, fault):
    replay.fail(CSV, fault)
    client.download(CSV, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == BODY
    assert len(replay.requests) == 2


def test_a_retry_after_is_waited_for(replay, tmp_path, monkeypatch):
    naps: list[float] = []
    monkeypatch.setattr(time, "sleep", naps.append)
    replay.fail(CSV, Fault.TOO_MANY)
    limits = Limits(attempts=2, seconds=7200, pause=0)
    with Client(tmp_path, {"*": replay.base}, limits) as client, pytest.raises(FetchError):
        client.download(CSV, tmp_path / "table.csv")
    assert [nap for nap in naps if nap > 1] == [3600]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        ("Mon, 02 Mar 2026 12:01:00 GMT", 60.0),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
    ],
)
def test_both_forms_of_retry_after(text, seconds):
    assert retry_after(text, datetime(2026, 3, 2, 12, 0, tzinfo=UTC)) == seconds


# -- downloads that break off ------------------------------------------------------------------


def test_a_download_goes_on_where_it_broke_off(client, replay, tmp_path):
    replay.fail(CSV, Fault.CUT_ONCE)
    client.download(CSV, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == BODY
    assert replay.statuses == [200, 206]
    assert replay.requests[1][1]["Range"] == f"bytes={len(BODY) // 2}-"


def test_a_later_run_goes_on_too(replay, tmp_path):
    replay.fail(CSV, Fault.CUT)
    once = Limits(attempts=1, silence=1, pause=0)
    with Client(tmp_path, {"*": replay.base}, once) as client, pytest.raises(IncompleteBodyError):
        client.download(CSV, tmp_path / "table.csv")
    replay.load({CSV: BODY})
    with Client(tmp_path, {"*": replay.base}, once) as client:
        client.download(CSV, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == BODY
    assert replay.statuses == [206]


def test_a_file_that_changed_meanwhile_is_loaded_anew(client, replay, tmp_path):
    replay.fail(CSV, Fault.CUT)
    with pytest.raises(IncompleteBodyError):
        client.download(CSV, tmp_path / "table.csv")
    other = BODY.replace(b"1.5", b"2.5")
    replay.load({CSV: other})
    client.download(CSV, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == other
    assert replay.statuses == [200]


@pytest.mark.parametrize("offered", ["ranges", "etags"])
def test_without_ranges_or_versions_a_download_begins_anew(client, replay, tmp_path, offered):
    setattr(replay, offered, False)
    replay.fail(CSV, Fault.CUT_ONCE)
    client.download(CSV, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == BODY
    assert replay.statuses == [200, 200]


def test_a_trickle_ends_at_the_time_limit(replay, tmp_path):
    replay.fail(CSV, Fault.TRICKLE)
    limits = Limits(attempts=1, seconds=NAP / 4, silence=NAP, pause=0)
    begun = time.monotonic()
    with Client(tmp_path, {"*": replay.base}, limits) as client, pytest.raises(TimeLimitError):
        client.download(CSV, tmp_path / "table.csv")
    assert time.monotonic() - begun < 3 * NAP


# -- pages -------------------------------------------------------------------------------------


def test_a_page_is_asked_for_again_but_not_sent_again(client, replay):
    assert client.json(API, {"page": 1}) == {"pages": 1, "data": [1]}
    assert client.json(API, {"page": 1}) == {"pages": 1, "data": [1]}
    assert replay.statuses == [200, 304]


def test_the_cache_outlives_the_client(replay, tmp_path):
    for _ in range(2):
        with Client(tmp_path, {"*": replay.base}, QUICK) as client:
            assert client.get(API, {"page": 1}) == b'{"pages":1,"data":[1]}'
    assert replay.statuses == [200, 304]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.NOT_FOUND, AddressGoneError),
        (Fault.FAILS, ServiceDownError),
        (Fault.CUT, IncompleteBodyError),
        (Fault.SLOW, TimeLimitError),
        (Fault.HTML, WrongContentError),
        (Fault.DISGUISED, WrongContentError),
        (Fault.EMPTY, WrongContentError),
        (Fault.BOMB, SizeLimitError),
        (Fault.UNPACKED, WrongContentError),
    ],
)
def test_a_page_that_fails_is_not_cached(client, replay, fault, error):
    url = f"{API}?page=1"
    replay.fail(url, fault)
    with pytest.raises(error):
        client.json(API, {"page": 1})
    replay.load({url: b"[2]"})
    assert client.json(API, {"page": 1}) == [2]


def test_text_that_is_no_json_is_an_error(client, replay):
    replay.load({f"{API}?page=1": b'{"pages": 1, "data": [1'})
    with pytest.raises(WrongContentError, match="is no JSON"):
        client.json(API, {"page": 1})


PAGING = Paging(count=lambda page: page["pages"], rows=lambda page: page["data"])


def test_every_page_is_saved_as_it_was_sent(client, replay, tmp_path):
    pages = {f"{API}?page={n}": b'{"pages":3,"data":[%d]}' % n for n in (1, 2, 3)}
    replay.load(pages)
    assert save_pages(client, API, {}, PAGING, tmp_path / "x" / "p-{page}.json") == 3
    found = sorted((tmp_path / "x").iterdir())
    assert [path.read_bytes() for path in found] == list(pages.values())


@pytest.mark.parametrize(
    ("second", "error", "message"),
    [
        (b'{"pages":2,"data":[]}', WrongContentError, "page 2 is empty"),
        (b'{"pages":5,"data":[2]}', WrongContentError, "grew from 2 to 5 pages"),
        (b'{"data":[2]}', LayoutError, "layout has changed"),
        (b'{"pages":0,"data":[2]}', LayoutError, "says that there are 0 pages"),
    ],
)
def test_paging_that_does_not_hold_is_an_error(client, replay, tmp_path, second, error, message):
    replay.load({f"{API}?page=1": b'{"pages":2,"data":[1]}', f"{API}?page=2": second})
    with pytest.raises(error, match=message):
        save_pages(client, API, {}, PAGING, tmp_path / "p-{page}.json")


# -- the rest ----------------------------------------------------------------------------------


def test_requests_to_one_host_keep_their_distance(replay, tmp_path):
    limits = Limits(pause=0.1)
    with Client(tmp_path, {"*": replay.base}, limits) as client:
        begun = time.monotonic()
        for _ in range(3):
            client.get(API, {"page": 1})
    assert time.monotonic() - begun >= 0.2


def test_a_host_that_is_not_there(tmp_path):
    away = {"*": "http://127.0.0.1:9"}
    with Client(tmp_path, away, QUICK) as client, pytest.raises(UnreachableError, match="check"):
        client.get(API)


def test_an_address_without_encryption_is_refused(tmp_path):
    with Client(tmp_path, {}, QUICK) as client, pytest.raises(RefusedError, match="not encrypted"):
        client.get("http://127.0.0.1:9/x")


def test_a_mirror_of_one_host_leaves_the_others(replay, tmp_path):
    replay.load({"https://table.csv": BODY})
    with Client(tmp_path, {"data.example.org": replay.base}, QUICK) as client:
        client.download(CSV, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == BODY


def test_unpacking_is_bounded_piece_by_piece():
    pieces = unpacked([BOMB], "gzip", "x")
    assert max(len(piece) for piece in pieces) <= PIECE


def test_two_packed_members_are_one_body():
    packed = gzip.compress(b"one,") + gzip.compress(b"two")
    chunks = [packed[at : at + 5] for at in range(0, len(packed), 5)]
    assert b"".join(unpacked(chunks, "gzip", "x")) == b"one,two"


def test_a_packed_body_that_breaks_off():
    with pytest.raises(IncompleteBodyError):
        list(unpacked([gzip.compress(BODY)[:-9]], "gzip", "x"))


@pytest.mark.parametrize(
    ("form", "head"), [("xlsx", b"a,b\n"), ("json", b"a,b"), ("xls", b"oops"), ("csv", b" <html>")]
)
def test_another_format_is_told_by_its_first_bytes(form, head):
    with pytest.raises(WrongContentError):
        check_head(head, form, "x")


def test_archives(tmp_path):
    import zipfile

    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/table.csv", BODY)
        archive.writestr("readme.pdf", b"x")
        archive.writestr("bomb.txt", bytes(1_000_000))
    take_member(path, "*.csv", tmp_path / "t.csv", most=10**6, url="x")
    assert (tmp_path / "t.csv").read_bytes() == BODY
    with pytest.raises(WrongContentError, match="0 files in the archive fit"):
        take_member(path, "*.xlsx", tmp_path / "t", most=10**6, url="x")
    with pytest.raises(SizeLimitError):
        take_member(path, "bomb.txt", tmp_path / "t", most=10_000, url="x")
    Path(path).write_bytes(path.read_bytes()[:-40])
    with pytest.raises(WrongContentError, match="no whole zip archive"):
        take_member(path, "*.csv", tmp_path / "t", most=10**6, url="x")


def test_validators_make_a_request_conditional():
    assert Validators("", "").headers == {}
    assert Validators('"a"', "b").headers == {"If-None-Match": '"a"', "If-Modified-Since": "b"}
