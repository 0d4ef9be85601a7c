"""How often a client may ask: a bucket of tokens for each address (RFC 9110 429 when it is empty).

Requests that make something large draw on a second, smaller bucket.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from countrydesk.web.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from countrydesk.web.config import WebSettings

MOST_CLIENTS: Final = 10_000
Clock = Callable[[], float]


class Buckets:
    """A bucket for each client, refilled at ``rate`` a second up to ``burst``."""

    def __init__(self, rate: float, burst: int, clock: Clock = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, float(burst), clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Take a token; return 0, or the seconds until there is one."""
        if not self._rate:
            return 0.0
        now = self._clock()
        tokens, at = self._held.pop(client, (self._burst, now))
        tokens = min(self._burst, tokens + (now - at) * self._rate)
        taken = tokens >= 1
        self._held[client] = (tokens - 1 if taken else tokens, now)
        if len(self._held) > MOST_CLIENTS:
            self._held.popitem(last=False)
        return 0.0 if taken else (1 - tokens) / self._rate


class Pace:
    """Refuses clients that ask more often than the settings allow."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app = app
        self._all = Buckets(settings.rate, settings.burst)
        self._costly = Buckets(settings.costly_rate, settings.costly_burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or 429 with the time to wait."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = (scope.get("client") or ("", 0))[0]
        wait = self._all.wait(client)
        if not wait and scope["method"] == "POST":
            wait = self._costly.wait(client)
        if not wait:
            await self._app(scope, receive, send)
            return
        after = str(math.ceil(wait))
        words = f"too many requests; ask again in {after} s"
        await problem(429, words, headers={"retry-after": after})(scope, receive, send)
