"""How long the product takes: load, one paper, a PDF, the world, the command line.

Run it with ``./desk bench speed``; it prints a Markdown table. Each figure is the best of several
runs in fresh processes (the world: one run), so that a busy machine does not decide it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RUNS = 5
ONE = """
import json, sys, time
from countrydesk.evidence import View, load_release
from countrydesk.paper.build import build_paper
from countrydesk.places import registry
from countrydesk.render import get_renderer
place, earlier = sys.argv[1:]
start = time.perf_counter()
release = load_release("bundled")
release.load()
loaded = time.perf_counter()
view = View(release)
if earlier:
    get_renderer("html")(build_paper(view, registry().get(earlier), registry().get("USA")))
    loaded = time.perf_counter()
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


def measure_paper(place: str, earlier: str = "") -> dict[str, float]:
    """Return the best seconds for load, JSON with HTML, and PDF of one paper.

    ``earlier`` is the place of a paper that the same process has written before.
    """
    runs = [_python(ONE, place, earlier) for _ in range(RUNS)]
    return {key: min(run[key] for run in runs) for key in runs[0]}


def measure_world() -> tuple[float, float]:
    """Return seconds for all papers in JSON and HTML, and the peak of memory in GB.

    The memory is the proportional set size of the command and all processes below it, read
    several times a second, so that pages they share count once.
    """
    peak = 0.0
    with tempfile.TemporaryDirectory() as folder:
        call = [sys.executable, "-m", "countrydesk", "world", "--release", "bundled", "-o", folder]
        start = time.perf_counter()
        with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            while run.poll() is None:
                peak = max(peak, sum(_memory(pid) for pid in _tree(run.pid)))
                time.sleep(0.25)
        seconds = time.perf_counter() - start
        count = len(list(Path(folder).glob("*.html")))
    if count != 196:
        raise SystemExit(f"the world has {count} papers")
    return seconds, peak


def _tree(root: int) -> list[int]:
    """Return a process and all that it started, by their ids."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def _memory(pid: int) -> float:
    """Return the proportional set size of a process in GB, zero when it has gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1e6


def main() -> None:
    """Print the table."""
    print("| what | place | measured | budget |\n|---|---|---|---|")
    start = min(_timed(lambda: _command("--help")) for _ in range(RUNS))
    print(f"| `countrydesk --help` | | {start:.2f} s | 0.25 s |")
    for place in ("PER", "CHN", "TUV"):
        first, later = measure_paper(place), measure_paper(place, "KEN")
        print(f"| load of the bundled release | {place} | {first['load']:.2f} s | 0.5 s |")
        print(f"| JSON and HTML, first paper | {place} | {first['json and html']:.2f} s | 0.7 s |")
        print(f"| JSON and HTML, later papers | {place} | {later['json and html']:.2f} s | 0.7 s |")
        print(f"| PDF | {place} | {later['pdf']:.2f} s | 1.5 s |")
    seconds, peak = measure_world()
    print(f"| the world, JSON and HTML, two jobs | 196 papers | {seconds:.0f} s | 100 s |")
    print(f"| its peak of memory, all processes | | {peak:.2f} GB | 3 GB |")


if __name__ == "__main__":
    main()
