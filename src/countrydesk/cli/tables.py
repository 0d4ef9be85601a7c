"""Printing rows: aligned columns for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import typer


def print_rows(rows: Sequence[Mapping[str, Any]], *, json: bool = False) -> None:
    """Print rows that share their keys; numbers stand at the right."""
    if json:
        import orjson

        typer.echo(orjson.dumps(list(rows), option=orjson.OPT_INDENT_2).decode())
        return
    if not rows:
        return
    names = list(rows[0])
    texts = [[_cell(row[name]) for name in names] for row in rows]
    widths = [max(len(names[i]), *(len(line[i]) for line in texts)) for i in range(len(names))]
    right = [all(isinstance(row[name], int | float) for row in rows) for name in names]
    for line in [names, *texts]:
        cells = [
            text.rjust(width) if end else text.ljust(width)
            for text, width, end in zip(line, widths, right, strict=True)
        ]
        typer.echo("  ".join(cells).rstrip())


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else str(value)
