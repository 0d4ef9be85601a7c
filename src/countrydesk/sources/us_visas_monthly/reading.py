"""Monthly visa tables as line-delimited JSON, one object a row, with their extraction faults."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
import polars as pl

from countrydesk.errors import LayoutError, RawFileError
from countrydesk.sources.intake import Intake

TOTAL = "GRAND TOTAL"
COLUMNS = ("nationality", "class", "issued", "merged")


@dataclass(frozen=True)
class Layout:
    """The keys of one kind of table; ``merged`` holds a whole row where columns ran together."""

    kind: str
    nationality: str
    visa_class: str
    merged: str
    issued: str = "Issuances"

    @property
    def keys(self) -> tuple[str, str, str, str]:
        """The keys in the order of ``COLUMNS``."""
        return (self.nationality, self.visa_class, self.issued, self.merged)


NONIMMIGRANT = Layout("nonimmigrant", "Nationality", "Visa Class", "NationalityVisa ClassIssuances")
# The heading of the first column is broken over two lines in the report.
IMMIGRANT = Layout(
    "immigrant", "or Place of Birth", "Foreign State of Chargeability Visa Class",
    "Foreign State of Chargeability or Place of BirthVisa ClassIssuances",
)  # fmt: skip


def read_month(intake: Intake, path: str, layout: Layout) -> pl.DataFrame:
    """Return the rows of one month as text: nationality, class and issued.

    Printed totals and footnotes are ignored by rule; a row that ran together is taken apart.

    Raises:
        RawFileError: a line is no JSON object.
        LayoutError: a line has other keys than the layout.
    """
    cells = [_cells(line, path, layout) for line in intake.open(path).read_bytes().splitlines()]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    table = intake.table(path, frame, COLUMNS, first_row=1)
    heading = pl.concat_str("nationality", "merged")
    bare = pl.col("class") == ""
    table = intake.ignore(
        table, bare & heading.str.starts_with(TOTAL), "the printed total of the month"
    )
    return _apart(intake.ignore(table, bare & heading.str.starts_with('*"'), "a footnote"))


def _apart(table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with rows that ran together in ``merged`` set out in their columns."""
    parts = pl.col("merged").str.split("\n")
    together = (pl.col("nationality") == "") & (parts.list.len() == len(COLUMNS) - 1)
    return table.with_columns(
        pl.when(together).then(parts.list.get(at, null_on_oob=True)).otherwise(name).alias(name)
        for at, name in enumerate(COLUMNS[:-1])
    )


def _cells(line: bytes, path: str, layout: Layout) -> list[str]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise RawFileError(f"{path}: a line is not JSON: {error}") from error
    required = layout.keys[:3]
    for key in required:
        if key not in row:
            raise LayoutError(f"{path}: column '{key}' is missing; its layout has changed")
    for key in row:
        if key not in layout.keys:
            raise LayoutError(f"{path}: column '{key}' is new; say what it means or ignore it")
    return [row.get(key) or "" for key in layout.keys]
