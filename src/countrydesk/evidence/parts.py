"""The parts of a release: each source, read from raw files or carried over from a release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from countrydesk.evidence.manifest import RawEntry, StaleEntry
from countrydesk.evidence.packing import coded
from countrydesk.evidence.release import CATEGORIES, Release
from countrydesk.model import Origin
from countrydesk.sources.fetching.store import Store
from countrydesk.sources.frame import SCHEMA
from countrydesk.sources.parse import Parsed, file_entry


@dataclass(frozen=True)
class Part:
    """One source in a release: its observations, and which raw files they came from."""

    name: str
    frame: pl.DataFrame
    origin: Origin
    restates: bool
    raw: tuple[RawEntry, ...]
    stale: tuple[StaleEntry, ...] = ()


def parsed_part(parsed: Parsed) -> Part:
    """Return a parsed source as a part."""
    spec, frame = parsed.spec, coded(parsed.frame, CATEGORIES)
    return Part(spec.name, frame, spec.origin, spec.restates, tuple(_raw_entries(parsed)))


def carried_parts(names: Sequence[str], release: Release) -> Iterator[Part]:
    """Yield what ``release`` holds of the sources ``names``, as it is."""
    if not names:
        return
    frames = release.frame.select(*SCHEMA).partition_by("source", as_dict=True)
    empty = release.frame.select(*SCHEMA).clear()
    for name in names:
        yield Part(
            name,
            frames.get((name,), empty),
            release.origins[name],
            name in release.manifest.restating,
            tuple(entry for entry in release.manifest.raw if entry.source == name),
        )


def stale_entries(name: str, store: Store | None) -> tuple[StaleEntry, ...]:
    """Return why the source ``name`` may be out of date; () where its last refresh succeeded.

    Raises:
        StoreError: the store is damaged.
    """
    stale = store.index(name).stale if store is not None else None
    return (StaleEntry(source=name, since=stale.since, reason=stale.reason),) if stale else ()


def _raw_entries(part: Parsed) -> Iterator[RawEntry]:
    for path, tally in sorted(part.tallies.items()):
        entry = file_entry(part.spec, path)
        yield RawEntry(
            source=part.spec.name,
            path=path,
            sha256=part.hashes[path],
            pinned=part.is_pinned(path),
            retrieved_on=entry.retrieved_on or part.spec.retrieved_on,
            read=tally.read,
            used=tally.used,
            ignored=dict(sorted(tally.ignored.items())),
        )
