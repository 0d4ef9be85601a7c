"""How long all forecasts of one release take, in a fresh process."""

from __future__ import annotations

import subprocess
import sys

BUDGET = 60
CODE = """
import time
from countrydesk.analysis.forecasting.families import FAMILIES
from countrydesk.evidence import View, load_release
view = View(load_release("bundled"))
start = time.perf_counter()
for family in FAMILIES:
    began, spent = time.perf_counter(), time.process_time()
    made = family.forecasts(view, view.cutoff)
    print(f"| {family.id} | {len(made)} | {time.perf_counter() - began:.1f} "
          f"| {time.process_time() - spent:.1f} |", flush=True)
print(f"| all | | {time.perf_counter() - start:.1f} | {time.process_time():.1f} |")
"""


def tables() -> int:
    """Print seconds by family; a time is no bar here, as the machine decides it too."""
    print(f"\n## All countries, one release (budget {BUDGET} s)\n")
    print("| family | forecasts | seconds | seconds of processor |\n|---|---|---|---|", flush=True)
    subprocess.run([sys.executable, "-c", CODE], check=True)
    return 0
