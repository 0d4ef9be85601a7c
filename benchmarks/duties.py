"""The duty stack beside an independent tracker: ``./desk bench duties``.

Trade War Redux publishes the duty added since January 2025 for 51 partners and some twenty days.
Both use the imports of 2024 as weights; code, lists of goods and days are our own.
"""

from __future__ import annotations

import statistics
from datetime import date

from countrydesk.evidence import View, load_release
from countrydesk.policy.tariffs import average_duty
from countrydesk.policy.tariffs.lines import partners

SHOWN = ("PER", "CHN", "EUU", "JPN", "VNM", "BRA", "IND", "CHE", "KOR", "GBR")


def main() -> None:
    view = View(load_release("bundled"))
    rows: dict[date, dict[str, tuple[float, float]]] = {}
    for place in partners():
        for item in view.series("USA", "effective_duty", place):
            day = date.fromisoformat(item.period.text)
            ours = average_duty(view, place, day).increase
            rows.setdefault(day, {})[place] = (ours, item.number)
    print("| day | partners | median gap, points | nine tenths within | widest |")
    print("|---|---|---|---|---|")
    for day, found in sorted(rows.items()):
        gaps = {place: abs(ours - theirs) for place, (ours, theirs) in found.items()}
        worst = max(gaps, key=lambda place: gaps[place])
        ninth = statistics.quantiles(gaps.values(), n=10)[-1]
        print(f"| {day} | {len(gaps)} | {statistics.median(gaps.values()):.2f} | {ninth:.1f} | "
            f"{worst} {found[worst][0]:.1f} against {found[worst][1]:.1f} |")  # fmt: skip
    last = max(rows)
    print(f"\n| partner on {last} | ours | tracker |\n|---|---|---|")
    for place in SHOWN:
        ours, theirs = rows[last][place]
        print(f"| {place} | {ours:.2f} | {theirs:.2f} |")


if __name__ == "__main__":
    main()
