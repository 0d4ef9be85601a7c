"""What a language must offer so that findings can be printed in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from countrydesk.model import Period
from countrydesk.places import Place


class Grammar(Protocol):
    """Numbers, dates, names and words of one language; pure functions of their arguments."""

    language: str

    def number(self, value: float, unit: str, decimals: int | None) -> str:
        """Return an amount with its unit, rounded as a reader would say it."""
        ...

    def plain(self, value: float, decimals: int | None) -> str:
        """Return a number without a unit."""
        ...

    def exact(self, value: float) -> str:
        """Return a number in full, with separators."""
        ...

    def millions(self, value: float) -> str:
        """Return dollars in millions, as customs statistics print them."""
        ...

    def times(self, value: float, decimals: int | None) -> str:
        """Return a ratio as it is said: twice, three times, 1.4 times."""
        ...

    def chance(self, word: str) -> str:
        """Return the beginning of a sentence from an ICD 203 word, up to "that"."""
        ...

    def duration(self, years: float) -> str:
        """Return a length of time in the unit that suits it: days, months or years."""
        ...

    def ordinal(self, value: int) -> str:
        """Return first, second, third ..."""
        ...

    def count(self, value: int) -> str:
        """Return a small number as a word, a larger one in figures."""
        ...

    def period(self, period: Period) -> str:
        """Return a period as it stands after "in" or alone."""
        ...

    def dated(self, period: Period) -> str:
        """Return a period with the preposition it takes: on a day, in a month or year."""
        ...

    def led(self, number: str, word: str) -> str:
        """Return a printed amount with what stands before it: ``the``, ``of`` or ``to``.

        A language that puts an article before some amounts adds it here.
        """
        ...

    def term(self, noun: str, article: str, form: str) -> str:
        """Return the noun of an indicator: bare, or as ``the``, ``of`` or ``to`` asks for it."""
        ...

    def named(self, period: Period, word: str) -> str:
        """Return a period as it stands after "until" (``the``), or with ``of`` before it."""
        ...

    def place(self, place: Place, form: str) -> str:
        """Return a name: ``plain``, ``the`` (with article), ``poss`` or ``adj``.

        ``of`` and ``to`` give the name with that preposition; ``?sells|sell`` a word by its number.
        """
        ...

    def group(self, label: str, *, preposition: bool = False) -> str:
        """Return the label of a peer group; with ``preposition`` as "in South America" reads."""
        ...

    def within(self, label: str) -> str:
        """Return the label of a peer group as "(the states) of South America" reads."""
        ...

    def join(self, items: Sequence[str]) -> str:
        """Return a list in running text."""
        ...

    def capital(self, text: str) -> str:
        """Return ``text`` with its first letter as a capital."""
        ...
