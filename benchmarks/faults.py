"""Runs every source that can be refreshed under every fault and writes the table of outcomes.

A local server plays back the specimens and goes wrong as told; the table goes to
``docs/reference/faults.md``. Exit code 1 where anything was lost.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
PAGE = ROOT / "docs" / "reference" / "faults.md"
HEAD = """# Faults

What `countrydesk sources refresh` does with each source when its service goes wrong. A local server
plays back recorded specimens over HTTP; `./desk bench faults` runs every cell and writes this page,
and the tests run it again.

*accepted*: read strictly and taken as a new snapshot. *unchanged*: the snapshot in use is the
newest. *kept, stale*: nothing was taken, the snapshot before is in use, and the source is marked
stale with the reason. In every cell all bytes held before are the same afterwards, and the next
refresh that succeeds takes the mark away. `toy_pages` is an invented source behind a paged API.
The files of `unhcr` are themselves packed with gzip, so that a header that says so is true of them.
"""


def table() -> tuple[str, list[str]]:
    """Return the page, and the cells in which something was lost."""
    from tests.sources.faults import CASES, Prepared, run, subjects
    from tests.sources.replay import replaying

    lost = []
    with tempfile.TemporaryDirectory() as home, replaying() as replay:
        known = [Prepared.of(subject, replay, Path(home)) for subject in subjects(Path(home))]
        lines = [
            f"| fault | {' | '.join(f'`{one.subject.name}`' for one in known)} |",
            f"|{'---|' * (len(known) + 1)}",
        ]
        for case in CASES:
            cells = []
            for one in known:
                with tempfile.TemporaryDirectory() as folder:
                    cell = run(one, case, replay, Path(folder))
                cells.append(cell.text)
                if not (cell.kept and cell.recovered):
                    lost.append(f"{one.subject.name}, {case}: {cell}")
            lines.append(f"| {case} | {' | '.join(cells)} |")
    return HEAD + "\n" + "\n".join(lines) + "\n", lost


def main() -> int:
    """Write the page."""
    page, lost = table()
    PAGE.write_text(page, encoding="utf-8")
    print(page)
    print("\n".join(lost) or "nothing was lost")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
