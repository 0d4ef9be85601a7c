"""Refreshing a source: fetch into a staging folder, read strictly, then accept all of it or none.

Whatever goes wrong, the snapshot before stays in use and the source is marked stale with the
reason, until a refresh succeeds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import polars as pl

from countrydesk.errors import FetchError, NoFetchError, SourceError, StoreError
from countrydesk.sources.fetching.arrivals import Arrival, Carrier, own_copy
from countrydesk.sources.fetching.layers import Layers
from countrydesk.sources.fetching.moved import Moved, compare
from countrydesk.sources.fetching.store import Store
from countrydesk.sources.frame import SCHEMA
from countrydesk.sources.registry import Source
from countrydesk.sources.spec import FetchKind


class Result(StrEnum):
    """What a refresh did to the store."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    STALE = "stale"


@dataclass(frozen=True)
class Outcome:
    """What became of a source. ``moved`` is None where nothing was accepted.

    ``compared`` is False where the snapshot before could not be read any more.
    """

    source: str
    result: Result
    reason: str = ""
    observations: int = 0
    moved: Moved | None = None
    compared: bool = True
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Desk:
    """Where refreshed files go and what they are laid over; ``assertions`` is off in tests."""

    store: Store
    base: Path | None
    assertions: bool = True

    def refresh(self, source: Source, carrier: Carrier) -> Outcome:
        """Fetch ``source`` and take what arrives, or mark it stale.

        Raises:
            NoFetchError: no address can refresh the source.
            StoreError: the store is damaged.
            OutputError: the store cannot be written.
        """
        index = self.store.index(source.spec.name)
        try:
            with self.store.staging() as stage, self.store.writing():
                return self._take(source, carrier.fetch(source, stage), carrier.day)
        except NoFetchError:
            raise
        except (FetchError, SourceError) as error:
            reason = " ".join(str(error).split())
            self.store.mark_stale(index, reason, carrier.day)
            return Outcome(source.spec.name, Result.STALE, reason)

    def add(self, source: Source, file: Path, path: str | None, day: date) -> Outcome:
        """Take a user's own copy of a raw file.

        Raises:
            SourceError: it cannot be read strictly together with the source's other files.
            StoreError: the store is damaged.
            OutputError: the store cannot be written.
        """
        return self._take(source, own_copy(source, file, path, day), day)

    def _take(self, source: Source, arrived: Mapping[str, Arrival], day: date) -> Outcome:
        name, index = source.spec.name, self.store.index(source.spec.name)
        before = Layers.of_store(source, self.store, self.base)
        after = _over(source, before, arrived)
        new = {path: arrival.body for path, arrival in arrived.items()}
        if after.hashes == before.hashes:
            self.store.accept(index, after.files, new, day)
            return Outcome(name, Result.UNCHANGED)
        parsed = after.parse(source, assertions=self.assertions)
        old = self._parsed_before(source, before)
        self.store.accept(index, after.files, new, day)
        return Outcome(
            name, Result.ACCEPTED, observations=parsed.frame.height,
            moved=compare(pl.DataFrame(schema=SCHEMA) if old is None else old, parsed.frame),
            compared=old is not None or not before.is_at_hand(source), warnings=parsed.warnings,
        )  # fmt: skip

    def _parsed_before(self, source: Source, before: Layers) -> pl.DataFrame | None:
        try:
            return before.parse(source, assertions=False).frame
        except (SourceError, StoreError):
            return None


def _over(source: Source, before: Layers, arrived: Mapping[str, Arrival]) -> Layers:
    """Return the layers with what has arrived on top; pages replace all pages before."""
    kept = {} if source.spec.fetch.kind is FetchKind.PAGES else before.files
    records = {**kept, **{path: arrival.record for path, arrival in arrived.items()}}
    bodies = {path: arrived[path].body if path in arrived else before.bodies[path]
              for path in records}  # fmt: skip
    return Layers(before.base, dict(sorted(records.items())), bodies)
