"""The verifier: nothing is printed that the evidence does not bear out.

For every sentence and table it asks: does it rest on evidence; does every figure, date and name
stand in a slot; does each slot print what its source says; does each finding come out the same
when it is computed again; and is each observation in the release? The words of analysts are bound
to nothing; of them it asks that they are marked, signed and explained, and claim no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from countrydesk.analysis.finding import Finding, FindingKind, recompute
from countrydesk.errors import UnboundSentenceError
from countrydesk.evidence import View
from countrydesk.paper.nodes import (
    Card,
    Exhibit,
    Paper,
    Paragraph,
    Part,
    Section,
    Sentence,
    SentenceKind,
    Slot,
    Table,
)  # fmt: skip
from countrydesk.paper.writing.realise import Realiser

_DIGIT = re.compile(r"\d")
# By language: months, and words for numbers.
_MONTH = {
    "en": re.compile(
        r"\b(January|February|March|April|June|July|August|September|October|November|December)\b"
    ),
    "es": re.compile(
        r"\b(enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre"
        r"|noviembre|diciembre)\b",
        re.IGNORECASE,
    ),
}
_NUMBER_WORD = {
    "en": re.compile(
        r"\b(?<!the )(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred"
        r"|thousand|million|billion|trillion|twice|half|third|quarter)s?\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|docenas?|cien|cientos?|mil"
        r"|miles|mill[oó]n(?:es)?|bill[oó]n(?:es)?|dobles?|triples?|mitad(?:es)?|tercios?"
        r"|tercer[oa]?s?|cuart[oa]s?|quint[oa]s?)\b",
        re.IGNORECASE,
    ),
}
BOUND_KINDS = frozenset(SentenceKind) - {SentenceKind.NOTE, SentenceKind.ANALYST}


def verify(paper: Paper, view: View, realiser: Realiser) -> None:
    """Check a whole paper.

    Raises:
        UnboundSentenceError: naming the first sentence, table or finding that fails, and why.
    """
    _check_observations(paper, view)
    for finding in paper.findings.values():
        _check_finding(finding, view)
    for section in paper.walk():
        _check_section(section, paper, realiser)


def _check_observations(paper: Paper, view: View) -> None:
    for item in paper.observations.values():
        if not view.holds(item):
            raise UnboundSentenceError(
                f"observation {item.id} ({item.indicator} of {item.place}) is not in release "
                f"{paper.release}"
            )


def _check_finding(finding: Finding, view: View) -> None:
    view_finding = recompute(view, finding)
    if view_finding is None or view_finding.id != finding.id:
        raise UnboundSentenceError(
            f"finding {finding.id} ({finding.method} of {finding.indicator} for {finding.place}) "
            "does not come out of the evidence again"
        )


def _check_section(section: Section, paper: Paper, realiser: Realiser) -> None:
    for sentence in section.sentences:
        _check_sentence(sentence, paper, realiser)
    for block in section.blocks:
        if isinstance(block, Table):
            _check_table(block, paper, realiser)
        elif isinstance(block, Exhibit):
            _check_known(block.id, block.evidence, paper.observations)
        elif isinstance(block, Card):
            _check_slots(block.id, block.title, paper, realiser)
        elif not isinstance(block, Paragraph):
            raise UnboundSentenceError(f"{section.id}: a block of an unknown kind")


def _check_sentence(sentence: Sentence, paper: Paper, realiser: Realiser) -> None:
    if sentence.kind is SentenceKind.ANALYST or sentence.override is not None:
        _check_analyst(sentence)
        return
    _check_known(sentence.id, sentence.findings, paper.findings)
    _check_known(sentence.id, sentence.evidence, paper.observations)
    found = [paper.findings[key] for key in sentence.findings]
    if sentence.kind in BOUND_KINDS and not found:
        raise UnboundSentenceError(f"{sentence.id}: rests on nothing: {sentence.text}")
    if found and not sentence.evidence and any(f.kind is not FindingKind.ABSENCE for f in found):
        raise UnboundSentenceError(f"{sentence.id}: its findings have no observation")
    _check_slots(sentence.id, sentence.parts, paper, realiser)
    for part in sentence.parts:
        if isinstance(part, str):
            check_text(sentence.id, part, paper.language)


def _check_analyst(sentence: Sentence) -> None:
    """Raise where an analyst's words pass for bound ones, or nobody answers for them."""
    if sentence.kind is not SentenceKind.ANALYST or not (by := sentence.override):
        raise UnboundSentenceError(f"{sentence.id}: an analyst's words that are not marked as such")
    if not by.analyst.strip() or not by.reason.strip():
        raise UnboundSentenceError(f"{sentence.id}: an analyst's words without who or why")
    bound = sentence.slots or sentence.findings or sentence.evidence
    if bound or sentence.likelihood or sentence.confidence:
        raise UnboundSentenceError(f"{sentence.id}: an analyst's words that claim evidence")


def _check_table(table: Table, paper: Paper, realiser: Realiser) -> None:
    _check_known(table.id, table.findings, paper.findings)
    for row in table.rows:
        _check_known(table.id, row.evidence, paper.observations)
        for cell in row.cells:
            _check_slots(table.id, cell, paper, realiser)
            for part in cell:
                if isinstance(part, str):
                    check_text(table.id, part, paper.language)


def _check_slots(where: str, parts: Iterable[Part], paper: Paper, realiser: Realiser) -> None:
    for slot in parts:
        if not isinstance(slot, Slot):
            continue
        if slot.origin == "term" and slot.source not in realiser.catalogue:
            raise UnboundSentenceError(f"{where}: '{slot.text}' is no indicator of the release")
        printed = realiser.reprint(slot, paper.findings)
        if slot.text not in {printed, realiser.grammar.capital(printed)}:
            raise UnboundSentenceError(
                f"{where}: prints '{slot.text}' where its source says '{printed}'"
            )


def check_text(where: str, text: str, language: str = "en") -> None:
    """Raise where plain text holds a digit, a month or a number word of its language.

    Raises:
        UnboundSentenceError: naming it.
    """
    found = _offence(text, language)
    if found:
        raise UnboundSentenceError(
            f"{where}: {found[0]} ('{found[1]}') stands outside a slot in '{text.strip()}'"
        )


@lru_cache(maxsize=65536)
def _offence(text: str, language: str) -> tuple[str, str] | None:
    rules = (
        (_DIGIT, "a digit"), (_MONTH[language], "a month"), (_NUMBER_WORD[language], "a number"),
    )  # fmt: skip
    for pattern, what in rules:
        match = pattern.search(text)
        if match:
            return what, match.group()
    return None


def _check_known(where: str, ids: Iterable[str], table: Mapping[str, object]) -> None:
    for key in ids:
        if key not in table:
            raise UnboundSentenceError(f"{where}: {key} is not among the paper's evidence")
