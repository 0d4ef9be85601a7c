"""What the tests of renderers share."""

from __future__ import annotations

from tests.charts import globe

globe.install()
