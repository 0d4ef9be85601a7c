"""A local HTTP server that plays back recorded payloads, and goes wrong as it is told."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

BOMB = gzip.compress(bytes(64_000_000))
PAGE = b"<!DOCTYPE html><html><body>We are sorry. Maintenance.</body></html>"
NAP = 2.0


class Fault(StrEnum):
    """How a service may go wrong. ``ONCE`` faults pass with the next request."""

    NONE = "none"
    NOT_FOUND = "404"
    REFUSED = "403"
    TOO_MANY_ONCE = "429 with Retry-After, once"
    TOO_MANY = "429 with a Retry-After of an hour"
    FAILS_ONCE = "500, once"
    FAILS = "500"
    SLOW_ONCE = "silent, once"
    SLOW = "silent"
    TRICKLE = "a byte at a time"
    CUT_ONCE = "cut off, once"
    CUT = "cut off"
    HTML = "web page"
    DISGUISED = "web page said to be data"
    EMPTY = "empty body"
    UNPACKED = "said to be gzip, is not"
    BOMB = "gzip bomb"


class Replay:
    """The payload of each address, the fault at one of them, and what was asked."""

    def __init__(self) -> None:
        self.payloads: dict[str, bytes] = {}
        self.faults: dict[str, Fault] = {}
        self.ranges = True
        self.etags = True
        self.requests: list[tuple[str, Mapping[str, str]]] = []
        self.statuses: list[int] = []
        self._met: Counter[str] = Counter()
        self.base = ""

    def load(self, payloads: Mapping[str, bytes]) -> None:
        """Answer with ``payloads``, by full address, and forget faults and requests."""
        self.payloads = {_key(url): body for url, body in payloads.items()}
        self.faults.clear()
        self.forget()

    def forget(self) -> None:
        self.requests.clear()
        self.statuses.clear()
        self._met.clear()

    def fail(self, url: str, fault: Fault) -> None:
        """Go wrong at ``url``."""
        self.faults[_key(url)] = fault

    def fault_at(self, path: str) -> Fault:
        """Return how to go wrong now."""
        fault = self.faults.get(path, Fault.NONE)
        self._met[path] += 1
        once = fault.value.endswith(", once")
        return Fault.NONE if once and self._met[path] > 1 else fault


DATA = "application/octet-stream"
PACKED = {"Content-Encoding": "gzip"}
PLAIN: dict[Fault, tuple[int, bytes, str, dict[str, str]]] = {
    Fault.NOT_FOUND: (404, PAGE, "text/html", {}),
    Fault.REFUSED: (403, PAGE, "text/html", {}),
    Fault.TOO_MANY: (429, b"slow down", "text/plain", {"Retry-After": "3600"}),
    Fault.TOO_MANY_ONCE: (429, b"slow down", "text/plain", {"Retry-After": "0"}),
    Fault.FAILS: (500, b"oops", "text/plain", {}),
    Fault.FAILS_ONCE: (500, b"oops", "text/plain", {}),
    Fault.HTML: (200, PAGE, "text/html; charset=utf-8", {}),
    Fault.DISGUISED: (200, PAGE, DATA, {}),
    Fault.EMPTY: (200, b"", DATA, {}),
    Fault.BOMB: (200, BOMB, DATA, PACKED),
}


def _key(url: str) -> str:
    return "/" + url.removeprefix("https://")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    replay: Replay

    def log_message(self, *_args: object) -> None:
        pass

    def handle(self) -> None:
        with suppress(ConnectionResetError, BrokenPipeError):
            super().handle()

    def do_GET(self) -> None:
        self.replay.requests.append((self.path, dict(self.headers)))
        with suppress(BrokenPipeError, ConnectionResetError):
            self._answer(self.replay.fault_at(self.path))

    def _answer(self, fault: Fault) -> None:
        body = self.replay.payloads.get(self.path)
        if body is None:
            fault, body = Fault.NOT_FOUND, b""
        if fault in PLAIN:
            status, answer, kind, headers = PLAIN[fault]
            self._send(status, answer, kind, headers)
        elif fault in (Fault.SLOW, Fault.SLOW_ONCE):
            time.sleep(NAP)
            self.close_connection = True
        elif fault is Fault.TRICKLE:
            self._trickle(body)
        elif fault in (Fault.CUT, Fault.CUT_ONCE):
            self._cut(body)
        elif fault is Fault.UNPACKED:
            self._send(200, body, DATA, PACKED)
        else:
            self._serve(body)

    def _serve(self, body: bytes) -> None:
        headers = self._version(body)
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            self._send(304, b"", "", headers)
            return
        wanted = self.headers.get("Range", "")
        same = self.headers.get("If-Range") == headers.get("ETag")
        if wanted and same and self.replay.ranges:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            self._send(206, body[start:], DATA, headers)
            return
        self._send(200, body, DATA, headers)

    def _version(self, body: bytes) -> dict[str, str]:
        headers = {"Accept-Ranges": "bytes"} if self.replay.ranges else {}
        if self.replay.etags:
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        return headers

    def _send(
        self, status: int, body: bytes, kind: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self._head(status, len(body), kind, headers or {})
        self.wfile.write(body)

    def _head(self, status: int, length: int, kind: str, headers: Mapping[str, str]) -> None:
        self.replay.statuses.append(status)
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        if status != 304:
            self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _cut(self, body: bytes) -> None:
        self._head(200, len(body), DATA, self._version(body))
        self.wfile.write(body[: len(body) // 2])
        self.close_connection = True

    def _trickle(self, body: bytes) -> None:
        self._head(200, len(body), DATA, self._version(body))
        for at in range(len(body)):
            self.wfile.write(body[at : at + 1])
            self.wfile.flush()
            time.sleep(NAP / 20)
        self.close_connection = True


@contextmanager
def replaying() -> Iterator[Replay]:
    """Yield a running server; ``base`` is its address, to be used as the mirror of every host."""
    replay = Replay()
    handler = type("Handler", (_Handler,), {"replay": replay})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    replay.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield replay
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
