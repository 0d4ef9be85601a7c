"""How long raw files take to become a release: the largest sources, a full build, one source.

Run it with ``COUNTRYDESK_RAW`` set to the folder of raw files: ``./desk bench ingest``. It prints
two Markdown tables, the second with the budgets: a build of everything in 120 seconds and 3 GB, of
one source in 10 seconds. Each figure is one run in a fresh process; memory is the peak of that
process. On a busy machine look at the processor time: it is that of both cores.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
LARGEST = 8
WHOLE_SECONDS, WHOLE_MB = 120, 3_000
ONE_SECONDS = 10
PARSE = """
import json, resource, sys, time
from pathlib import Path
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source
source = get_source(sys.argv[2])
start = time.perf_counter()
parsed = parse_source(source, Path(sys.argv[1]))
seconds = time.perf_counter() - start
rows = sum(tally.read for tally in parsed.tallies.values())
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": seconds, "rows": rows, "out": parsed.frame.height, "peak": peak}))
"""
BUILD = """
import json, resource, sys, time
start = time.perf_counter()
from countrydesk import cli
code = cli.run(["release", "build", *sys.argv[1:]])
used = resource.getrusage(resource.RUSAGE_SELF)
print()
print(json.dumps({"code": code, "seconds": time.perf_counter() - start, "peak": used.ru_maxrss,
                  "processor": used.ru_utime + used.ru_stime}))
"""


def _python(code: str, *arguments: str, **environment: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | environment,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    if found.get("code"):
        raise SystemExit(done.stderr)
    return found


def _largest(raw: Path) -> list[str]:
    """Return the sources with the most bytes of raw files in ``raw``."""
    from countrydesk.sources.registry import get_source, source_names

    sizes = {}
    for name in source_names():
        files = [
            path
            for entry in get_source(name).spec.files
            if not entry.beside
            for path in raw.glob(entry.path)
            if path.is_file()
        ]
        sizes[name] = sum(path.stat().st_size for path in files)
    ranked = sorted(sizes, key=lambda name: (-sizes[name], name))
    return [name for name in ranked if sizes[name]][:LARGEST]


def _row(*cells: object) -> None:
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def _parses(raw: Path) -> None:
    _row("source", "rows read", "observations", "seconds", "rows a second", "peak MB")
    print("|---|--:|--:|--:|--:|--:|")
    for name in _largest(raw):
        found = _python(PARSE, str(raw), name)
        rate = found["rows"] / found["seconds"]
        _row(name, f"{found['rows']:,}", f"{found['out']:,}", f"{found['seconds']:.2f}",
            f"{rate:,.0f}", f"{found['peak'] * 1024 / 1e6:,.0f}")  # fmt: skip


def _builds(raw: Path) -> None:
    print()
    _row(
        "build", "seconds", "budget", "ratio", "processor seconds", "peak MB", "budget MB", "ratio"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as home:
        given = {"COUNTRYDESK_HOME": home, "COUNTRYDESK_RAW": str(raw)}
        _build_row("everything", _python(BUILD, "--raw", str(raw), **given), WHOLE_SECONDS)
        for name in ("imf_weo", "gapminder", "ref_leaders"):
            found = _python(BUILD, "-s", name, **given)
            _build_row(f"{name}, the others carried", found, ONE_SECONDS)


def _build_row(label: str, found: dict[str, float], seconds: float) -> None:
    # The kernel counts in units of 1,024 bytes, the budget in millions.
    peak = found["peak"] * 1024 / 1e6
    _row(label, f"{found['seconds']:.1f}", seconds, f"{found['seconds'] / seconds:.2f}",
        f"{found['processor']:.1f}", f"{peak:,.0f}", f"{WHOLE_MB:,}",
        f"{peak / WHOLE_MB:.2f}")  # fmt: skip


def main() -> None:
    raw = Path(os.environ.get("COUNTRYDESK_RAW") or ROOT.parent / "shared" / "data")
    if not raw.is_dir():
        raise SystemExit(f"no raw source files at {raw}; set COUNTRYDESK_RAW")
    _parses(raw)
    _builds(raw)


if __name__ == "__main__":
    main()
