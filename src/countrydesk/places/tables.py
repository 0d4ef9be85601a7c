"""The packaged tables as rows of text."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).parent / "data"

TABLES: dict[str, tuple[str, ...]] = {
    "places": (
        "id", "kind", "article", "adjective", "region", "subregion", "part_of", "from_year",
        "to_year", "successors", "un_member_since", "landlocked", "small_island_state",
        "least_developed", "note",
    ),
    "names": ("place", "language", "name", "kind"),
    "codes": ("system", "code", "place", "from_year", "to_year"),
    "no_place": ("system", "code", "reason"),
    "blocs": ("id", "name", "full_name", "kind", "founded", "place"),
    "memberships": (
        "place", "bloc", "role", "since", "until", "confidence", "note", "source", "url",
    ),
}  # fmt: skip


def read_table(name: str, folder: Path = FOLDER) -> list[list[str]]:
    """Return the rows of the table ``name`` without its header, each as long as ``TABLES`` says."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        rows = csv.reader(handle)
        next(rows)
        return list(rows)


def year_of(text: str) -> int | None:
    """Return the year in a cell, None where it is empty."""
    return int(text) if text else None
