"""The house's rules of writing: no filler, no undated now, no cause without a method."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from countrydesk.errors import LintError
from countrydesk.paper.nodes import Paper, Paragraph, Sentence, SentenceKind, Slot

FILLER = (
    "plays a crucial role", "plays a key role", "plays a vital role", "plays an important role",
    "faces challenges", "faces significant challenges", "faces ongoing challenges",
    "rich history", "it is important to note", "it is worth noting", "complex and evolving",
    "underscores the importance", "in today's world", "a mixed picture", "diverse landscape",
    "strategic partner", "key partner", "vital partner", "fertile ground", "remains to be seen",
    "needless to say", "significant number of", "continues to grapple", "poses challenges",
    "navigate", "leverage", "foster", "a testament to", "delve", "robust partnership",
    "shared values of", "multifaceted", "holistic", "synergies", "going forward",
)  # fmt: skip
UNDATED = ("recent", "recently", "currently", "nowadays", "at present", "these days", "lately",
    "today", "soon", "in the coming years", "at the moment")  # fmt: skip
CAUSAL = ("because of", "caused by", "due to", "led to", "leads to", "as a result of",
    "thanks to", "resulted in", "driven by", "owing to")  # fmt: skip
_PATTERNS = {
    "filler": re.compile("|".join(re.escape(word) for word in FILLER), re.IGNORECASE),
    "undated": re.compile(rf"\b({'|'.join(UNDATED)})\b", re.IGNORECASE),
    "causal": re.compile(rf"\b({'|'.join(CAUSAL)})\b", re.IGNORECASE),
}
_SHAPE = (
    ("two spaces", re.compile(r"  ")),
    ("a space before a mark", re.compile(r" [,.;:!?](?!\d)")),
    ("a doubled mark", re.compile(r"[,;:]{2}|\.{2}|,\.|;\.")),
    ("a leftover of a template", re.compile(r"[{}<>|\[\]]|\bNone\b|\bnan\b")),
    ("a doubled word", re.compile(r"\b(\w+) \1\b", re.IGNORECASE)),
)
_DOUBLED_NAMES = frozenset({"pago pago", "baden baden", "that that"})


@dataclass(frozen=True, slots=True)
class Complaint:
    """One breach: the rule, the sentence, and what in it gave offence."""

    rule: str
    sentence: str
    text: str
    what: str

    def __str__(self) -> str:
        return f"{self.sentence}: {self.rule}: '{self.what}' in: {self.text}"


def lint(paper: Paper) -> None:
    """Check every sentence and paragraph of a paper.

    Raises:
        LintError: with the first complaint and how many there are.
    """
    found = list(complaints(paper))
    if found:
        raise LintError(f"{found[0]} ({len(found)} in all)")


def complaints(paper: Paper) -> Iterator[Complaint]:
    """Yield every breach in reading order."""
    seen: Counter[str] = Counter()
    for section in paper.walk():
        for sentence in section.sentences:
            if sentence.kind is SentenceKind.ANALYST:
                continue
            yield from _of_sentence(sentence)
            if sentence.kind is not SentenceKind.NOTE and len(sentence.slots):
                seen[sentence.text] += 1
                if seen[sentence.text] == 2:
                    yield Complaint("said twice", sentence.id, sentence.text, sentence.text[:40])
        for block in section.blocks:
            if isinstance(block, Paragraph) and not block.sentences:
                yield Complaint("empty", block.id, "", "paragraph")


def _of_sentence(sentence: Sentence) -> Iterator[Complaint]:
    text = sentence.text
    own = "".join(" " if isinstance(part, Slot) else part for part in sentence.parts)
    for rule, pattern in _PATTERNS.items():
        match = pattern.search(own)
        if match:
            yield Complaint(rule, sentence.id, text, match.group())
    for rule, pattern in _SHAPE:
        match = pattern.search(text)
        if match and match.group().lower() not in _DOUBLED_NAMES:
            yield Complaint(rule, sentence.id, text, match.group())
    if not text.endswith((".", ".”", "?", ":")):
        yield Complaint("end", sentence.id, text, text[-5:])
