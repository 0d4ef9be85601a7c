"""How alike papers read, and how much of what they say carries a figure and a source.

Alike are sentences that are the same once every slot (each figure, date and name) is masked.
Density is the share of sentences that print a figure or a date and rest on a source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from countrydesk.paper.nodes import Paper, Sentence, SentenceKind

MASK = "▢"
MOST_SHARED = 0.20
_RUN = re.compile(rf"{MASK}(?:[ ,]*(?:and )?{MASK})+")
_FIGURE = re.compile(r"\d")
_ENDS = re.compile(r"(?<=[.!?])[\"”)]?\s+(?=[A-Z“\"(])")
_SOURCE = re.compile(
    r"https?://|www\.|\[\^?\d+\]|\b[A-Z]\w+ \(\d{4}\)"
    r"|\bet al\b|\b[Aa]ccording to\b|\b[Ss]ource:|\bdoi:"
)


@dataclass(frozen=True)
class Density:
    """How many sentences there are, have a digit, have a source, and have both."""

    sentences: int
    figures: int
    sourced: int
    both: int

    @property
    def share(self) -> float:
        """The share of sentences with both, in percent; 0 where there is none."""
        return 100 * self.both / self.sentences if self.sentences else 0.0

    def __add__(self, other: Density) -> Density:
        return Density(
            self.sentences + other.sentences,
            self.figures + other.figures,
            self.sourced + other.sourced,
            self.both + other.both,
        )


NOTHING = Density(0, 0, 0, 0)


def masked(sentence: Sentence) -> str:
    """Return a sentence with each run of slots replaced by one mask."""
    parts = (part if isinstance(part, str) else MASK for part in sentence.parts)
    return _RUN.sub(MASK, "".join(parts))


def shapes(paper: Paper) -> frozenset[str]:
    """Return the masked sentences of a paper."""
    return frozenset(masked(sentence) for sentence in paper.sentences)


def shared(papers: Iterable[frozenset[str]]) -> tuple[list[tuple[str, float]], int]:
    """Return masked sentences with the share of papers that have them, and the number of papers.

    The most shared come first; those of one paper only are left out.
    """
    counts: Counter[str] = Counter()
    n = 0
    for one in papers:
        counts.update(one)
        n += 1
    often = [(text, count / n) for text, count in counts.items() if count > 1]
    return sorted(often, key=lambda pair: (-pair[1], pair[0])), n


def density(paper: Paper) -> Density:
    """Return the density of a paper; notes on how it was made are not counted."""
    said = [s for s in paper.sentences if s.kind is not SentenceKind.NOTE]
    figures = [s for s in said if any(_FIGURE.search(slot.text) for slot in s.slots)]
    return Density(
        len(said),
        len(figures),
        sum(bool(s.evidence) for s in said),
        sum(bool(s.evidence) for s in figures),
    )


def density_of_text(text: str) -> Density:
    """Return the density of somebody else's text: a source is a link, a note or a named origin."""
    said = [
        sentence
        for line in text.splitlines()
        for sentence in _ENDS.split(line.strip())
        if len(sentence.split()) > 3
    ]
    figures = [s for s in said if _FIGURE.search(s)]
    sourced = [s for s in said if _SOURCE.search(s)]
    both = [s for s in figures if _SOURCE.search(s)]
    return Density(len(said), len(figures), len(sourced), len(both))
