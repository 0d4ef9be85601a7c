"""Writing results so that they are all there or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from countrydesk.errors import OutputError


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write every file, or none: all go to temporary names first and are renamed at the end.

    Raises:
        OutputError: a folder cannot be made or written, or the disk is full.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, payload in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, "a folder stands in its place", str(path))
            staged.append((_stage(path, payload), path))
        for temporary, path in staged:
            temporary.replace(path)
    except OSError as error:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
        raise OutputError(_reason(error, files)) from error


def _stage(path: Path, payload: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(payload)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _reason(error: OSError, files: Mapping[Path, bytes]) -> str:
    where = error.filename or next(iter(files)).parent
    if error.errno == errno.ENOSPC:
        return f"{where}: the disk is full; nothing was written"
    return f"{where}: cannot be written ({error.strerror}); choose another folder with --output"
