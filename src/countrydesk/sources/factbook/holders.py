"""Office holders: the office, the name in ordinary capitals, and since when.

The Factbook prints the surname in capitals: ``President José Enrique JERÍ Oré (since 10 October
2025)``. ``offices.csv`` lists the offices it names; ``names.csv`` the few names that the rules for
capitals get wrong.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache

from countrydesk.sources.factbook.cells import EDITION, FOLDER, Cell, Reading, UnreadError
from countrydesk.sources.factbook.dates import date_of

BOTH = " || "
STYLES = (
    "Archbishop", "Col.", "Crown Prince", "Capt.", "Dame", "Dr.", "Gen.", "General", "Grand Chief",
    "Lt. Gen.", "Sir", "Sr. Gen.", "Air Vice-Marshal",
)  # fmt: skip
_HOLDER = re.compile(
    r"(?P<who>[^();]*(?:\((?!since)[^()]*\)[^();]*)?) \(since (?P<since>[^();]+)\)(?P<rest>.*)$"
)
_STANDS_IN = re.compile(
    r"[;,] (?:[\w ]+ (?:is|are) )?represented by (?P<who>[^();]*(?:\((?!since)[^()]*\)[^();]*)?) "
    r"\(since (?P<since>[^();]+)\)"
)
_REST = re.compile(r"$|[;,] represented by |; also |; note|; [A-Z]| \(\d{4}\)$|; the ")
_REALM = re.compile(r" of (?:the )?(?:Denmark|Netherlands|Norway)$")
_ASIDE = re.compile(r" \([^() ]+ [^()]*\)")
_ROMAN = re.compile(r"[IVX]+$")
_LOWER = {"BIN", "IBN", "BINT", "DOS", "DAS", "DA", "DO"}
_LOWER_INSIDE = {"DE", "DEL", "DER", "DEN", "LA", "VAN", "VON", "Y", "E", "AL", "EL"}


@cache
def offices() -> tuple[tuple[str, str], ...]:
    """Return (as printed, as we write it), the longest first."""
    with (FOLDER / "offices.csv").open(encoding="utf-8", newline="") as handle:
        rows = [(row["printed"], row["office"]) for row in csv.DictReader(handle)]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))


@cache
def odd_names() -> dict[str, str]:
    """Return names that the rules get wrong, as printed and as they should be."""
    with (FOLDER / "names.csv").open(encoding="utf-8", newline="") as handle:
        return {row["printed"]: row["name"] for row in csv.DictReader(handle)}


def ordinary(name: str) -> str:
    """Return a name with its surname in ordinary capitals: ``DE WEVER`` becomes ``De Wever``."""
    name = _ASIDE.sub("", _REALM.sub("", name))
    if name in odd_names():
        return odd_names()[name]
    words = name.split(" ")
    return " ".join(
        _word(word, first=at == 0, inside=at > 0 and words[at - 1].isupper())
        for at, word in enumerate(words)
    )


def _word(word: str, *, first: bool, inside: bool) -> str:
    if _ROMAN.match(word.strip(",")) and not first:
        return word
    if word in _LOWER or (inside and word in _LOWER_INSIDE):
        return word.lower()
    return "-".join(_part(part) for part in word.split("-"))


def _part(part: str) -> str:
    letters = [letter for letter in part if letter.isalpha()]
    if len(letters) < 2 or not all(letter.isupper() for letter in letters) or "." in part[:-1]:
        return part
    before, mark, after = part.partition("'")
    if mark and before in {"O", "D"}:
        return f"{before}'{after.capitalize()}"
    return part[:1] + part[1:].lower()


def split_office(text: str) -> tuple[str, str, str]:
    """Return (office, style, name) of ``Transition President Gen. Assimi GOITA``.

    The office is empty where the text begins with none in ``offices.csv``.
    """
    for printed, office in offices():
        if text.startswith(f"{printed} "):
            rest = text[len(printed) :].strip()
            style = next((word for word in STYLES if rest.startswith(f"{word} ")), "")
            return office, style, rest[len(style) :].strip()
    return "", "", text


def read_holder(cell: Cell) -> Iterator[Reading]:
    """Read who holds an office since when; a stand-in for a monarch abroad is an attribute.

    Raises:
        UnreadError: no office, no date, or more words than a stand-in or a note.
    """
    for part in cell.text.split(BOTH):
        match = _HOLDER.match(part)
        if match is None or not _REST.match(match["rest"]):
            raise UnreadError("is not 'OFFICE NAME (since DATE)'")
        office, style, name = split_office(match["who"])
        if not office:
            raise UnreadError(f"'{match['who'][:60]}' begins with no office in offices.csv")
        since = date_of(match["since"])
        attributes = {"office": office, "style": style, "since": since, "as_of": EDITION}
        yield Reading(
            text=ordinary(name),
            period=f"{since}/",
            attributes=attributes | _stand_in(match["rest"]),
        )


def _stand_in(rest: str) -> dict[str, str]:
    match = _STANDS_IN.match(rest)
    if match is None:
        return {}
    office, _, name = split_office(match["who"])
    return {
        "represented_by": ordinary(name),
        "representative_office": office,
        "represented_since": date_of(match["since"]),
    }
