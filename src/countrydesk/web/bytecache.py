"""Answers kept as bytes: a release does not change, so neither does what is made from it.

Only answers to GET that say ``Cache-Control: public``, made for requests without credentials, are
kept; each gets a strong ETag and is packed once.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PACKED: Final = (b"text/", b"application/json", b"application/problem", b"image/svg",
    b"application/ld", b"application/vnd.sdmx", b"application/geo")  # fmt: skip
_LEAST: Final = 600
_LEVEL: Final = 6
# Requests with one of these may be answered for one reader alone.
_CREDENTIALS: Final = (b"authorization", b"cookie")
_OWN: Final = (b"content-length", b"etag", b"vary", b"content-encoding")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer: its headers without those that depend on packing, plain and packed bodies."""

    headers: tuple[tuple[bytes, bytes], ...]
    etag: bytes
    plain: bytes
    packed: bytes | None

    @property
    def size(self) -> int:
        """What it takes in memory."""
        return len(self.plain) + len(self.packed or b"") + 1000


class ByteCache:
    """Answers repeated requests from memory, the least recently used leaving first."""

    def __init__(self, app: ASGIApp, size: int) -> None:
        self._app = app
        self._most = size
        self._size = 0
        self._kept: OrderedDict[tuple[str, bytes], Kept] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"])
        if any(name in given for name in _CREDENTIALS):
            await self._app(scope, receive, send)
            return
        key = (scope["path"], scope["query_string"])
        kept = self._kept.get(key)
        if kept is None:
            kept = await self._make(key, scope, receive, send)
            if kept is None:
                return
        else:
            self._kept.move_to_end(key)
        await _send(kept, given, scope["method"], send)

    async def _make(
        self, key: tuple[str, bytes], scope: Scope, receive: Receive, send: Send
    ) -> Kept | None:
        """Return the answer if it may be kept; pass it on and return None if not."""
        start: Message = {}
        parts: list[bytes] = []

        async def held(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_public(message):
                start = message
            elif start:
                parts.append(message.get("body", b""))
            else:
                await send(message)

        await self._app({**scope, "method": "GET"} if scope["method"] == "HEAD" else scope,
            receive, held)  # fmt: skip
        if not start:
            return None
        kept = _kept(start["headers"], b"".join(parts))
        self._keep(key, kept)
        return kept

    def _keep(self, key: tuple[str, bytes], kept: Kept) -> None:
        if kept.size > self._most // 4 or key in self._kept:
            return
        self._kept[key] = kept
        self._size += kept.size
        while self._size > self._most:
            _, gone = self._kept.popitem(last=False)
            self._size -= gone.size


def _is_public(start: Message) -> bool:
    rule = next((value for name, value in start["headers"] if name == b"cache-control"), b"")
    return start["status"] == 200 and b"public" in rule


def _kept(headers: list[tuple[bytes, bytes]], body: bytes) -> Kept:
    kind = next((value for name, value in headers if name == b"content-type"), b"")
    packs = len(body) >= _LEAST and kind.startswith(_PACKED)
    return Kept(
        tuple(pair for pair in headers if pair[0] not in _OWN),
        b'"' + hashlib.sha256(body).hexdigest()[:24].encode() + b'"',
        body,
        gzip.compress(body, _LEVEL, mtime=0) if packs else None,
    )


async def _send(kept: Kept, given: dict[bytes, bytes], method: str, send: Send) -> None:
    packed = kept.packed is not None and b"gzip" in given.get(b"accept-encoding", b"")
    body = kept.packed if packed and kept.packed is not None else kept.plain
    etag = kept.etag[:-1] + b'-gz"' if packed else kept.etag
    headers = [*kept.headers, (b"etag", etag)]
    headers += [(b"vary", b"accept-encoding")] if kept.packed is not None else []
    if _is_known(given.get(b"if-none-match", b""), kept.etag):
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    headers += [(b"content-encoding", b"gzip")] if packed else []
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body if method == "GET" else b""})


def _is_known(asked: bytes, etag: bytes) -> bool:
    bare = etag.strip(b'"')
    names = (part.strip().removeprefix(b"W/").strip(b'"') for part in asked.split(b","))
    return any(name in {b"*", bare, bare + b"-gz"} for name in names)
