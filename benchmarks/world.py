"""The recent world and how good its estimated cells are: ``./desk bench world``."""

from __future__ import annotations

import time

from countrydesk.evidence import View, load_release
from countrydesk.policy.gravity import Baseline
from countrydesk.policy.world import recent_world, world_today
from countrydesk.policy.world.matrix import observed_world
from countrydesk.policy.world.validation import Fit, against_census, carried, withheld

WITHHELD = ("PER", "KEN", "POL", "CHL", "VNM", "CIV", "URY", "NPL", "ISR", "THA", "MAR", "FIN")


def main() -> None:
    view = View(load_release())
    start = time.perf_counter()
    base = recent_world(view)
    assembled = time.perf_counter() - start
    today = world_today(view)
    print(f"{base.size} economies, {assembled:.1f} s to assemble; {base.source}")
    seen = base.observed
    print(f"observed cells: {int(seen.sum()) if seen is not None else 0:,} of {base.flows.size:,}; "
        f"duties of today solved: trade of the world {_abroad(today) / _abroad(base) - 1:+.2%}\n"
    )  # fmt: skip
    matrix = observed_world(view)
    rows = [against_census(view, matrix), carried(view, matrix, 2024)]
    rows += withheld(view, matrix, WITHHELD)
    print("| what | cells over $1m | correlation of logs | median ratio | trade within x1.5 "
        "| within x2 |")  # fmt: skip
    print("|---|---|---|---|---|---|")
    for row in rows:
        print(_line(row))


def _abroad(base: Baseline) -> float:
    flows = base.flows[0]
    return float(flows.sum() - flows.trace())


def _line(row: Fit) -> str:
    return (f"| {row.what} | {row.cells} | {row.correlation:.3f} | {row.median:.2f} "
        f"| {row.within_half:.0%} | {row.within_double:.0%} |")  # fmt: skip


if __name__ == "__main__":
    main()
