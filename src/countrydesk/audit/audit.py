"""An audit of a whole text: every sentence judged, what is left out, how vague it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from countrydesk.audit.bench import Bench
from countrydesk.audit.documents import Sentence, read_sentences
from countrydesk.audit.gazetteer import count_places
from countrydesk.audit.parsed import Memory, Parsed
from countrydesk.audit.sentences import judge_sentence
from countrydesk.audit.tables import cells
from countrydesk.audit.verdict import Judged
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.paper.mentions import Mention
from countrydesk.paper.variety import Density, density_of_text
from countrydesk.places import Place, registry


@dataclass(frozen=True)
class Line:
    """A sentence with its verdicts; ``then`` are those of the day it was written."""

    sentence: Sentence
    judged: tuple[Judged, ...]
    then: tuple[Judged, ...] = ()


@dataclass(frozen=True)
class Audit:
    """What was found in a text."""

    name: str
    partner: Place
    principal: Place
    today: date
    written: date | None
    release: str
    lines: tuple[Line, ...]
    missing: tuple[Mention, ...]
    density: Density

    @property
    def claims(self) -> list[tuple[Line, Judged]]:
        """Every verdict with its sentence."""
        return [(line, judged) for line in self.lines for judged in line.judged]


def detect_partner(text: str, principal: Place) -> Place:
    """Return the country that a text names most, the principal apart.

    Raises:
        InputError: it names none.
    """
    counts = {place: n for place, n in count_places(text).items() if place != principal.id}
    states = {place.id for place in registry().papers()}
    counts = {place: n for place, n in counts.items() if place in states}
    if not counts:
        raise InputError("no country is named in the text; name it with --partner")
    return registry().get(max(sorted(counts), key=lambda place: counts[place]))


def judge_text(bench: Bench, sentences: list[Sentence]) -> list[tuple[Judged, ...]]:
    """Return the verdicts on each sentence."""
    memory = Memory()
    found: list[tuple[Judged, ...]] = []
    heading = ""
    for sentence in sentences:
        if sentence.heading != heading:
            memory, heading = Memory(when=memory.when), sentence.heading
        if sentence.columns:
            found.append(tuple(_judge_row(bench, sentence)))
            continue
        parsed = Parsed(sentence.text, bench, memory, heading)
        found.append(tuple(judge_sentence(parsed)))
    return found


def _judge_row(bench: Bench, sentence: Sentence) -> Iterator[Judged]:
    """Yield the verdicts on the figures of a row of a table."""
    for cell in cells(sentence.text, sentence.columns, sentence.heading):
        parsed = Parsed(cell.text, bench, Memory(), sentence.heading)
        for judged in judge_sentence(parsed)[:1]:
            figure = sentence.text[cell.start : cell.end] if judged.right else ""
            yield replace(judged, start=cell.start, end=cell.end, figure=figure)


def audit_text(
    view: View,
    text: str,
    *,
    name: str = "",
    partner: Place | None = None,
    principal: Place,
    then: View | None = None,
) -> Audit:
    """Return the audit of a text; ``then`` is the view of the day on which it was written."""
    from countrydesk.audit.missing import missing_mentions

    home = partner or detect_partner(text, principal)
    sentences = read_sentences(text)
    judged = judge_text(Bench(view, home, principal), sentences)
    before = judge_text(Bench(then, home, principal), sentences) if then else [()] * len(judged)
    lines = [Line(*row) for row in zip(sentences, judged, before, strict=True)]
    return Audit(
        name, home, principal, view.cutoff, then.cutoff if then else None, view.release.id,
        tuple(lines), missing_mentions(view, text, home, principal), density_of_text(text),
    )  # fmt: skip
