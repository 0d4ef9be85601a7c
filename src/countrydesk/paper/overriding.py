"""Putting analysts' words into a paper, marked as such, and flagging those the evidence outran."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from countrydesk.paper.nodes import (
    Block,
    Card,
    Override,
    OverrideAction,
    Paper,
    Paragraph,
    Section,
    Sentence,
    SentenceKind,
)
from countrydesk.paper.overrides import Deed, Entry, Evidence, History

MOVED = "+moved"
LEFT_OUT = "A sentence is left out here."
HAD_LEFT_OUT = "The sentence before this was left out when the evidence was another."


def overridden(paper: Paper, history: History) -> Paper:
    """Return the paper with what analysts wrote until its day.

    Where the evidence behind a sentence is what the analyst saw, the words take its place. Where
    it has moved, the sentence stands as the evidence now gives it and the words follow it, flagged.
    Words whose sentence is no longer in the paper stand at the end of its section, flagged too.
    """
    standing = history.standing(paper.as_of)
    count = len(history.entries)
    if not standing:
        return replace(paper, overrides=count)
    return replace(_Pen(paper, standing).paper(), overrides=count)


@dataclass
class _Pen:
    """Rewrites the sections of one paper."""

    source: Paper
    standing: dict[str, Entry]
    evidence: Evidence = field(init=False)
    added: dict[tuple[str, bool], list[Entry]] = field(init=False)
    lost: dict[str, list[Entry]] = field(init=False)

    def __post_init__(self) -> None:
        self.evidence = Evidence(self.source)
        self.added = defaultdict(list)
        known = {sentence.id for sentence in self.source.sentences}
        entries = self.standing.values()
        known |= {entry.sentence for entry in entries if entry.anchor}
        self.lost = defaultdict(list)
        sections = [section.id for section in self.source.walk()]
        for entry in entries:
            at = entry.anchor or entry.sentence
            if at not in known:
                home = _section(at)
                self.lost[home if home in sections else sections[0]].append(entry)
            elif entry.anchor:
                self.added[entry.anchor, entry.before].append(entry)

    def paper(self) -> Paper:
        return replace(self.source, sections=tuple(map(self._section, self.source.sections)))

    def _section(self, section: Section) -> Section:
        blocks = [self._block(block) for block in section.blocks]
        lost = [
            one
            for entry in self.lost.get(section.id, ())
            for one in self._with_added(_words(entry, moved=True), moved=True)
            if entry.deed is not Deed.DELETED
        ]
        if lost:
            blocks.append(Paragraph(f"{section.id}.analysts", tuple(lost)))
        children = tuple(map(self._section, section.children))
        return replace(section, blocks=tuple(blocks), children=children)

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph():
                return replace(block, sentences=self._sentences(block.sentences))
            case Card():
                fields = tuple((name, self._sentences(held)) for name, held in block.fields)
                return replace(block, fields=fields)
            case _:
                return block

    def _sentences(self, sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
        return tuple(one for sentence in sentences for one in self._sentence(sentence))

    def _sentence(self, sentence: Sentence) -> Iterable[Sentence]:
        entry = self.standing.get(sentence.id)
        now = self.evidence.of(sentence)
        yield from self._additions(sentence.id, now, before=True)
        if entry is None:
            yield sentence
        elif entry.evidence == now:
            yield _words(entry, moved=False)
        else:
            yield sentence
            yield replace(_words(entry, moved=True), id=sentence.id + MOVED)
        yield from self._additions(sentence.id, now, before=False)

    def _additions(self, anchor: str, now: str, *, before: bool) -> Iterable[Sentence]:
        for entry in self.added.get((anchor, before), ()):
            moved = entry.evidence != now
            yield from self._with_added(_words(entry, moved=moved), moved=moved)

    def _with_added(self, sentence: Sentence, *, moved: bool) -> Iterable[Sentence]:
        """Yield an analyst's sentence with those that analysts added around it."""
        for entry in self.added.get((sentence.id, True), ()):
            yield from self._with_added(_words(entry, moved=moved), moved=moved)
        yield sentence
        for entry in self.added.get((sentence.id, False), ()):
            yield from self._with_added(_words(entry, moved=moved), moved=moved)


def _words(entry: Entry, *, moved: bool) -> Sentence:
    """Return what an entry puts into the paper; it rests on nothing."""
    text, action = entry.text, OverrideAction.CHANGED
    if entry.anchor:
        action = OverrideAction.ADDED
    elif entry.deed is Deed.DELETED:
        text, action = HAD_LEFT_OUT if moved else LEFT_OUT, OverrideAction.DELETED
    by = Override(action, entry.analyst, entry.date, entry.reason, entry.original, moved)
    return Sentence(entry.sentence, SentenceKind.ANALYST, (text,), (), (), override=by)


def _section(sentence: str) -> str:
    return sentence.split(".")[2] if sentence.count(".") > 1 else ""
