"""A view over a handful of hand-made rows, for tests of methods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from countrydesk.evidence import Catalogue, Release, View
from countrydesk.evidence.manifest import Manifest
from countrydesk.evidence.release import CATEGORIES
from countrydesk.evidence.resolve import STANDING, standing
from countrydesk.model import Licence, Origin, Redistribution
from countrydesk.sources.frame import KEY, SCHEMA, attributes_json

CUTOFF = date(2026, 11, 1)
LICENCE = Licence("toy", "Toy licence", "https://example.org/licence", Redistribution.YES)
CATALOGUE = Catalogue.from_yaml()


def toy_view(
    rows: Iterable[Mapping[str, Any]],
    *,
    as_of: date | None = None,
    restating: tuple[str, ...] = (),
    catalogue: Catalogue = CATALOGUE,
) -> View:
    """Return a view of ``rows``; each needs place, indicator, period and value or text.

    Units come from the catalogue; the source is "toy" and everything was released on 2025-01-01
    unless a row says otherwise. ``attributes`` may be given as a mapping.
    """
    frame = pl.DataFrame([_full(row, catalogue) for row in rows], schema=SCHEMA).sort(*KEY)
    marked = frame.with_columns(
        standing(frame, catalogue, restating, None).alias(STANDING),
        *(pl.col(name).cast(pl.Categorical) for name in CATEGORIES),
    )
    sources = sorted(frame["source"].unique())
    release = Release(Path("toy"), _manifest(frame, restating))
    release.__dict__.update(
        frame=marked, catalogue=catalogue, origins={name: _origin(name) for name in sources}
    )
    return View(release, as_of)


def _full(row: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "counterpart": "",
        "value": None,
        "text": None,
        "unit": catalogue[row["indicator"]].unit,
        "low": None,
        "high": None,
        "status": "actual",
        "source": "toy",
        "series": row["indicator"],
        "released_on": date(2025, 1, 1),
        "retrieved_on": CUTOFF,
        "raw_sha256": "0" * 64,
        "note": "",
        "attributes": "",
    }
    full = defaults | dict(row)
    if isinstance(full["attributes"], Mapping):
        full["attributes"] = attributes_json(full["attributes"])
    if full["value"] is not None:
        full["value"] = float(full["value"])
    return full


def _manifest(frame: pl.DataFrame, restating: tuple[str, ...]) -> Manifest:
    return Manifest(
        format=1,
        id="toy",
        cutoff=CUTOFF,
        rows=frame.height,
        built_by="tests",
        code_sha256="0" * 64,
        restating=restating,
        files=(),
        raw=(),
    )


def _origin(name: str) -> Origin:
    return Origin(
        source=name,
        short=name.capitalize(),
        producer=f"Producer of {name}",
        title=f"Title of {name}",
        url="https://example.org",
        citation=f"Citation of {name}",
        licence=LICENCE,
        cadence="yearly",
        vintage="1",
        released_on=date(2025, 1, 1),
    )


def series(
    place: str, indicator: str, values: Mapping[str | int, float], **more: Any
) -> list[dict[str, Any]]:
    """Return one row for each period of ``values``."""
    return [
        {"place": place, "indicator": indicator, "period": str(period), "value": value, **more}
        for period, value in values.items()
    ]
