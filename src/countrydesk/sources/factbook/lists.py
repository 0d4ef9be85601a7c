"""Lists in one text: commodities, resources, agreements, organisations, parties, shares."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache

from countrydesk.places import registry
from countrydesk.sources.factbook.cells import EDITION, FOLDER, Cell, Reading, UnreadError
from countrydesk.sources.factbook.dates import chamber, date_of, last_day
from countrydesk.sources.factbook.quantities import AMOUNT, YEAR, number, period

_YEAR_END = re.compile(rf" ?{YEAR}$")
_PARTNER = re.compile(r"(?P<who>.+?) (?P<n>\d+(?:\.\d+)?)%(?:, |; |$)")
_BORDER = re.compile(rf"(?P<who>.+?) (?P<n>{AMOUNT}) km(?: \([^()]*\))?$")
_ROLE = re.compile(r"(?P<name>[^()]+?)(?: \((?P<role>[^()]+)\))?$")
_PARTY = re.compile(r"(?P<name>.+?) \(?(?P<seats>\d+)\)?$")
_SHORT = re.compile(r"(?P<name>.+?) \((?P<short>[^()]+)\)$")
_SHARE = re.compile(
    r"(?P<name>[^%;()]+?)(?: \([^()]*\))? (?P<less><?)(?P<n>\d+(?:\.\d+)?)%(?: \([^()]*\))?$"
)
_SEATS = re.compile(rf"(?P<n>{AMOUNT})(?: \((?P<how>.*)\))?$")
_CITY = re.compile(
    rf"(?P<n>{AMOUNT})(?P<scale> million)? (?P<name>[^()\d]+?)(?: \((?P<what>[^()]*)\))?$"
)
_OFFICIAL = re.compile(r"(?P<name>(?!other\b)[A-Za-z][^()%\d]*?)(?: only)?(?: \d+(?:\.\d+)?%)? \(")
NO_ITEM = {"none", "none of the selected agreements", "NEGL", "NA"}
WHOLES = {"XGZ": "PSE", "XWB": "PSE"}
ABROAD_NOT = {"US Naval Base at Guantanamo Bay"}


def split(text: str, marks: str = ",;") -> list[str]:
    """Return the parts of ``text`` between ``marks`` that stand outside brackets."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if depth == 0 and letter in marks and text[at + 1 : at + 2] in {" ", ""}:
            parts.append(text[start:at])
            start = at + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def cut_year(text: str) -> tuple[str, str, str]:
    """Return (text without its closing year, period, status); the edition's month without one."""
    match = _YEAR_END.search(text)
    if match is None:
        return text, EDITION, "actual"
    status = "estimate" if match["est"] else "actual"
    return text[: match.start()], period(match["year"], match["mark"], match["to"]), status


def place_of(name: str) -> str:
    """Return the id of the place that the Factbook calls ``name``.

    Raises:
        UnreadError: the registry knows none.
    """
    found = registry().find(name)
    if found is None:
        raise UnreadError(f"'{name}' is no place we know")
    return found.id


def read_partners(cell: Cell) -> Iterator[Reading]:
    """Read trading partners with their shares.

    Raises:
        UnreadError: anything but names and percentages, or a name we do not know.
    """
    text, when, status = cut_year(cell.text)
    if "".join(match[0] for match in _PARTNER.finditer(text)) != text:
        raise UnreadError("is no list of partners and shares")
    for match in _PARTNER.finditer(text):
        yield Reading(
            value=number(match["n"]), counterpart=place_of(match["who"]), period=when, status=status
        )


def read_borders(cell: Cell) -> Iterator[Reading]:
    """Read neighbours with the length of the border, stretches summed; also as a fact each.

    Raises:
        UnreadError: anything but names and lengths, or a name we do not know.
    """
    lengths: dict[str, float] = {}
    for part in re.split(r"[;,] (?=[A-Z])|(?<=km) and (?=[A-Z])", cell.text):
        match = _BORDER.match(part.strip())
        if match is None:
            raise UnreadError(f"'{part[:60]}' is no neighbour with a length")
        if match["who"] in ABROAD_NOT:
            continue
        where = place_of(re.sub(r" \(.*\)$", "", match["who"]))
        where = WHOLES.get(where, where)
        lengths[where] = lengths.get(where, 0.0) + number(match["n"])
    for where, length in lengths.items():
        yield Reading(value=round(length, 6), counterpart=where)
        name = registry().get(where).name
        yield Reading(text=name, indicator="border_countries", unit="", attributes={"place": where})


@cache
def item_table() -> dict[tuple[str, str], tuple[str, str]]:
    """Return (names separated by bars, qualifier) of the items in ``items.csv`` by field."""
    with (FOLDER / "items.csv").open(encoding="utf-8", newline="") as handle:
        return {
            (row["indicator"], row["printed"]): (row["names"], row["qualifier"])
            for row in csv.DictReader(handle)
        }


def read_items(cell: Cell) -> Iterator[Reading]:
    """Read a list of short names, each with its position; ``none`` gives nothing.

    Raises:
        UnreadError: an item longer than five words: that is prose.
    """
    text, when, status = cut_year(cell.text)
    if text in NO_ITEM:
        return
    position = 0
    for part in split(text, ";" if "semicolon" in cell.field.option else ",;"):
        for name, qualifier in _items(cell, part):
            position += 1
            yield Reading(
                text=name, period=when, status=status,
                attributes={"position": str(position), "qualifier": qualifier},
            )  # fmt: skip


