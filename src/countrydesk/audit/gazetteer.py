"""Places in running text: names, adjectives, peoples, and capitals that stand for governments."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import yaml

from countrydesk.audit.words import Found, Phrases, Word, split_words
from countrydesk.places import registry
from countrydesk.places.place import PlaceKind

NAMES = "names.yml"
_COUNTRIES = {PlaceKind.COUNTRY, PlaceKind.TERRITORY}


@cache
def tables() -> dict[str, dict[str, list[str]]]:
    """Return the packaged table of peoples, seats of government and groups of states."""
    payload = (files("countrydesk.audit") / NAMES).read_bytes()
    found: dict[str, dict[str, list[str]]] = yaml.load(payload, Loader=yaml.CSafeLoader)
    return found


def _names() -> Iterator[tuple[str, str]]:
    known = registry()
    for place in known.places():
        if place.kind not in _COUNTRIES:
            continue
        yield place.name, place.id
        yield place.official["en"], place.id
        if place.adjective:
            yield place.adjective, place.id
    for table in ("peoples", "seats", "names"):
        for place_id, names in tables()[table].items():
            yield from ((name, place_id) for name in names)


@cache
def place_phrases() -> Phrases[str]:
    """Return the phrases that name a country or its people."""
    return Phrases(_names())


@cache
def group_phrases() -> Phrases[str]:
    """Return the phrases that name a region or a bloc, by the id of the group."""
    named = tables()["groups"].items()
    told = [(name, group) for group, names in named for name in names]
    regions = {place.subregion for place in registry().papers() if place.subregion}
    told += [(name, f"subregion:{name}") for name in sorted(regions)]
    return Phrases(dict.fromkeys(told))


def find_places(words: list[Word]) -> list[Found[str]]:
    """Return the places named in ``words``; each must begin with a capital."""
    return [
        found
        for found in place_phrases().find(words)
        if words[found.first].text[:1].isupper()
        and not (words[found.first].key == "us" and words[found.first].text == "Us")
        and not (found.meaning == "USA" and _key_after(words, found) == "dollar")
        and not (found.meaning == "PSE" and _key_after(words, found) == "refugee")
    ]


def _key_after(words: list[Word], found: Found[str]) -> str:
    return words[found.last + 1].key if found.last + 1 < len(words) else ""


def find_groups(words: list[Word]) -> list[Found[str]]:
    """Return the groups of states named in ``words``."""
    return list(group_phrases().find(words))


def count_places(text: str) -> dict[str, int]:
    """Return how often each place is named in a text, by id."""
    counts: dict[str, int] = {}
    for found in find_places(split_words(text)):
        counts[found.meaning] = counts.get(found.meaning, 0) + 1
    return counts


def group_members(group: str) -> frozenset[str]:
    """Return the states of a group: a region or a bloc as it stands today; all for the world."""
    known = registry()
    states = known.papers()
    if group == "world":
        return frozenset(place.id for place in states)
    kind, _, name = group.partition(":")
    if kind == "bloc":
        return frozenset(place.id for place in known.members(name))
    if kind == "region":
        return frozenset(p.id for p in states if p.region == name)
    names = set(name.split("|"))
    return frozenset(p.id for p in states if p.subregion in names)
