"""The paper as GitHub-flavoured Markdown with a footnote for the sources of each sentence.

The text is safe for pandoc as well: every character that either dialect reads as markup is
escaped. Charts are titled data tables with the words for those who do not see them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from countrydesk.model.units import UNITS
from countrydesk.paper.nodes import Card, Exhibit, Paragraph, Table
from countrydesk.paper.writing.speech import said
from countrydesk.render.annex import (
    HASH_DIGITS,
    is_annex,
    method_uses,
    value_words,
)
from countrydesk.render.notes import (
    day,
    exhibit_notes,
    period_words,
    place_name,
    sentence_notes,
    table_notes,
)
from countrydesk.render.tabular import data_grid
from countrydesk.render.words import (
    coverage_words,
    facts,
    grouped,
    joined,
    kind_word,
    legend,
    missing_words,
    one_line,
    override_words,
    plain,
    source_lines,
    sure_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from countrydesk.model import Observation
    from countrydesk.paper.nodes import Block, Coverage, Paper, Section, Sentence
    from countrydesk.render import Theme
    from countrydesk.render.notes import SourceNote

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$@^]|&(?=#?\w+;))")
_LIST_START = re.compile(r"^(\(?\w{1,9})([.)])(?=\s|$)")
_LINE_START = re.compile(r"^([-+=:%])")
_SMART = re.compile(r"--|\.\.\.")
_DEEPEST = 6


def render(paper: Paper, theme: Theme) -> bytes:  # noqa: ARG001
    """Return the paper as Markdown in UTF-8; the theme changes nothing."""
    blocks = _Writer(paper).blocks()
    return ("\n\n".join(blocks) + "\n").encode()


def escape(text: str) -> str:
    """Return text that reads as itself wherever it stands in a paragraph, cell or heading."""
    if text.isalnum():
        return text
    safe = _MARKUP.sub(r"\\\1", one_line(text).strip(" "))
    safe = _SMART.sub(lambda match: "".join(f"\\{mark}" for mark in match.group()), safe)
    safe = _LIST_START.sub(r"\1\\\2", safe)
    return _LINE_START.sub(r"\\\1", safe)


class _Writer:
    """Writes one paper; the footnotes are numbered as they are first used."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._footnotes: dict[str, int] = {}
        self._figures = 0
        self._tables = 0

    def blocks(self) -> Iterator[str]:
        """Yield the blocks of the document in reading order."""
        paper = self._paper
        yield f"# {escape(paper.title)}"
        yield "\n".join(f"- **{fact.name}:** {escape(fact.value)}" for fact in facts(paper))
        yield escape(legend(paper))
        for section in paper.walk():
            yield from self._section(section)
        if not any(is_annex(section.id) for section in paper.walk()):
            yield f"## {said('Annex')}"
            yield from self._annex()
        if self._footnotes:
            yield "\n".join(f"[^{n}]: {text}" for text, n in self._footnotes.items())

    def _section(self, section: Section) -> Iterator[str]:
        yield f"{'#' * min(section.level + 1, _DEEPEST)} {escape(section.heading)}"
        if section.coverage is not None:
            yield self._coverage(section.coverage)
        for block in grouped(section):
            if isinstance(block, tuple):
                lines = (f"{at}. {self._run(one.sentences)}" for at, one in enumerate(block, 1))
                yield "\n".join(lines)
            else:
                yield from self._block(block)
        if is_annex(section.id):
            yield from self._annex()

    def _coverage(self, coverage: Coverage) -> str:
        missing = missing_words(self._paper, coverage)
        tail = f". {said('Missing')}: {missing}" if missing else ""
        return f"*{said('Evidence')}: {escape(coverage_words(coverage) + tail)}.*"

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(items=True):
                yield "\n".join(f"- {self._sentence(item)}" for item in block.sentences)
            case Paragraph():
                yield self._run(block.sentences)
            case Table():
                yield from self._table(block)
            case Exhibit():
                yield from self._exhibit(block)
            case Card():
                yield from self._card(block)

    # -- sentences -----------------------------------------------------------------------------

    def _run(self, sentences: Iterable[Sentence]) -> str:
        return " ".join(self._sentence(item) for item in sentences)

    def _sentence(self, sentence: Sentence) -> str:
        kind, sure = kind_word(sentence), sure_words(sentence)
        parts = [f"*{kind}:*"] if kind else []
        parts.append(escape(sentence.text))
        parts += [f"*({escape(sure)})*"] if sure else []
        by = override_words(sentence)
        if by:
            return " ".join(parts) + self._numbered(escape(by))
        return " ".join(parts) + self._mark(sentence_notes(self._paper, sentence))

    def _mark(self, notes: Sequence[SourceNote]) -> str:
        return self._numbered(escape(joined(source_lines(notes)))) if notes else ""

    def _numbered(self, text: str) -> str:
        number = self._footnotes.setdefault(text, len(self._footnotes) + 1)
        return f"[^{number}]"

    # -- tables, exhibits, cards ---------------------------------------------------------------

    def _table(self, table: Table) -> Iterator[str]:
        self._tables += 1
        mark = self._mark(table_notes(self._paper, table))
        yield f"**{said('Table')} {self._tables}. {escape(table.caption)}**{mark}"
        rows = [[plain(cell) for cell in row.cells] for row in table.rows]
        yield pipe_table(table.columns, rows, table.numeric)

    def _exhibit(self, exhibit: Exhibit) -> Iterator[str]:
        self._figures += 1
        mark = self._mark(exhibit_notes(self._paper, exhibit))
        yield f"**{said('Figure')} {self._figures}. {escape(exhibit.title)}**{mark}"
        yield escape(exhibit.alt)
        grid = data_grid(exhibit)
        if grid.rows:
            yield pipe_table(grid.columns, grid.rows, grid.numeric)

    def _card(self, card: Card) -> Iterator[str]:
        yield f"**{said('Proposal')}: {escape(plain(card.title))}**"
        yield "\n".join(
            f"- **{escape(name)}:** {self._run(sentences)}" for name, sentences in card.fields
        )

    # -- the annex -----------------------------------------------------------------------------

    def _annex(self) -> Iterator[str]:
        paper = self._paper
        yield f"### {said('Observations')}"
        items = sorted(paper.observations.values(), key=_order)
        heads = [said(name) for name in _OBSERVED]
        yield pipe_table(heads, [_observed(paper, item) for item in items], _OBSERVED_NUMERIC)
        yield f"### {said('Methods')}"
        uses = [
            (use.name, use.doc.replace("``", ""), str(use.findings)) for use in method_uses(paper)
        ]
        heads = [said("Method"), said("What it does"), said("Findings")]
        yield pipe_table(heads, uses, (False, False, True))
        yield f"### {said('Sources')}"
        yield "\n".join(_origin(paper, name) for name in sorted(paper.origins))