def _items(cell: Cell, part: str) -> list[tuple[str, str]]:
    item = part.removeprefix("and ").strip().replace(" \u2013 ", " - ")
    bare = re.sub(r" ?\([^()]*\)", "", item)
    for printed in (item, bare):
        if found := item_table().get((cell.field.indicator, printed)):
            return [(name, found[1]) for name in found[0].split("|") if name]
    if len(bare.split()) > _most_words(cell) or not bare or bare[0] in "([" or "%" in bare:
        raise UnreadError(f"'{part[:60]}' is no short item")
    return [(item if "bracket" in cell.field.option else bare, "")]


def _most_words(cell: Cell) -> int:
    return 12 if "semicolon" in cell.field.option else 5


def read_members(cell: Cell) -> Iterator[Reading]:
    """Read organisations by their short names, the role as attribute where it is not membership.

    Raises:
        UnreadError: an item that is no short name.
    """
    for part in dict.fromkeys(split(cell.text)):
        match = _ROLE.match(part)
        if match is None or len(match["name"].split()) > 4:
            raise UnreadError(f"'{part[:60]}' is no organisation")
        yield Reading(text=match["name"], attributes={"role": match["role"] or "member"})


def read_agreements(cell: Cell) -> Iterator[Reading]:
    """Read environmental agreements; the field's option is the status, party or signed."""
    for reading in read_items(cell):
        name = re.sub(r" ?- ?", "-", reading.text or "").replace("Sulphur", "Sulfur")
        yield Reading(text=name, attributes={"status": cell.field.option})


def read_parties(cell: Cell) -> Iterator[Reading]:
    """Read parties with their seats, as of the chamber's last election.

    Raises:
        UnreadError: an item without a number of seats.
    """
    when = _elected(cell)
    for position, part in enumerate(_party_parts(cell.text), 1):
        match = _PARTY.match(part)
        if match is None or re.search(r"\(\d+\)", match["name"]):
            raise UnreadError(f"'{part[:60]}' is no party with its seats")
        short = _SHORT.match(match["name"])
        yield Reading(
            text=short["name"] if short else match["name"],
            period=when,
            attributes={
                "seats": match["seats"],
                "short": short["short"] if short else "",
                "chamber": chamber(cell.path),
                "position": str(position),
            },
        )


def _party_parts(text: str) -> list[str]:
    parts = split(text, ";")
    if len(parts) == 1:
        return split(text)
    return [one for part in parts for one in re.split(r"(?<=\d\)), (?=[^\W\d_])", part)]


def _elected(cell: Cell) -> str:
    text = cell.beside.get("most recent election date", "")
    match = re.search(r"(\d{1,2}/\d{1,2}/\d{4})(?: \(.*\))?$", text)
    return last_day(date_of(match[1])) if match else EDITION


def read_seats(cell: Cell) -> Iterator[Reading]:
    """Read the number of seats; how they are filled is an attribute.

    Raises:
        UnreadError: no number.
    """
    match = _SEATS.match(cell.text)
    if match is None:
        raise UnreadError("is no number of seats")
    attributes = {
        "filled": match["how"] or "",
        "chamber": cell.beside.get("chamber name") or cell.beside.get("legislature name") or "",
    }
    yield Reading(value=number(match["n"]), attributes=attributes)


def read_shares(cell: Cell) -> Iterator[Reading]:
    """Read groups with their shares of the population.

    Raises:
        UnreadError: an item without a share.
    """
    text, when, status = cut_year(cell.text)
    found = [_SHARE.match(part) for part in split(text)]
    for position, match in enumerate(found, 1):
        if match is None:
            raise UnreadError("is no list of groups with shares")
        yield Reading(
            text=match["name"].strip(), period=when, status=status,
            attributes={"share": match["less"] + match["n"], "position": str(position)},
        )  # fmt: skip


def read_official(cell: Cell) -> Iterator[Reading]:
    """Read the languages that the text marks as official; none is marked in some texts.

    Raises:
        UnreadError: the mark stands where no name comes before it.
    """
    text, when, status = cut_year(cell.text)
    for part in split(text):
        if not re.search(r"\((?:\w+, )?official\b", part):
            continue
        match = _OFFICIAL.match(part)
        if match is None:
            raise UnreadError(f"'{part[:60]}' names no official language")
        share = re.search(r"(\d+(?:\.\d+)?)%", part)
        yield Reading(
            text=match["name"].strip(), period=when, status=status,
            attributes={"share": share[1] if share else ""},
        )  # fmt: skip


def read_cities(cell: Cell) -> Iterator[Reading]:
    """Read the large cities with their population; the capital is marked.

    Raises:
        UnreadError: an item that is no population with a name.
    """
    text, when, status = cut_year(cell.text)
    for position, part in enumerate(re.split(r", (?=\d)", text), 1):
        match = _CITY.match(part)
        if match is None:
            raise UnreadError(f"'{part[:60]}' is no city with its population")
        size = number(match["n"], (match["scale"] or "").strip() or None)
        name = match["name"].strip()
        yield Reading(
            text=name.title() if name.isupper() else name, period=when, status=status,
            attributes={
                "population": str(int(size)),
                "position": str(position),
                "capital": "yes" if "capital" in (match["what"] or "") else "",
            },
        )  # fmt: skip
