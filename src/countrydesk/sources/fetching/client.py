"""The client of the official services: conditional, patient, bounded, resumable.

Small answers (pages of an API) pass through an HTTP cache and are always checked with the service
for freshness. Whole files are conditional on what the store holds, are written while they arrive,
and go on where they broke off where the service offers it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

import orjson
import stamina

from countrydesk.errors import (
    FetchError,
    SizeLimitError,
    TimeLimitError,
    WrongContentError,
)  # fmt: skip
from countrydesk.sources.fetching.content import check_head, check_type, form_of, unpacked
from countrydesk.sources.fetching.partial import Partial
from countrydesk.sources.fetching.status import check_status
from countrydesk.sources.fetching.wire import Reply, Wire

logging.getLogger("stamina").addHandler(logging.NullHandler())
T = TypeVar("T")
Progress = Callable[[int, int | None], None]
FRESH = {"Cache-Control": "no-cache"}


@dataclass(frozen=True)
class Limits:
    """How much a service may ask of us. Times in seconds, ``bytes`` after unpacking.

    ``seconds`` bounds one address with all its tries, ``silence`` the time without a byte,
    ``wait`` and ``wait_max`` the pause before another try, ``pause`` that between two requests
    to one host.
    """

    attempts: int = 4
    seconds: float = 900
    silence: float = 60
    bytes: int = 2_000_000_000
    wait: float = 1
    wait_max: float = 60
    pause: float = 0.5


@dataclass(frozen=True)
class Validators:
    """What a service calls the version of a file, to ask whether there is another."""

    etag: str = ""
    last_modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The headers that make a request conditional."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True)
class Fetched:
    """What became of a request for a file; ``changed`` is False where we have the newest."""

    url: str
    changed: bool
    validators: Validators


class Client:
    """Asks the official services; close it, or use it as a context manager.

    ``folder`` holds the HTTP cache and downloads that broke off; ``mirrors`` are described at
    :class:`~countrydesk.sources.fetching.wire.Wire`.
    """

    def __init__(
        self, folder: Path, mirrors: Mapping[str, str] | None = None, limits: Limits | None = None
    ) -> None:
        self.limits = limits or Limits()
        self._folder = folder
        self._wire = Wire(
            folder / "cache", mirrors or {}, pause=self.limits.pause, silence=self.limits.silence
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close connections and cache."""
        self._wire.close()

    # -- pages ---------------------------------------------------------------------------------

    def get(
        self,
        url: str,
        parameters: Mapping[str, str | int] | None = None,
        *,
        form: str = "json",
        key: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return the body at ``url``, which must look like ``form`` (a file suffix).

        ``key`` is a header that says who asks. What it unlocks is not cached, and it goes to no
        other host.

        Raises:
            FetchError: by its kind; see the tree of errors.
        """
        address = f"{url}?{urlencode(parameters)}" if parameters else url
        return self._patiently(partial(self._get, address, form, key or {}))

    def json(self, url: str, parameters: Mapping[str, str | int] | None = None) -> object:
        """Return the JSON value at ``url``; errors as for ``get``."""
        payload = self.get(url, parameters)
        try:
            return orjson.loads(payload)
        except orjson.JSONDecodeError as error:
            raise WrongContentError(f"{url}: is no JSON ({error})") from error

    def _get(self, url: str, form: str, key: Mapping[str, str], until: float) -> bytes:
        headers = {**FRESH, "Accept-Encoding": "gzip"}
        with self._wire.open(url, headers, cached=not key, key=key) as reply:
            check_status(reply)
            check_type(reply.headers.get("content-type", ""), form, url)
            body = b"".join(self._body(reply, 0, until))
        check_head(body, form, url)
        return body

    # -- files ---------------------------------------------------------------------------------

    def download(
        self,
        url: str,
        target: Path,
        *,
        known: Validators | None = None,
        progress: Progress = lambda _done, _total: None,
    ) -> Fetched:
        """Write the file at ``url`` to ``target``, unless it is still the one that is ``known``.

        ``target`` appears only when the body is whole and looks like what its suffix says.
        ``progress`` is called with the bytes so far and in all (None where not said).

        Raises:
            FetchError: by its kind; see the tree of errors.
        """
        part = Partial.of(self._folder / "partial", url)
        return self._patiently(partial(self._download, url, target, part, known, progress))

    def _download(
        self,
        url: str,
        target: Path,
        part: Partial,
        known: Validators | None,
        progress: Progress,
        until: float,
    ) -> Fetched:
        condition = part.headers or (known.headers if known else {})
        headers = {**FRESH, "Accept-Encoding": "identity", **condition}
        with self._wire.open(url, headers, cached=False) as reply:
            if reply.status == 304 and known is not None:
                return Fetched(url, changed=False, validators=known)
            part.check_range(reply)
            check_status(reply)
            check_type(reply.headers.get("content-type", ""), form_of(target.name), url)
            offset = part.begin(reply)
            total = _length(reply, offset)
            with part.writing() as write:
                for piece in self._body(reply, offset, until):
                    write(piece)
                    progress(part.size, total)
        part.finish(target, lambda head: check_head(head, form_of(target.name), url))
        found = Validators(reply.headers.get("etag", ""), reply.headers.get("last-modified", ""))
        return Fetched(url, changed=True, validators=found)

    # -- both ----------------------------------------------------------------------------------

    def _body(self, reply: Reply, offset: int, until: float) -> Iterator[bytes]:
        size = offset
        encoding = reply.headers.get("content-encoding", "")
        for piece in unpacked(reply.chunks, encoding, reply.url):
            size += len(piece)
            if size > self.limits.bytes:
                raise SizeLimitError(
                    f"{reply.url}: more than {self.limits.bytes:,} bytes unpacked; "
                    "not read further, what we have is kept"
                )
            if time.monotonic() > until:
                raise TimeLimitError(f"{reply.url}: not done within {self.limits.seconds:g} s")
            yield piece

    def _patiently(self, job: Callable[[float], T]) -> T:
        limits = self.limits
        until = time.monotonic() + limits.seconds
        tries = stamina.retry_context(
            on=partial(_waits, until), attempts=limits.attempts, timeout=limits.seconds,
            wait_initial=limits.wait, wait_max=limits.wait_max, wait_jitter=limits.wait,
        )  # fmt: skip
        for attempt in tries:
            with attempt:
                return job(until)
        raise AssertionError("the last try returns or raises")


def _waits(until: float, error: Exception) -> bool | float:
    """Whether to try again after ``error``, or after how many seconds."""
    if not isinstance(error, FetchError) or not error.passing:
        return False
    if error.retry_after is None:
        return True
    return error.retry_after if time.monotonic() + error.retry_after < until else False


def _length(reply: Reply, offset: int) -> int | None:
    text = reply.headers.get("content-length", "")
    packed = reply.headers.get("content-encoding", "")
    return int(text) + offset if text.isdigit() and not packed else None
