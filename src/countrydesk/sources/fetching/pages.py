"""Reading an API page by page into raw files, one for each page, as it was sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from countrydesk.errors import LayoutError, WrongContentError
from countrydesk.sources.fetching.client import Client

MOST = 10_000


@dataclass(frozen=True)
class Paging:
    """How an API numbers its pages: from ``first``, by the parameter ``parameter``.

    ``count`` returns the number of pages, ``rows`` the records, both from a page that was read.
    """

    count: Callable[[object], int]
    rows: Callable[[object], list[object]]
    parameter: str = "page"
    first: int = 1


def save_pages(
    client: Client,
    url: str,
    parameters: Mapping[str, str | int],
    paging: Paging,
    target: Path,
) -> int:
    """Write every page to ``target``, whose name holds ``{page}``; return how many there are.

    Raises:
        FetchError: a page could not be read.
        WrongContentError: a page is empty, or the number of pages changed on the way.
        LayoutError: a page is not laid out as ``paging`` says.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    total = 1
    done = 0
    while done < total:
        number = paging.first + done
        payload = client.get(url, {**parameters, paging.parameter: number})
        said, records = _read(payload, paging, f"{url} page {number}")
        if not records:
            raise WrongContentError(f"{url}: page {number} is empty; what we have is kept")
        if done and said != total:
            raise WrongContentError(f"{url}: grew from {total} to {said} pages while it was read")
        total = said
        (target.parent / target.name.replace("{page}", f"{number:05}")).write_bytes(payload)
        done += 1
    return total


def _read(payload: bytes, paging: Paging, where: str) -> tuple[int, list[object]]:
    try:
        document = orjson.loads(payload)
        said, records = int(paging.count(document)), paging.rows(document)
    except orjson.JSONDecodeError as error:
        raise WrongContentError(f"{where}: is no JSON ({error})") from error
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise LayoutError(f"{where}: its layout has changed ({error!r})") from error
    if not 0 < said <= MOST:
        raise LayoutError(f"{where}: says that there are {said} pages")
    return said, records
