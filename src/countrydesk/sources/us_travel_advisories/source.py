"""Travel advisories of the United States from the service: level and day of each destination."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import polars as pl

from countrydesk.places import registry
from countrydesk.sources.intake import Intake
from countrydesk.sources.records import json_records
from countrydesk.sources.travel_advice import advice

COLUMNS = ("Title", "Link", "Category", "Summary", "id", "Published", "Updated")
LEVELS = {
    "1": ("exercise normal precautions", "1"),
    "2": ("exercise increased caution", "2"),
    "3": ("reconsider travel", "3"),
    "4": ("do not travel", "4"),
}
TITLE = r"^(.+?)(?: Travel Advisory)?(?: - See Summaries)?\s+-\s+Level\s+([1-4])\b"
CODES = "+"


def parse(intake: Intake) -> pl.DataFrame:
    """Return the advisories; of two copies of the same one, the last that was updated.

    Raises:
        ValueNotUnderstoodError: a title without a level, or a day that is none.
    """
    (path,) = intake.paths()
    table = json_records(intake, path, COLUMNS, _with_codes)
    title = pl.Series("title", [" ".join(unescape(text).split()) for text in table["Title"]])
    table = table.with_columns(
        title.str.extract(TITLE, 1).alias("_name"),
        title.str.extract(TITLE, 2).alias("risk_level"),
        pl.Series("updated", [_day(text) for text in table["Updated"]], dtype=pl.String),
    )
    intake.fail_on(table.filter(pl.col("risk_level").is_null()), "Title", "gives no level")
    intake.fail_on(table.filter(pl.col("updated").is_null()), "Updated", "is no day")
    names = [_destination(*row) for row in table.select("_name", "Category").iter_rows()]
    table = table.with_columns(pl.Series("destination", names, dtype=pl.String))
    older = pl.struct("updated", "_row").rank("ordinal", descending=True).over("destination") > 1
    table = intake.ignore(table, older, "an older copy of the same advisory")
    return advice(intake, table, "USA", LEVELS, "Link")


def _with_codes(document: object) -> object:
    """Return the records with the list of codes of each as one text."""
    if not isinstance(document, list):
        return document
    return [{**record, "Category": CODES.join(record["Category"])} for record in document]


def _day(text: str) -> str | None:
    """Return the day of a time: the evening before in Washington is midnight of the day shown."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (time.astimezone(UTC) if time.tzinfo else time).date().isoformat()


def _destination(name: str, codes: str) -> str:
    """Return the name in a title, or that of the code where the title names several places."""
    if "&" not in name:
        return name
    found = registry().from_code("gec", codes.partition(CODES)[0].strip())
    return registry().get(found).name if found else name
