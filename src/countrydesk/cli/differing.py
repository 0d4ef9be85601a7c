"""The work behind ``release diff``: reading the two sides, printing what moved."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import typer

from countrydesk.cli.tables import print_rows
from countrydesk.evidence import load_release, passing
from countrydesk.evidence.diff import Diff, Side
from countrydesk.evidence.release import Release
from countrydesk.model.period import parse_date

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
Row = Mapping[str, Any]


def read_sides(
    before: str, after: str, release: str | None, *, to_pass_on: bool = False
) -> tuple[Side, Side]:
    """Return the two sides, without the sources that may not be passed on where asked for.

    A day is one of ``release`` or, without it, of the other side.

    Raises:
        PeriodError: a day that is none.
        ReleaseNotFoundError: no such release.
    """
    named = [text for text in (before, after) if not _DAY.match(text)]
    home = load_release(release or (named[0] if named else None))
    sides = (_side(before, home), _side(after, home))
    if to_pass_on:
        sides = (_free(sides[0]), _free(sides[1]))
    return sides


def _free(side: Side) -> Side:
    return Side(passing.to_pass_on(side.release), side.as_of)


def _side(text: str, home: Release) -> Side:
    return Side(home, parse_date(text)) if _DAY.match(text) else Side(load_release(text))


def print_diff(diff: Diff, limit: int, *, json: bool) -> None:
    """Print the counts, and the first ``limit`` rows of each list."""
    if json:
        import orjson

        typer.echo(orjson.dumps(_plain(diff, limit), option=orjson.OPT_INDENT_2).decode())
        return
    typer.echo(f"{diff.before} -> {diff.after}")
    typer.echo(
        f"{diff.same:,} the same, {diff.added.height:,} added, {diff.revised.height:,} revised, "
        f"{diff.withdrawn.height:,} withdrawn"
    )
    if diff.dropped:
        typer.echo(f"{diff.dropped:,} earlier vintages are only in {diff.before}")
    _print_list("by source and indicator", _rows(diff.counts, limit), diff.counts.height)
    revised = [_revised(row) for row in _rows(diff.revised, limit)]
    _print_list("revised, largest first", revised, diff.revised.height)
    _print_list("added", [_listed(row) for row in _rows(diff.added, limit)], diff.added.height)
    gone = [_listed(row) for row in _rows(diff.withdrawn, limit)]
    _print_list("withdrawn", gone, diff.withdrawn.height)


def _print_list(title: str, rows: Sequence[Row], total: int) -> None:
    if rows:
        more = f" (the first {len(rows):,} of {total:,}; --limit)" if len(rows) < total else ""
        typer.echo(f"\n{title}{more}")
        print_rows(rows)


def _plain(diff: Diff, limit: int) -> dict[str, Any]:
    lists = {name: _rows(getattr(diff, name), limit) for name in ("added", "revised", "withdrawn")}
    return {
        "before": diff.before,
        "after": diff.after,
        "same": diff.same,
        "added": diff.added.height,
        "revised": diff.revised.height,
        "withdrawn": diff.withdrawn.height,
        "earlier_vintages_dropped": diff.dropped,
        "counts": _rows(diff.counts, diff.counts.height),
        "lists": lists,
    }


def _rows(frame: pl.DataFrame, limit: int) -> list[dict[str, Any]]:
    return frame.head(limit).to_dicts()


def _revised(row: Row) -> Row:
    sign = {"percent": " %", "points": " points"}.get(row["measure"], "")
    return _about(row) | {
        "before": _short(row["before"]),
        "after": _short(row["after"]),
        "size": "" if row["size"] is None else f"{row['size']:+,.2f}{sign}",
        "released": f"{row['released_before']} -> {row['released_after']}",
    }


def _listed(row: Row) -> Row:
    said = row["text"] if row["value"] is None else str(row["value"])
    return _about(row) | {"value": _short(said), "released": str(row["released_on"])}


def _about(row: Row) -> dict[str, Any]:
    dyad = f" > {row['counterpart']}" if row["counterpart"] else ""
    keys = ("source", "indicator")
    return {key: row[key] for key in keys} | {
        "place": f"{row['place']}{dyad}", "period": row["period"],
    }  # fmt: skip


def _short(said: str, width: int = 40) -> str:
    """Return a number with thousands separators, or the beginning of a text."""
    try:
        number = float(said)
    except ValueError:
        return said if len(said) <= width else f"{said[: width - 1]}…"
    return f"{number:,.0f}" if abs(number) >= 1e6 else f"{number:,.10g}"
