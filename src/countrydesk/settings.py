"""Settings, read from the environment; each is documented in ``docs/reference/settings.md``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from countrydesk.errors import InputError

HOME = "COUNTRYDESK_HOME"
RAW = "COUNTRYDESK_RAW"
RELEASE = "COUNTRYDESK_RELEASE"
MIRROR = "COUNTRYDESK_MIRROR"
COMTRADE_KEY = "COUNTRYDESK_COMTRADE_KEY"
DATABASE = "COUNTRYDESK_DB"
UCDP_TOKEN = "COUNTRYDESK_UCDP_TOKEN"  # noqa: S105 - the name of a setting
ALL = (HOME, RAW, RELEASE, MIRROR, COMTRADE_KEY, UCDP_TOKEN, DATABASE)


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


def database() -> str:
    """Return the database of a team (``COUNTRYDESK_DB``), "" where the desk is read-only."""
    return os.environ.get(DATABASE, "").strip()


def mirrors() -> Mapping[str, str]:
    """Return the base address that is asked in place of each host (``COUNTRYDESK_MIRROR``).

    The setting is a list, parted by commas, of ``host=address``; the host ``*`` stands for all
    others.

    Raises:
        InputError: a part of the list has another form.
    """
    table = {}
    for part in filter(None, map(str.strip, os.environ.get(MIRROR, "").split(","))):
        host, sign, address = part.partition("=")
        if not sign or not host.strip() or not address.strip().startswith(("http://", "https://")):
            raise InputError(f"{MIRROR}: '{part}' is not of the form host=https://mirror/folder")
        table[host.strip()] = address.strip()
    return table


def comtrade_key() -> str:
    """Return the user's key to UN Comtrade (``COUNTRYDESK_COMTRADE_KEY``), "" for none."""
    return os.environ.get(COMTRADE_KEY, "").strip()


def ucdp_token() -> str:
    """Return the user's token for the UCDP API (``COUNTRYDESK_UCDP_TOKEN``), "" for none."""
    return os.environ.get(UCDP_TOKEN, "").strip()
