"""From a sentence, table or exhibit to its source notes; no output format is known here.

A note stands for all observations that one source released on one day under one series. Equal
notes are equal objects by value, so a renderer may merge, count or number them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from countrydesk.model import Observation, Period, PeriodKind, Status
from countrydesk.paper.nodes import (
    Exhibit,
    Paper,
    Sentence,
    Slot,
    Table,
)
from countrydesk.paper.writing.speech import name, said, spoken
from countrydesk.places import Place, registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

MOST_BESIDE = 6
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What a reader is told of one source behind a statement.

    ``period`` is one period, or the first and last with the number of values between. ``status``
    is empty when every value is actual. ``dyad`` is ``Peru to China``, the number of pairs where
    there are several, empty where the values belong to places alone. ``places`` and
    ``observations`` are ids.
    """

    source: str
    name: str
    producer: str
    series: str
    indicator: str
    label: str
    period: str
    released_on: date
    status: str
    licence: str
    dyad: str
    places: tuple[str, ...]
    observations: tuple[str, ...]

    @property
    def short_licence(self) -> str:
        """The name of the licence up to the first bracket or comma."""
        return self.licence.partition(" (")[0].partition(",")[0]

    @property
    def scope(self) -> str:
        """The dyad, or the number of places where there are several."""
        several = said("{} places").format(len(self.places)) if len(self.places) > 1 else ""
        return self.dyad or several

    @property
    def line(self) -> str:
        """The note as one line of plain text."""
        parts = [self.name, self.series, self.period, f"{said('released')} {day(self.released_on)}"]
        parts += [self.status] if self.status else []
        parts += [self.scope] if self.scope else []
        return ", ".join([*parts, self.licence])


def notes_of(paper: Paper, evidence: Iterable[str]) -> tuple[SourceNote, ...]:
    """Return the notes for observations by id, in order of first use; unknown ids are skipped."""
    groups: dict[tuple[object, ...], list[Observation]] = {}
    for key in dict.fromkeys(evidence):
        item = paper.observations.get(key)
        if item is not None:
            group = (item.source, item.series, item.indicator, item.released_on)
            groups.setdefault(group, []).append(item)
    return tuple(_note(paper, group) for group in groups.values())


def sentence_notes(paper: Paper, sentence: Sentence) -> tuple[SourceNote, ...]:
    """Return the notes of a sentence; empty when it rests on no observation."""
    return notes_of(paper, sentence.evidence)


def table_notes(paper: Paper, table: Table) -> tuple[SourceNote, ...]:
    """Return the notes of all rows of a table together."""
    return notes_of(paper, (key for row in table.rows for key in row.evidence))


def exhibit_notes(paper: Paper, exhibit: Exhibit) -> tuple[SourceNote, ...]:
    """Return the notes of an exhibit."""
    return notes_of(paper, exhibit.evidence)


def slot_notes(paper: Paper, slot: Slot, among: Sequence[SourceNote]) -> tuple[int, ...]:
    """Return which of the notes ``among`` (by position) a printed figure rests on."""
    finding = paper.findings.get(slot.source) if slot.origin == "finding" else None
    if finding is None:
        return ()
    inputs = {item.id for item in finding.inputs}
    return tuple(at for at, note in enumerate(among) if not inputs.isdisjoint(note.observations))


def is_crowd(notes: Sequence[SourceNote]) -> bool:
    """Whether there are too many notes to set each beside its sentence."""
    return len(notes) > MOST_BESIDE


def numbered(paper: Paper) -> Mapping[SourceNote, int]:
    """Return a number from 1 for the notes of the sentences, by first use.

    Notes that read alike share a number. A crowd is listed by source and has no numbers.
    """
    table: dict[SourceNote, int] = {}
    lines: dict[str, int] = {}
    for sentence in paper.sentences:
        notes = sentence_notes(paper, sentence)
        for note in () if is_crowd(notes) else notes:
            table[note] = lines.setdefault(note.line, len(lines) + 1)
    return table


# -- words -------------------------------------------------------------------------------------


def day(value: date) -> str:
    """Return ``14 Oct 2025``."""
    return f"{value.day} {said(_MONTHS[value.month - 1])} {value.year}"


def period_words(period: Period) -> str:
    """Return ``2024``, ``FY2024``, ``Q3 2024``, ``May 2024``, ``1 May 2024``, ``since 2021``."""
    match period.kind:
        case PeriodKind.QUARTER:
            return f"{said(period.text[-2:])} {period.text[:4]}"
        case PeriodKind.MONTH:
            return f"{said(_MONTHS[period.start.month - 1])} {period.start.year}"
        case PeriodKind.DAY:
            return day(period.start)
        case PeriodKind.SPAN:
            first, last = period_words(period.opening), period.closing
            if last:
                return f"{first} {said('to')} {period_words(last)}"
            return f"{said('since')} {first}"
        case _:
            return period.text


@cache
def _places() -> dict[str, Place]:
    return {item.id: item for item in registry().places()}


def place_name(place: str) -> str:
    """Return the name of a place by id; the id itself where it is not on record."""
    found = _places().get(place)
    return name(found) if found else place


def place_in_text(place: str) -> str:
    """Return the name of a place as it stands inside a sentence, with its article."""
    from countrydesk.paper.desk import GRAMMARS

    found = _places().get(place)
    return GRAMMARS[spoken()]().place(found, "the") if found else place


def source_name(paper: Paper, source: str) -> str:
    """Return the name of a source for a margin; its id where the paper does not know it."""
    return paper.origins[source].short if source in paper.origins else source


def percent(probability: float) -> str:
    """Return a probability as ``65 %``; never 0 or 100 unless it is exactly that."""
    shown = round(probability * 100)
    if 0 < probability < 1:
        shown = min(99, max(1, shown))
    return f"{shown}\u00a0%"


# -- inside ------------------------------------------------------------------------------------


def _note(paper: Paper, group: Sequence[Observation]) -> SourceNote:
    first = group[0]
    origin = paper.origins.get(first.source)
    return SourceNote(
        source=first.source,
        name=source_name(paper, first.source),
        producer=origin.producer if origin else "",
        series=first.series,
        indicator=first.indicator,
        label=paper.labels.get(first.indicator, first.indicator),
        period=_span(group),
        released_on=first.released_on,
        status=_status(group),
        licence=origin.licence.name if origin else said("licence unknown"),
        dyad=_dyad(group),
        places=tuple(dict.fromkeys(item.place for item in group)),
        observations=tuple(item.id for item in group),
    )


def _dyad(group: Iterable[Observation]) -> str:
    pairs = {(item.place, item.counterpart) for item in group if item.counterpart}
    if len(pairs) != 1:
        return said("{} pairs").format(len(pairs)) if pairs else ""
    place, counterpart = next(iter(pairs))
    return f"{place_name(place)} {said('to')} {place_name(counterpart)}"


def _span(group: Iterable[Observation]) -> str:
    periods = sorted({item.period for item in group}, key=lambda one: (one.start, one.text))
    if len(periods) == 1:
        return period_words(periods[0])
    first, last = period_words(periods[0]), period_words(periods[-1])
    if len(periods) == 2:
        return f"{first} {said('and')} {last}"
    return f"{first} {said('to')} {last} ({said('{} values').format(len(periods))})"


def _status(group: Sequence[Observation]) -> str:
    counts = Counter(item.status for item in group)
    if set(counts) == {Status.ACTUAL}:
        return ""
    if len(counts) == 1:
        return said(group[0].status.value)
    return ", ".join(f"{counts[one]} {said(one.value)}" for one in Status if one in counts)
