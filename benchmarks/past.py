"""The model on the past, predicted against happened: ``./desk bench past``.

The agreement with Peru came into force on 1 February 2009. The world is that of 2007, from what
was known then. The United States had let most goods of Peru in free before, so that the change is
Peru's own tariff on American goods. What happened is measured against American sales to neighbours
that had no agreement in those years.
"""

from __future__ import annotations

import polars as pl

from countrydesk.analysis.peers import states
from countrydesk.evidence import View, load_release
from countrydesk.policy.dyads import OPTIONS, strata
from countrydesk.policy.gravity import Baseline, Scenario, draws
from countrydesk.policy.world import recent_world, world_today
from countrydesk.policy.world.past import world_before

BEFORE, NEIGHBOURS = 2007, ("COL", "ECU", "BOL")
AFTER = (2010, 2011)


def main() -> None:
    view = View(load_release())
    agreement(view)
    duties(view)


def agreement(view: View) -> None:
    base = world_before(view, BEFORE, sorted(states()))
    rate = base.rates[0, base.position("USA"), base.position("PER")]
    scenario = Scenario("Peru agreement").tariff("USA", "PER", 0.0)
    found = draws(base, scenario, strata(), OPTIONS, [("USA", "PER")])
    low, high = found.pair_interval("USA", "PER")
    print(f"## The agreement with Peru, from the world of {BEFORE} ({base.size} economies)\n")
    print(f"Peru's applied tariff {100 * rate:.2f} % on American goods ends.\n")
    print("| American sales to Peru | per cent |\n|---|---|")
    print(f"| predicted | {_pair(found.central.by_pair(), 'USA', 'PER'):+.1f} ({low:+.1f} to "
        f"{high:+.1f}) |")  # fmt: skip
    for year in AFTER:
        own = _growth(view, "PER", year)
        for other in NEIGHBOURS:
            gap = 100 * (own / _growth(view, other, year) - 1)
            print(f"| happened by {year}, against {other} | {gap:+.1f} |")


def duties(view: View) -> None:
    """Print what the duties in force do to imports by partner; the outcome is not yet counted."""
    before, after = recent_world(view), world_today(view)
    print(f"\n## The duties of {view.cutoff} on American imports by partner, predicted\n")
    print("| partner | duty before | duty now | imports | counted so far |\n|---|---|---|---|---|")
    for place in ("CHN", "MEX", "CAN", "VNM", "JPN", "DEU", "IND", "BRA", "KOR", "CHE", "PER"):
        change = 100 * (_imports(after, place) / _imports(before, place) - 1)
        old, new = _rate(before, place), _rate(after, place)
        print(f"| {place} | {old:.1%} | {new:.1%} | {change:+.1f} % | {_counted(view, place)} |")


def _counted(view: View, place: str) -> str:
    """Return the newest months of the Census against the same months a year before."""
    months = {o.period.text: o.number for o in view.series("USA", "goods_imports_month", place)
        if o.value is not None}  # fmt: skip
    last = max(months, default="")
    year, number = (int(part) for part in last.split("-"))
    span = range(1, number + 1)
    now, old = (sum(months[f"{y}-{m:02d}"] for m in span) for y in (year, year - 1))
    return f"{100 * (now / old - 1):+.1f} % to {last}, before most duties"


def _pair(pairs: pl.DataFrame, exporter: str, importer: str) -> float:
    row = pairs.filter((pairs["exporter"] == exporter) & (pairs["importer"] == importer))
    return float(row["trade_pct"][0])


def _growth(view: View, place: str, year: int) -> float:
    first, last = (view.find_at("USA", "goods_exports", str(y), place) for y in (BEFORE, year))
    assert first is not None
    assert last is not None
    return last.number / first.number


def _imports(base: Baseline, place: str) -> float:
    return float(base.flows[0, base.position(place), base.position("USA")])


def _rate(base: Baseline, place: str) -> float:
    return float(base.rates[0, base.position(place), base.position("USA")])


if __name__ == "__main__":
    main()
