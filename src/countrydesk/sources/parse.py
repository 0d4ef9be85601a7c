"""From raw files to a checked observation frame, with an account of every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.expect import check_assertions
from countrydesk.sources.frame import SCHEMA, check, observations
from countrydesk.sources.intake import Intake, Tally
from countrydesk.sources.registry import Source
from countrydesk.sources.spec import FileSpec, SourceSpec


@dataclass(frozen=True)
class Parsed:
    """A parsed source: its observations, and what became of each raw file."""

    spec: SourceSpec
    frame: pl.DataFrame
    tallies: Mapping[str, Tally]
    hashes: Mapping[str, str]
    warnings: tuple[str, ...] = ()

    def is_pinned(self, path: str) -> bool:
        """Whether a raw file is the very one the description names; a glob pins nothing."""
        entry = file_entry(self.spec, path)
        return entry.is_glob or self.hashes[path] == entry.sha256


def parse_source(source: Source, raw: Path, *, assertions: bool = True) -> Parsed:
    """Return the observations of ``source`` read from the folder ``raw``.

    ``assertions`` is off for specimens, which are trimmed.

    Raises:
        SourceError: a file, column, code or value is not as described, a row is unaccounted for,
            or an assertion does not hold.
    """
    intake = Intake(source.spec, raw, source.folder)
    frame = stamp(_parsed(source, intake), source.spec, intake.hashes)
    _check_accounts(source.spec.name, intake.tallies)
    check(frame, source.spec.name)
    warnings = check_assertions(frame, source.spec) if assertions else ()
    return Parsed(source.spec, frame, intake.tallies, intake.hashes, warnings)


# What a value of an unforeseen kind does to a parser; everything else is a mistake of ours.
_UNFORESEEN = (
    pl.exceptions.PolarsError, UnicodeError, ArithmeticError, LookupError, ValueError, TypeError,
    AttributeError,
)  # fmt: skip


def _parsed(source: Source, intake: Intake) -> pl.DataFrame:
    """Return what a source makes of its files, damage of any kind told in one line."""
    try:
        return observations(source.parse(intake))
    except _UNFORESEEN as error:
        where = next(reversed(list(intake.hashes)), "its files")
        what = str(error).strip().partition("\n")[0] or type(error).__name__
        raise ValueNotUnderstoodError(
            f"source {source.spec.name}: {where}: damaged, or of another layout ({what})"
        ) from error


def file_entry(spec: SourceSpec, path: str) -> FileSpec:
    """Return the entry of ``spec`` that covers the raw file ``path``.

    Raises:
        LayoutError: none does.
    """
    for entry in spec.files:
        if entry.path == path or (entry.is_glob and Path(path).match(entry.path)):
            return entry
    raise LayoutError(f"source {spec.name}: reads {path}, which source.yml does not list")


def stamp(frame: pl.DataFrame, spec: SourceSpec, hashes: Mapping[str, str]) -> pl.DataFrame:
    """Return a parsed frame with the columns that come from the snapshot, in schema order."""
    entries = {path: file_entry(spec, path) for path in hashes}
    files = pl.DataFrame(
        {
            "_file": list(hashes),
            "raw_sha256": list(hashes.values()),
            "retrieved_on": [e.retrieved_on or spec.retrieved_on for e in entries.values()],
            "_released": [e.released_on or spec.released_on for e in entries.values()],
        },
        schema_overrides={"retrieved_on": pl.Date, "_released": pl.Date},
    )
    joined = frame.join(files, on="_file", how="left", maintain_order="left")
    if joined.get_column("raw_sha256").null_count():
        raise LayoutError(f"source {spec.name}: a row names a _file that was not opened")
    return joined.with_columns(
        pl.coalesce("released_on", "_released").alias("released_on"),
        pl.lit(spec.name).alias("source"),
    ).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _check_accounts(name: str, tallies: Mapping[str, Tally]) -> None:
    for path, tally in tallies.items():
        if not tally.balances:
            raise LayoutError(
                f"source {name}: {path}: {tally.read} rows read, but {tally.used} used and "
                f"{tally.ignored.total()} ignored; the parser must account for every row"
            )
