"""A store in a SQLite file and one in PostgreSQL, started for the tests where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

SERVERS = Path("/usr/lib/postgresql")


def _run(command, check=True, **more):
    who = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    return subprocess.run(command, check=check, capture_output=True, timeout=60, **who, **more)


@pytest.fixture(scope="session")
def postgres():
    """The URL of a PostgreSQL server of the tests' own, on a socket in a folder of its own."""
    found = sorted(SERVERS.glob("*/bin/pg_ctl"))
    if not found:
        pytest.skip("PostgreSQL is not installed; apt-get install postgresql runs these tests")
    # Not under pytest's own folder, which no other user may enter; root may not run the server.
    bins, folder = found[-1].parent, Path(tempfile.mkdtemp(prefix="countrydesk-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data, control = str(folder / "data"), str(bins / "pg_ctl")
    env = {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
    options = f"-c listen_addresses='' -k {folder} -c fsync=off"
    try:
        _run([str(bins / "initdb"), "-A", "trust", "-U", "desk", "-D", data], env=env, cwd="/")
        start = [control, "-w", "-D", data, "-o", options, "-l", str(folder / "log"), "start"]
        _run(start, env=env, cwd="/")
        yield f"postgresql://desk@/postgres?host={folder}"
        _run([control, "-m", "fast", "-D", data, "stop"], check=False, env=env, cwd="/")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
