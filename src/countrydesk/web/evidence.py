"""What stands behind a sentence, ready to be shown beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from markupsafe import Markup

from countrydesk.charts.sparkline import sparkline
from countrydesk.model import PeriodKind
from countrydesk.model.units import UNITS
from countrydesk.paper.nodes import Slot
from countrydesk.places import registry
from countrydesk.render.annex import value_words
from countrydesk.render.notes import day, period_words, place_name, sentence_notes, slot_notes

if TYPE_CHECKING:
    from countrydesk.evidence import View
    from countrydesk.model import Observation, Origin
    from countrydesk.paper.nodes import Paper, Sentence
    from countrydesk.render.notes import SourceNote

MOST_SERIES: Final = 8
MOST_OTHERS: Final = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure, what it was computed by, and the numbers of the series it rests on."""

    text: str
    method: str
    words: str
    rests: str


@dataclass(frozen=True, slots=True)
class Other:
    """What another source or an earlier release gave for the same period."""

    source: str
    value: str
    released: str
    same: bool


@dataclass(frozen=True, slots=True)
class SeriesCard:
    """One series behind a sentence, its newest value there and what others say of it."""

    label: str
    where: str
    value: str
    period: str
    source: str
    producer: str
    title: str
    series: str
    released: str
    retrieved: str
    licence: str
    licence_url: str
    raw: str
    observation: str
    status: str
    spark: Markup
    span: str
    others: tuple[Other, ...]
    explore: str


@dataclass(frozen=True, slots=True)
class Card:
    """All that is shown of a sentence; ``more`` counts the series that are left out."""

    sentence: Sentence
    figures: tuple[Figure, ...]
    series: tuple[SeriesCard, ...]
    more: int
    footnote: str


def card(paper: Paper, view: View, sentence: Sentence) -> Card:
    """Return what stands behind a sentence of a paper."""
    notes = sentence_notes(paper, sentence)
    return Card(
        sentence,
        tuple(_figures(paper, sentence, notes)),
        tuple(_series(paper, view, note) for note in notes[:MOST_SERIES]),
        max(0, len(notes) - MOST_SERIES),
        _footnote(paper, sentence, notes),
    )


def _figures(paper: Paper, sentence: Sentence, notes: tuple[SourceNote, ...]) -> list[Figure]:
    made: dict[str, Figure] = {}
    for part in sentence.parts:
        finding = paper.findings.get(part.source) if isinstance(part, Slot) else None
        if finding is not None and isinstance(part, Slot):
            words = paper.methods.get(finding.method, "").rstrip(".").replace("``", "")
            rests = " ".join(map(str, slot_notes(paper, part, notes)))
            made.setdefault(part.text, Figure(part.text, finding.method, words, rests))
    return list(made.values())


def _series(paper: Paper, view: View, note: SourceNote) -> SeriesCard:
    items = [paper.observations[key] for key in note.observations]
    item = max(items, key=lambda one: (one.period.start, one.period.text))
    origin = paper.origins[item.source]
    points = _points(view, item)
    return SeriesCard(
        label=note.label,
        where=note.dyad or place_name(item.place),
        value=_amount(item),
        period=period_words(item.period),
        source=origin.short,
        producer=origin.producer,
        title=origin.title,
        series=item.series,
        released=day(item.released_on),
        retrieved=day(item.retrieved_on),
        licence=origin.licence.name,
        licence_url=_web(origin),
        raw=item.raw_sha256[:12],
        observation=item.id,
        status=note.status,
        spark=Markup(sparkline(points, _x(item))),  # noqa: S704 - drawn from numbers alone
        span=f"{points[0][0]:.0f} to {points[-1][0]:.0f}" if len(points) > 1 else "",
        others=tuple(_others(paper, view, item)),
        explore=_explore(item),
    )


def _amount(item: Observation) -> str:
    unit = UNITS[item.unit].name if item.value is not None and item.unit in UNITS else ""
    return f"{value_words(item)} {unit}".strip()


def _points(view: View, item: Observation) -> list[tuple[float, float]]:
    found = view.measured(item.place, item.indicator, item.counterpart)
    return [(_x(one), one.value) for one in found if one.value is not None]


def _x(item: Observation) -> float:
    start = item.period.start
    if item.period.kind in {PeriodKind.YEAR, PeriodKind.FISCAL, PeriodKind.SPAN}:
        return float(item.period.year)
    return start.year + (start.month - 1) / 12


def _others(paper: Paper, view: View, item: Observation) -> list[Other]:
    found = view.others(item.place, item.indicator, item.period.text, item.counterpart)
    tolerance = view.catalogue[item.indicator].tolerance
    return [
        Other(
            view.origins[one.source].short if one.source in view.origins else one.source,
            value_words(one),
            day(one.released_on),
            _agrees(one, item, tolerance),
        )
        for one in found[:MOST_OTHERS]
        if one.id != item.id and one.source in (*paper.origins, *view.origins)
    ]


def _agrees(one: Observation, other: Observation, tolerance: float) -> bool:
    if one.value is None or other.value is None:
        return one.text == other.text
    largest = max(abs(one.value), abs(other.value))
    return abs(one.value - other.value) <= tolerance * largest


def _explore(item: Observation) -> str:
    if item.value is None:
        return ""
    chosen = {"i": item.indicator, "p": item.place, "to": item.counterpart}
    return "/explore?" + urlencode({key: value for key, value in chosen.items() if value})


def _web(origin: Origin) -> str:
    url = origin.licence.url
    return url if url.startswith(("https://", "http://")) else ""


def _footnote(paper: Paper, sentence: Sentence, notes: tuple[SourceNote, ...]) -> str:
    """Return the evidence of a sentence as one footnote in plain text."""
    lines = []
    for note in notes[:MOST_SERIES]:
        origin = paper.origins.get(note.source)
        head = f"{origin.producer}, {origin.title}" if origin else note.name
        scope = note.scope or registry().get(note.places[0]).name
        parts = [head, f"series {note.series}", scope, note.period,
            f"released {day(note.released_on)}", note.licence]  # fmt: skip
        lines.append(", ".join(parts))
    rest = len(notes) - MOST_SERIES
    lines += [f"and {rest} further series"] if rest > 0 else []
    lines.append(f"Countrydesk, release {paper.release}, sentence {sentence.id}")
    return "; ".join(lines) + "."
