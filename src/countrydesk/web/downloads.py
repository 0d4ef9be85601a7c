"""Files for readers; rows whose licence forbids passing them on are left out of data."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from countrydesk.web.templating import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from countrydesk.model import Observation, Origin
    from countrydesk.paper.nodes import Paper

COLUMNS: Final = (
    "id", "place", "counterpart", "indicator", "period", "value", "text", "unit", "low", "high",
    "status", "source", "series", "released_on", "retrieved_on", "licence", "raw_sha256",
)  # fmt: skip
# What a spreadsheet would run as a formula (CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def attachment(payload: bytes, name: str, media_type: str) -> Response:
    """Return a file to be saved under ``name``."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": PUBLIC}
    return Response(payload, headers=headers, media_type=media_type)


def may_be_passed_on(origin: Origin) -> bool:
    """Whether the licence of a source lets its figures be passed on."""
    return origin.licence.redistribute.bundlable


def passed_on(
    items: Iterable[Observation], origins: Mapping[str, Origin]
) -> tuple[list[Observation], dict[str, int]]:
    """Return the observations that may be passed on, and how many of each source may not."""
    kept: list[Observation] = []
    withheld: dict[str, int] = {}
    for item in items:
        if may_be_passed_on(origins[item.source]):
            kept.append(item)
        else:
            withheld[item.source] = withheld.get(item.source, 0) + 1
    return kept, withheld


def observation_row(item: Observation, origins: Mapping[str, Origin]) -> dict[str, object]:
    """Return an observation as a row with the columns ``COLUMNS``."""
    return {
        "id": item.id,
        "place": item.place,
        "counterpart": item.counterpart,
        "indicator": item.indicator,
        "period": item.period.text,
        "value": item.value,
        "text": item.text,
        "unit": item.unit,
        "low": item.low,
        "high": item.high,
        "status": item.status.value,
        "source": item.source,
        "series": item.series,
        "released_on": item.released_on.isoformat(),
        "retrieved_on": item.retrieved_on.isoformat(),
        "licence": origins[item.source].licence.id,
        "raw_sha256": item.raw_sha256,
    }


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return rows as CSV in UTF-8; text that a spreadsheet would run is quoted."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return buffer.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def data_csv(paper: Paper) -> bytes:
    """Return every observation of a paper that may be passed on, as CSV."""
    kept, _ = passed_on(paper.observations.values(), paper.origins)
    return to_csv(COLUMNS, (observation_row(item, paper.origins) for item in kept))
