"""What the page template shows, settled beforehand: numbers of notes, words, drawings, tables."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from markupsafe import Markup, escape

from countrydesk.errors import RenderError
from countrydesk.model import Status
from countrydesk.paper.nodes import Card, Confidence, Exhibit, Paragraph, Table
from countrydesk.paper.writing.speech import said
from countrydesk.render.annex import (
    interval_words,
    is_annex,
    method_uses,
    observation_groups,
    place_words,
    value_words,
)
from countrydesk.render.notes import (
    day,
    exhibit_notes,
    is_crowd,
    numbered,
    percent,
    period_words,
    place_in_text,
    sentence_notes,
    slot_notes,
    source_name,
    table_notes,
)
from countrydesk.render.tabular import data_grid
from countrydesk.render.words import (
    coverage_words,
    kind_word,
    missing_words,
    override_words,
    plain,
    source_lines,
    years,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from countrydesk.charts.export import Drawing
    from countrydesk.model import Origin
    from countrydesk.paper.nodes import Block, Coverage, Paper, Part, Section, Sentence
    from countrydesk.render.annex import SeriesGroup
    from countrydesk.render.notes import SourceNote
    from countrydesk.render.tabular import Grid

_FRONT: Final = "front"
_MOST: Final = 6
_DOTS: Final = {Confidence.LOW: "●○○", Confidence.MODERATE: "●●○", Confidence.HIGH: "●●●"}


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note at one place of the page; ``href`` is its series in the annex."""

    id: str
    number: int
    note: SourceNote
    released: str
    href: str


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence. A part without notes (None) is plain text; else the ids of its notes.

    ``notes`` are all its notes, ``fresh`` those that the section has not shown before. Where
    they are too many, both are empty and ``crowd`` lists them by source. ``by`` says which analyst
    wrote the sentence, when and why.
    """

    id: str
    kind: str
    kind_word: str
    parts: tuple[tuple[str, str | None], ...]
    marks: str
    notes: tuple[PlacedNote, ...]
    fresh: tuple[PlacedNote, ...]
    likelihood: str
    share: int
    confidence: str
    dots: str
    crowd: tuple[str, ...] = ()
    crowd_words: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph, or a list of its sentences."""

    items: bool
    sentences: tuple[SentenceView, ...]
    name: str = ""
    form: str = "paragraph"

    @property
    def notes(self) -> tuple[PlacedNote, ...]:
        """The notes of its sentences, each once."""
        return tuple(dict.fromkeys(note for one in self.sentences for note in one.notes))

    @property
    def crowd(self) -> tuple[str, ...]:
        """The source lines of sentences that rest on too many series for the margin."""
        return tuple(line for one in self.sentences for line in one.crowd)

    @property
    def by(self) -> tuple[str, ...]:
        """What analysts did to its sentences."""
        return tuple(one.by for one in self.sentences if one.by)


@dataclass(frozen=True, slots=True)
class JudgementsView:
    """The key judgements of the front page, one paragraph each."""

    paragraphs: tuple[ParagraphView, ...]
    form: str = "judgements"


@dataclass(frozen=True, slots=True)
class TableView:
    """A table with its number and source lines."""

    id: str
    number: int
    caption: str
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]
    form: str = "table"


@dataclass(frozen=True, slots=True)
class ExhibitView:
    """A chart or map, the table behind it, and the same as a file to download."""

    id: str
    number: int
    title: str
    alt: str
    svg: Markup
    grid: Grid
    csv: str
    file: str
    sources: tuple[str, ...]
    form: str = "exhibit"


@dataclass(frozen=True, slots=True)
class CardView:
    """A proposal."""

    id: str
    title: str
    fields: tuple[ParagraphView, ...]
    form: str = "card"


BlockView = ParagraphView | JudgementsView | TableView | ExhibitView | CardView


