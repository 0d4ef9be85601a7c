"""A desk in memory that reads the bundled release."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from countrydesk.errors import ReleaseError
from countrydesk.evidence import load_release
from countrydesk.web.app import create_app
from countrydesk.web.config import WebSettings


def _made(home):
    try:
        load_release("bundled")
    except ReleaseError as error:
        pytest.skip(f"no bundled release: {error}")
    return create_app(
        WebSettings(release="bundled", home=home, costly_rate=0, rate=0, sentences=False)
    )


@pytest.fixture(scope="session")
def desk_app(tmp_path_factory):
    return _made(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def served_app(tmp_path_factory):
    """A desk of its own to serve: a desk closes its index when its server stops."""
    return _made(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="session")
def client(desk_app):
    with TestClient(desk_app, raise_server_exceptions=False) as made:
        yield made
