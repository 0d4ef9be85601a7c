"""Where the raw files are."""

from __future__ import annotations

import os
from pathlib import Path

RAW = Path(os.environ.get("COUNTRYDESK_RAW", Path(__file__).parents[3] / "shared" / "data"))
