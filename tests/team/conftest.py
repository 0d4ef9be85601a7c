"""A store in a SQLite file and one in PostgreSQL, started for the tests where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SERVERS = Path("/usr/lib/postgresql")


def _run(command, **more):
    as_root = os.geteuid() == 0
    words = ["runuser", "-u", "postgres", "--", *command] if as_root else command
    return subprocess.run(words, check=True, capture_output=True, timeout=60, **more)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """The URL of a PostgreSQL server of the tests' own, on a socket in a folder of its own."""
    found = sorted(SERVERS.glob("*/bin/pg_ctl"))
    if not found:
        pytest.skip("PostgreSQL is not installed; apt-get install postgresql runs these tests")
    bins, folder = found[-1].parent, tmp_path_factory.mktemp("pg", numbered=True)
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    env = {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
    _run([str(bins / "initdb"), "-A", "trust", "-U", "desk", "-D", str(data)], env=env, cwd="/")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off"
    _run([str(bins / "pg_ctl"), "-w", "-D", str(data), "-o", options, "-l", str(folder / "log"),
        "start"], env=env, cwd="/")  # fmt: skip
    yield f"postgresql://desk@/postgres?host={folder}"
    _run([str(bins / "pg_ctl"), "-m", "immediate", "-D", str(data), "stop"], env=env, cwd="/")
