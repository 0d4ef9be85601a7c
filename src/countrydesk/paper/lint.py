"""The house's rules of writing: no filler, no undated now, no cause without a method."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from countrydesk.errors import LintError
from countrydesk.paper.nodes import Paper, Paragraph, Sentence, SentenceKind, Slot

FILLER = (
    "plays a crucial role", "plays a key role", "plays a vital role", "plays an important role",
    "faces challenges", "faces significant challenges", "faces ongoing challenges",
    "rich history", "it is important to note", "it is worth noting", "complex and evolving",
    "underscores the importance", "in today's world", "a mixed picture", "diverse landscape",
    "strategic partner", "key partner", "vital partner", "fertile ground", "remains to be seen",
    "needless to say", "significant number of", "continues to grapple", "poses challenges",
    "navigate", "leverage", "foster", "a testament to", "delve", "robust partnership",
    "shared values of", "multifaceted", "holistic", "synergies", "going forward",
)  # fmt: skip
UNDATED = ("recent", "recently", "currently", "nowadays", "at present", "these days", "lately",
    "today", "soon", "in the coming years", "at the moment")  # fmt: skip
CAUSAL = ("because of", "caused by", "due to", "led to", "leads to", "as a result of",
    "thanks to", "resulted in", "driven by", "owing to")  # fmt: skip
FILLER_ES = (
    "juega un papel", "desempeña un papel", "enfrenta desafíos", "se enfrenta a retos",
    "rica historia",
    "cabe destacar", "cabe señalar", "es importante señalar", "hay que tener en cuenta", "sin duda",
    "complejo y cambiante", "en el mundo actual", "en un mundo cada vez más", "panorama diverso",
    "socio estratégico", "socio clave", "socio vital", "caldo de cultivo", "está por ver",
    "huelga decir", "un gran número de", "pone de relieve", "pone de manifiesto", "sinergias",
    "multifacético", "holístico", "de cara al futuro", "a nivel de", "en aras de", "hoja de ruta",
)  # fmt: skip
UNDATED_ES = ("reciente", "recientes", "recientemente", "actualmente", "en la actualidad",
    "hoy en día", "hoy", "últimamente", "ahora", "pronto", "en los próximos años",
    "en este momento", "por el momento")  # fmt: skip
CAUSAL_ES = ("debido a", "causado por", "causada por", "a causa de", "gracias a", "provocó",
    "como consecuencia de", "como resultado de", "impulsado por", "impulsada por",
    "por culpa de")  # fmt: skip


def _patterns(
    filler: tuple[str, ...], undated: tuple[str, ...], causal: tuple[str, ...]
) -> dict[str, re.Pattern[str]]:
    return {
        "filler": re.compile("|".join(re.escape(word) for word in filler), re.IGNORECASE),
        "undated": re.compile(rf"\b({'|'.join(undated)})\b", re.IGNORECASE),
        "causal": re.compile(rf"\b({'|'.join(causal)})\b", re.IGNORECASE),
    }


_PATTERNS = {
    "en": _patterns(FILLER, UNDATED, CAUSAL),
    "es": _patterns(FILLER_ES, UNDATED_ES, CAUSAL_ES),
}
_SHAPE = (
    ("two spaces", re.compile(r"  ")),
    ("a space before a mark", re.compile(r" [,.;:!?](?!\d)")),
    ("a doubled mark", re.compile(r"[,;:]{2}|\.{2}|,\.|;\.")),
    ("a leftover of a template", re.compile(r"[{}<>|\[\]]|\bNone\b|\bnan\b")),
    ("a doubled word", re.compile(r"\b(\w+) \1\b", re.IGNORECASE)),
)
_DOUBLED_NAMES = frozenset({"pago pago", "baden baden", "that that"})


@dataclass(frozen=True, slots=True)
class Complaint:
    """One breach: the rule, the sentence, and what in it gave offence."""

    rule: str
    sentence: str
    text: str
    what: str

    def __str__(self) -> str:
        return f"{self.sentence}: {self.rule}: '{self.what}' in: {self.text}"


def lint(paper: Paper) -> None:
    """Check every sentence and paragraph of a paper.

    Raises:
        LintError: with the first complaint and how many there are.
    """
    found = list(complaints(paper))
    if found:
        raise LintError(f"{found[0]} ({len(found)} in all)")


def complaints(paper: Paper) -> Iterator[Complaint]:
    """Yield every breach in reading order."""
    seen: Counter[str] = Counter()
    for section in paper.walk():
        for sentence in section.sentences:
            if sentence.kind is SentenceKind.ANALYST:
                continue
            yield from _of_sentence(sentence, paper.language)
            if sentence.kind is not SentenceKind.NOTE and len(sentence.slots):
                seen[sentence.text] += 1
                if seen[sentence.text] == 2:
                    yield Complaint("said twice", sentence.id, sentence.text, sentence.text[:40])
        for block in section.blocks:
            if isinstance(block, Paragraph) and not block.sentences:
                yield Complaint("empty", block.id, "", "paragraph")


def _of_sentence(sentence: Sentence, language: str) -> Iterator[Complaint]:
    text = sentence.text
    own = "".join(" " if isinstance(part, Slot) else part for part in sentence.parts)
    for rule, pattern in _PATTERNS[language].items():
        match = pattern.search(own)
        if match:
            yield Complaint(rule, sentence.id, text, match.group())
    for rule, pattern in _SHAPE:
        match = pattern.search(text)
        if match and match.group().lower() not in _DOUBLED_NAMES:
            yield Complaint(rule, sentence.id, text, match.group())
    if not text.endswith((".", ".”", "?", ":")):
        yield Complaint("end", sentence.id, text, text[-5:])
