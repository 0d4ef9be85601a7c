"""Raw files in layers: what has just arrived, over the store, over the folder of raw files."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from countrydesk.errors import RawFileError, SourceError
from countrydesk.sources.fetching.store import FileRecord, Snapshot, Store, check_bytes
from countrydesk.sources.parse import Parsed, parse_source
from countrydesk.sources.registry import Source
from countrydesk.sources.spec import FileSpec, SourceSpec


@dataclass(frozen=True)
class Layers:
    """Where the raw files of a source come from. ``base`` is a folder of raw files, or None.

    ``files`` are raw files with a record, by their path; ``bodies`` says where their bytes lie.
    """

    base: Path | None
    files: Mapping[str, FileRecord]
    bodies: Mapping[str, Path]

    @classmethod
    def of_store(cls, source: Source, store: Store, base: Path | None) -> Layers:
        """Return the newest snapshot of ``source`` over ``base``.

        Raises:
            StoreError: the index of the source is damaged.
        """
        files = store.index(source.spec.name).files
        return cls(base, files, {path: store.object(item.sha256) for path, item in files.items()})

    @classmethod
    def of_snapshot(cls, snapshot: Snapshot, store: Store, base: Path | None) -> Layers:
        """Return one snapshot of the store, the newest or an earlier one, over ``base``."""
        files = snapshot.files
        return cls(base, files, {path: store.object(item.sha256) for path, item in files.items()})

    @property
    def hashes(self) -> Mapping[str, str]:
        """The hash of each raw file with a record, by its path."""
        return {path: record.sha256 for path, record in self.files.items()}

    def is_at_hand(self, source: Source) -> bool:
        """Whether every raw file of ``source`` is in one of the layers."""
        return all(entry.beside or next(self._found(entry), None) for entry in source.spec.files)

    def parse(self, source: Source, *, assertions: bool = True) -> Parsed:
        """Return ``source``, parsed from the layers, dated by the records.

        Raises:
            SourceError: as of ``parse_source``.
            StoreError: bytes of the store are missing or have been changed.
        """
        if not self.files:
            if self.base is None and not all(entry.beside for entry in source.spec.files):
                raise RawFileError(
                    f"source {source.spec.name}: no raw files; give their folder with --raw, or "
                    f"run 'countrydesk sources refresh {source.spec.name}'"
                )
            return parse_source(source, self.base or source.folder, assertions=assertions)
        for entry in source.spec.files:
            if not (entry.beside or any(self._found(entry))):
                raise RawFileError(
                    f"source {source.spec.name}: {entry.path} is not at hand; give the folder of "
                    f"raw files with COUNTRYDESK_RAW, or run 'countrydesk sources add'"
                )
        dated = replace(source, spec=dated_spec(source.spec, self.files))
        with self._laid(source) as folder:
            try:
                parsed = parse_source(dated, folder, assertions=assertions)
            except SourceError:
                self._verify({})
                raise
        self._verify(parsed.hashes)
        return parsed

    def _verify(self, hashes: Mapping[str, str]) -> None:
        """Compare the bytes of every record with its hash, those in ``hashes`` without reading."""
        for path, record in self.files.items():
            check_bytes(self.bodies[path], record.sha256, path, hashes.get(path))

    @contextmanager
    def _laid(self, source: Source) -> Iterator[Path]:
        with TemporaryDirectory(prefix="countrydesk-") as name:
            for entry in source.spec.files:
                for path, origin in self._found(entry):
                    target = Path(name) / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    if not target.exists():
                        _link(origin.resolve(), target)
            yield Path(name)

    def _found(self, entry: FileSpec) -> Iterator[tuple[str, Path]]:
        if entry.beside:
            return
        above = {path: body for path, body in self.bodies.items() if covers(entry, path)}
        yield from above.items()
        if not above and self.base is not None:
            found = self.base.glob(entry.path) if entry.is_glob else [self.base / entry.path]
            yield from ((p.relative_to(self.base).as_posix(), p) for p in found if p.is_file())


def covers(entry: FileSpec, path: str) -> bool:
    """Whether ``entry`` stands for the raw file ``path``."""
    return entry.path == path or (entry.is_glob and Path(path).match(entry.path))


def dated_spec(spec: SourceSpec, files: Mapping[str, FileRecord]) -> SourceSpec:
    """Return ``spec`` with the dates of ``files`` in place of those of the pinned vintage.

    Bytes that are pinned keep their day of release; others were released on the day in their
    record. A vintage that is a year, month or day moves with it.
    """
    entries = [_dated_entry(entry, spec, files) for entry in spec.files]
    fresh = [
        record.released_on
        for entry in spec.files
        for path, record in files.items()
        if covers(entry, path) and record.sha256 != entry.sha256
    ]
    newest = max((spec.released_on, *fresh))
    return spec.model_copy(
        update={
            "files": entries,
            "released_on": newest,
            "retrieved_on": max(e.retrieved_on or spec.retrieved_on for e in entries),
            "vintage": _vintage(spec, newest),
        }
    )


def _dated_entry(entry: FileSpec, spec: SourceSpec, files: Mapping[str, FileRecord]) -> FileSpec:
    records = [record for path, record in files.items() if covers(entry, path)]
    if not records:
        released = entry.released_on or spec.released_on
        retrieved = entry.retrieved_on or spec.retrieved_on
    else:
        released = max(_released(entry, spec, record) for record in records)
        retrieved = max(record.retrieved_on for record in records)
    return entry.model_copy(update={"released_on": released, "retrieved_on": retrieved})


def _released(entry: FileSpec, spec: SourceSpec, record: FileRecord) -> date:
    pinned = entry.released_on or spec.released_on
    return pinned if record.sha256 == entry.sha256 else record.released_on


def _vintage(spec: SourceSpec, newest: date) -> str:
    if newest <= spec.released_on or not re.fullmatch(r"\d{4}(-\d\d){0,2}", spec.vintage):
        return spec.vintage
    return newest.isoformat()[: len(spec.vintage)]


def _link(origin: Path, target: Path) -> None:
    try:
        target.symlink_to(origin)
    except OSError:
        shutil.copyfile(origin, target)
