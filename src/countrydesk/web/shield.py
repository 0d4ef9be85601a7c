"""What every request passes before it is answered: names, sizes, times, headers of answers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from countrydesk.web.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from countrydesk.web.config import WebSettings

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), interest-cohort=()"),
)
LONGEST_ADDRESS: Final = 8000
# Uploads of papers may be larger than what else is sent.
UPLOADS: Final = ("/audit", "/api/v1/audits")


class Shield:
    """Refuses what is too long, too large, too slow or meant for another host; sets headers."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with_headers(message["headers"])
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            await problem(*refusal)(scope, receive, guarded)
            return
        if scope["method"] in {"GET", "HEAD"}:
            await self._app(scope, receive, guarded)
            return
        await self._with_body(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return 414, f"the address is longer than {LONGEST_ADDRESS} letters"
        hosts = self._settings.hosts
        if hosts and _host(scope) not in hosts:
            return 421, "this desk does not answer to that host name"
        return None

    async def _with_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        upload = scope["path"] in UPLOADS
        limit = self._settings.upload if upload else self._settings.body
        try:
            async with asyncio.timeout(self._settings.receive):
                body = await _read(scope, receive, limit)
        except TimeoutError:
            await problem(408, "the body took too long to arrive")(scope, receive, send)
            return
        if body is None:
            words = f"the body is larger than {limit:,} bytes"
            await problem(413, words, headers={"connection": "close"})(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


def _with_headers(given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    names = {name.lower() for name, _ in given}
    made = [*given, *((name, value) for name, value in HEADERS if name not in names)]
    if b"cache-control" not in names:
        made.append((b"cache-control", b"no-store"))
    return made


def _host(scope: Scope) -> str:
    given = next((value for name, value in scope["headers"] if name == b"host"), b"")
    host: str = given.decode("latin-1").lower()
    return host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


async def _read(scope: Scope, receive: Receive, limit: int) -> bytes | None:
    """Return the whole body, None where it is larger than ``limit``."""
    claimed = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if claimed.isdigit() and int(claimed) > limit:
        return None
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [body]

    async def replayed() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replayed
