"""What the United States buys, line by line, and which lists hold each line."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from countrydesk.errors import InputError

DATA = Path(__file__).parent / "data"
YEAR = "2024"
_LINE = re.compile(r"\d{4,10}")


@dataclass(frozen=True)
class Lines:
    """The lines of one partner: ``codes`` (ten digits), ``value`` and ``duty`` in dollars."""

    place: str
    codes: tuple[str, ...]
    value: NDArray[np.float64]
    duty: NDArray[np.float64]

    @property
    def base(self) -> NDArray[np.float64]:
        """The ordinary duty that was collected, in percent of the value, line by line."""
        worth = np.where(self.value > 0, self.value, np.inf)
        return np.asarray(100 * self.duty / worth, dtype=np.float64)


def partners() -> tuple[str, ...]:
    """Return the places with lines, sorted; members of the European Union are under ``EUU``."""
    return tuple(sorted(_table()))


def find_lines(place: str) -> Lines | None:
    """Return the lines of a partner, or None where the data have none."""
    return _table().get(place)


@cache
def _table() -> dict[str, Lines]:
    frame = pl.read_parquet(DATA / "lines.parquet")
    return {
        str(key[0]): Lines(
            str(key[0]),
            tuple(part.get_column("code").to_list()),
            part.get_column("value").to_numpy().astype(float),
            part.get_column("duty").to_numpy().astype(float),
        )
        for key, part in frame.group_by("place", maintain_order=True)
    }


@cache
def lists() -> dict[str, frozenset[str]]:
    """Return the codes of each list: of two to ten digits."""
    found: dict[str, set[str]] = {}
    for name in ("lists.csv", "hand_lists.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                found.setdefault(row["list"], set()).add(row["code"])
    return {name: frozenset(codes) for name, codes in sorted(found.items())}


def is_on(name: str, code: str) -> bool:
    """Whether a list holds a line, by any of its leading digits.

    Raises:
        InputError: there is no such list.
    """
    codes = lists().get(name)
    if codes is None:
        raise InputError(f"no list of goods '{name}'; known are {', '.join(lists())}")
    return any(code[:n] in codes for n in (2, 4, 6, 8, 10) if n <= len(code))


def mask(place: str, name: str) -> NDArray[np.bool_]:
    """Return which lines of a partner a list holds, as booleans in the order of its lines.

    Raises:
        InputError: there is no such list.
    """
    if name not in lists():
        raise InputError(f"no list of goods '{name}'; known are {', '.join(lists())}")
    found = find_lines(place)
    return _on_list(name)[_positions()[place]] if found else np.zeros(0, dtype=bool)


@cache
def _all_codes() -> NDArray[np.int64]:
    codes = {code for lines in _table().values() for code in lines.codes}
    return np.array(sorted(int(code) for code in codes), dtype=np.int64)


@cache
def _positions() -> dict[str, NDArray[np.intp]]:
    """Return where the lines of each partner stand among all codes."""
    every = _all_codes()
    return {
        place: np.searchsorted(every, np.array([int(code) for code in lines.codes]))
        for place, lines in _table().items()
    }


@cache
def _on_list(name: str) -> NDArray[np.bool_]:
    """Return which of all codes a list holds, by any of their leading digits."""
    every, codes = _all_codes(), lists()[name]
    found = np.zeros(len(every), dtype=bool)
    for digits in sorted({len(code) for code in codes}):
        heads = np.array([int(code) for code in codes if len(code) == digits])
        found |= np.isin(every // 10 ** (10 - digits), heads)
    return found


def check_code(text: str) -> str:
    """Return a code of the schedule without dots.

    Raises:
        InputError: it has not four to ten digits, an even number of them.
    """
    code = text.replace(".", "").replace(" ", "")
    if not _LINE.fullmatch(code) or len(code) % 2:
        raise InputError(
            f"'{text}' is no code of the tariff schedule; give 4, 6, 8 or 10 digits, "
            "such as 0810.40.00"
        )
    return code


@cache
def _names() -> dict[str, str]:
    frame = pl.read_parquet(DATA / "names.parquet")
    return dict(frame.iter_rows())


def line_name(code: str) -> str:
    """Return the words of the schedule for a line of eight or more digits, "" where unknown."""
    return _names().get(code[:8], "")


def match_lines(words: str, limit: int = 10) -> list[tuple[str, str]]:
    """Return code and name of the lines whose name holds every word, in the schedule's order."""
    wanted = [word.casefold() for word in words.split()]
    found = ((c, n) for c, n in _names().items() if all(w in n.casefold() for w in wanted))
    return [pair for pair, _ in zip(found, range(limit), strict=False)]


def is_known(code: str) -> bool:
    """Whether the schedule, or the trade of some partner, has a line that begins with a code."""
    names = any(name.startswith(code[:8]) for name in _names())
    return names or any(one.startswith(code) for ls in _table().values() for one in ls.codes)
