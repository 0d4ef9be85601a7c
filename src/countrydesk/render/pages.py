"""A paper as plain data for the typesetter: every string is data there and never markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from countrydesk.paper.nodes import Card, Exhibit, Paragraph, Table
from countrydesk.paper.outline import BRIEF
from countrydesk.paper.writing.speech import said
from countrydesk.render.annex import (
    interval_words,
    is_annex,
    method_uses,
    observation_groups,
    period_cell,
    place_words,
    value_words,
)
from countrydesk.render.columns import column_widths
from countrydesk.render.notes import day, exhibit_notes, place_name, sentence_notes, table_notes
from countrydesk.render.tabular import data_grid
from countrydesk.render.words import (
    FRONT,
    coverage_words,
    facts,
    grouped,
    joined,
    kind_word,
    legend,
    missing_words,
    override_words,
    plain,
    source_lines,
    sure_words,
    years,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from countrydesk.charts.export import Drawing
    from countrydesk.model import Observation
    from countrydesk.paper.nodes import Block, Coverage, Paper, Section, Sentence
    from countrydesk.render import Theme
    from countrydesk.render.annex import SeriesGroup

Data: TypeAlias = dict[str, Any]

# A footnote that lists more series than this would fill the page; the annex has them all.
MOST_SERIES = 4


def pages(paper: Paper, theme: Theme, drawings: Mapping[str, Drawing]) -> Data:
    """Return what the template prints; ``drawings`` are the charts by exhibit id."""
    maker = _Pages(paper, drawings)
    sections = [maker.section(section, depth) for section, depth in _walk(paper.sections, 1)]
    if not any(section["annex"] for section in sections):
        sections.append(_BARE_ANNEX | {"heading": said("Annex")})
    return {
        "title": paper.title,
        "language": paper.language,
        "words": {words: said(words) for words in _WORDS},
        "kind": said("Country brief" if paper.outline == BRIEF else "Country strategy paper"),
        "date": [paper.cutoff.year, paper.cutoff.month, paper.cutoff.day],
        "built_by": paper.built_by,
        "page": theme.page,
        "colours": theme.light.roles(),
        "facts": [[fact.name, fact.value] for fact in facts(paper)],
        "running": _running(paper),
        "legend": legend(paper),
        "meter": _meter(paper),
        "sections": sections,
        "annex": maker.annex(),
    }


_EACH_LINE = (
    "Each line gives the place, the period, the status where it is not actual, the value with the "
    "source’s own interval, and the id of the observation."
)
# What the template prints by itself.
_WORDS = (
    "Contents", "Sources", "Proposal", "Evidence", "Missing", "Evidence present",
    "series found of those that each part should show, and their median age", "Method",
    "What it does", "Findings", "Licence", "Measured first by", "Methods", "Observations",
    _EACH_LINE,
    "Data behind the figures", "Figure", "1 of 1",
)  # fmt: skip
_BARE_ANNEX: Data = {
    "heading": "Annex", "depth": 1, "front": False, "annex": True, "coverage": None, "blocks": [],
}  # fmt: skip


def _walk(sections: Iterable[Section], depth: int) -> Iterator[tuple[Section, int]]:
    for section in sections:
        yield section, depth
        yield from _walk(section.children, depth + 1)


def _running(paper: Paper) -> list[str]:
    partner, principal = place_name(paper.partner), place_name(paper.principal)
    left = f"{said('Partner')} {partner} \u00b7 {said('Principal')} {principal}"
    release, until = f"{said('Release')} {paper.release}", said("evidence to")
    return [left, f"{release} \u00b7 {until} {day(paper.cutoff)}"]


class _Pages:
    """Turns the nodes of one paper into data; counts figures and footnotes."""

    def __init__(self, paper: Paper, drawings: Mapping[str, Drawing]) -> None:
        self._paper = paper
        self._drawings = drawings
        self._footnotes = 0
        self._seen: dict[str, int] = {}
        self._grids: list[Data] = []

    def section(self, section: Section, depth: int) -> Data:
        """Return a section without its children; equal footnotes inside it are one."""
        self._seen = {}
        return {
            "heading": section.heading,
            "depth": depth,
            "front": section.id == FRONT,
            "annex": is_annex(section.id),
            "coverage": self._coverage(section.coverage) if section.coverage else None,
            "blocks": [self._block(block) for block in grouped(section)],
        }

    def _coverage(self, coverage: Coverage) -> Data:
        return {
            "share": _share(coverage.present, coverage.expected),
            "words": coverage_words(coverage),
            "missing": missing_words(self._paper, coverage),
        }

    def _block(self, block: Block | tuple[Paragraph, ...]) -> Data:
        match block:
            case tuple():
                runs = [self._sentences(one.sentences) for one in block]
                return {"type": "judgements", "runs": runs}
            case Paragraph():
                sentences = self._sentences(block.sentences)
                return {"type": "paragraph", "items": block.items, "sentences": sentences}
            case Table():
                return self._table(block)
            case Exhibit():
                return self._exhibit(block)
            case Card():
                return self._card(block)

    def _sentences(self, sentences: Iterable[Sentence]) -> list[Data]:
        return [self._sentence(item) for item in sentences]

    def _sentence(self, sentence: Sentence) -> Data:
        return {
            "id": sentence.id,
            "text": sentence.text,
            "kind": kind_word(sentence),
            "sure": sure_words(sentence),
            "note": self._note(sentence),
        }

    def _note(self, sentence: Sentence) -> Data | None:
        """Return a footnote: its text at first use in the section, its number alone after that."""
        notes = sentence_notes(self._paper, sentence)
        text = override_words(sentence)
        if notes and not text:
            text = joined(source_lines(notes, MOST_SERIES))
        if not text:
            return None
        if text in self._seen:
            return {"id": self._seen[text], "text": None}
        self._footnotes += 1
        self._seen[text] = self._footnotes
        return {"id": self._footnotes, "text": text}

    def _table(self, table: Table) -> Data:
        count = len(table.columns)
        rows = [[plain(cell) for cell in row.cells] for row in table.rows]
        return {
            "type": "table",
            "caption": table.caption,
            "columns": table.columns,
            "widths": column_widths(table.columns, rows),
            "numeric": [*table.numeric, *([False] * count)][:count],
            "rows": rows,
            "sources": source_lines(table_notes(self._paper, table), MOST_SERIES),
        }

    def _exhibit(self, exhibit: Exhibit) -> Data:
        drawing = self._drawings[exhibit.id]
        grid = data_grid(exhibit)
        self._grids.append(
            {"title": exhibit.title, "columns": grid.columns, "numeric": grid.numeric,
             "rows": grid.rows}
        )  # fmt: skip
        return {
            "type": "exhibit",
            "id": exhibit.id,
            "title": exhibit.title,
            "alt": exhibit.alt or exhibit.title,
            "svg": drawing.svg,
            "width": drawing.width,
            "height": drawing.height,
            "sources": source_lines(exhibit_notes(self._paper, exhibit), MOST_SERIES),
        }

    def _card(self, card: Card) -> Data:
        fields = [
            {"name": name, "sentences": self._sentences(sentences)}
            for name, sentences in card.fields
        ]
        return {"type": "card", "title": plain(card.title), "fields": fields}

    def annex(self) -> Data:
        """Return the annex; call it after the sections, whose figures it repeats as data."""
        paper = self._paper
        return {
            "groups": [_group(group) for group in observation_groups(paper)],
            "grids": self._grids,
            "methods": [
                [use.name, use.doc.replace("``", ""), str(use.findings)]
                for use in method_uses(paper)
            ],
            "sources": [_origin(paper, name) for name in sorted(paper.origins)],
        }


def _meter(paper: Paper) -> list[Data]:
    """Return one entry for each part of the paper that has a meter, or whose sections have."""
    made = []
    for section in paper.sections:
        meters = [section.coverage] if section.coverage else _meters(section)
        if meters:
            present = sum(meter.present for meter in meters)
            expected = sum(meter.expected for meter in meters)
            ages = [meter.median_age for meter in meters if meter.median_age is not None]
            median = f", {years(ages[0])}" if len(meters) == 1 and ages else ""
            words = said("{} of {}").format(present, expected) + median
            share = _share(present, expected)
            made.append({"heading": section.heading, "share": share, "words": words})
    return made


def _meters(section: Section) -> list[Coverage]:
    """Return the meters nearest below a section, none inside another."""
    found: list[Coverage] = []
    for child in section.children:
        found += [child.coverage] if child.coverage else _meters(child)
    return found


def _share(present: int, expected: int) -> float:
    return present / expected if expected else 0.0


def _group(group: SeriesGroup) -> Data:
    title = f"{group.label}, {group.unit}" if group.unit else group.label
    about = (
        f"{group.source} {group.series}, {said('released')} {group.released}, "
        f"{said('retrieved')} {group.retrieved}, {said('raw')} {group.raw}"
    )
    rows = [_row(item) for item in group.observations]
    coded = all(item.value is None for item in group.observations)
    return {"title": title, "about": about, "coded": coded, "rows": rows}


def _row(item: Observation) -> list[str]:
    interval = interval_words(item)
    value = f"{value_words(item)} ({interval})" if interval else value_words(item)
    status = "" if item.status.value == "actual" else said(item.status.value)
    return [place_words(item), period_cell(item), value, status, item.id]


def _origin(paper: Paper, name: str) -> Data:
    origin = paper.origins[name]
    return {
        "name": name,
        "citation": origin.citation,
        "about": f"{origin.producer}, {origin.title}, {said('released')} {day(origin.released_on)}",
        "url": origin.url,
        "licence": origin.licence.name,
        "licence_url": origin.licence.url,
        "upstream": origin.upstream,
    }
