"""Every source that can be refreshed, under every fault: what happens, and that nothing is lost."""

from __future__ import annotations

import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import polars as pl
import pyreadr
from tests.sources import services, toypages
from tests.sources.replay import Fault, Replay

from countrydesk.errors import SourceError
from countrydesk.sources.fetching.arrivals import Carrier
from countrydesk.sources.fetching.client import Client, Limits
from countrydesk.sources.fetching.layers import Layers
from countrydesk.sources.fetching.refresh import Desk, Outcome, Result
from countrydesk.sources.fetching.store import Store
from countrydesk.sources.registry import Source, get_source, source_names
from countrydesk.sources.spec import FetchKind
from countrydesk.sources.wikidata import source as wikidata

LIMITS = Limits(attempts=2, seconds=2.5, silence=0.8, bytes=8_000_000, wait=0.01, pause=0)
ASKED = 5
# A row of a workbook with more cells than this is its header.
FEW = 4
DAYS = (date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 12))


class Change(StrEnum):
    """How the content itself may differ from what was there before."""

    SAME = "304, nothing new"
    NEWER = "200, newer data"
    COLUMN = "changed column"
    ENCODING = "wrong encoding"


FAULTS = (
    Fault.NOT_FOUND, Fault.REFUSED, Fault.TOO_MANY_ONCE, Fault.TOO_MANY, Fault.FAILS_ONCE,
    Fault.FAILS, Fault.SLOW_ONCE, Fault.SLOW, Fault.TRICKLE, Fault.CUT_ONCE, Fault.CUT,
    Fault.HTML, Fault.DISGUISED, Fault.EMPTY, Fault.UNPACKED, Fault.BOMB,
)  # fmt: skip
CASES: tuple[Change | Fault, ...] = (*Change, *FAULTS)


@dataclass(frozen=True)
class Subject:
    """A source with what its services answer: now, and with each change."""

    source: Source
    payloads: Mapping[str, bytes]
    faulty: str
    base: Path | None = None

    @property
    def name(self) -> str:
        return self.source.spec.name

    def changed(self, change: Change) -> dict[str, bytes]:
        """Return the answers with the last one changed."""
        before = self.payloads[self.faulty]
        entry = next((e for e in self.source.spec.files if e.url == self.faulty), None)
        suffix = Path(entry.path if entry else self.faulty.split("?")[0]).suffix
        suffix = suffix if suffix in EDITORS else ".json"
        if entry is not None and entry.member:
            after = zipped(edited(unzipped(before), suffix, change))
        else:
            after = edited(before, suffix, change)
        return {**self.payloads, self.faulty: after}


def subjects(folder: Path) -> Iterator[Subject]:
    """Yield every source that can be refreshed, and an invented one behind a paged API."""
    for name in source_names():
        source = get_source(name)
        if source.spec.fetch.kind is FetchKind.FILE:
            yield _file_subject(source)
        elif name in PAGED:
            payloads = PAGED[name]()
            yield Subject(services.narrowed(source), payloads, list(payloads)[-1])
    payloads = toypages.payloads()
    yield Subject(toypages.toy_source(folder), payloads, list(payloads)[-1])


def wikidata_payloads() -> dict[str, bytes]:
    """Return the answer of Wikidata to each query."""
    home = get_source("wikidata").folder
    return {
        f"{wikidata.SERVICE}?{urlencode({'query': query, 'format': 'json'})}": (
            home / "specimens" / "wikidata" / f"{name}.json"
        ).read_bytes()
        for name in wikidata.VARIABLES
        for query in [(home / "queries" / f"{name}.rq").read_text(encoding="utf-8")]
    }


# What the services of sources that are read page by page answer, by source.
PAGED: dict[str, Callable[[], dict[str, bytes]]] = {
    "wikidata": wikidata_payloads,
    "ucdp_candidate": services.ucdp_candidate,
    "un_comtrade": services.un_comtrade,
    **{name: partial(services.world_bank, name) for name in services.DATABASES},
}


def _file_subject(source: Source) -> Subject:
    """Return a source of which the last addresses are asked; the other files lie beside."""
    addresses = dict(list(source.spec.addresses.items())[-ASKED:])
    entries = [e.model_copy(update={"url": addresses.get(e.path, "")}) for e in source.spec.files]
    fetch = source.spec.fetch.model_copy(update={"bases": {}})
    spec = source.spec.model_copy(update={"files": entries, "fetch": fetch})
    payloads = {}
    for entry in entries:
        if entry.url:
            body = (source.specimens / entry.path).read_bytes()
            payloads[entry.url] = zipped(body) if entry.member else body
    faulty = list(payloads)[-1]
    return Subject(replace(source, spec=spec), payloads, faulty, source.specimens)


def zipped(body: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("data.csv"), body)
        archive.writestr(zipfile.ZipInfo("readme.txt"), b"about")
    return stream.getvalue()


