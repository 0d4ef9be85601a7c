"""How the desk answers under load: cold start, papers, series, memory.

Run it with ``./desk bench web [SECONDS]``; it serves the bundled release on a free port of this
machine, asks at a fixed rate whether or not earlier answers have come, and prints a Markdown table
against the budget. The client shares the machine's cores with the desk.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from countrydesk.places import registry

SECONDS = 60
PAPERS, SERIES = 150, 300
CONNECTIONS = 24
PLACES = 40
INDICATORS = ("gdp_growth", "inflation", "population", "life_expectancy", "electoral_democracy")


@dataclass
class Load:
    """What came of a run: milliseconds from the moment a request was due; what failed."""

    times: list[float] = field(default_factory=list)
    errors: int = 0
    bytes: int = 0

    def at(self, share: float) -> float:
        return sorted(self.times)[min(len(self.times) - 1, int(share * len(self.times)))]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(home: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "countrydesk", "serve", "--port", str(port), "--rate", "0"]
    settings = {**os.environ, "COUNTRYDESK_HOME": home, "COUNTRYDESK_RELEASE": "bundled"}
    process = subprocess.Popen(command, env=settings, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def first(address: str) -> float:
    """Ask until there is an answer; return the moment."""
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                answer.read()
            return time.perf_counter()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)


def cold(path: str) -> tuple[float, float]:
    """Return the seconds from starting the command to the first whole page, the best of three.

    Beside them the processor time that the desk had used by then, which other programs on the
    machine move less.
    """
    found = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as home:
            port, start = _free_port(), time.perf_counter()
            with served(home, port) as process:
                taken = first(f"http://127.0.0.1:{port}{path}") - start
                found.append((taken, processor(process.pid)))
    return min(found)


def processor(process: int) -> float:
    """Return the processor time of a process in seconds."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def ask(port: int, paths: list[str], rate: int, seconds: float) -> Load:
    """Ask ``rate`` times a second over kept connections; late answers do not delay requests."""
    load, due = Load(), asyncio.Queue()

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
        while (item := await due.get()) is not None:
            path, moment = item
            head = f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept-encoding: gzip\r\n\r\n"
            writer.write(head.encode())
            answer = await reader.readuntil(b"\r\n\r\n")
            lines = answer.lower().split(b"\r\n")
            size = next(int(x[15:]) for x in lines if x.startswith(b"content-length:"))
            await reader.readexactly(size)
            load.times.append((time.perf_counter() - moment) * 1000)
            load.errors += b" 200 " not in lines[0]
            load.bytes += size
        writer.close()

    clients = [asyncio.create_task(client()) for _ in range(CONNECTIONS)]
    chosen = random.Random(1)
    start = time.perf_counter()
    for n in range(int(rate * seconds)):
        moment = start + n / rate
        delay = moment - time.perf_counter()
        if delay > 0:
            await asyncio.sleep(delay)
        due.put_nowait((chosen.choice(paths), moment))
    for _ in clients:
        due.put_nowait(None)
    await asyncio.gather(*clients)
    return load


def memory(process: int) -> float:
    """Return the most memory that a process and its children held, in gigabytes."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = dict(
                line.split(":", 1) for line in (folder / "status").read_text().splitlines()
            )
        except OSError:
            continue
        if folder.name == str(process) or fields.get("PPid", "").strip() == str(process):
            total += int(fields.get("VmHWM", "0 kB").split()[0])
    return total / 1e6


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    rows = []
    for name, path, budget in (("page (world)", "/", "2.5 s"), ("paper", "/paper/PER", "")):
        taken, used = cold(path)
        rows.append((f"cold start to the first {name}", f"{taken:.2f} s", budget))
        rows.append(("of which processor time, all threads", f"{used:.2f} s", ""))
    names = [place.id for place in registry().papers() if place.id != "USA"][::4][:PLACES]
    papers = [f"/paper/{name}" for name in names]
    series = [f"/api/v1/series/{name}/{one}" for name in names for one in INDICATORS]
    with tempfile.TemporaryDirectory() as home:
        port = _free_port()
        with served(home, port) as process:
            base = f"http://127.0.0.1:{port}"
            first(f"{base}/health")
            for path in [*papers, *series]:
                first(base + path)
            for name, paths, rate, budget in (
                ("papers", papers, PAPERS, 80),
                ("API series", series, SERIES, 30),
            ):
                load = asyncio.run(ask(port, paths, rate, seconds))
                rate_words = f"{name}, {rate} a second for {seconds:.0f} s"
                rows.append((f"{rate_words}: median", f"{load.at(0.5):.1f} ms", ""))
                rows.append((f"{rate_words}: p99", f"{load.at(0.99):.1f} ms", f"{budget} ms"))
                rows.append((f"{rate_words}: errors of {len(load.times):,}", str(load.errors), "0"))
            rows.append(("most memory", f"{memory(process.pid):.2f} GB", "1.5 GB"))
    print("| what | measured | budget |\n|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
