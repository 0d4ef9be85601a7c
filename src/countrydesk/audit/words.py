"""Words of a sentence, and a table of phrases that is looked up word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")
_WORD = re.compile(r"[^\W_]+(?:\.(?=[^\W_]\.?)[^\W_]+)*|%")
_KEEP = frozenset(
    [
        "us",
        "asus",
        "gas",
        "bus",
        "plus",
        "less",
        "congress",
        "access",
        "process",
        "progress",
        "pass",
        "this",
        "its",
        "is",
        "was",
        "has",
        "news",
        "aids",
        "crisis",
        "analysis",
        "basis",
        "across",
        "business",
        "census",
        "consensus",
        "surplus",
        "status",
        "les",
        "los",
        "las",
        "laos",
        "honduras",
        "cyprus",
        "barbados",
        "bahamas",
        "maldives",
        "philippines",
        "netherlands",
        "mauritius",
    ]
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as printed, its key (lower case, singular) and where it stands."""

    text: str
    key: str
    start: int
    end: int


def word_key(text: str) -> str:
    """Return the key of a word: lower case, without dots, of plurals the singular."""
    key = text.lower().replace(".", "")
    if len(key) > 3 and key.endswith("s") and not key.endswith("ss") and key not in _KEEP:
        return key[:-3] + "y" if key.endswith("ies") and len(key) > 5 else key[:-1]
    return key


def split_words(text: str) -> list[Word]:
    """Return the words of ``text``; possessive endings and hyphens part words."""
    return [
        Word(found[0], word_key(found[0]), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


@dataclass(frozen=True, slots=True)
class Found(Generic[Meaning]):
    """A phrase found in a sentence: what it means and where it stands, by words and letters."""

    meaning: Meaning
    first: int
    last: int
    start: int
    end: int

    @property
    def length(self) -> int:
        """How many words it has."""
        return self.last - self.first + 1


class Phrases(Generic[Meaning]):
    """Phrases by their first word; the longest that fits at a word is found."""

    def __init__(self, phrases: Iterable[tuple[str, Meaning]]) -> None:
        self._table: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for phrase, meaning in phrases:
            keys = tuple(word.key for word in split_words(phrase))
            if keys:
                self._table.setdefault(keys[0], []).append((keys, meaning))
        for entries in self._table.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, words: list[Word], *, every: bool = False) -> Iterator[Found[Meaning]]:
        """Yield the phrases in ``words``; with ``every`` also those inside longer ones."""
        keys = [word.key for word in words]
        free = 0
        for at, key in enumerate(keys):
            if at < free and not every:
                continue
            for phrase, meaning in self._table.get(key, ()):
                if tuple(keys[at : at + len(phrase)]) == phrase:
                    last = at + len(phrase) - 1
                    yield Found(meaning, at, last, words[at].start, words[last].end)
                    free = last + 1
                    if not every:
                        break
