"""How long the product takes: load, one paper, a PDF, the world, the command line.

Run it with ``./desk bench speed``; it prints a Markdown table. Each figure is the best of several
runs in fresh processes (the world: one run), so that a busy machine does not decide it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RUNS = 5
ONE = """
import json, sys, time
from countrydesk.charts.export import warm_up
from countrydesk.evidence import View, load_release
from countrydesk.paper.build import build_paper
from countrydesk.places import registry
from countrydesk.render import get_renderer
place = sys.argv[1]
start = time.perf_counter()
release = load_release("bundled")
warm_up()
release.frame, release.origins, release.catalogue
loaded = time.perf_counter()
view = View(release)
paper = build_paper(view, registry().get(place), registry().get("USA"))
built = time.perf_counter()
get_renderer("json")(paper)
get_renderer("html")(paper)
web = time.perf_counter()
get_renderer("pdf")(paper)
pdf = time.perf_counter()
print(json.dumps({"load": loaded - start, "json and html": web - loaded, "build": built - loaded,
                  "pdf": pdf - web}))
"""


def _python(code: str, *arguments: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _command(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "countrydesk", *arguments], check=True, capture_output=True
    )


def measure_paper(place: str) -> dict[str, float]:
    """Return the best seconds for load, JSON with HTML, and PDF of one paper."""
    runs = [_python(ONE, place) for _ in range(RUNS)]
    return {key: min(run[key] for run in runs) for key in runs[0]}


def measure_world() -> tuple[float, float]:
    """Return seconds for all papers in JSON and HTML, and the peak of memory in GB."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = _timed(lambda: _command("world", "--release", "bundled", "-o", folder))
        count = len(list(Path(folder).glob("*.html")))
    if count != 196:
        raise SystemExit(f"the world has {count} papers")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    return seconds, peak


def main() -> None:
    """Print the table."""
    print("| what | place | measured | budget |\n|---|---|---|---|")
    start = min(_timed(lambda: _command("--help")) for _ in range(RUNS))
    print(f"| `countrydesk --help` | | {start:.2f} s | 0.25 s |")
    for place in ("PER", "CHN", "TUV"):
        found = measure_paper(place)
        print(f"| load of the bundled release | {place} | {found['load']:.2f} s | 0.5 s |")
        print(f"| JSON and HTML after load | {place} | {found['json and html']:.2f} s | 0.7 s |")
        print(f"| of which analysis and writing | {place} | {found['build']:.2f} s | |")
        print(f"| PDF | {place} | {found['pdf']:.2f} s | 1.5 s |")
    seconds, peak = measure_world()
    print(f"| the world, JSON and HTML, two jobs | 196 papers | {seconds:.0f} s | 100 s |")
    print(f"| largest process of it | | {peak:.2f} GB | 3 GB |")


if __name__ == "__main__":
    main()
