"""Bringing the raw files of a source from its producer into a folder, each with its record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path

from countrydesk.errors import LayoutError, NoFetchError, WrongContentError
from countrydesk.sources.fetching.archive import take_member
from countrydesk.sources.fetching.client import Client, Fetched, Validators
from countrydesk.sources.fetching.store import FileRecord, Store, sha256_of
from countrydesk.sources.parse import file_entry
from countrydesk.sources.registry import Fetcher, Source
from countrydesk.sources.spec import FetchKind, FileSpec, SourceSpec

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Arrival:
    """One raw file: its record, and where its bytes lie."""

    record: FileRecord
    body: Path


@dataclass(frozen=True)
class Carrier:
    """What fetching a source needs: where to, through what, and on which day it happens."""

    client: Client
    store: Store
    day: date
    progress: Progress

    def fetch(self, source: Source, folder: Path) -> Mapping[str, Arrival]:
        """Return the raw files of ``source`` as its producer gives them now, by their path.

        Raises:
            NoFetchError: no address can refresh the source.
            FetchError: a service did not give what was asked for.
            StoreError: the store is damaged.
        """
        spec = source.spec
        demand_address(spec)
        if source.fetch is not None:
            return self._pages(source, source.fetch, folder)
        known = self.store.index(spec.name).files
        return {
            path: self._file(source, path, url, known.get(path), folder)
            for path, url in spec.addresses.items()
        }

    def _file(
        self, source: Source, path: str, url: str, known: FileRecord | None, folder: Path
    ) -> Arrival:
        entry = file_entry(source.spec, path)
        loaded = folder / (f"{path}.zip" if entry.member else path)
        had = known if known and known.url == url and self.store.has(known) else None
        validators = Validators(had.etag, had.last_modified) if had else None
        fetched = self.client.download(
            url, loaded, known=validators,
            progress=lambda done, total: self.progress(path, done, total),
        )  # fmt: skip
        if not fetched.changed and had is not None:
            return Arrival(had, self.store.object(had.sha256))
        if entry.member:
            most = self.client.limits.bytes
            take_member(loaded, entry.member, folder / path, most=most, url=url)
        return self._arrival(source, path, folder / path, fetched)

    def _pages(self, source: Source, fetch: Fetcher, folder: Path) -> Mapping[str, Arrival]:
        self.progress(source.spec.name, 0, None)
        fetch(self.client, folder)
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        if not found:
            raise WrongContentError(f"{source.spec.url}: gave no page; what we have is kept")
        paths = {path.relative_to(folder).as_posix(): path for path in found}
        return {
            path: self._arrival(source, path, body, Fetched(source.spec.url, True, Validators()))
            for path, body in paths.items()
        }

    def _arrival(self, source: Source, path: str, body: Path, fetched: Fetched) -> Arrival:
        entry = file_entry(source.spec, path)
        pinned = entry.released_on or source.spec.released_on
        return Arrival(
            FileRecord(
                sha256=sha256_of(body),
                bytes=body.stat().st_size,
                url=fetched.url,
                etag=fetched.validators.etag,
                last_modified=fetched.validators.last_modified,
                retrieved_on=self.day,
                released_on=released_on(fetched.validators.last_modified, pinned, self.day),
            ),
            body,
        )


def demand_address(spec: SourceSpec) -> None:
    """Raise where a source has no address to be refreshed from.

    Raises:
        NoFetchError: with the reason that its description gives.
    """
    if spec.fetch.kind is FetchKind.NONE:
        raise NoFetchError(
            f"source {spec.name} cannot be refreshed: {' '.join(spec.fetch.reason.split())}; "
            f"give your own copy with 'countrydesk sources add {spec.name} FILE'"
        )


def released_on(last_modified: str, pinned: date, day: date) -> date:
    """Return when bytes were released: the day of their last change, or ``day`` without one.

    A day before the pinned release, or after the retrieval, counts as none.
    """
    try:
        said = parsedate_to_datetime(last_modified).date()
    except ValueError:
        return day
    return said if pinned <= said <= day else day


def own_copy(source: Source, file: Path, path: str | None, day: date) -> Mapping[str, Arrival]:
    """Return a user's own copy of a raw file under the path that it stands for.

    Raises:
        LayoutError: the source has no such file, or it does not say which one this is.
    """
    target = path or _path_for(source, file)
    file_entry(source.spec, target)
    record = FileRecord(
        sha256=sha256_of(file), bytes=file.stat().st_size, retrieved_on=day, released_on=day
    )
    return {target: Arrival(record, file)}


def _path_for(source: Source, file: Path) -> str:
    entries = [entry for entry in source.spec.files if not entry.beside]
    named = [entry for entry in entries if Path(entry.path).name == file.name]
    globs = [entry for entry in entries if entry.is_glob and file.match(Path(entry.path).name)]
    for found in (named, globs, entries):
        if len(found) == 1:
            return _spelt(found[0], file)
    paths = ", ".join(entry.path for entry in entries[:5])
    raise LayoutError(
        f"source {source.spec.name}: say with --as which of its {len(entries)} files {file.name} "
        f"is: {paths}{', ...' if len(entries) > 5 else ''}"
    )


def _spelt(entry: FileSpec, file: Path) -> str:
    return str(Path(entry.path).parent / file.name) if entry.is_glob else entry.path
