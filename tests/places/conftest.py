import os
from pathlib import Path

import pytest

from countrydesk.places import PlaceRegistry, registry

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def places() -> PlaceRegistry:
    return registry()


@pytest.fixture(scope="module")
def raw() -> Path:
    named = os.environ.get("COUNTRYDESK_RAW")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    if not (folder / "codes" / "country-codes.csv").is_file():
        pytest.skip("no raw source files: set COUNTRYDESK_RAW to their folder")
    return folder
