"""What the status of an answer means, and how long a service asks to wait."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from countrydesk.errors import (
    AddressGoneError,
    RefusedError,
    ServiceDownError,
    TooManyRequestsError,
)  # fmt: skip
from countrydesk.sources.fetching.wire import Reply


def check_status(reply: Reply) -> None:
    """Raise unless the service gave what was asked for.

    Raises:
        FetchError: by its kind.
    """
    status, url = reply.status, reply.url
    if status in (200, 206):
        return
    wait = retry_after(reply.headers.get("retry-after", ""), datetime.now(UTC))
    if status in (404, 410):
        raise AddressGoneError(f"{url}: nothing there any more ({status}); see the source's page")
    if status == 429:
        asks = f"asks to wait {wait:g} s" if wait is not None else "too many requests"
        raise TooManyRequestsError(f"{url}: {asks} (429); try again later", wait)
    if status >= 500:
        raise ServiceDownError(f"{url}: the service fails ({status}); try again later", wait)
    raise RefusedError(f"{url}: refused ({status}); see the source's page for its terms of access")


def retry_after(text: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, None where it says nothing."""
    if text.strip().isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
