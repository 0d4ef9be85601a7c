"""The families of the release, by past origin, as their own backtests give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from countrydesk.analysis.forecasting.families import FAMILIES
from countrydesk.evidence import View, load_release


def tables() -> int:
    """Print the backtest of each family by window; nothing here is a bar."""
    view = View(load_release("bundled"))
    for family in FAMILIES:
        rows = family.windows(view) if family.windows else ()
        print(f"\n## {family.id}: {family.name}\n")
        _table(rows) if rows else print("No past origins in the release: no track record.")
    return 0


def _table(rows: Sequence[Mapping[str, float | int | str]]) -> None:
    heads = list(rows[0])
    print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
    for row in rows:
        print(f"| {' | '.join(str(row[head]) for head in heads)} |")
