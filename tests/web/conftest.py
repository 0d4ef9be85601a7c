"""A desk in memory that reads the bundled release."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from countrydesk.errors import ReleaseError
from countrydesk.evidence import load_release
from countrydesk.web.app import create_app
from countrydesk.web.config import WebSettings


@pytest.fixture(scope="session")
def desk_app(tmp_path_factory):
    try:
        load_release("bundled")
    except ReleaseError as error:
        pytest.skip(f"no bundled release: {error}")
    home = tmp_path_factory.mktemp("desk")
    return create_app(
        WebSettings(release="bundled", home=home, costly_rate=0, rate=0, sentences=False)
    )


@pytest.fixture(scope="session")
def client(desk_app):
    with TestClient(desk_app, raise_server_exceptions=False) as made:
        yield made
