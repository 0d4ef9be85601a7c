"""Text that the fonts of a format can show; what they lack is shown as a sign for a lost one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from countrydesk.render.words import one_line

Data: TypeAlias = Any

LOST = "\ufffd"
# What any text font holds; the rest is tried before it is printed.
_KNOWN = re.compile(r"[\x20-\x7e\xa1-\xac\xae-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*")

Probe: TypeAlias = Callable[[frozenset[str]], frozenset[str]]


def shown(data: Data, missing: Probe) -> Data:
    """Return nested lists and tables whose every string is one line that can be shown.

    ``missing`` says which of some characters the fonts lack. Such a character is replaced by its
    compatible form where they hold that, else by the sign for a lost one.
    """
    strings = [text for text in _strings(data) if not _KNOWN.fullmatch(text)]
    marks = frozenset("".join(strings)) - frozenset("\n\r\t")
    rare = frozenset(mark for mark in marks if not _KNOWN.fullmatch(mark))
    table = _replacements(rare, missing) if rare else {}
    return _translated(data, table)


def _replacements(rare: frozenset[str], missing: Probe) -> dict[int, str]:
    simpler = {mark: unicodedata.normalize("NFKC", mark) for mark in rare}
    lacking = missing(rare | frozenset("".join(simpler.values())))
    return {
        ord(mark): LOST if lacking & set(simple) else simple
        for mark, simple in simpler.items()
        if mark in lacking
    }


def _strings(data: Data) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _strings(value)


def _translated(data: Data, table: dict[int, str]) -> Data:
    if isinstance(data, str):
        return one_line(data) if _KNOWN.fullmatch(data) else one_line(data).translate(table)
    if isinstance(data, dict):
        return {key: _translated(value, table) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_translated(value, table) for value in data]
    return data
