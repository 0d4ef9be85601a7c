"""The monthly releases of UCDP's candidate events: which there are, and how they are fetched.

Release ``26.0.8`` holds August 2026. The API needs a token; the same rows are offered as a file.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from countrydesk.errors import AddressGoneError, LayoutError, RefusedError, WrongContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from countrydesk.sources.fetching.client import Client

API = "https://ucdpapi.pcr.uu.se/api/gedevents"
FILES = "https://ucdp.uu.se/downloads/candidateged"
HEADER = "x-ucdp-access-token"
PAGE_SIZE = 1000
MONTHS = 12
# A month comes out some weeks after it has ended; the newest ones may not be there yet.
AWAITED = 3
MOST_PAGES = 500
ENVELOPE = ("TotalCount", "TotalPages", "PreviousPageUrl", "NextPageUrl", "Result")


def releases(day: date) -> list[str]:
    """Return the releases of the ``MONTHS`` months before that of ``day``, oldest first."""
    last = day.year * 12 + day.month - 1
    return [f"{n // 12 % 100}.0.{n % 12 + 1}" for n in range(last - MONTHS, last)]


def save_releases(client: Client, folder: Path, day: date, token: str) -> None:
    """Write every release that is out below ``folder``, from the API or as files.

    Raises:
        FetchError: a release that must be out could not be read.
        LayoutError: a page of the API is laid out in another way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left, release in reversed(list(enumerate(reversed(releases(day))))):
        try:
            if token:
                _save_pages(client, folder, release, token)
            else:
                payload = client.get(file_of(release), form="csv")
                (folder / f"{release}.csv").write_bytes(payload)
        except (AddressGoneError, RefusedError):
            if left >= AWAITED:
                raise


def file_of(release: str) -> str:
    """Return the address of a release as a file."""
    return f"{FILES}/GEDEvent_v{release.replace('.', '_')}.csv"


def _save_pages(client: Client, folder: Path, release: str, token: str) -> None:
    payloads = list(_pages(client, release, token))
    for at, payload in enumerate(payloads, 1):
        (folder / f"{release}-{at:05}.json").write_bytes(payload)


def _pages(client: Client, release: str, token: str) -> Iterator[bytes]:
    """Yield the pages of a release; each says where the next one is."""
    url, seen, totals = f"{API}/{release}?pagesize={PAGE_SIZE}", 0, set[int]()
    for _ in range(MOST_PAGES):
        payload = client.get(url, key={HEADER: token})
        page = read_page(payload, url)
        seen += len(page["Result"])
        totals.add(int(page["TotalCount"]))
        yield payload
        url = str(page["NextPageUrl"] or "").replace("http://", "https://", 1)
        if not url:
            break
        if not url.startswith(f"{API}/{release}?"):
            raise LayoutError(f"{API}/{release}: goes on at {url}, another address")
    if not seen or totals != {seen}:
        said = " or ".join(map(str, sorted(totals)))
        raise WrongContentError(f"{API}/{release}: {seen} of {said} events; what we have is kept")


def read_page(payload: bytes, where: str) -> dict[str, Any]:
    """Return a page of the API.

    Raises:
        LayoutError: it has other keys.
    """
    try:
        page = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise WrongContentError(f"{where}: is no JSON ({error})") from error
    if not isinstance(page, dict) or set(page) != set(ENVELOPE):
        raise LayoutError(f"{where}: is no page of events; its layout has changed")
    return page
