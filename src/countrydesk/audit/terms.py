"""The table of terms: which phrases mean which indicators, and in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from countrydesk.audit.quantities import Quantity
from countrydesk.audit.words import Found, Phrases, Word, word_key

TERMS = "terms.yml"
# Which units a number may have in print for each kind of term; "" is none.
FITTING: Mapping[str, frozenset[str]] = {
    "money": frozenset({"money", "intl", ""}),
    "percent": frozenset({"percent"}),
    "count": frozenset({""}),
    "index": frozenset({"", "score"}),
    "years": frozenset({"years", ""}),
    "km": frozenset({"km"}),
    "sq_km": frozenset({"sq_km"}),
    "tonnes": frozenset({"tonnes"}),
    "cubic_metres": frozenset({"cubic_metres"}),
    "barrels": frozenset({"barrels"}),
}


@dataclass(frozen=True)
class Term:
    """One entry of ``terms.yml``; see there for what its fields mean."""

    id: str
    phrases: tuple[str, ...]
    kind: str
    of: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    groups: tuple[frozenset[str], ...] = ()
    verbs: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    pair: str = ""
    sign: str = ""
    rule: bool = False
    soft: bool = False
    weak: bool = False
    lag: int = 0
    principal: bool = False
    loose: tuple[str, ...] = ()
    is_loose: bool = False

    def takes(self, number: Quantity) -> bool:
        """Whether the number has a unit that the term can have."""
        if not number.value and not number.unit and self.kind == "percent":
            return True
        if number.unit not in FITTING[self.kind]:
            return False
        return bool(number.unit or number.scaled) if self.kind == "money" else True

    def bars(self, keys: frozenset[str]) -> bool:
        """Whether the words of a clause rule this reading out."""
        return bool(self.without & keys)

    def allows(self, keys: frozenset[str]) -> bool:
        """Whether a sentence has the words that this reading needs."""
        if self.verbs and not self.verbs & keys:
            return False
        return all(group & keys for group in self.groups)


def _keys(words: list[str]) -> frozenset[str]:
    return frozenset(word_key(str(word)) for word in words)


def _term(name: str, entry: dict[str, Any]) -> Term:
    return Term(
        name, tuple(entry["phrases"]), entry["kind"], tuple(entry["of"]),
        tuple(entry.get("alike", ())), tuple(entry.get("near", ())),
        tuple(_keys(group) for group in entry.get("with", ())), _keys(entry.get("verbs", [])),
        _keys(entry.get("without", [])), entry.get("pair", ""), entry.get("sign", ""),
        entry.get("rule", False), entry.get("soft", False), entry.get("weak", False),
        entry.get("lag", 0), entry.get("principal", False), tuple(entry.get("loose", ())),
    )  # fmt: skip


@cache
def load_terms() -> Mapping[str, Term]:
    """Return all terms by name."""
    payload = (files("countrydesk.audit") / TERMS).read_bytes()
    table = yaml.load(payload, Loader=yaml.CSafeLoader)
    return {name: _term(name, entry) for name, entry in table.items()}


@cache
def term_phrases() -> Phrases[Term]:
    """Return the phrases of all terms."""
    terms = load_terms().values()
    tight = [(phrase, term) for term in terms for phrase in term.phrases]
    loose = [(phrase, replace(t, is_loose=True)) for t in terms for phrase in t.loose]
    return Phrases([*tight, *loose])


def find_terms(words: list[Word]) -> list[Found[Term]]:
    """Return the terms that the words of a sentence allow, longer phrases before those inside."""
    keys = frozenset(word.key for word in words)
    return [f for f in term_phrases().find(words, every=True) if f.meaning.allows(keys)]
