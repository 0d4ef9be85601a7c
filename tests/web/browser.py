"""A real Chromium against a desk on this machine; no request may leave it."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import uvicorn

ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """Return the path of the system's Chromium; the test is skipped aloud where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine; apt-get install chromium runs these tests")
    return found


@contextmanager
def served(app):
    """Serve an application on a free port of this machine; yield its address."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


class Guard:
    """Refuses and records requests that would leave the machine; hears what pages complain of."""

    def __init__(self, base: str) -> None:
        self._host = urlsplit(base).netloc
        self.left: list[str] = []
        self.complaints: list[str] = []

    def watch(self, context) -> None:
        context.route("**/*", self._judge)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._heard)

    def _judge(self, route) -> None:
        if urlsplit(route.request.url).netloc == self._host:
            route.continue_()
        else:
            self.left.append(route.request.url)
            route.abort()

    def _heard(self, message) -> None:
        if message.type == "error":
            self.complaints.append(message.text)
