"""Whether two spellings may be the same person's name."""

from __future__ import annotations

import unicodedata

LIKE = 70.0  # percent of letters in common, in order


def name_words(name: str) -> frozenset[str]:
    """Return the words of a name that tell people apart, without accents and case."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return frozenset(word for word in plain.replace("-", " ").split() if len(word) > 2)


def may_be_same(one: str, other: str) -> bool:
    """Whether two names share a word, or nearly all their letters (transliterations do)."""
    from rapidfuzz import fuzz

    first, second = name_words(one), name_words(other)
    if first & second:
        return True
    return fuzz.ratio("".join(sorted(first)), "".join(sorted(second))) >= LIKE
