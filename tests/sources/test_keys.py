"""A key goes to the host that was asked and nowhere else, and what it unlocks is not cached."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from countrydesk.sources.fetching.client import Client, Limits

LIMITS = Limits(attempts=1, seconds=5, silence=2, pause=0)
HEADER = "x-key"


@contextmanager
def redirecting():
    """Yield a server that sends ``/one.example/a`` to another host, and the headers that came."""
    seen: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            pass

        def do_GET(self) -> None:
            seen[self.path] = self.headers.get(HEADER, "")
            targets = {
                "/one.example/a": "https://two.example/b", "/one.example/c": "https://one.example/d"
            }  # fmt: skip
            body = b'{"ok": true}'
            self.send_response(302 if self.path in targets else 200)
            if self.path in targets:
                self.send_header("Location", targets[self.path])
            self.send_header("Content-Type", "application/json")
            self.send_header("Cache-Control", "max-age=600")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        server.server_close()


def ask(tmp_path, url, key):
    with redirecting() as (base, seen), Client(tmp_path, {"*": base}, LIMITS) as client:
        client.get(url, key=key)
    return seen


def test_a_key_is_not_sent_to_another_host(tmp_path):
    seen = ask(tmp_path, "https://one.example/a", {HEADER: "secret"})
    assert seen == {"/one.example/a": "secret", "/two.example/b": ""}


def test_a_key_goes_on_within_the_host(tmp_path):
    seen = ask(tmp_path, "https://one.example/c", {HEADER: "secret"})
    assert seen == {"/one.example/c": "secret", "/one.example/d": "secret"}


def test_what_a_key_unlocks_is_not_cached(tmp_path):
    ask(tmp_path, "https://one.example/e", {HEADER: "secret"})
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"secret" not in kept
    assert b"one.example/e" not in kept


def test_without_a_key_none_is_sent(tmp_path):
    assert ask(tmp_path, "https://one.example/e", None) == {"/one.example/e": ""}
