"""The rows of ``names.csv``: hand-made names first, then CLDR, UNTERM, UN M49 and the Factbook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from countrydesk.places import rawlists
from countrydesk.places.names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from countrydesk.places.inputs import Inputs

LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French"}

_ARTICLE_IN_BRACKETS = re.compile(r"\s*\((?:the|el|la|los|las|le|les|l')\)")
_LEADING_ARTICLE = re.compile(r"(?:the|el|la|los|las|le|les)\s+|l'", re.IGNORECASE)

Name = tuple[str, str, str, str]


def name_rows(inputs: Inputs) -> list[Name]:
    """Return place, language, name and kind of every name.

    Of several short or formal names in one language the first is kept and the others become
    aliases; an alias that only spells another name of its place is left out.
    """
    chosen: dict[tuple[str, str, str], str] = {}
    aliases: list[tuple[str, str, str]] = []
    for place, language, name, kind in [*_by_hand(inputs), *_listed(inputs), *_factbook(inputs)]:
        if kind == "alias" or (place, language, kind) in chosen:
            aliases.append((place, language, name))
        else:
            chosen[place, language, kind] = name
    rows = [(place, language, name, kind) for (place, language, kind), name in chosen.items()]
    keys = {(row[0], name_key(row[2])) for row in rows}
    for place, language, name in aliases:
        if (place, name_key(name)) not in keys:
            keys.add((place, name_key(name)))
            rows.append((place, language, name, "alias"))
    return rows


def _by_hand(inputs: Inputs) -> Iterator[Name]:
    for row in inputs.override("names"):
        yield row["place"], row["language"], row["name"], row["kind"]


def _listed(inputs: Inputs) -> Iterator[Name]:
    cldr = {code: rawlists.cldr_names(code) for code in LANGUAGES}
    for place, row in sorted(inputs.countries.items()):
        for code, language in LANGUAGES.items():
            yield place, code, _plain(cldr[code][row["ISO3166-1-Alpha-2"]], code), "short"
            if formal := row[f"UNTERM {language} Formal"]:
                yield place, code, without_article(formal), "official"
            for column in (f"UNTERM {language} Short", f"official_name_{code}"):
                if row[column]:
                    yield place, code, without_article(row[column]), "alias"
        yield place, "en", row["CLDR display name"], "alias"


def _factbook(inputs: Inputs) -> Iterator[Name]:
    for place, entry in sorted(inputs.factbook.items()):
        for text in (entry["long"], entry["short"]):
            name = re.split(r";| \(prior", text)[0].strip()
            if name not in ("", "none") and "," not in name:
                yield place, "en", without_article(name), "alias"


def _plain(name: str, language: str) -> str:
    if language == "en":
        name = name.replace("&", "and").replace("St. ", "Saint ")
    return name.replace("’", "'")


def without_article(text: str) -> str:
    """Return a name of UNTERM or M49 without its article and footnote marks."""
    bare = _ARTICLE_IN_BRACKETS.sub("", text.rstrip(" *").replace("’", "'"))
    match = _LEADING_ARTICLE.match(bare)
    return bare[match.end() :] if match else bare
