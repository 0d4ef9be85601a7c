"""A page of the paper while it is written: passages put sentences, tables and exhibits on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from countrydesk.analysis import disagreements
from countrydesk.analysis.finding import Finding, FindingKind, Scalar
from countrydesk.model import Observation
from countrydesk.paper.desk import Desk
from countrydesk.paper.likelihood import likelihood
from countrydesk.paper.nodes import (
    Block,
    Card,
    Confidence,
    Exhibit,
    Paragraph,
    Part,
    Row,
    Sentence,
    SentenceKind,
    Slot,
    Table,
)
from countrydesk.paper.writing.clauses import dyad_phrase, indicator_phrase
from countrydesk.paper.writing.realise import Binding, Phrase, Term, merge
from countrydesk.places import Place

TRIES = 6
BESIDE = "beside."
# Another source's value is a sentence where it is this many times the tolerance away.
WORTH_A_SENTENCE = 1.5
Cell = str | Phrase | tuple[Finding, str, str]


class Page:
    """Collects the blocks of one section and every finding they print."""

    def __init__(self, desk: Desk, section: str) -> None:
        self.desk = desk
        self.section = section
        self.blocks: list[Block] = []
        self.findings: dict[str, Finding] = {}
        self.observations: dict[str, Observation] = {}
        self._open: list[Sentence] | None = None
        self._ids: dict[str, int] = {}

    # -- sentences -----------------------------------------------------------------------------

    @contextmanager
    def paragraph(self, key: str, *, items: bool = False) -> Iterator[None]:
        """Group the sentences said inside into one paragraph; none said, none made."""
        outer, self._open = self._open, []
        try:
            yield
        finally:
            sentences, self._open = tuple(self._open), outer
        if sentences:
            self.blocks.append(Paragraph(f"{self.section}.{key}", sentences, items))

    @contextmanager
    def field(self) -> Iterator[list[Sentence]]:
        """Collect the sentences said inside for a field of a card instead of putting them here."""
        outer, self._open = self._open, []
        try:
            yield self._open
        finally:
            self._open = outer

    def say(
        self,
        template: str,
        *,
        kind: SentenceKind = SentenceKind.FACT,
        key: str = "",
        probability: float | None = None,
        confidence: Confidence | None = None,
        **given: Binding,
    ) -> bool:
        """Say one sentence of the lexicon; return False where a binding it must have is absent.

        ``place`` and ``principal`` are bound to the two sides unless given. A sentence that stands
        in the paper already is said in other words.
        """
        phrase = self._unsaid(template, key, given)
        if phrase is None:
            return False
        self.add(phrase, key or template, kind, probability, confidence)
        return True

    def say_with(
        self,
        template: str,
        given: Mapping[str, Binding],
        *,
        kind: SentenceKind = SentenceKind.FACT,
        key: str = "",
        confidence: Confidence | None = None,
    ) -> bool:
        """Say one sentence from bindings held in a table; otherwise as :meth:`say`."""
        phrase = self._unsaid(template, key, given)
        if phrase is None:
            return False
        self.add(phrase, key or template, kind, None, confidence)
        return True

    def phrase(self, template: str, *, key: str = "", **given: Binding) -> Phrase | None:
        """Return a template of the lexicon filled, None where a binding it must have is absent."""
        return self._filled(template, key, given)

    def phrase_with(
        self, template: str, given: Mapping[str, Binding], *, key: str = ""
    ) -> Phrase | None:
        """Return a template filled from bindings held in a table; otherwise as :meth:`phrase`."""
        return self._filled(template, key, given)

    def _unsaid(self, template: str, key: str, given: Mapping[str, Binding]) -> Phrase | None:
        """Return a template filled in words that no sentence of the paper has, where it can be."""
        phrase = self._filled(template, key, given)
        for attempt in range(1, TRIES):
            if phrase is None or phrase.text not in self.desk.said:
                break
            phrase = self._filled(template, f"{key or template}/{attempt}", given)
        return phrase

    def _filled(self, template: str, key: str, given: Mapping[str, Binding]) -> Phrase | None:
        desk = self.desk
        source = desk.lexicon.template(template)
        both = {"place": desk.partner, "principal": desk.principal, **given}
        seed = f"{desk.seed}/{self.section}/{key or template}"
        return desk.realiser.phrase(source, both, seed)

    def state(
        self,
        indicator: str,
        *,
        group: str = "region",
        years: int = 10,
        counterpart: str = "",
        kind: SentenceKind = SentenceKind.FACT,
    ) -> bool:
        """Say the newest value of an indicator with what is worth saying of rank and change."""
        phrase = indicator_phrase(
            self.desk,
            indicator,
            group=group,
            years=years,
            counterpart=counterpart,
            seed=f"{self.desk.seed}/{self.section}/{indicator}",
        )
        if phrase is None:
            return False
        self.add(phrase, indicator, kind)
        self.beside(indicator, counterpart, least=WORTH_A_SENTENCE)
        return True

    def beside(self, indicator: str, counterpart: str = "", *, least: float = 1.0) -> bool:
        """Say what another source has for the newest value of an indicator, once in a paper.

        Only where the two are ``least`` times the tolerance apart; ``counterpart`` is set where
        the principal reports.
        """
        desk = self.desk
        if f"{BESIDE}known" not in desk.lexicon or (indicator, counterpart) in desk.contested:
            return False
        found = disagreements.other_value(
            desk.view, place=desk.partner.id, principal=desk.principal.id, indicator=indicator,
            counterpart=counterpart,
        )  # fmt: skip
        if found is None or float(found.get_value("weight")) < least:
            return False
        desk.contested.add((indicator, counterpart))
        name = "known" if "beside" in found.values else str(found.values["why"])
        other = found.inputs[1].indicator
        name = other if f"{BESIDE}{other}" in desk.lexicon else name
        return self.say(f"{BESIDE}{name}", key=f"{indicator}_beside", x=found, t=Term(indicator))

    def state_dyad(
        self,
        indicator: str,
        place: Place,
        counterpart: Place,
        *,
        years: int = 10,
        kind: SentenceKind = SentenceKind.FACT,
    ) -> bool:
        """Say what ``place`` reports toward ``counterpart``, and how that has moved."""
        key = f"{indicator}_{place.id.lower()}"
        phrase = dyad_phrase(
            self.desk,
            indicator,
            place=place,
            counterpart=counterpart,
            years=years,
            seed=f"{self.desk.seed}/{self.section}/{key}",
        )
        if phrase is None:
            return False
        self.add(phrase, key, kind)
        return True

    def absent(self, *indicators: str, key: str = "missing") -> bool:
        """Say which of ``indicators`` have no value for the partner; False where all have one."""
        missing = self.desk.absences(indicators)
        if not missing:
            return False
        listed = self.listed([Term(item.indicator) for item in missing])
        named = Phrase(listed.parts, missing)
        return self.say("gaps.none", key=key, terms=named, a=missing[0])

    def listed(self, bindings: Sequence[Binding], style: str = "") -> Phrase:
        """Return bindings as a list in running text: ``a, b and c``."""
        phrases = [self._single(binding, style) for binding in bindings]
        # The word between the last two may depend on what follows it.
        marks = self.desk.grammar.join([f"\0{phrase.text}\0" for phrase in phrases]).split("\0")
        parts: list[Part] = [marks[0]]
        for phrase, mark in zip(phrases, marks[2::2], strict=True):
            parts.extend((*phrase.parts, mark))
        found = dict.fromkeys(item for phrase in phrases for item in phrase.findings)
        return Phrase(merge(parts), tuple(found))

    def _single(self, binding: Binding, style: str) -> Phrase:
        source = "{b" + (f":{style}" if style else "") + "}"
        phrase = self.desk.realiser.phrase(source, {"b": binding}, "")
        if phrase is None:
            raise ValueError("a list may not hold an absent binding")
        return phrase

    def add(
        self,
        phrase: Phrase,
        key: str,
        kind: SentenceKind = SentenceKind.FACT,
        probability: float | None = None,
        confidence: Confidence | None = None,
    ) -> None:
        """Add a finished phrase as a sentence of the open paragraph, or as one of its own."""
        sentence = Sentence(
            id=self._sentence_id(key),
            kind=kind,
            parts=_capital(phrase.parts, self.desk.grammar.capital),
            findings=tuple(item.id for item in phrase.findings),
            evidence=self._keep(phrase.findings),
            likelihood=None if probability is None else likelihood(probability, self.desk.language),
            confidence=confidence,
        )
        self.desk.said.add(phrase.text)
        if self._open is None:
            self.blocks.append(Paragraph(sentence.id.split(".", 2)[2], (sentence,)))
        else:
            self._open.append(sentence)

    # -- tables, exhibits, cards ---------------------------------------------------------------

    def table(
        self,
        key: str,
        caption: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        numeric: Sequence[bool] = (),
    ) -> bool:
        """Add a table. A cell is plain text, a phrase, or ``(finding, field, format)``."""
        used: dict[str, Finding] = {}
        made = [self._row(cells, used) for cells in rows]
        if not made:
            return False
        self._keep(used.values())
        self.blocks.append(
            Table(
                f"{self.section}.{key}",
                caption,
                tuple(columns),
                tuple(made),
                tuple(used),
                tuple(numeric),
            )
        )
        return True

    def _row(self, cells: Sequence[Cell], used: dict[str, Finding]) -> Row:
        made: list[tuple[Part, ...]] = []
        evidence: dict[str, None] = {}
        for cell in cells:
            phrase = self._cell(cell)
            made.append(phrase.parts)
            used.update((item.id, item) for item in phrase.findings)
            evidence.update((o.id, None) for item in phrase.findings for o in item.inputs)
        return Row(tuple(made), tuple(evidence))

    def _cell(self, cell: Cell) -> Phrase:
        if isinstance(cell, str):
            return Phrase((cell,), ())
        if isinstance(cell, Phrase):
            return cell
        finding, field, style = cell
        text = self.desk.realiser.figure(finding, field, style)
        return Phrase((Slot(text, "finding", finding.id, field, style),), (finding,))

    def exhibit(
        self,
        key: str,
        form: str,
        title: str,
        alt: str,
        data: Iterable[Mapping[str, Scalar | None]],
        observations: Iterable[Observation],
        **options: Scalar,
    ) -> None:
        """Add a chart or map; ``observations`` are what its data rest on."""
        rests = list(observations)
        self.observations.update((item.id, item) for item in rests)
        self.blocks.append(
            Exhibit(
                id=f"{self.section}.{key}",
                form=form,
                title=title,
                alt=alt,
                data=tuple(data),
                options=options,
                evidence=tuple(item.id for item in rests),
                sources=tuple(sorted({item.source for item in rests})),
            )
        )

    def card(
        self, key: str, title: Phrase, fields: Iterable[tuple[str, Sequence[Sentence]]]
    ) -> None:
        """Add a proposal card."""
        self._keep(title.findings)
        kept = tuple((name, tuple(sentences)) for name, sentences in fields if sentences)
        self.blocks.append(Card(f"{self.section}.{key}", title.parts, kept))

    # -- inside --------------------------------------------------------------------------------

    def _keep(self, found: Iterable[Finding]) -> tuple[str, ...]:
        evidence: dict[str, None] = {}
        for item in found:
            self.findings[item.id] = item
            for observation in item.inputs:
                self.observations[observation.id] = observation
                evidence[observation.id] = None
        return tuple(evidence)

    def _sentence_id(self, key: str) -> str:
        desk = self.desk
        stem = f"{desk.partner.id}.{desk.principal.id}.{self.section}.{key.rpartition('.')[2]}"
        self._ids[stem] = self._ids.get(stem, 0) + 1
        return stem if self._ids[stem] == 1 else f"{stem}-{self._ids[stem]}"


def rests_on_nothing(found: Iterable[Finding]) -> bool:
    """Whether findings state only that there is no evidence."""
    return all(item.kind is FindingKind.ABSENCE for item in found)


def _capital(parts: tuple[Part, ...], capital: Callable[[str], str]) -> tuple[Part, ...]:
    """Return parts that begin with a capital when they begin with plain text or a name."""
    if not parts:
        return parts
    first, rest = parts[0], parts[1:]
    if isinstance(first, str):
        return (capital(first), *rest)
    return (Slot(capital(first.text), first.origin, first.source, first.field, first.format), *rest)
