"""Settings, read from the environment; each is documented in ``docs/reference/settings.md``."""

from __future__ import annotations

import os
from pathlib import Path

HOME = "COUNTRYDESK_HOME"
RAW = "COUNTRYDESK_RAW"
RELEASE = "COUNTRYDESK_RELEASE"
ALL = (HOME, RAW, RELEASE)


def home() -> Path:
    """Return the folder for releases and desk state: ``COUNTRYDESK_HOME`` or the user's data."""
    given = os.environ.get(HOME)
    if given:
        return Path(given)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "countrydesk"


def raw_folder() -> Path | None:
    """Return the folder of raw files (``COUNTRYDESK_RAW``), None where it is not set."""
    given = os.environ.get(RAW)
    return Path(given) if given else None


def release_name() -> str | None:
    """Return the release to use (``COUNTRYDESK_RELEASE``), None for the default."""
    return os.environ.get(RELEASE) or None
