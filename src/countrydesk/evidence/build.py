"""Compiling a release: parse every source, mark what stands, write once, rename.

Nothing is visible under the release's name before all of it is on disk; a build that is killed
leaves earlier releases as they were.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

import countrydesk
from countrydesk.errors import InputError, OutputError, RawFileError, SourceError
from countrydesk.evidence import manifest as manifests
from countrydesk.evidence.assembly import assemble
from countrydesk.evidence.catalogue import Catalogue
from countrydesk.evidence.manifest import Manifest, StaleEntry
from countrydesk.evidence.parts import Part, carried_parts, parsed_part, stale_entries
from countrydesk.evidence.release import (
    INDICATORS,
    OBSERVATIONS,
    ORIGINS,
    Release,
    write_origins,
)  # fmt: skip
from countrydesk.evidence.scales import SCALES, estimate_scales
from countrydesk.evidence.vintages import with_earlier
from countrydesk.sources.fetching.layers import Layers
from countrydesk.sources.fetching.store import Store
from countrydesk.sources.registry import get_source, source_names

# The bundle is built once and shipped often; a user's own release is built often.
BUNDLE_COMPRESSION = 19
COMPRESSION = 3
ROW_GROUP = 262_144
STAGING = ".building-"
FILES = (OBSERVATIONS, INDICATORS, ORIGINS, SCALES)
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What to build: from which raw files, which sources, and whether it is to be passed on.

    ``raw`` is a folder of raw files; a ``store`` lies over it. Where a release ``carry`` is given,
    its other sources are taken from it as they are: those that ``sources`` does not name or, where
    it names none, those without raw files in either. ``assertions`` is off for specimens, which
    are trimmed.
    """

    raw: Path | None
    sources: Sequence[str] = ()
    bundle: bool = False
    store: Store | None = None
    carry: Release | None = None
    assertions: bool = True

    def names(self) -> tuple[str, ...]:
        """Return the sources of the release: those asked for and carried, or all.

        Without ``raw``, all means those that are in the store or in ``carry``; with it, optional
        sources are left out that are in neither and not below ``raw``. A bundle takes those that
        may be passed on.

        Raises:
            InputError: a source that may not be passed on was asked for by name for a bundle.
        """
        if self.sources:
            known = (name for name in source_names() if self.carries(name))
            chosen = tuple(sorted({*self.sources, *known}))
        else:
            chosen = tuple(name for name in source_names() if self._is_part(name))
        return tuple(name for name in chosen if self._may_enter(name))

    def _is_part(self, name: str) -> bool:
        return self._demands(name) or self.carries(name) or self.holds(name)

    def _may_enter(self, name: str) -> bool:
        licence = get_source(name).spec.licence
        if not self.bundle or licence.redistribute.bundlable:
            return True
        if name in self.sources:
            raise InputError(
                f"source {name} may not be passed on (licence: {licence.name}; "
                f"rule: {licence.redistribute.value}); leave it out of --bundle"
            )
        return False

    def _demands(self, name: str) -> bool:
        return self.raw is not None and not get_source(name).spec.optional

    def layers(self, name: str) -> Layers:
        """Return where the raw files of the source ``name`` come from."""
        if self.store is None:
            return Layers(self.raw, {}, {})
        return Layers.of_store(get_source(name), self.store, self.raw)

    def holds(self, name: str) -> bool:
        """Whether all raw files of the source ``name`` are at hand."""
        return self.layers(name).is_at_hand(get_source(name))

    def carries(self, name: str) -> bool:
        """Whether the source ``name`` is taken from ``carry``."""
        if self.carry is None or name not in self.carry.origins:
            return False
        return name not in self.sources if self.sources else not self.holds(name)

    def part(self, name: str) -> Part:
        """Return the source ``name``, read from its raw files, with its earlier snapshots.

        Those are the ones in the store, and what ``carry`` holds of the source.

        Raises:
            SourceError: it cannot be read as described.
        """
        parsed = self.layers(name).parse(get_source(name), assertions=self.assertions)
        earlier, lost = self._earlier(name)
        part = with_earlier(parsed_part(parsed), earlier)
        return replace(part, stale=(*stale_entries(name, self.store), *lost))

    def _earlier(self, name: str) -> tuple[list[Part], list[StaleEntry]]:
        """Return the earlier snapshots of a source, the newest first, and those not understood."""
        source, parts, lost = get_source(name), list[Part](), list[StaleEntry]()
        for day, layers in self._earlier_layers(name):
            try:
                parts.append(parsed_part(layers.parse(source, assertions=False)))
            except SourceError as error:
                reason = " ".join(str(error).split())
                why = f"its snapshot of {day} is no longer understood: {reason}"
                lost.append(StaleEntry(source=name, since=day, reason=why))
        if self.carry is not None and name in self.carry.origins:
            parts += carried_parts([name], self.carry)
        return parts, lost

    def _earlier_layers(self, name: str) -> Iterator[tuple[date, Layers]]:
        """Yield the snapshots under the newest one, and the folder below them, with their days."""
        if self.store is None or not (snapshots := self.store.index(name).snapshots):
            return
        for snapshot in reversed(snapshots[:-1]):
            yield snapshot.accepted_on, Layers.of_snapshot(snapshot, self.store, self.raw)
        below, source = Layers(self.raw, {}, {}), get_source(name)
        if self.raw is not None and below.is_at_hand(source):
            yield source.spec.retrieved_on, below

    def carried(self, names: Sequence[str]) -> tuple[Part, ...]:
        """Return those of ``names`` that are taken from ``carry``."""
        if self.carry is None:
            return ()
        found = carried_parts([name for name in names if self.carries(name)], self.carry)
        return tuple(replace(part, stale=stale_entries(part.name, self.store)) for part in found)


