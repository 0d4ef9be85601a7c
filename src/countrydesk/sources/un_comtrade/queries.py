"""What is asked of UN Comtrade: from the public preview, or with a key from the whole database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from countrydesk.errors import LayoutError, WrongContentError

if TYPE_CHECKING:
    from countrydesk.sources.fetching.client import Client

SERVICE = "https://comtradeapi.un.org"
PREVIEW = f"{SERVICE}/public/v1/preview/C/A/HS"
KEYED = f"{SERVICE}/data/v1/get/C/A/HS"
HEADER = "Ocp-Apim-Subscription-Key"
REFERENCE = f"{SERVICE}/files/v1/app/reference"
LISTS = {"reporters": "Reporters.json", "partners": "partnerAreas.json"}
ENVELOPE = ("elapsedTime", "count", "data", "error")
PREVIEW_CAP, KEYED_CAP = 500, 100_000
YEARS = 4
FLOWS = ("X", "M")
WORLD, UNITED_STATES, CHINA = 0, 842, 156
# One row for each reporter and partner: all goods, no second partner, procedure or transport.
TOTAL: Mapping[str, str | int] = {
    "cmdCode": "TOTAL", "partner2Code": 0, "customsCode": "C00", "motCode": 0,
}  # fmt: skip


@dataclass(frozen=True)
class Query:
    """One question: its name, address, parameters, and the most records of an answer."""

    name: str
    url: str
    parameters: Mapping[str, str | int]
    cap: int
    may_be_empty: bool


def queries(day: date, *, keyed: bool) -> Iterator[Query]:
    """Yield a query for each of the last ``YEARS`` whole years and flow, newest year last.

    The preview cuts answers at 500 records, so that it is asked one partner at a time. Of the
    newest year nothing may have been reported yet.
    """
    for year in range(day.year - YEARS, day.year):
        last = year == day.year - 1
        for flow in FLOWS:
            asked = {**TOTAL, "flowCode": flow, "period": year}
            if keyed:
                yield Query(f"{year}-{flow}-all", KEYED, asked, KEYED_CAP, last)
                continue
            for partner in (WORLD, UNITED_STATES, CHINA):
                one = {**asked, "partnerCode": partner}
                yield Query(f"{year}-{flow}-{partner}", PREVIEW, one, PREVIEW_CAP, last)


def save_answers(client: Client, folder: Path, day: date, key: str) -> None:
    """Write the lists of areas and the answer to each query below ``folder``.

    Raises:
        FetchError: an answer could not be read, is empty, cut off or an error.
        LayoutError: an answer has other keys.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, file in LISTS.items():
        (folder / f"{name}.json").write_bytes(client.get(f"{REFERENCE}/{file}"))
    header = {HEADER: key} if key else {}
    for query in queries(day, keyed=bool(key)):
        payload = client.get(query.url, query.parameters, key=header)
        records = records_of(_loaded(payload, query), query.url)
        if len(records) >= query.cap:
            raise WrongContentError(f"{query.url}: cut off at {query.cap} records ({query.name})")
        if records:
            (folder / f"{query.name}.json").write_bytes(payload)
        elif not query.may_be_empty:
            raise WrongContentError(f"{query.url}: nothing for {query.name}; what we have is kept")


def records_of(answer: Any, where: str) -> list[Any]:  # noqa: ANN401 - any JSON document
    """Return the records of an answer.

    Raises:
        LayoutError: it has other keys, speaks of an error or of another number of records.
    """
    if not isinstance(answer, dict) or set(answer) != set(ENVELOPE):
        raise LayoutError(f"{where}: is no answer with {', '.join(ENVELOPE)}; its layout changed")
    records = answer["data"] or []
    if answer["error"] or not isinstance(records, list) or answer["count"] != len(records):
        raise LayoutError(
            f"{where}: speaks of {answer['count']} records, error '{answer['error'] or ''}'"
        )
    return records


def _loaded(payload: bytes, query: Query) -> object:
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise WrongContentError(f"{query.url}: is no JSON ({error})") from error
