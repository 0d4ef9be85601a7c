"""Heads of missions between a country and the United States: who, with which title, since when.

``Ambassador (vacant); Chargé d'Affaires Susan M. BURNS (since 25 August 2025)`` is a vacancy in
which somebody stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from countrydesk.sources.factbook.cells import EDITION, Cell, Reading, UnreadError
from countrydesk.sources.factbook.dates import date_of
from countrydesk.sources.factbook.holders import ordinary

HOST = "USA"
_TITLES = (
    "Ambassador-designate", "Ambassador", "Chargé d'Affaires", "Apostolic Nuncio", "Consul General",
)  # fmt: skip
_VACANT = re.compile(r"^Ambassador ?\(vacant\)[;,]?\s?")
_ENVOY = re.compile(
    rf"(?P<title>{'|'.join(_TITLES)}),? (?P<who>[^();]+?) \((?:since )?(?P<since>[^();]+)\)"
)


def read_envoy(cell: Cell) -> Iterator[Reading]:
    """Read the head of a mission; a designate is one, a stand-in is marked as such.

    Raises:
        UnreadError: no title, no date, or a name that is not one.
    """
    text = cell.text.replace("’", "'")
    vacant = bool(_VACANT.match(text))
    match = _ENVOY.match(_VACANT.sub("", text))
    if match is None or re.search(r"\d|\bnote\b", match["who"]):
        raise UnreadError("is not 'Ambassador NAME (since DATE)'")
    since = date_of(match["since"])
    title = "Chargé d'Affaires" if vacant else match["title"]
    attributes = {"office": title, "since": since, "as_of": EDITION}
    attributes |= {"vacant": "yes"} if vacant else {}
    yield Reading(
        text=ordinary(match["who"].strip()), period=f"{since}/", counterpart=HOST,
        attributes=attributes,
    )  # fmt: skip
