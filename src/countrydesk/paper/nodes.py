"""The paper as a tree of immutable nodes; no output format is known here.

A sentence is a run of plain text and *slots*. Everything that could be wrong about the world (a
number, a date, a name, a direction) stands in a slot, and a slot names what it was printed from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from countrydesk.analysis.finding import Finding, Scalar
from countrydesk.model import Observation, Origin


class SentenceKind(StrEnum):
    """The five kinds of sentence a reader can tell apart, notes on the paper, analysts' words.

    A note says how the paper was made; it states nothing about the world. What an analyst wrote
    is bound to no evidence and carries who, when and why.
    """

    FACT = "fact"
    JUDGEMENT = "judgement"
    FORECAST = "forecast"
    OPTION = "option"
    RECOMMENDATION = "recommendation"
    NOTE = "note"
    ANALYST = "analyst"


class Confidence(StrEnum):
    """How good the evidence is; never how likely the statement is."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Slot:
    """A printed value and where it came from.

    ``source`` is a finding id (``origin`` "finding"), a place id ("place") or an indicator id
    ("term"); ``field`` is which of its figures, ``format`` how it was printed.
    """

    text: str
    origin: str
    source: str
    field: str = "value"
    format: str = ""


Part = str | Slot


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A probability and the ICD 203 word that is computed from it."""

    word: str
    probability: float


class OverrideAction(StrEnum):
    """What an analyst did to a sentence that the evidence gave."""

    CHANGED = "changed"
    DELETED = "deleted"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Override:
    """Who put a sentence in these words, when and why.

    ``original`` is what the evidence gave there, empty where the sentence was added. ``moved``
    says that the evidence behind it is no longer what the analyst saw.
    """

    action: OverrideAction
    analyst: str
    date: date
    reason: str
    original: str
    moved: bool = False


@dataclass(frozen=True)
class Sentence:
    """One sentence. ``evidence`` holds the ids of the observations it rests on.

    ``override`` is set where it holds an analyst's words; it then rests on nothing.
    """

    id: str
    kind: SentenceKind
    parts: tuple[Part, ...]
    findings: tuple[str, ...]
    evidence: tuple[str, ...]
    likelihood: Likelihood | None = None
    confidence: Confidence | None = None
    override: Override | None = None

    @property
    def text(self) -> str:
        """The sentence as it is read."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots in reading order."""
        return tuple(part for part in self.parts if isinstance(part, Slot))


@dataclass(frozen=True)
class Paragraph:
    """Sentences that make one point. ``items`` renders them as a list, one item a sentence."""

    id: str
    sentences: tuple[Sentence, ...]
    items: bool = False


@dataclass(frozen=True)
class Row:
    """One row of a table: each cell is a run of text and slots."""

    cells: tuple[tuple[Part, ...], ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table whose figures are slots, bound like those of a sentence."""

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[str, ...]
    numeric: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Exhibit:
    """A chart or map: what to draw, the data behind it, and what it says in words.

    ``form`` names a chart of :mod:`countrydesk.charts`; ``data`` are plain rows; ``options`` are
    the form's parameters; ``alt`` is the text for those who do not see it.
    """

    id: str
    form: str
    title: str
    alt: str
    data: tuple[Mapping[str, Scalar | None], ...]
    options: Mapping[str, Scalar]
    evidence: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A proposal set out field by field."""

    id: str
    title: tuple[Part, ...]
    fields: tuple[tuple[str, tuple[Sentence, ...]], ...]


Block = Paragraph | Table | Exhibit | Card


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what a section should show it can show, and how old it is.

    ``missing`` are the indicators without a value; ``median_age`` is in years at the cut-off.
    """

    expected: int
    present: int
    median_age: float | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A section of the outline; ``level`` 1 is the highest heading."""

    id: str
    heading: str
    level: int
    dyadic: bool
    blocks: tuple[Block, ...] = ()
    children: tuple[Section, ...] = ()
    coverage: Coverage | None = None

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def sentences(self) -> Iterator[Sentence]:
        """The sentences of this section's own blocks, in reading order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from block.sentences
            elif isinstance(block, Card):
                for _, sentences in block.fields:
                    yield from sentences


@dataclass(frozen=True)
class Paper:
    """A whole paper with all that is needed to check it.

    ``findings`` and ``observations`` are by id; ``origins`` by source. ``labels`` names indicators
    in the paper's language, ``methods`` says in a line what each method computes. ``overrides``
    is how many entries of the history of analysts' changes were read for it.
    """

    title: str
    partner: str
    principal: str
    language: str
    outline: str
    release: str
    as_of: date | None
    cutoff: date
    built_by: str
    sections: tuple[Section, ...]
    findings: Mapping[str, Finding]
    observations: Mapping[str, Observation]
    origins: Mapping[str, Origin]
    labels: Mapping[str, str] = field(default_factory=dict)
    methods: Mapping[str, str] = field(default_factory=dict)
    overrides: int = 0

    def walk(self) -> Iterator[Section]:
        """Yield every section in reading order."""
        for section in self.sections:
            yield from section.walk()

    @property
    def sentences(self) -> Iterator[Sentence]:
        """Every sentence in reading order."""
        for section in self.walk():
            yield from section.sentences
