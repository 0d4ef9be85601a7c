"""From the text of a name to places: exactly, by key, and by likeness."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ARTICLES = frozenset({"the", "el", "la", "los", "las", "le", "les", "l"})
_WORDS = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Return the words of ``text`` in lower case, without accents, punctuation and articles.

    "&" becomes "and", "St" becomes "saint"; a text of nothing but articles keeps them.
    """
    spelled = text.replace("&", " and ")
    folded = spelled.lower() if spelled.isascii() else _fold(spelled)
    found = ["saint" if word == "st" else word for word in _WORDS.findall(folded)]
    return [word for word in found if word not in _ARTICLES] or found


def name_key(text: str) -> str:
    """Return the key under which all spellings of one name meet; applying it twice is no change."""
    key = "".join(words(text))
    return "saint" if key == "st" else key


def _fold(text: str) -> str:
    for _ in range(2):
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in parts if not unicodedata.combining(char)).casefold()
    return text


class NameIndex:
    """All names of all places; one name may belong to several places."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """``names`` are pairs of place id and name."""
        self._names = sorted(set(names))

    @cached_property
    def _by_key(self) -> dict[str, tuple[str, ...]]:
        grouped: defaultdict[str, set[str]] = defaultdict(set)
        for place, name in self._names:
            grouped[name_key(name)].add(place)
        return {key: tuple(sorted(places)) for key, places in grouped.items()}

    @cached_property
    def _written_out(self) -> list[tuple[str, str, str]]:
        # acronyms are left out: any of them is near to any short misspelling
        return [
            (place, name, " ".join(words(name)))
            for place, name in self._names
            if name != name.upper()
        ]

    @property
    def ambiguous(self) -> dict[str, tuple[str, ...]]:
        """The keys that more than one place answers to, with the ids of those places."""
        return {key: places for key, places in self._by_key.items() if len(places) > 1}

    def places(self, text: str) -> tuple[str, ...]:
        """Return the ids of all places that bear the name ``text``, sorted."""
        return self._by_key.get(name_key(text), ())

    def nearest(self, text: str, limit: int) -> list[tuple[str, float, str]]:
        """Return place id, score and the name that matched, best first, ties by place id.

        Acronyms do not take part. The score is the better of the edit ratio as written and, at
        95 %, with words sorted.
        """
        from rapidfuzz import fuzz, process

        query = " ".join(words(text))
        spaced = [row[2] for row in self._written_out]
        best: dict[str, tuple[float, str]] = {}
        for scorer, weight in ((fuzz.ratio, 1.0), (fuzz.token_sort_ratio, 0.95)):
            for _, score, row in process.extract(query, spaced, scorer=scorer, limit=None):
                place, name, _ = self._written_out[row]
                candidate = (round(score * weight, 6), name)
                if place not in best or _beats(candidate, best[place]):
                    best[place] = candidate
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        return [(place, score, name) for place, (score, name) in ranked[:limit]]


def _beats(candidate: tuple[float, str], holder: tuple[float, str]) -> bool:
    return (-candidate[0], candidate[1]) < (-holder[0], holder[1])
