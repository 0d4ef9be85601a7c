"""The manifest of a release: what its files hash to, and which raw files it was compiled from."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Self

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from countrydesk.errors import ReleaseDamagedError

FILE_NAME = "manifest.json"
FORMAT = 1


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileEntry(_Entry):
    """One file of the release."""

    name: str
    bytes: int
    sha256: str


class RawEntry(_Entry):
    """One raw file that went in: which rows were read, used, and ignored by which rule.

    ``pinned`` says whether it is the very file that the source's description names.
    """

    source: str
    path: str
    sha256: str
    pinned: bool
    retrieved_on: date
    read: int
    used: int
    ignored: dict[str, int]


class StaleEntry(_Entry):
    """A source whose last refresh failed: its data are those of before, and why."""

    source: str
    since: date
    reason: str


class Manifest(_Entry):
    """What a release is. ``cutoff`` is the newest release date of any observation in it."""

    format: int
    id: str
    cutoff: date
    rows: int
    built_by: str
    code_sha256: str
    restating: tuple[str, ...]
    files: tuple[FileEntry, ...]
    raw: tuple[RawEntry, ...]
    stale: tuple[StaleEntry, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the manifest in ``folder``.

        Raises:
            ReleaseDamagedError: it is missing, cut short or of another format.
        """
        path = folder / FILE_NAME
        try:
            manifest = cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise ReleaseDamagedError(
                f"{path} is missing or damaged; build the release again or use another"
            ) from error
        if manifest.format != FORMAT:
            raise ReleaseDamagedError(
                f"{path} has format {manifest.format}, this version reads {FORMAT}; "
                "build the release again"
            )
        return manifest

    def to_json(self) -> bytes:
        """Return canonical JSON."""
        return orjson.dumps(
            self.model_dump(mode="json"), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
        )

    def verify(self, folder: Path) -> None:
        """Re-hash every file.

        Raises:
            ReleaseDamagedError: naming the first file that is not what the manifest says.
        """
        for entry in self.files:
            try:
                found = file_entry(folder / entry.name)
            except OSError as error:
                raise ReleaseDamagedError(
                    f"release {self.id}: {entry.name} cannot be read ({error.strerror})"
                ) from error
            if found != entry:
                raise ReleaseDamagedError(
                    f"release {self.id}: {entry.name} is not the file that was built "
                    f"({found.bytes} bytes, {found.sha256[:12]}; expected {entry.bytes} bytes, "
                    f"{entry.sha256[:12]}); build the release again or use another"
                )


def file_entry(path: Path) -> FileEntry:
    """Return name, size and SHA-256 of a file."""
    payload = path.read_bytes()
    return FileEntry(name=path.name, bytes=len(payload), sha256=hashlib.sha256(payload).hexdigest())
