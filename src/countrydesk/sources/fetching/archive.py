"""Taking the one file that is wanted out of a zip archive, within bounds."""

from __future__ import annotations

import zipfile
import zlib
from fnmatch import fnmatch
from pathlib import Path

from countrydesk.errors import SizeLimitError, WrongContentError

PIECE = 1 << 20


def take_member(archive: Path, member: str, target: Path, *, most: int, url: str) -> None:
    """Write the one file of ``archive`` that fits the glob ``member`` to ``target``.

    Raises:
        WrongContentError: it is no whole zip archive, or not one file fits.
        SizeLimitError: the file unpacks to more than ``most`` bytes.
    """
    try:
        with zipfile.ZipFile(archive) as files:
            names = [name for name in files.namelist() if fnmatch(Path(name).name, member)]
            if len(names) != 1:
                raise WrongContentError(
                    f"{url}: {len(names)} files in the archive fit '{member}', one was expected"
                )
            _copy(files, names[0], target, most, url)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise WrongContentError(f"{url}: is no whole zip archive ({error})") from error


def _copy(files: zipfile.ZipFile, name: str, target: Path, most: int, url: str) -> None:
    size = 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with files.open(name) as stream, target.open("wb") as out:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > most:
                raise SizeLimitError(f"{url}: {name} unpacks to more than {most:,} bytes")
            out.write(piece)
