"""Writes what the moves would do into the table that the evidence reads: the source simulations.

``python -m countrydesk.policy.record`` simulates, for each of some principals and every state, the
moves between them on the release in use, and writes ``simulations.csv`` and its hash beside the
description of the source. The paper then reads the effects as evidence and stays fast. The same
release gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from countrydesk.analysis.peers import states
from countrydesk.errors import ScenarioError
from countrydesk.evidence import View, load_release
from countrydesk.policy.dyads import Interval, Outcome, simulate
from countrydesk.policy.tariffs.charging import OWNER
from countrydesk.sources.simulations import FOLDER, TABLE

PRINCIPALS = ("USA", "CHN", "BRA", "DEU")
MOVES = {OWNER: ("end", "double", "standing", "rival", "open")}
OTHERS = ("open", "rival")
MEASURES = ("income", "own_income", "sales", "purchases", "revenue")
COLUMNS = (
    "day", "principal", "partner", "move", "rival", "duty_before", "duty_after",
    *(f"{name}{end}" for name in MEASURES for end in ("", "_low", "_high")), "residual",
)  # fmt: skip
DIGITS = 6


def rows(view: View, principals: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield a row for each move that changes something."""
    for principal in principals:
        for partner in sorted(states()):
            for move in MOVES.get(principal, OTHERS):
                try:
                    found = simulate(view, principal, partner, move)
                except ScenarioError:
                    continue
                yield _row(view, found)


def _row(view: View, found: Outcome) -> dict[str, str]:
    move = found.move
    cells = {
        "day": view.cutoff.isoformat(), "principal": move.principal, "partner": move.partner,
        "move": move.kind, "rival": move.rival, "duty_before": _number(100 * move.before),
        "duty_after": _number(100 * move.after), "residual": f"{found.residual:.0e}",
    }  # fmt: skip
    for name in MEASURES:
        cells |= _interval(name, found.measures[name])
    return cells


def _interval(name: str, values: Interval) -> dict[str, str]:
    central, low, high = values
    low, high = min(low, central), max(high, central)
    return {name: _number(central), f"{name}_low": _number(low), f"{name}_high": _number(high)}


def _number(value: float) -> str:
    return f"{value:.{DIGITS}g}"


def write(view: View, principals: Sequence[str], folder: Path = FOLDER) -> int:
    """Write the table and its hash into the folder of the source; return the number of rows.

    The table is complete or the old one stays.
    """
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    found = list(rows(view, principals))
    writer.writerows(found)
    data = buffer.getvalue().encode()
    spec = folder / "source.yml"
    text = re.sub(r"sha256: \S+", f"sha256: {hashlib.sha256(data).hexdigest()}", spec.read_text())
    (folder / TABLE).write_bytes(data)
    spec.write_text(text)
    return len(found)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--principals", nargs="*", default=list(PRINCIPALS))
    parser.add_argument("--release", default=None, help="id or folder of a release")
    given = parser.parse_args()
    count = write(View(load_release(given.release)), given.principals)
    sys.stdout.write(f"{count} rows\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
