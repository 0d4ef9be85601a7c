"""One request: connection, cache, mirrors, pacing. The only module that knows httpx and hishel."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from hishel import CacheOptions, SqliteStorage
from hishel.httpx import CacheClient

from countrydesk import __version__
from countrydesk.errors import (
    FetchError,
    IncompleteBodyError,
    OutputError,
    RefusedError,
    TimeLimitError,
    UnreachableError,
)  # fmt: skip

AGENT = f"countrydesk/{__version__}"
MAX_HOPS = 5
CACHED_BYTES = 64_000_000
REDIRECTS = (301, 302, 303, 307, 308)
EVERY_HOST = "*"

for _name in ("hishel", "httpx", "httpcore"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Reply:
    """An answer whose body has not been read: ``chunks`` is as sent, packed or not."""

    url: str
    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes]


class Wire:
    """Opens addresses. ``cache`` is the folder of the HTTP cache, None for none.

    ``mirrors`` maps a host to the base address that is asked in its place; the key ``*`` stands
    for every other host, whose name is then the first part of the path. ``pause`` is the least
    number of seconds between two requests to one host, ``silence`` how long it may say nothing.
    """

    def __init__(
        self, cache: Path | None, mirrors: Mapping[str, str], *, pause: float, silence: float
    ) -> None:
        self._mirrors = dict(mirrors)
        self._pause = pause
        self._silence = silence
        self._last: dict[str, float] = {}
        self._lock = threading.Lock()
        self._cache = cache
        self._trust = httpx.create_ssl_context()
        self._clients: dict[bool, httpx.Client] = {}

    def close(self) -> None:
        """Close connections and cache."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def _client(self, *, cached: bool) -> httpx.Client:
        asked = cached and self._cache is not None
        if asked not in self._clients:
            self._clients[asked] = self._made(self._cache if asked else None)
        return self._clients[asked]

    def _made(self, cache: Path | None) -> httpx.Client:
        headers = {"User-Agent": AGENT}
        if cache is None:
            return httpx.Client(timeout=self._silence, headers=headers, verify=self._trust)
        _make(cache)
        storage = SqliteStorage(database_path=cache / "http.db", max_stream_size=CACHED_BYTES)
        return CacheClient(
            timeout=self._silence, headers=headers, verify=self._trust, storage=storage,
            rfc=CacheOptions(shared=False),
        )  # fmt: skip

    @contextmanager
    def open(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        cached: bool,
        key: Mapping[str, str] | None = None,
    ) -> Iterator[Reply]:
        """Yield the answer to GET ``url``, after at most ``MAX_HOPS`` redirections.

        The headers in ``key`` are sent to the host of ``url`` only.

        Raises:
            UnreachableError: no connection.
            TimeLimitError: no byte for ``silence`` seconds.
            IncompleteBodyError: the connection breaks off.
            RefusedError: redirected to an address without encryption.
            FetchError: the address is none, or it is redirected without end.
        """
        client = self._client(cached=cached)
        owner = httpx.URL(url).host if key else ""
        with _own_errors(url, self._silence):
            for _ in range(MAX_HOPS):
                target = self._target(url)
                self._wait_turn(target)
                own = key if key and httpx.URL(url).host == owner else {}
                with client.stream("GET", target, headers={**headers, **own}) as response:
                    if response.status_code in REDIRECTS and "location" in response.headers:
                        url = str(httpx.URL(url).join(response.headers["location"]))
                        continue
                    yield Reply(
                        url,
                        response.status_code,
                        {key.lower(): value for key, value in response.headers.items()},
                        response.iter_raw(),
                    )
                    return
        raise FetchError(f"{url}: redirected more than {MAX_HOPS} times; look at it in a browser")

    def _target(self, url: str) -> str:
        parsed = httpx.URL(url)
        rest = parsed.raw_path.decode()
        if parsed.host in self._mirrors:
            return self._mirrors[parsed.host].rstrip("/") + rest
        if EVERY_HOST in self._mirrors:
            return f"{self._mirrors[EVERY_HOST].rstrip('/')}/{parsed.host}{rest}"
        if parsed.scheme != "https":
            raise RefusedError(f"{url}: not encrypted; only https addresses are read")
        return url

    def _wait_turn(self, url: str) -> None:
        host = httpx.URL(url).host
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._last.get(host, now - self._pause) + self._pause)
            self._last[host] = turn
        time.sleep(turn - now)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror})") from error


@contextmanager
def _own_errors(url: str, silence: float) -> Iterator[None]:
    try:
        yield
    except httpx.TimeoutException as error:
        raise TimeLimitError(
            f"{url}: no answer for {silence:g} seconds; try again later"
        ) from error
    except (httpx.RemoteProtocolError, httpx.ReadError) as error:
        raise IncompleteBodyError(f"{url}: the answer breaks off; try again") from error
    except httpx.NetworkError as error:
        raise UnreachableError(
            f"{url}: cannot be reached ({error}); check the network, proxy and COUNTRYDESK_MIRROR"
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(f"{url}: {error}; check the address in source.yml") from error
