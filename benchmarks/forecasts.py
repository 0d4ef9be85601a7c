"""How good the forecasts are: window by window, against the published bars, in one run.

Run it with ``./desk bench forecasts`` where the raw files are at hand (COUNTRYDESK_RAW, else
``../shared/data``). Organised violence on the windows of the VIEWS prediction challenge 2023/24,
democratic breakdown on the rows of V-Dem's PART, and the families of the release by year. Each
window is forecast from what was known at its origin; the last table is a test that nothing leaks.
Exits with 1 where a bar is missed that is said here to be met, or where a forecast leaks.
"""

from __future__ import annotations

import sys
import time

from forecast_bars import breakdown, disasters, leaks, macro, months, release, violence

PARTS = (violence, months, breakdown, disasters, leaks, macro, release)


def main() -> int:
    """Print all tables and return the number of bars that were missed against what is stated."""
    start, missed = time.perf_counter(), 0
    for part in PARTS:
        began = time.perf_counter()
        missed += part.tables()
        print(f"\n({time.perf_counter() - began:.0f} s)\n", flush=True)
    print(f"Whole backtest: {(time.perf_counter() - start) / 60:.1f} minutes")
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main())
