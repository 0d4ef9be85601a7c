"""What services that are read page by page answer, by address, from specimens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from countrydesk.sources.registry import Source, get_source
from countrydesk.sources.ucdp_candidate.releases import file_of, releases
from countrydesk.sources.un_comtrade.queries import LISTS, REFERENCE, queries
from countrydesk.sources.worldbank_api import pages

# Of a service with many series, so many are asked for.
ASKED = 4
DATABASES = {"worldbank_api": 2, "worldbank_third_party": 2, "wgi_api": 3}


def today() -> date:
    return datetime.now(UTC).date()


def narrowed(source: Source) -> Source:
    """Return a source that asks for a few of its series only."""
    if source.spec.name not in DATABASES or source.fetch is None:
        return source
    fetch: Any = source.fetch
    return replace(source, fetch=partial(fetch, codes=codes(source.spec.name)))


def codes(name: str) -> tuple[str, ...]:
    return tuple(get_source(name).spec.series)[-ASKED:]


def address(url: str, parameters: Mapping[str, str | int]) -> str:
    return f"{url}?{urlencode(parameters)}" if parameters else url


def world_bank(name: str, asked: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Return the list of countries and every page of the series ``asked`` for."""
    folder = get_source(name).specimens / name
    found = {
        address(pages.BASE, {**pages.EVERY, "page": 1}): (
            folder / "countries-00001.json"
        ).read_bytes()
    }
    for code in asked or codes(name):
        for number, path in enumerate(sorted(folder.glob(f"{code}-*.json")), 1):
            parameters = {**pages.parameters(DATABASES[name], today()), "page": number}
            found[address(pages.address(code), parameters)] = path.read_bytes()
    return found


def ucdp_candidate() -> dict[str, bytes]:
    """Return one file for each release, the newest first."""
    body = (get_source("ucdp_candidate").specimens / "ucdp_candidate" / "26.0.8.csv").read_bytes()
    return {file_of(release): body for release in reversed(releases(today()))}


def un_comtrade() -> dict[str, bytes]:
    """Return the lists of areas and the answers of the public preview."""
    folder = get_source("un_comtrade").specimens / "un_comtrade"
    found = {
        f"{REFERENCE}/{file}": (folder / f"{name}.json").read_bytes()
        for name, file in LISTS.items()
    }
    for query in queries(today(), keyed=False):
        year, rest = query.name.split("-", 1)
        body = (folder / f"2024-{rest}.json").read_bytes()
        dated = body.replace(b'"period": "2024"', f'"period": "{year}"'.encode())
        found[address(query.url, query.parameters)] = dated
    return found
