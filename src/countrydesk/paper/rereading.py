"""What an edited paper says otherwise than the paper that the evidence gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from countrydesk.errors import InputError
from countrydesk.paper.nodes import OverrideAction, Paper, Sentence
from countrydesk.paper.overrides import Deed, Entry, Evidence, History, legible
from countrydesk.paper.overriding import MOVED


@dataclass(frozen=True, slots=True)
class Addition:
    """Text that belongs to no sentence of the paper; it follows ``anchor`` or precedes it."""

    anchor: str
    text: str
    before: bool = False
    comment: str = ""


@dataclass(frozen=True)
class Edited:
    """An edited paper as it was read.

    ``sentences`` are the texts by id and ``comments`` what was remarked on them; a sentence that is
    not there was taken out. ``overrides`` is how many entries of the history the paper held,
    ``text`` the hash of its sentences when it was written. ``author`` and ``modified`` are empty
    where nobody has saved the document since. ``others`` counts the other places that differ.
    """

    partner: str
    principal: str
    release: str
    as_of: date | None
    overrides: int
    text: str
    built_by: str
    sentences: Mapping[str, str]
    comments: Mapping[str, str] = field(default_factory=dict)
    additions: tuple[Addition, ...] = ()
    author: str = ""
    modified: date | None = None
    others: int = 0


@dataclass(frozen=True, slots=True)
class Signature:
    """Who changed the sentences and when; ``reason`` stands where no comment gives one.

    Who and when may be unknown as long as nothing was changed.
    """

    analyst: str
    day: date | None
    reason: str = ""


def fingerprint_of(paper: Paper) -> str:
    """Return the hash of all sentences of a paper with their ids."""
    lines = (f"{one.id}\t{legible(one.text)}" for one in paper.sentences)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def check_same(edited: Edited, paper: Paper) -> None:
    """Check that an edited paper was written from the words of ``paper``.

    Raises:
        InputError: it was written from others.
    """
    if edited.text != fingerprint_of(paper):
        raise InputError(
            f"the document was made by {edited.built_by} from other words than this program gives "
            "for its release (another version, or other --weights); write it anew and edit that"
        )


def check_ids(edited: Edited, paper: Paper) -> None:
    """Check that an edited paper holds sentences of ``paper`` and of no other.

    Raises:
        InputError: it holds others, or none.
    """
    known = {one.id for one in paper.sentences}
    unknown = [key for key in edited.sentences if key not in known]
    if unknown:
        raise InputError(
            f"the document holds {len(unknown)} sentences that its paper has not, the first "
            f"'{unknown[0]}'; take them out and read it again"
        )
    if not edited.sentences:
        raise InputError(
            "the document has lost the ids of its sentences; edit it in Word or LibreOffice"
        )


def differences(
    edited: Edited, shown: Paper, built: Paper, history: History, by: Signature
) -> list[Entry]:
    """Return what the analyst changed, in reading order.

    ``shown`` is the paper that was edited, with the words of analysts before; ``built`` is what the
    evidence alone gives.

    Raises:
        InputError: a change has no author, no day, or no reason: neither a comment nor one for all.
    """
    found = list(_Comparison(edited, shown, built, history, by).entries())
    if found and not by.analyst.strip():
        raise InputError("the document does not say who changed it; give --analyst NAME")
    if found and by.day is None:
        raise InputError("the document does not say when it was changed; give --date DATE")
    for entry in found:
        if not entry.reason:
            raise InputError(
                f"say why '{entry.sentence}' was {entry.deed.value}: --reason TEXT for all "
                "changes, or a comment on the sentence"
            )
    return found


@dataclass
class _Comparison:
    edited: Edited
    shown: Paper
    built: Paper
    history: History
    by: Signature

    def __post_init__(self) -> None:
        self._evidence = Evidence(self.built)
        self._machine = {one.id: one for one in self.built.sentences}
        self._standing = self.history.standing(self.edited.as_of)
        self._anchors: dict[str, str] = {
            entry.sentence: entry.anchor for entry in self.history.entries if entry.anchor
        }
        self._before = {entry.sentence: entry.before for entry in self.history.entries}
        self._counts: dict[str, int] = {}
        for entry in self.history.entries:
            if entry.anchor and entry.deed is Deed.ADDED:
                self._counts[entry.anchor] = self._counts.get(entry.anchor, 0) + 1

    def entries(self) -> Iterator[Entry]:
        texts, done = self.edited.sentences, set[str]()
        for one in self.shown.sentences:
            text = texts.get(one.id, "")
            if text == legible(one.text) or (not text and _left_out(one)):
                continue
            key = one.id.removesuffix(MOVED)
            if key in done:
                continue
            done.add(key)
            # Who takes out what the evidence now gives and leaves the older words means those.
            kept = (
                "" if text or _left_out_before(self.shown, one.id) else texts.get(key + MOVED, "")
            )
            yield self._changed(one, key, text or kept)
        for addition in self.edited.additions:
            yield self._added(addition)

    def _changed(self, one: Sentence, key: str, text: str) -> Entry:
        machine = self._machine.get(key)
        flagged = one.id.endswith(MOVED)
        if not text:
            deed = Deed.RESTORED if flagged or _is_lost(one, machine) else Deed.DELETED
        elif machine and text == legible(machine.text) and key in self._standing:
            deed = Deed.RESTORED
        else:
            deed = Deed.CHANGED
        return self._entry(key, deed, text, self._comment(one.id))

    def _added(self, addition: Addition) -> Entry:
        anchor = addition.anchor.removesuffix(MOVED)
        number = self._counts[anchor] = self._counts.get(anchor, 0) + 1
        self._anchors[f"{anchor}+{number}"] = anchor
        self._before[f"{anchor}+{number}"] = addition.before
        return self._entry(f"{anchor}+{number}", Deed.ADDED, addition.text, addition.comment)

    def _entry(self, key: str, deed: Deed, text: str, comment: str) -> Entry:
        machine, anchor = self._machine.get(key), self._anchors.get(key, "")
        return Entry(
            sentence=key,
            deed=deed,
            text="" if deed in (Deed.DELETED, Deed.RESTORED) else text,
            original=machine.text if machine else "",
            evidence=self._rests_on(key if machine else anchor),
            analyst=legible(self.by.analyst),
            date=self.by.day or date.min,
            reason=legible(comment or self.by.reason),
            release=self.built.release,
            anchor=anchor,
            before=self._before.get(key, False),
        )

    def _rests_on(self, key: str) -> str:
        """Return the hash for a sentence; for an added one, of the first that the evidence gave."""
        seen = set[str]()
        while key not in self._machine and key not in seen:
            seen.add(key)
            key = self._anchors.get(key, key)
        machine = self._machine.get(key)
        return self._evidence.of(machine) if machine else ""

    def _comment(self, key: str) -> str:
        return self.edited.comments.get(key, "")


def _left_out(one: Sentence) -> bool:
    return one.override is not None and one.override.action is OverrideAction.DELETED


def _is_lost(one: Sentence, machine: Sentence | None) -> bool:
    """Whether these are words whose sentence is no longer in the paper."""
    by = one.override
    return machine is None and by is not None and by.action is OverrideAction.CHANGED


def _left_out_before(shown: Paper, key: str) -> bool:
    """Whether the flag behind a sentence only says that it had been left out."""
    return any(one.id == key + MOVED and _left_out(one) for one in shown.sentences)
