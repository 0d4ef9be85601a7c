"""Codes of places in the systems of the sources, with the years in which they were valid."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countrydesk.errors import InputError
from countrydesk.places.place import CodeSystem

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMERIC = frozenset({CodeSystem.COW, CodeSystem.GW, CodeSystem.VDEM, CodeSystem.VIEWS})
_WIDTH = {CodeSystem.M49: 3, CodeSystem.SCHEDULE_C: 4}
_EARLIEST, _LATEST = -9999, 9999


def code_system(name: str) -> CodeSystem:
    """Return the system called ``name``.

    Raises:
        InputError: there is no such system.

    """
    try:
        return CodeSystem(name.strip().lower())
    except ValueError as error:
        known = ", ".join(CodeSystem)
        raise InputError(f"no code system '{name}'; there are {known}") from error


def canonical_code(system: CodeSystem, code: str) -> str:
    """Return ``code`` as the tables spell it: upper case; numbers without ".0", padded by system.

    "4", "004" and "4.0" are one M49 code; "2.0" is the COW number 2.
    """
    text = code.strip().upper()
    if system in _NUMERIC or system in _WIDTH:
        digits = text.removesuffix(".0").lstrip("0")
        return digits.zfill(_WIDTH.get(system, 1)) if digits.isdigit() else text
    return text


@dataclass(frozen=True)
class CodeRow:
    """One code of one place, with the first and last year in which it means that place."""

    system: CodeSystem
    code: str
    place: str
    from_year: int | None = None
    to_year: int | None = None

    @property
    def first(self) -> int:
        """The first year, far in the past where none is given."""
        return _EARLIEST if self.from_year is None else self.from_year

    @property
    def last(self) -> int:
        """The last year, far in the future where none is given."""
        return _LATEST if self.to_year is None else self.to_year


class CodeBook:
    """All code rows, by code and by place."""

    def __init__(self, rows: Iterable[CodeRow]) -> None:
        self.rows = tuple(rows)
        self._by_code: defaultdict[tuple[str, str], list[CodeRow]] = defaultdict(list)
        self._by_place: defaultdict[tuple[str, str], list[CodeRow]] = defaultdict(list)
        for row in self.rows:
            self._by_code[row.system, row.code].append(row)
            self._by_place[row.system, row.place].append(row)

    def place(self, system: str, code: str, year: int | None = None) -> str | None:
        """Return the id of the place that ``code`` means in ``year``, None if it means none.

        Without a year it is the place that holds the code today; of a code no longer in use, the
        only place that ever held it, else None.
        """
        kind = code_system(system)
        rows = self._by_code.get((kind, canonical_code(kind, code)), [])
        valid = _valid(rows, year)
        if valid:
            return max(valid, key=lambda row: row.first).place
        places = {row.place for row in rows}
        return places.pop() if year is None and len(places) == 1 else None

    def code(self, place: str, system: str, year: int | None = None) -> str | None:
        """Return the code of ``place`` in ``year``, without a year the one last in use.

        Of several the one that came last, then the one equal to the id, then the smallest.
        """
        rows = self._by_place.get((code_system(system), place), [])
        valid = _valid(rows, year) or (rows if year is None else [])
        ranked = sorted(valid, key=lambda row: (-row.first, row.code != place, row.code))
        return ranked[0].code if ranked else None


def _valid(rows: list[CodeRow], year: int | None) -> list[CodeRow]:
    at = _LATEST if year is None else year
    return [row for row in rows if row.first <= at <= row.last]
