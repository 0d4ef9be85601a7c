"""The history of analysts' changes to a paper: ``<home>/overrides/<partner>-<principal>.json``.

Entries are only ever added at the end. What holds now follows from reading them in order, so that
who said what, when and why stays on record even after another analyst said something else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from countrydesk.errors import InputError
from countrydesk.paper.nodes import Paper, Sentence
from countrydesk.settings import home

Plain: TypeAlias = dict[str, Any]

VERSION = "1"
_TEXTS = ("sentence", "text", "original", "evidence", "analyst", "reason", "release", "anchor")
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
_SPACE = re.compile("[ \t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")


def legible(text: str) -> str:
    """Return text on one line with single spaces, without what no document can hold."""
    return _ILLEGAL.sub("\ufffd", _SPACE.sub(" ", text)).strip(" ")


class Deed(StrEnum):
    """What an entry of the history does; a restored sentence is again what the evidence gives."""

    CHANGED = "changed"
    DELETED = "deleted"
    ADDED = "added"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change to one sentence.

    ``original`` and ``evidence`` are the text that the evidence gave there and the hash of what it
    rested on. An added sentence has an ``anchor``, which it follows, or precedes where ``before``.
    """

    sentence: str
    deed: Deed
    text: str
    original: str
    evidence: str
    analyst: str
    date: date
    reason: str
    release: str
    anchor: str = ""
    before: bool = False


@dataclass(frozen=True)
class History:
    """The entries for one partner and principal, oldest first."""

    partner: str
    principal: str
    entries: tuple[Entry, ...] = ()

    def until(self, count: int) -> History:
        """Return the history as it was when it had ``count`` entries."""
        return History(self.partner, self.principal, self.entries[:count])

    def standing(self, day: date | None) -> dict[str, Entry]:
        """Return what holds for each sentence, by what was written until ``day``.

        A sentence that an analyst added and then changed is still an added one.
        """
        held: dict[str, Entry] = {}
        for entry in self.entries:
            if day is not None and entry.date > day:
                continue
            if entry.deed is Deed.RESTORED or (entry.anchor and entry.deed is Deed.DELETED):
                held.pop(entry.sentence, None)
            else:
                held[entry.sentence] = entry
        return held


@dataclass
class Evidence:
    """Hashes of what the sentences of a paper rest on."""

    paper: Paper
    _known: dict[str, str] = field(default_factory=dict)

    def of(self, sentence: Sentence) -> str:
        """Return the hash of the values behind a sentence, of its text where it rests on none.

        A value that a source has released again unchanged is the same evidence.
        """
        parts = sorted({self._value(key) for key in sentence.evidence}) or [sentence.text]
        return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:16]

    def _value(self, key: str) -> str:
        if key not in self._known:
            item = self.paper.observations[key]
            self._known[key] = json.dumps([
                item.place, item.counterpart, item.indicator, item.period.text, item.value,
                item.text, item.unit, item.low, item.high, item.status.value, item.source,
            ])  # fmt: skip
        return self._known[key]


def history_path(partner: str, principal: str) -> Path:
    """Return the file of the history for a partner and a principal."""
    return home() / "overrides" / f"{partner}-{principal}.json"


def load_history(partner: str, principal: str) -> History:
    """Return the history; an empty one where no analyst has changed anything.

    Raises:
        InputError: the file is not one that this program wrote.
    """
    path = history_path(partner, principal)
    try:
        payload = path.read_bytes()
    except FileNotFoundError:
        return History(partner, principal)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        return _history(json.loads(payload), partner, principal)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise InputError(
            f"{path}: is no history of changes ({reason}); --no-overrides leaves it out"
        ) from error


def history_bytes(history: History) -> bytes:
    """Return the file of a history."""
    plain = {
        "version": VERSION,
        "partner": history.partner,
        "principal": history.principal,
        "entries": [_plain(entry) for entry in history.entries],
    }
    return (json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def extended(history: History, entries: Iterable[Entry]) -> History:
    """Return the history with entries added at its end."""
    return History(history.partner, history.principal, (*history.entries, *entries))


def _plain(entry: Entry) -> Plain:
    return asdict(entry) | {"deed": entry.deed.value, "date": entry.date.isoformat()}


def _history(plain: Plain, partner: str, principal: str) -> History:
    if plain["version"] != VERSION:
        raise ValueError(f"version {plain['version']}")
    if (plain["partner"], plain["principal"]) != (partner, principal):
        raise ValueError(f"it is of {plain['partner']} and {plain['principal']}")
    return History(partner, principal, tuple(_entry(one) for one in plain["entries"]))


def _entry(plain: Plain) -> Entry:
    odd = [name for name in _TEXTS if not isinstance(plain[name], str)]
    if odd or not isinstance(plain["before"], bool):
        raise TypeError(f"'{odd[0] if odd else 'before'}' of an entry")
    return Entry(**plain | {"deed": Deed(plain["deed"]), "date": date.fromisoformat(plain["date"])})
