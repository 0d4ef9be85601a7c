"""A text as lines, sections and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from countrydesk.audit.tables import is_row, is_rule, split_row

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
_SPEAKER = re.compile(
    r"^(?:(?:Q|A|Question|Answer)(?:\s?\d{1,2})?[.:)]\s+"
    r"|(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Amb)\.?\s|The\s)?[A-Z][A-Z'’\- ]{2,28}[.:]\s+(?=[A-Z\"“]))"
)
LEAST_WIDTH = 50
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,}|\|?[\s:|-]{4,}\|?)\s*$")


@dataclass(frozen=True)
class Sentence:
    """A sentence: its number from 1, its line from 1, the heading it stands under, its text.

    A row of a table has the cells of the table's head in ``columns``.
    """

    number: int
    line: int
    heading: str
    text: str
    columns: tuple[str, ...] = ()


def read_sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text; headings, rules and marks of lists are not part of them."""
    found: list[Sentence] = []
    heading = ""
    heads = table_heads(text.splitlines())
    for line, raw in paragraphs(text):
        if not raw.strip() or _RULE.match(raw):
            continue
        if line in heads:
            if heads[line]:
                found.append(Sentence(len(found) + 1, line, heading, raw.strip(), heads[line]))
            continue
        title = _HEADING.match(raw)
        if title:
            heading = (title["text"] or title["bold"]).strip(" *:")
            continue
        lead = _LEAD.match(raw)
        if lead:
            heading = lead["bold"].strip(" :")
        for piece in _pieces(plain_line(raw[lead.end() :] if lead else raw)):
            found.append(Sentence(len(found) + 1, line, heading, piece))
    return found


def table_heads(lines: list[str]) -> dict[int, tuple[str, ...]]:
    """Return the head of the table for each row of one, by line from 1; () for the head itself."""
    found: dict[int, tuple[str, ...]] = {}
    head: tuple[str, ...] = ()
    for line, raw in enumerate(lines, 1):
        if not is_row(raw):
            head = ()
        elif (
            is_rule(raw)
            and 1 < line < len(lines)
            and all(is_row(lines[n]) for n in (line - 2, line))
        ):
            head = tuple(split_row(lines[line - 2]))
            found[line - 1] = found[line] = ()
        elif head:
            found[line] = head
    return found


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text with their numbers; what a fixed width broke is joined again."""
    held, first = "", 0
    for line, raw in enumerate(text.splitlines(), 1):
        if held and _goes_on(held, raw):
            held = f"{held.rstrip()} {raw.strip()}"
            continue
        if held:
            yield first, held
        held, first = raw, line
    if held:
        yield first, held


def _goes_on(before: str, line: str) -> bool:
    """Whether a line goes on with the sentence that the line before left open."""
    if not line.strip() or len(before) < LEAST_WIDTH or before.rstrip()[-1:] in '.!?:;|"”':
        return False
    if before.lstrip().startswith(("#", "|")) or _HEADING.match(before):
        return False
    return not (_MARK.match(line) or _HEADING.match(line) or _RULE.match(line) or is_row(line))


def plain_line(raw: str) -> str:
    """Return a line without the marks of lists, emphasis, links, tables and speakers."""
    text = _LINK.sub(r"\1", _MARK.sub("", raw))
    if text.lstrip().startswith("|"):
        text = re.sub(r"\s*\|\s*", ": ", text.strip().strip("|").strip(), count=1)
        text = re.sub(r"\s*\|\s*", ", ", text)
    return _SPEAKER.sub("", re.sub(r"\s+", " ", _STARS.sub("", text)).strip())


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
