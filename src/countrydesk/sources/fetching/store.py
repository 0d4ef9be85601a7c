"""The store of raw files: every snapshot that was ever accepted, by content.

::

    raw/objects/<aa>/<sha256>   the bytes, once each
    raw/index/<source>.json     which path had which bytes in which snapshot, newest last

Nothing that an index names is ever removed or written over; each write is to a temporary name that
is then renamed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from countrydesk import settings
from countrydesk.errors import OutputError, StoreError
from countrydesk.sources.fetching.locking import held

FORMAT = 1
STAGING = ".staging-"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileRecord(_Entry):
    """One raw file of a snapshot. ``url`` is empty for a user's own copy."""

    sha256: str
    bytes: int
    url: str = ""
    etag: str = ""
    last_modified: str = ""
    retrieved_on: date
    released_on: date


class Snapshot(_Entry):
    """Raw files that were read strictly and accepted together, by their path."""

    accepted_on: date
    files: dict[str, FileRecord]


class Stale(_Entry):
    """Why the newest snapshot may no longer be what the producer says, and since when."""

    since: date
    reason: str


class Index(_Entry):
    """What the store holds of a source; the last snapshot is the one that is used."""

    format: int = FORMAT
    source: str
    checked_on: date | None = None
    stale: Stale | None = None
    snapshots: tuple[Snapshot, ...] = ()

    @property
    def files(self) -> Mapping[str, FileRecord]:
        """The raw files in use, by their path."""
        return self.snapshots[-1].files if self.snapshots else {}


class Store:
    """The raw files under ``folder``; made when something is first accepted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def sources(self) -> tuple[str, ...]:
        """Return the names of the sources that the store knows of, sorted."""
        return tuple(sorted(path.stem for path in (self.folder / "index").glob("[!.]*.json")))

    def index(self, source: str) -> Index:
        """Return what the store holds of ``source``; an empty index where that is nothing.

        Raises:
            StoreError: the index is damaged or of another format.
        """
        path = self._index_path(source)
        try:
            index = Index.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return Index(source=source)
        except (OSError, ValidationError) as error:
            raise StoreError(
                f"{path} is damaged; restore it from a copy, or move it away and refresh {source}"
            ) from error
        if index.format != FORMAT:
            raise StoreError(f"{path} has format {index.format}, this version reads {FORMAT}")
        return index

    def object(self, sha256: str) -> Path:
        """Return where the bytes of that hash lie or would lie."""
        return self.folder / "objects" / sha256[:2] / sha256

    def has(self, record: FileRecord) -> bool:
        """Whether the bytes of ``record`` are there and unchanged."""
        found = self.object(record.sha256)
        return found.is_file() and sha256_of(found) == record.sha256

    def accept(
        self, index: Index, files: Mapping[str, FileRecord], bodies: Mapping[str, Path], day: date
    ) -> Index:
        """Take ``files`` as the newest snapshot and return the new index.

        ``bodies`` are those that the store may not have yet. Where all bytes are those of the
        newest snapshot, only the day of the check is noted.

        Raises:
            OutputError: the store cannot be written.
        """
        with self.writing():
            for path, body in bodies.items():
                self._put(body, files[path].sha256)
            before = {path: record.sha256 for path, record in index.files.items()}
            same = before == {path: record.sha256 for path, record in files.items()}
            added = () if same else (Snapshot(accepted_on=day, files=dict(files)),)
            return self.write(index.model_copy(update={
                "checked_on": day, "stale": None, "snapshots": (*index.snapshots, *added),
            }))  # fmt: skip

    def mark_stale(self, index: Index, reason: str, day: date) -> Index:
        """Note that ``index`` could not be brought up to date; its snapshots stay as they are."""
        since = index.stale.since if index.stale else day
        with self.writing():
            return self.write(index.model_copy(update={"stale": Stale(since=since, reason=reason)}))

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Yield an empty folder beside the objects, which is removed at the end.

        Raises:
            OutputError: the store cannot be written.
        """
        with self.writing():
            self.folder.mkdir(parents=True, exist_ok=True)
            stage = Path(tempfile.mkdtemp(prefix=STAGING, dir=self.folder))
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other refreshes out.

        Raises:
            StoreError: one is under way.
            OutputError: the store cannot be written.
        """
        with self.writing():
            self.folder.mkdir(parents=True, exist_ok=True)
        with held(self.folder / ".lock"):
            for left in self.folder.glob(f"{STAGING}*"):
                shutil.rmtree(left, ignore_errors=True)
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Turn what a disk may answer into one line."""
        try:
            yield
        except OSError as error:
            raise OutputError(f"{self.folder}: cannot be written ({error.strerror})") from error

    def _index_path(self, source: str) -> Path:
        return self.folder / "index" / f"{source}.json"

    def _put(self, body: Path, sha256: str) -> None:
        target = self.object(sha256)
        if body == target or (target.is_file() and sha256_of(target) == sha256):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", dir=target.parent)
        with os.fdopen(handle, "wb") as stream, body.open("rb") as origin:
            shutil.copyfileobj(origin, stream)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o444)
        Path(name).replace(target)

    def write(self, index: Index) -> Index:
        """Put ``index`` in the place of the one before, in one step, and return it."""
        path = self._index_path(index.source)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(orjson.dumps(index.model_dump(mode="json"), option=orjson.OPT_INDENT_2))
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
        return index


def user_store() -> Store:
    """Return the store in the folder of this user."""
    return Store(settings.home() / "raw")


def check_bytes(body: Path, sha256: str, path: str, found: str | None = None) -> None:
    """Raise unless ``body``, the stored raw file ``path``, has that hash; ``found`` may be known.

    Raises:
        StoreError: it is missing or has been changed.
    """
    if not body.is_file() or (found or sha256_of(body)) != sha256:
        raise StoreError(f"{body}, the stored {path}, is missing or changed; refresh its source")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
