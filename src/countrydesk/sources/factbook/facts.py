"""Single coded facts: coordinates, capitals, the form of government, currencies, designations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countrydesk.sources.factbook.cells import Cell, Reading, UnreadError
from countrydesk.sources.factbook.lists import cut_year, split

_POINT = re.compile(r"(\d{1,3}) (\d{1,2}) ?([NS]), (\d{1,3}) (\d{1,2}) ?([EW])")
_WATERS = re.compile(
    r"bordering (?:both )?(?P<waters>.+?)"
    r"(?:,? (?:between|east|west|north|south|and includes)\b.*)?$"
)
_LAND = r"(?:[A-Za-z-]+ ){0,2}(?:Africa|Asia|Europe|America|Oceania|Caribbean|Middle East)"
_REGION = re.compile(rf"{_LAND}(?: and {_LAND})?$")
_WATER = re.compile(r"(?:[A-Z][a-z]+ )+(?:Ocean|Sea|Channel)|(?:Gulf|Bight) of [A-Z]\w+")
_CURRENCY = re.compile(r"(?P<name>.+?) \((?P<code>[A-Z]{3})\) per US dollar -?$")
_TIER = re.compile(r"(Tier 2 Watch List|Tier 3|Special Case)\b")
_NO_FORCES = re.compile(r"no (?:regular )?(?:indigenous )?military forces\b")
NO_FORCES = "no regular military forces"
LONGEST_FORM = 9


def point(text: str) -> dict[str, str]:
    """Return latitude and longitude in degrees of ``10 00 S, 76 00 W``.

    Raises:
        UnreadError: the text is no such point.
    """
    match = _POINT.fullmatch(text.strip())
    if match is None:
        raise UnreadError(f"'{text[:60]}' is no point")
    lat = (int(match[1]) + int(match[2]) / 60) * (-1 if match[3] == "S" else 1)
    lon = (int(match[4]) + int(match[5]) / 60) * (-1 if match[6] == "W" else 1)
    return {"lat": f"{lat:.4f}", "lon": f"{lon:.4f}"}


def read_point(cell: Cell) -> Iterator[Reading]:
    """Read the point that stands for a country.

    Raises:
        UnreadError: the text is no point.
    """
    yield Reading(text=cell.text, attributes=point(cell.text))


def read_location(cell: Cell) -> Iterator[Reading]:
    """Read the region a country lies in, with the waters it borders.

    Raises:
        UnreadError: the text does not begin with a region.
    """
    region, *rest = split(cell.text)
    region = region.removeprefix("interior ").strip()
    if not _REGION.match(region):
        raise UnreadError(f"'{region[:60]}' is no region")
    clause = _WATERS.match(", ".join(rest)) if rest and rest[0].startswith("bordering ") else None
    found = _WATER.findall(clause["waters"]) if clause else []
    yield Reading(text=region[:1].upper() + region[1:], attributes={"waters": ", ".join(found)})


def read_capital(cell: Cell) -> Iterator[Reading]:
    """Read the capital, or several with what each is the seat of; its point from the next field.

    Raises:
        UnreadError: the text is more than names and brackets.
    """
    beside = cell.beside.get("geographic coordinates", "")
    where = point(beside) if _POINT.fullmatch(beside.strip()) else {}
    for position, part in enumerate(split(re.sub(r"; note\b.*", "", cell.text))):
        match = re.fullmatch(r"(?P<name>[^()\d]{2,40}?)(?: \((?P<what>[^()]*)\))?", part)
        if match is None:
            raise UnreadError(f"'{part[:60]}' is no capital")
        role = match["what"] or ""
        yield Reading(
            text=match["name"],
            attributes={"role": role if re.search(r"capital|seat", role) else ""}
            | (where if position == 0 else {}),
        )


def read_form(cell: Cell) -> Iterator[Reading]:
    """Read the form of government: the words before the first bracket or semicolon.

    Raises:
        UnreadError: they are too many to be the name of a form.
    """
    words = re.split(r"[;(,:]", cell.text)[0].strip()
    if not words or len(words.split()) > LONGEST_FORM:
        raise UnreadError("is no form of government")
    yield Reading(text=words[:1].lower() + words[1:] if words[1:2].islower() else words)


def read_forces(cell: Cell) -> Iterator[Reading]:
    """Read that there are no regular military forces; what those of others are called is prose."""
    if _NO_FORCES.match(cell.text):
        yield Reading(text=NO_FORCES)


def read_currency(cell: Cell) -> Iterator[Reading]:
    """Read the currency and its code.

    Raises:
        UnreadError: the text is not ``NAME (CODE) per US dollar``.
    """
    match = _CURRENCY.match(cell.text)
    if match is None:
        raise UnreadError("is not 'NAME (CODE) per US dollar'")
    yield Reading(text=match["code"], attributes={"name": match["name"]})


def read_tier(cell: Cell) -> Iterator[Reading]:
    """Read the tier in the trafficking report of 2025; only the lower tiers are listed.

    Raises:
        UnreadError: the text does not begin with a tier.
    """
    match = _TIER.match(cell.text)
    if match is None:
        raise UnreadError("does not begin with a tier")
    yield Reading(text=match[1], period="2025")


def read_designations(cell: Cell) -> Iterator[Reading]:
    """Read the United States' designations under drug law.

    Raises:
        UnreadError: one that we do not know.
    """
    text, when, _ = cut_year(cell.text)
    known = (
        "major illicit drug-producing and/or drug-transit country",
        "major precursor-chemical producer",
    )
    found = [name for name in known if name in text]
    if " ".join(found) != text:
        raise UnreadError("is no designation we know")
    for name in found:
        yield Reading(text=name, period=when)
