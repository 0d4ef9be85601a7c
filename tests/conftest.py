"""Fixtures that more than one folder of tests needs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

# A machine that is busy with other work is no defect of the code under test.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def raw_folder() -> Path:
    return Path(os.environ.get("COUNTRYDESK_RAW") or ROOT.parent / "shared" / "data")


@pytest.fixture(scope="session")
def raw() -> Path:
    """The folder of raw source files; the test is skipped aloud where it is absent."""
    folder = raw_folder()
    if not folder.is_dir():
        pytest.skip(f"no raw source files at {folder}; set COUNTRYDESK_RAW to run this test")
    return folder


@pytest.fixture(scope="session")
def view():
    """The bundled release; the test is skipped aloud where it has not been built."""
    from countrydesk.errors import ReleaseError
    from countrydesk.evidence import View, load_release

    try:
        return View(load_release("bundled"))
    except ReleaseError as error:
        pytest.skip(f"no bundled release: {error}")
