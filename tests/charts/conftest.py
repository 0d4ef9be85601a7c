"""What the tests of charts share."""

from __future__ import annotations

from tests.charts import globe

globe.install()