def pipe_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[bool] = ()
) -> str:
    """Return a table of plain text as Markdown; ``numeric`` columns are set to the right."""
    flags = [*numeric, *([False] * len(columns))][: len(columns)]
    head = f"| {' | '.join(escape(name) for name in columns)} |"
    rule = f"| {' | '.join('---:' if flag else '---' for flag in flags)} |"
    body = (f"| {' | '.join(escape(cell) for cell in row)} |" for row in rows)
    return "\n".join([head, rule, *body])


_OBSERVED = (
    "Id", "Place", "Counterpart", "Indicator", "Period", "Value", "Unit", "Status", "Source",
    "Series", "Released", "Retrieved", "Raw file",
)  # fmt: skip
_OBSERVED_NUMERIC = tuple(name == "Value" for name in _OBSERVED)


def _observed(paper: Paper, item: Observation) -> tuple[str, ...]:
    return (
        item.id,
        place_name(item.place),
        place_name(item.counterpart) if item.counterpart else "",
        paper.labels.get(item.indicator, item.indicator),
        period_words(item.period),
        value_words(item),
        said(UNITS[item.unit].name) if item.unit in UNITS else item.unit,
        said(item.status.value),
        item.source,
        item.series,
        day(item.released_on),
        day(item.retrieved_on),
        item.raw_sha256[:HASH_DIGITS],
    )


def _origin(paper: Paper, name: str) -> str:
    origin = paper.origins[name]
    made_by = f"{escape(origin.producer)}, {escape(origin.title)}"
    parts = [
        f"- **{escape(name)}:** {escape(origin.citation)}.",
        f"{made_by}, {said('released')} {day(origin.released_on)}{_link(origin.url)}.",
        f"{said('Licence')}: {escape(origin.licence.name)}{_link(origin.licence.url)}.",
    ]
    if origin.upstream:
        parts.append(f"{said('Measured first by')} {escape(origin.upstream)}.")
    return " ".join(parts)


def _link(url: str) -> str:
    """Return a comma and a URL between angle brackets, empty where there is none."""
    safe = url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    return f", <{safe}>" if safe else ""


def _order(item: Observation) -> tuple[str, ...]:
    return (item.indicator, item.place, item.counterpart, item.period.text, item.source, item.id)
