"""The fixed words around a paper (headings of tables, labels, marks) in the language being printed.

The English words are the keys: ``said("Judgement")``. What a language has no word for is said in
English. A renderer speaks English unless it is called inside :func:`speaking`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from countrydesk.paper.writing.lexicon import load_lexicon
from countrydesk.places import Place

ENGLISH = "en"
_LANGUAGE: ContextVar[str] = ContextVar("language", default=ENGLISH)
# Marks between thousands and before decimals, for languages that swap the English ones.
_MARKS = {"es": str.maketrans(",.", ".,")}


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say what is printed inside in ``language``."""
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def spoken() -> str:
    """Return the language being printed."""
    return _LANGUAGE.get()


def said(words: str) -> str:
    """Return English words in the language being printed."""
    language = _LANGUAGE.get()
    return words if language == ENGLISH else load_lexicon(language).text(words)


def figures(text: str) -> str:
    """Return a number printed the English way with the marks of the language being printed."""
    marks = _MARKS.get(_LANGUAGE.get())
    return text.translate(marks) if marks else text


def name(place: Place) -> str:
    """Return the name of a place without its article."""
    return place.names.get(_LANGUAGE.get(), place.name)