def unzipped(body: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return archive.read("data.csv")


def edited(body: bytes, suffix: str, change: Change) -> bytes:
    """Return a file with one row fewer, its first column renamed, or in another encoding."""
    if change is Change.SAME:
        return body
    if change is Change.ENCODING:
        return b"\xff\xfe" + body.decode("latin-1").encode("utf-16-le")
    return EDITORS[suffix](body, change)


def _csv(body: bytes, change: Change) -> bytes:
    lines = body.rstrip(b"\n").split(b"\n")
    if change is Change.NEWER:
        return b"\n".join(lines[:-1]) + b"\n"
    return b"renamed_" + body.removeprefix(b"\xef\xbb\xbf").replace(b'"', b"", 2)


def _json(body: bytes, change: Change) -> bytes:
    document = json.loads(body)
    records = max(_lists(document), key=len, default=None)
    if records is None:
        return _keyed(document, change)
    if change is Change.COLUMN:
        records[0]["renamed"] = records[0].pop(next(iter(records[0])))
    elif len(records) > 1:
        records.pop()
        _count_down(document)
    else:
        return body.replace(b"40.0", b"40.5").replace(b"31.0", b"31.5")
    return json.dumps(document).encode()


def _keyed(document: dict[str, Any], change: Change) -> bytes:
    """Return a JSON document of keyed records with the last one gone or the first one renamed."""
    records = max((value for value in document.values() if isinstance(value, dict)), key=len)
    if change is Change.COLUMN:
        records["renamed"] = records.pop(next(iter(records)))
    else:
        records.popitem()
    return json.dumps(document).encode()


def _count_down(document: Any) -> None:
    """Let the number of records that a document speaks of follow the one that went."""
    head = document[0] if isinstance(document, list) else document
    for name in ("total", "count"):
        if isinstance(head, dict) and isinstance(head.get(name), int):
            head[name] -= 1


def _lists(value: Any) -> Iterator[list[Any]]:
    """Yield every list of records in a JSON document."""
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        yield from _lists(item)


def _xml(body: bytes, change: Change) -> bytes:
    if change is Change.NEWER:
        return body + b"<!-- newer -->\n"
    record = re.findall(rb"</(\w+)>", body)[-2]
    return re.sub(rb"(</?)" + record + rb">", rb"\1renamed>", body)


def _xlsx(body: bytes, change: Change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(body))
    sheet = max(book.worksheets, key=lambda one: one.max_row)
    if change is Change.NEWER:
        sheet.delete_rows(sheet.max_row)
    else:
        header = next(row for row in sheet.iter_rows() if sum(bool(c.value) for c in row) > FEW)
        header[0].value = "renamed"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rda(body: bytes, change: Change) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.rda"
        path.write_bytes(body)
        ((name, frame),) = pyreadr.read_r(str(path)).items()
        if change is Change.NEWER:
            frame = frame.iloc[:-1]
        else:
            frame = frame.rename(columns={frame.columns[0]: "renamed"})
        pyreadr.write_rdata(str(path), frame, df_name=name, compress="gzip")
        return path.read_bytes()


EDITORS = {".csv": _csv, ".json": _json, ".xlsx": _xlsx, ".rda": _rda, ".xml": _xml}


@dataclass(frozen=True)
class Cell:
    """What became of one source under one case, and whether anything was lost."""

    outcome: Outcome
    requests: int
    kept: bool
    recovered: bool

    @property
    def text(self) -> str:
        """What stands in the table."""
        if self.outcome.result is Result.STALE:
            return "kept, stale"
        tries = " on the second try" if self.requests > 1 else ""
        return f"{self.outcome.result}{tries}"


@dataclass(frozen=True)
class Prepared:
    """A source that has been refreshed once: the store to copy, and what is read from it."""

    subject: Subject
    store: Path
    rows: pl.DataFrame

    @classmethod
    def of(cls, subject: Subject, replay: Replay, folder: Path) -> Prepared:
        store = Store(folder / subject.name)
        first = _refresh(subject, store, replay, subject.payloads, 0)
        assert first.result is Result.ACCEPTED, first.reason
        return cls(subject, store.folder, _rows(subject, store))


def run(prepared: Prepared, case: Change | Fault, replay: Replay, folder: Path) -> Cell:
    """Refresh once under ``case``, and once more well; compare what is held with before."""
    subject = prepared.subject
    store = Store(Path(shutil.copytree(prepared.store, folder / "raw")))
    held = _held(store)
    change = case if isinstance(case, Change) else Change.NEWER
    replay.load(subject.changed(change))
    if isinstance(case, Fault):
        replay.fail(subject.faulty, case)
    outcome = _go(subject, store, replay, 1)
    asked = "/" + subject.faulty.removeprefix("https://")
    tries = sum(path == asked for path, _ in replay.requests)
    kept = _still(held)
    if outcome.result is Result.STALE:
        kept = kept and _rows(subject, store).equals(prepared.rows)
        kept = kept and store.index(subject.name).stale is not None
    last = _refresh(subject, store, replay, subject.changed(Change.NEWER), 2)
    recovered = last.result is not Result.STALE and store.index(subject.name).stale is None
    return Cell(outcome, tries, kept and _still(held), recovered)


def _refresh(
    subject: Subject, store: Store, replay: Replay, payloads: Mapping[str, bytes], day: int
) -> Outcome:
    replay.load(payloads)
    return _go(subject, store, replay, day)


def _go(subject: Subject, store: Store, replay: Replay, day: int) -> Outcome:
    desk = Desk(store, subject.base, assertions=False)
    with Client(store.folder, {"*": replay.base}, LIMITS) as client:
        carrier = Carrier(client, store, DAYS[day], lambda *_: None)
        return desk.refresh(subject.source, carrier)


def _held(store: Store) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in (store.folder / "objects").rglob("*") if p.is_file()}


def _still(held: Mapping[Path, bytes]) -> bool:
    return all(path.is_file() and path.read_bytes() == body for path, body in held.items())


def _rows(subject: Subject, store: Store) -> pl.DataFrame:
    try:
        layers = Layers.of_store(subject.source, store, subject.base)
        return layers.parse(subject.source, assertions=False).frame
    except SourceError as error:
        raise AssertionError(f"{subject.name}: what was held cannot be read: {error}") from error
