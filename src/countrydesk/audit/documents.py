"""A text as lines, sections and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"(?<=[.!?])[\"”’)\]]*(?:\[\^?\d+\])?\s+(?=[\"“‘(\[]?[A-Z0-9À-Þ$€])")
_SHORT = re.compile(
    r"\b(?:U\.S|U\.K|U\.N|E\.U|D\.C|Mr|Mrs|Ms|Dr|St|Gen|Col|Sen|Rep|Gov|No|vs|cf|e\.g|i\.e|approx|est"
    r"|ca|Inc|Ltd|Co|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z])\.$"
)
_MARK = re.compile(r"^\s*(?:[-*+•‣◦–]\s+|\d{1,2}[.)]\s+|>\s*)+")
_HEADING = re.compile(
    r"^\s*#{1,6}\s+(?P<text>.+?)\s*#*\s*$|^\s*\*{2,3}(?P<bold>[^*]+?):?\*{2,3}:?\s*$"
)
_LEAD = re.compile(r"^\s*\*{2,3}(?P<bold>[^*]{2,90}?):?\*{2,3}:?\s+")
_STARS = re.compile(r"\*{1,3}|`|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_LINK = re.compile(r"\[([^\]]+)\]\((?:[^)]*)\)")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,}|\|?[\s:|-]{4,}\|?)\s*$")


@dataclass(frozen=True)
class Sentence:
    """A sentence: its number from 1, its line from 1, the heading it stands under, its text."""

    number: int
    line: int
    heading: str
    text: str


def read_sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text; headings, rules and marks of lists are not part of them."""
    found: list[Sentence] = []
    heading = ""
    for line, raw in enumerate(text.splitlines(), 1):
        if not raw.strip() or _RULE.match(raw):
            continue
        title = _HEADING.match(raw)
        if title:
            heading = (title["text"] or title["bold"]).strip(" *:")
            continue
        lead = _LEAD.match(raw)
        if lead:
            heading = lead["bold"].strip(" :")
        for piece in _pieces(_plain(raw[lead.end() :] if lead else raw)):
            found.append(Sentence(len(found) + 1, line, heading, piece))
    return found


def _plain(raw: str) -> str:
    text = _LINK.sub(r"\1", _MARK.sub("", raw))
    if text.lstrip().startswith("|"):
        text = re.sub(r"\s*\|\s*", ": ", text.strip().strip("|").strip(), count=1)
        text = re.sub(r"\s*\|\s*", ", ", text)
    return re.sub(r"\s+", " ", _STARS.sub("", text)).strip()


def _pieces(text: str) -> Iterator[str]:
    """Yield the sentences of a line; the point of an abbreviation ends none."""
    start = 0
    for match in _END.finditer(text):
        if _SHORT.search(text[start : match.start()]):
            continue
        yield text[start : match.end()].strip()
        start = match.end()
    if text[start:].strip():
        yield text[start:].strip()