def read_parts(plan: Plan, progress: Progress = lambda _: None) -> list[Part]:
    """Return every source of ``plan``, read and checked.

    Raises:
        SourceError: the first source that cannot be read as described, or there is none.
    """
    names = plan.names()
    parts = {part.name: part for part in plan.carried(names)}
    for name in names:
        progress(name)
        if name not in parts:
            parts[name] = plan.part(name)
    if not parts:
        raise RawFileError(
            "no raw files: give their folder with --raw or COUNTRYDESK_RAW, or run "
            "'countrydesk sources refresh'"
        )
    return [parts[name] for name in names]


def build(plan: Plan, target: Path, progress: Progress = lambda _: None) -> Release:
    """Compile a release into ``target`` (bundle) or ``target/<id>`` and return it.

    Raises:
        SourceError: a source cannot be read as described.
        OutputError: the folder cannot be written, or the disk is full.
    """
    catalogue = Catalogue.from_yaml()
    parts = read_parts(plan, progress)
    progress("assemble")
    frame = assemble(parts, catalogue)
    with _staging(target.parent if plan.bundle else target) as stage:
        level = BUNDLE_COMPRESSION if plan.bundle else COMPRESSION
        manifest = _write(stage, frame, parts, catalogue, level)
        final = target if plan.bundle else target / manifest.id
        _publish(stage, final)
    return Release.open(final)


def _write(
    stage: Path, frame: pl.DataFrame, parts: Sequence[Part], catalogue: Catalogue, level: int
) -> Manifest:
    frame.write_parquet(
        stage / OBSERVATIONS, compression="zstd", compression_level=level,
        row_group_size=ROW_GROUP, statistics=True,
    )  # fmt: skip
    (stage / INDICATORS).write_bytes(catalogue.to_json())
    (stage / SCALES).write_bytes(estimate_scales(frame).to_json())
    origins = {part.name: part.origin for part in parts}
    (stage / ORIGINS).write_bytes(write_origins(origins))
    files = tuple(manifests.file_entry(stage / n) for n in FILES)
    cutoff: date = frame.select(pl.col("released_on").max()).item()
    manifest = Manifest(
        format=manifests.FORMAT,
        id=f"{cutoff.isoformat()}-{files[0].sha256[:8]}",
        cutoff=cutoff,
        rows=frame.height,
        built_by=f"countrydesk {countrydesk.__version__}",
        code_sha256=code_hash(),
        restating=tuple(part.name for part in parts if part.restates),
        files=files,
        raw=tuple(entry for part in parts for entry in part.raw),
        stale=tuple(entry for part in parts for entry in part.stale),
    )
    (stage / manifests.FILE_NAME).write_bytes(manifest.to_json())
    return manifest


def code_hash() -> str:
    """Return the SHA-256 over the code and data files that decide what a release contains."""
    package = Path(countrydesk.__file__).parent
    digest = hashlib.sha256()
    for folder in ("model", "places", "sources", "measurement", "evidence"):
        for path in sorted((package / folder).rglob("*")):
            if path.suffix in {".py", ".yml", ".csv"} and "specimens" not in path.parts:
                digest.update(path.relative_to(package).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """Yield a fresh folder inside ``folder``; remove it if it is still there at the end."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        stage = Path(tempfile.mkdtemp(prefix=f"{STAGING}{os.getpid()}-", dir=folder))
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror})") from error
    try:
        yield stage
    except (OSError, pl.exceptions.ComputeError) as error:
        full = getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error)
        why = "the disk is full" if full else str(error)
        raise OutputError(f"{folder}: the release was not written: {why}") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what builds that were killed have left behind."""
    for left in folder.glob(f"{STAGING}*"):
        owner = left.name.removeprefix(STAGING).split("-")[0]
        if not (owner.isdigit() and _is_alive(int(owner))):
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _publish(stage: Path, final: Path) -> None:
    """Move the staged release to its place in one step; the folder it replaces goes last."""
    for path in stage.iterdir():
        with path.open("rb") as handle:
            os.fsync(handle.fileno())
    stage.chmod(0o755)
    final.parent.mkdir(parents=True, exist_ok=True)
    old = final.with_name(f".replaced-{stage.name}")
    if final.exists():
        _carry_register(final, stage)
        final.rename(old)
    stage.rename(final)
    shutil.rmtree(old, ignore_errors=True)


def _carry_register(final: Path, stage: Path) -> None:
    """Copy the forecasts registered beside the release that is replaced: they outlive it."""
    for path in final.glob("forecasts.*"):
        if not (stage / path.name).exists():
            shutil.copy2(path, stage / path.name)
