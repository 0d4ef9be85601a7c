"""Exports: rows that a licence lets us pass on, as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from countrydesk.cli.output import write_files
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.model import Observation


def allowed(
    view: View, items: Sequence[Observation], *, include_restricted: bool
) -> list[Observation]:
    """Return the observations that may be exported; what is left out is said on standard error.

    Raises:
        InputError: none of them may.
    """
    if include_restricted:
        return list(items)
    kept = [item for item in items if _may_be_passed_on(view, item)]
    left = Counter(item.source for item in items if not _may_be_passed_on(view, item))
    for source, number in sorted(left.items()):
        licence = view.origins[source].licence
        typer.echo(
            f"left out {number:,} rows of {source}: its licence ({licence.name}; rule: "
            f"{licence.redistribute.value}) does not let you pass them on; --include-restricted "
            "exports them for your own use",
            err=True,
        )
    if items and not kept:
        raise InputError("no row may be exported; --include-restricted exports them for yourself")
    return kept


def _may_be_passed_on(view: View, item: Observation) -> bool:
    return view.origins[item.source].licence.redistribute.bundlable


def write_csv(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that share their keys, in UTF-8, all of them or none.

    Raises:
        OutputError: the file cannot be written.
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_files({path: buffer.getvalue().encode("utf-8")})
