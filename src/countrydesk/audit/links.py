"""How closely a figure is tied to its words: errors are said where the tie is tight."""

from __future__ import annotations

import re

from countrydesk.audit.parsed import Parsed
from countrydesk.audit.quantities import Quantity
from countrydesk.audit.terms import Term
from countrydesk.audit.words import Found

FARTHEST = 70
_RESUMES = re.compile(
    r";\s(?:in (?:\w+ ){0,2}?\d{4},? |by (?:the end of )?\d{4},? )?"
    r"(?:it|they|the (?:figure|number|rate|total))"
    r"\s(?:was|were|stood at|had (?:risen|fallen|dropped) to)\s(?:\w+\s)?$"
)
_BEFORE = re.compile(
    r"(?:\b(?:median(?: of)?|mean of|averages? of|interval of|range of|runs? from|against(?: a)?"
    r"|of (?:all|the)|among|first|last|step)\s(?:the\s|a\s)?"
    r"|\bmedian (?:\w+ ){0,3}(?:is|was|had)\s)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s(?:(?:of GDP )?of the median\b"
    r"|(?:\w+\s)?of (?:its|the|all|them|states|countries|cases|peers|that)\b|of \d"
    r"|(?:like )?cases\b|(?:other )?(?:states|countries|members|sources|partners|suppliers|steps"
    r"|nationalities|others|series|places|peers|neighbours|seats|headings)\b"
    r"|(?:do|did|are|is|were|was) (?:better|worse|less|more)\b|in (?:south|north|east|west|central)"
    r"|(?:had|has|have) (?:a |an )?(?:lower|higher|better|worse)\b"
    r"|per 100,000|a year\b|a head\b|less than\b|more than\b|above its\b|below its\b"
    r"|(?:higher|lower) than\b)",
    re.IGNORECASE,
)
_PEOPLE = frozenset(
    [
        "people",
        "person",
        "inhabitant",
        "citizen",
        "death",
        "refugee",
        "soldier",
        "troop",
        "men",
        "woman",
        "personnel",
        "visa",
        "claim",
        "live",
        "active",
        "active-duty",
        "fatality",
        "application",
        "student",
        "nonimmigrant",
        "american",
        "internally",
        "palestine",
        "million",
        "ship",
        "airport",
    ]
)
_LINKS = frozenset(
    [
        "in",
        "for",
        "at",
        "on",
        "by",
        "from",
        "to",
        "and",
        "but",
        "as",
        "during",
        "out",
        "of",
        "were",
        "was",
        "are",
        "is",
        "had",
        "have",
        "has",
        "lived",
        "living",
        "this",
        "that",
        "or",
        "under",
    ]
)


def is_tied(parsed: Parsed, number: Quantity, found: Found[Term] | None) -> bool:
    """Whether a figure is tied closely enough to a term for an error to be said of it."""
    text = parsed.text
    before, after = text[max(0, number.start - 45) : number.start], text[number.end :]
    if _AFTER.match(after):
        return False
    if before.endswith("from ") and not parsed.says_each(number):
        return False
    if parsed.has("revised", "revision", "restated") or _BEFORE.search(before):
        return False
    if re.search(r"median|peers|in (?:both|each|all) of", before, re.IGNORECASE):
        return False
    if found is None:
        term = parsed.memory.term
        fits = term is None or _noun_fits(parsed, number, term)
        return fits and _begins_pointing(text) and len(parsed.numbers) <= 2
    between = text[min(found.end, number.end) : max(found.start, number.start)]
    if ";" in between and _RESUMES.search(parsed.text, 0, number.start):
        return len(parsed.numbers) <= 2 and number.start > found.end
    if len(between) > FARTHEST or ";" in between or _interrupted(parsed, number, found):
        return False
    if (
        found.start > number.end
        and len(between) > 14 + (found.end - found.start)
        and (found.meaning.kind in {"money", "percent"})
    ):
        return False
    if before.endswith("(") and number.start - found.end > 4:
        return False
    return _noun_fits(parsed, number, found.meaning)


def _begins_pointing(text: str) -> bool:
    opening = r"(?:It|That|This|They|The same|The (?:number|figure|rate|total))\b"
    return bool(re.match(opening, text))


def _interrupted(parsed: Parsed, number: Quantity, found: Found[Term]) -> bool:
    """Whether another figure of the same kind stands between term and figure, both undated."""
    a, b = sorted((found.end, number.start))
    rivals = [
        q for q in parsed.numbers
        if a <= q.start < b and q is not number and found.meaning.takes(q)
    ]  # fmt: skip
    if not rivals:
        return False
    return not parsed.says_each(number) and not parsed.is_shifted(number.end)


def _noun_fits(parsed: Parsed, number: Quantity, term: Term) -> bool:
    """Whether the word after a bare figure is one that may follow a count or an index."""
    if number.unit or term.kind not in {"count", "index"}:
        return True
    following = [w for w in parsed.words if w.start >= number.end][:1]
    if not following or re.match(r"\s*[,.;:()]", parsed.text[number.end :]):
        return True
    key = following[0].key
    spoken = {w for phrase in term.phrases for w in phrase.split()}
    if key in _LINKS or key in spoken:
        return True
    named = any(f.start == following[0].start for f in parsed.places)
    return term.kind == "count" and (key in _PEOPLE or named)
