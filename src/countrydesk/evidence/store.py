"""Where releases are kept and which one is used."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from countrydesk.errors import ReleaseDamagedError, ReleaseNotFoundError
from countrydesk.evidence.manifest import FILE_NAME, Manifest
from countrydesk.evidence.release import Release
from countrydesk.settings import home


@dataclass(frozen=True)
class Listed:
    """A release on disk. ``manifest`` is None where it cannot be read."""

    folder: Path
    bundled: bool
    manifest: Manifest | None

    @property
    def id(self) -> str:
        """The id, or the folder's name where the manifest cannot be read."""
        return self.manifest.id if self.manifest else self.folder.name


def releases_folder() -> Path:
    """Return the folder of the releases that this user has built."""
    return home() / "releases"


def bundled_folder() -> Path:
    """Return the folder of the release inside the package."""
    return Path(str(files("countrydesk") / "bundle"))


def list_releases() -> tuple[Listed, ...]:
    """Return all releases, newest cut-off first; among equals the one last retrieved and built.

    The bundled one comes last among equals.
    """
    own = releases_folder()
    folders = [path.parent for path in own.glob(f"[!.]*/{FILE_NAME}")] if own.is_dir() else []
    found = [_listed(folder, bundled=False) for folder in sorted(folders)]
    if (bundled_folder() / FILE_NAME).is_file():
        found.append(_listed(bundled_folder(), bundled=True))
    return tuple(sorted(found, key=_newest_first))


def _newest_first(entry: Listed) -> tuple[int, bool, int, int, str]:
    if entry.manifest is None:
        return (0, entry.bundled, 0, 0, entry.id)
    retrieved = max((raw.retrieved_on.toordinal() for raw in entry.manifest.raw), default=0)
    built = (entry.folder / FILE_NAME).stat().st_mtime_ns
    return (-entry.manifest.cutoff.toordinal(), entry.bundled, -retrieved, -built, entry.id)


def _listed(folder: Path, *, bundled: bool) -> Listed:
    try:
        return Listed(folder, bundled, Manifest.read(folder))
    except ReleaseDamagedError:
        return Listed(folder, bundled, None)


def find_release(name: str) -> Path | None:
    """Return the folder of the release with the id ``name`` (or ``bundled``), None without one.

    ``name`` may also be the path of a release folder.
    """
    if name == "bundled":
        return bundled_folder()
    for entry in list_releases():
        if entry.id == name:
            return entry.folder
    path = Path(name)
    return path if (path / FILE_NAME).is_file() else None


def load_release(name: str | None = None) -> Release:
    """Return the release ``name``; without one, the newest that this user built, else the bundled.

    Raises:
        ReleaseNotFoundError: no such release, or none at all.
        ReleaseDamagedError: its files are not those that its manifest names.
    """
    if name is None:
        known = list_releases()
        if not known:
            raise ReleaseNotFoundError(
                "no release of evidence; build one with 'countrydesk release build --raw DIR'"
            )
        return _open(known[0].folder)
    folder = find_release(name)
    if folder is None:
        known_ids = ", ".join(entry.id for entry in list_releases()) or "none"
        raise ReleaseNotFoundError(f"no release '{name}'; there are: {known_ids}")
    return _open(folder)


@lru_cache(maxsize=4)
def _open(folder: Path) -> Release:
    return Release.open(folder)
