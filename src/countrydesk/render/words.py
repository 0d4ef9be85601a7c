"""What readers of printed formats are told in words: kinds, marks, meters and source lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeGuard

from countrydesk.paper.nodes import OverrideAction, Paragraph, SentenceKind
from countrydesk.paper.writing.speech import figures, said
from countrydesk.render.notes import MOST_BESIDE, day, percent, place_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from countrydesk.paper.nodes import Block, Coverage, Paper, Part, Section, Sentence
    from countrydesk.render.notes import SourceNote

# Facts and notes are what a reader expects; only the others are marked.
KIND_WORDS: Final = {
    SentenceKind.JUDGEMENT: "Judgement",
    SentenceKind.FORECAST: "Forecast",
    SentenceKind.OPTION: "Option",
    SentenceKind.RECOMMENDATION: "Recommendation",
    SentenceKind.ANALYST: "Analyst",
}
LEGEND: Final = (
    "Sentences state facts unless they are marked as judgement, forecast, option or "
    "recommendation. A likelihood is a probability and the word for it; confidence is the "
    "quality of the evidence."
)
_ANALYSTS: Final = (
    " Words marked as analyst were written by the person named beside them and rest on no evidence "
    "of this paper."
)
_DID: Final = {
    OverrideAction.CHANGED: "Changed",
    OverrideAction.DELETED: "Left out",
    OverrideAction.ADDED: "Added",
}

FRONT: Final = "front"
_BREAKS = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*|\t")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the title block."""

    name: str
    value: str


def one_line(text: str) -> str:
    """Return text without line breaks and tabs; each becomes one space."""
    return _BREAKS.sub(" ", text)


def plain(parts: Iterable[Part]) -> str:
    """Return a run of text and slots as it is read."""
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def kind_word(sentence: Sentence) -> str:
    """Return the word that marks the kind of a sentence, empty for facts and notes."""
    return said(KIND_WORDS.get(sentence.kind, ""))


def sure_words(sentence: Sentence) -> str:
    """Return ``likely, 72 %; moderate confidence``, empty where neither is stated."""
    parts = []
    if sentence.likelihood is not None:
        chance = percent(sentence.likelihood.probability)
        parts.append(f"{sentence.likelihood.word}, {chance}")
    if sentence.confidence is not None:
        parts.append(said(f"{sentence.confidence} confidence"))
    return "; ".join(parts)


def legend(paper: Paper) -> str:
    """Return how to read the marks; analysts are explained where the paper has their words."""
    analysts = any(sentence.override for sentence in paper.sentences)
    return said(LEGEND) + said(_ANALYSTS) if analysts else said(LEGEND)


def override_words(sentence: Sentence) -> str:
    """Return who changed a sentence, when, why, and what stood there; empty where nobody did."""
    by = sentence.override
    if by is None:
        return ""
    stood = f" In its place the evidence gave: “{by.original}”" if by.original else ""
    moved = " The evidence has moved since this was written." if by.moved else ""
    return f"{_DID[by.action]} by {by.analyst}, {day(by.date)}: {_ended(by.reason)}{stood}{moved}"


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”")) else f"{text}."


def grouped(section: Section) -> Iterator[Block | tuple[Paragraph, ...]]:
    """Yield the blocks of a section; on the front page a run of key judgements is one tuple."""
    run: list[Paragraph] = []
    for block in section.blocks:
        if section.id == FRONT and _is_judgement(block):
            run.append(block)
            continue
        if run:
            yield tuple(run)
            run = []
        yield block
    if run:
        yield tuple(run)


def _is_judgement(block: Block) -> TypeGuard[Paragraph]:
    """Whether a block is a paragraph that opens with more than a fact, and is no list."""
    if not isinstance(block, Paragraph) or block.items or not block.sentences:
        return False
    return bool(kind_word(block.sentences[0]))


def facts(paper: Paper) -> tuple[Fact, ...]:
    """Return the title block: for whom, about whom, on what evidence."""
    as_of = said("all that is in the release") if paper.as_of is None else day(paper.as_of)
    return (
        Fact(said("Partner"), place_name(paper.partner)),
        Fact(said("Written for"), place_name(paper.principal)),
        Fact(said("Evidence cut-off"), day(paper.cutoff)),
        Fact(said("As of"), as_of),
        Fact(said("Release"), paper.release),
        Fact(said("Built by"), paper.built_by),
    )


def coverage_words(coverage: Coverage) -> str:
    """Return ``16 of 19 series present, median age 1.8 years``."""
    words = said("{} of {} series present").format(coverage.present, coverage.expected)
    if coverage.median_age is None:
        return words
    return f"{words}, {said('median age')} {years(coverage.median_age)}"


def years(age: float) -> str:
    """Return an age as ``1.8 years``."""
    return f"{figures(f'{age:.1f}')} {said('years')}"


def missing_words(paper: Paper, coverage: Coverage) -> str:
    """Return the missing indicators by name, with the direction where they belong to a dyad."""
    return ", ".join(_missing(paper, entry) for entry in coverage.missing)


def _missing(paper: Paper, entry: str) -> str:
    indicator = entry.strip(">")
    label = paper.labels.get(indicator) or indicator.replace("_", " ")
    if entry.startswith(">"):
        return f"{label} ({said('principal to partner')})"
    return f"{label} ({said('partner to principal')})" if entry.endswith(">") else label


def source_lines(notes: Sequence[SourceNote], most: int = 0) -> tuple[str, ...]:
    """Return one line for each release of each source behind a statement, every series listed.

    With ``most`` the lines are short: that many series a source, the rest counted; of a crowd of
    sources only the names; licences without what stands in brackets.
    """
    groups: dict[tuple[str, str, str], list[SourceNote]] = {}
    for note in notes:
        licence = note.short_licence if most else note.licence
        groups.setdefault((note.name, day(note.released_on), licence), []).append(note)
    if most and len(groups) > MOST_BESIDE:
        return (_crowd(notes),)
    return tuple(_line(*key, group, most) for key, group in groups.items())


def _crowd(notes: Sequence[SourceNote]) -> str:
    counts = Counter(note.name for note in notes)
    named = "; ".join(f"{name} ({count})" for name, count in counts.items())
    return f"{said('{} series, each listed in the annex').format(len(notes))}: {named}"


def _line(name: str, released: str, licence: str, notes: Sequence[SourceNote], most: int) -> str:
    shown = notes[:most] if most else notes
    series = [_series(note) for note in shown]
    if len(shown) < len(notes):
        more = said("{} more series, listed in the annex")
        series.append(more.format(len(notes) - len(shown)))
    return f"{name}: {'; '.join(series)}; {said('released')} {released}; {licence}"


def _series(note: SourceNote) -> str:
    parts = [note.series, note.period, note.status, note.scope]
    return ", ".join(part for part in parts if part)


def joined(lines: Iterable[str]) -> str:
    """Return source lines as one footnote."""
    return ". ".join(lines) + "."