@dataclass(frozen=True, slots=True)
class Meter:
    """The coverage of a section in figures and words."""

    share: int
    count: str
    age: str
    words: str
    missing: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with the level of its heading on the page."""

    id: str
    heading: str
    heading_level: int
    seen_from: str
    meter: Meter | None
    blocks: tuple[BlockView, ...]
    children: tuple[SectionView, ...]
    front: bool
    annex: bool


@dataclass(frozen=True, slots=True)
class MeterRow:
    """A line of the overview of coverage."""

    section: str
    heading: str
    meter: Meter


@dataclass(frozen=True, slots=True)
class PageView:
    """All that the template needs besides the paper itself."""

    sections: tuple[SectionView, ...]
    meters: tuple[MeterRow, ...]
    groups: tuple[dict[str, object], ...]
    methods: tuple[tuple[str, str, str], ...]
    origins: tuple[dict[str, str], ...]

    @classmethod
    def of(cls, paper: Paper, drawings: Mapping[str, Drawing]) -> PageView:
        """Return the page of a paper; ``drawings`` are its charts by exhibit id."""
        groups = observation_groups(paper)
        writer = _Writer(paper, drawings, groups)
        sections = tuple(writer.section(part) for part in paper.sections)
        return cls(
            sections=sections,
            meters=tuple(_meter_rows(sections)),
            groups=tuple(_group(paper, group) for group in groups),
            methods=tuple((use.name, use.doc, str(use.findings)) for use in method_uses(paper)),
            origins=tuple(_origin(paper.origins[name]) for name in sorted(paper.origins)),
        )


@dataclass
class _Writer:
    """Turns sections into views; counts figures, tables and the places of notes.

    ``shown`` are the notes that the section has put in its margin.
    """

    paper: Paper
    drawings: Mapping[str, Drawing]
    groups: tuple[SeriesGroup, ...]
    numbers: Mapping[SourceNote, int] = field(init=False)
    series: dict[str, str] = field(init=False)
    figures: int = 0
    tables: int = 0
    placed: dict[int, int] = field(default_factory=dict)
    shown: dict[int, PlacedNote] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = numbered(self.paper)
        self.series = {
            item.id: f"og-{at}"
            for at, group in enumerate(self.groups, start=1)
            for item in group.observations
        }

    def section(self, part: Section) -> SectionView:
        self.shown = {}
        return SectionView(
            id=part.id,
            heading=part.heading,
            heading_level=min(part.level + 1, 6),
            seen_from=place_in_text(self.paper.principal) if part.dyadic else "",
            meter=self._meter(part.coverage),
            blocks=tuple(self._blocks(part)),
            children=tuple(self.section(child) for child in part.children),
            front=part.id == _FRONT,
            annex=is_annex(part.id),
        )

    def _blocks(self, part: Section) -> Iterator[BlockView]:
        """Yield the blocks; on the front page the run of key judgements becomes one list."""
        judgements: list[ParagraphView] = []
        for block in part.blocks:
            view = self._block(block)
            if part.id == _FRONT and isinstance(view, ParagraphView) and _is_judgement(view):
                judgements.append(view)
                continue
            if judgements:
                yield JudgementsView(tuple(judgements))
                judgements = []
            yield view
        if judgements:
            yield JudgementsView(tuple(judgements))

    def _meter(self, coverage: Coverage | None) -> Meter | None:
        if coverage is None or not coverage.expected:
            return None
        return Meter(
            share=round(100 * coverage.present / coverage.expected),
            count=said("{} of {}").format(coverage.present, coverage.expected),
            age="" if coverage.median_age is None else years(coverage.median_age),
            words=coverage_words(coverage),
            missing=missing_words(self.paper, coverage),
        )

    def _block(self, block: Block) -> BlockView:
        match block:
            case Paragraph():
                return self._paragraph(block.sentences, items=block.items)
            case Table():
                return self._table(block)
            case Exhibit():
                return self._exhibit(block)
            case Card():
                return self._card(block)
        raise RenderError(f"a block of an unknown kind: {type(block).__name__}")

    # -- sentences -----------------------------------------------------------------------------

    def _paragraph(
        self, sentences: Iterable[Sentence], *, items: bool = False, name: str = ""
    ) -> ParagraphView:
        return ParagraphView(items, tuple(self._sentence(one) for one in sentences), name)

    def _sentence(self, one: Sentence) -> SentenceView:
        held = sentence_notes(self.paper, one)
        crowd = source_lines(held) if is_crowd(held) else ()
        notes = () if crowd else held
        numbers = dict.fromkeys(self.numbers[note] for note in notes)
        fresh = tuple(self._place(note) for note in notes if self.numbers[note] not in self.shown)
        chance, sure = one.likelihood, one.confidence
        return SentenceView(
            id=f"s-{one.id}",
            kind=one.kind.value,
            kind_word=kind_word(one),
            parts=tuple(self._part(one, part, notes) for part in one.parts),
            marks=", ".join(map(str, numbers)),
            notes=tuple(self.shown[number] for number in numbers),
            fresh=fresh,
            likelihood=f"{chance.word}, {percent(chance.probability)}" if chance else "",
            share=round(chance.probability * 100) if chance else 0,
            confidence=said(f"{sure.value} confidence") if sure else "",
            dots=_DOTS[sure] if sure else "",
            crowd=crowd,
            crowd_words=_crowd_words(held) if crowd else "",
            by=override_words(one),
        )

    def _part(
        self, one: Sentence, part: Part, notes: tuple[SourceNote, ...]
    ) -> tuple[str, str | None]:
        """Return the text with the ids of its notes; None for what is no figure."""
        if isinstance(part, str):
            return part, None
        if part.origin != "finding":
            return part.text, None
        if not notes:
            return part.text, f"crowd-{one.id}" if one.evidence else ""
        numbers = (self.numbers[notes[at]] for at in slot_notes(self.paper, part, notes))
        return part.text, " ".join(self.shown[number].id for number in dict.fromkeys(numbers))

    def _place(self, note: SourceNote) -> PlacedNote:
        number = self.numbers[note]
        times = self.placed[number] = self.placed.get(number, 0) + 1
        made = PlacedNote(
            f"n{number}" if times == 1 else f"n{number}-{times}",
            number,
            note,
            day(note.released_on),
            self.series[note.observations[0]],
        )
        self.shown[number] = made
        return made

    # -- tables, exhibits, cards ---------------------------------------------------------------

    def _table(self, table: Table) -> TableView:
        self.tables += 1
        numeric = (*table.numeric, *([False] * len(table.columns)))[: len(table.columns)]
        return TableView(
            id=f"t-{table.id}",
            number=self.tables,
            caption=table.caption,
            columns=table.columns,
            numeric=numeric,
            rows=tuple(tuple(plain(cell) for cell in row.cells) for row in table.rows),
            sources=source_lines(table_notes(self.paper, table), _MOST),
        )

    def _exhibit(self, exhibit: Exhibit) -> ExhibitView:
        self.figures += 1
        grid = data_grid(exhibit)
        return ExhibitView(
            id=f"x-{exhibit.id}",
            number=self.figures,
            title=exhibit.title,
            alt=exhibit.alt,
            svg=Markup(_inline(self.drawings[exhibit.id].svg)),  # noqa: S704 - drawn here, its text escaped
            grid=grid,
            csv=_csv_link(exhibit),
            file=f"{self.paper.partner}-{exhibit.id}.csv",
            sources=self._exhibit_sources(exhibit),
        )

    def _exhibit_sources(self, exhibit: Exhibit) -> tuple[str, ...]:
        """Return the source lines of an exhibit; a source without observations by its name."""
        notes = exhibit_notes(self.paper, exhibit)
        bare = [name for name in exhibit.sources if name not in {note.source for note in notes}]
        return (*source_lines(notes, _MOST), *(source_name(self.paper, name) for name in bare))

    def _card(self, card: Card) -> CardView:
        fields = tuple(self._paragraph(sentences, name=name) for name, sentences in card.fields)
        return CardView(f"c-{card.id}", plain(card.title), fields)


def _is_judgement(view: ParagraphView) -> bool:
    """Whether a paragraph says more than facts and is no list."""
    return not view.items and bool(view.sentences[0].kind_word)


def _meter_rows(sections: Iterable[SectionView]) -> Iterator[MeterRow]:
    """Yield the meter of each chapter, or those of its sections where it has none itself."""
    for part in sections:
        if part.meter:
            yield MeterRow(part.id, part.heading, part.meter)
        else:
            yield from _meter_rows(part.children)


def _crowd_words(notes: Iterable[SourceNote]) -> str:
    """Return ``53 series of 6 sources``."""
    held = list(notes)
    sources = len({note.source for note in held})
    return said("{} series of {} sources").format(len(held), sources)


def _inline(svg: str) -> str:
    """Return a drawing for use inside the page, where its frame carries the words."""
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def _csv_link(exhibit: Exhibit) -> str:
    """Return the data of an exhibit, as they are, as a link that holds a CSV file."""
    names = list(dict.fromkeys(name for row in exhibit.data for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    for row in exhibit.data:
        writer.writerow(["" if row.get(name) is None else row[name] for name in names])
    return f"data:text/csv;charset=utf-8,{quote(text.getvalue())}"


def _group(paper: Paper, group: SeriesGroup) -> dict[str, object]:
    rows = [
        (
            place_words(item),
            period_words(item.period),
            value_words(item),
            interval_words(item),
            "" if item.status is Status.ACTUAL else said(item.status.value),
            item.id,
        )
        for item in group.observations
    ]
    intervals, statuses = any(row[3] for row in rows), any(row[4] for row in rows)
    return {
        "label": group.label, "name": source_name(paper, group.source), "series": group.series,
        "unit": group.unit, "released": group.released, "retrieved": group.retrieved,
        "raw": group.raw, "count": len(rows), "intervals": intervals, "statuses": statuses,
        "rows": Markup("".join(_row(row, intervals, statuses) for row in rows)),  # noqa: S704 - each cell is escaped
    }  # fmt: skip


def _row(cells: Sequence[str], intervals: bool, statuses: bool) -> str:
    """Return a row of the annex as HTML; a template would take ten times as long over them."""
    place, period, value, interval, status, item = map(escape, cells)
    middle = f"<td class=r>{interval}" if intervals else ""
    late = f"<td>{status}" if statuses else ""
    return f"<tr><td>{place}<td>{period}<td class=r>{value}{middle}{late}<td><code>{item}</code>\n"


def _origin(origin: Origin) -> dict[str, str]:
    return {
        "source": origin.source, "producer": origin.producer, "title": origin.title,
        "citation": origin.citation, "url": origin.url, "upstream": origin.upstream,
        "released": day(origin.released_on), "licence": origin.licence.name,
        "licence_url": origin.licence.url,
    }  # fmt: skip
