"""Which term, place and date a figure of a sentence is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from countrydesk.audit.bench import edition
from countrydesk.audit.dates import When
from countrydesk.audit.links import is_tied
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.quantities import Quantity
from countrydesk.audit.terms import Term
from countrydesk.audit.words import Found

OF_GDP = frozenset({
    "public_debt", "fiscal_balance", "current_account", "military_share", "exports_share",
    "imports_share", "remittances", "fdi", "agriculture", "industry", "services",
    "health_spending",
})  # fmt: skip
_POINTERS = frozenset({
    "was", "is", "were", "rate", "number", "figure", "total", "index", "score", "amount", "sum",
    "year", "means", "makes", "put", "puts", "compares", "came", "comes", "has", "had", "same",
})  # fmt: skip
_LEADS = re.compile(r"(?:At|With|Standing at|Now at)\s(?:\w+\s){0,2}?[$\d]")
_OF_GDP = re.compile(
    r"\s(?:of|in) (?:its |the |national )?(?:gdp|gross domestic|output)", re.IGNORECASE
)


@dataclass(frozen=True)
class Asked:
    """What a figure was taken to be: a term for a place, how sure, and the date it is said for."""

    term: Term
    place: str
    other: str
    when: When | None
    sure: float


def understand(parsed: Parsed, number: Quantity) -> Asked | None:
    """Return what a figure is about; None where no term fits."""
    found = best_term(parsed, number)
    if found is not None:
        term, sure = found.meaning, 0.95 if is_tied(parsed, number, found) else 0.5
    elif parsed.memory.term and _carries(parsed, parsed.memory.term, number):
        term, sure = parsed.memory.term, 0.8 if is_tied(parsed, number, None) else 0.5
    else:
        return None
    if _of_others(parsed, term):
        return None
    place, other = who(parsed, term, number.start)
    if not place:
        return None
    when = parsed.date_for(number.start, number.end)
    return Asked(term, place, other, edition(when, term.lag) if when else None, sure)


def _of_others(parsed: Parsed, term: Term) -> bool:
    """Whether refugees are counted by where they came from, or a series by months of its years."""
    if term.id == "refugees_hosted":
        return any(
            re.search(r"\bfrom (?:the )?$", parsed.text[: f.start])
            for f in parsed.places if f.meaning == parsed.bench.partner.id
        )  # fmt: skip
    if term.id == "land_border" and len(parsed.place_ids) > 1:
        return True
    if term.id == "refugees_from" and parsed.has("asylum"):
        return True
    yearly = bool(term.of) and term.of[0].startswith(("visas_", "aid_"))
    return yearly and any(d.kind == "month" for d in parsed.dates)


def is_change(parsed: Parsed, number: Quantity) -> bool:
    """Whether a figure says by how much something changed, not how large it is."""
    before = parsed.lower[max(0, number.start - 24) : number.start]
    by = re.search(r"(?:risen|rose|fallen|fell|improved|dropped|gained|lost|up|down) by $", before)
    return bool(by) and number.unit in {"score", "", "money", "points_pct"}


def best_term(parsed: Parsed, number: Quantity) -> Found[Term] | None:
    """Return the term that fits a figure best, None where none does."""
    a, b = parsed.clause_at(number.start)
    of_gdp = _OF_GDP.match(parsed.text, number.end)
    ranked = []
    reach = next((d for c, d in parsed.clauses if c == b), b) if _LEADS.match(parsed.text) else b
    for found in parsed.terms:
        term = found.meaning
        if not term.takes(number) or found.start >= reach or is_base(parsed, found):
            continue
        if of_gdp and term.id not in OF_GDP:
            continue
        inside = a <= found.start < b
        keys = parsed.clause_keys(found.start)
        if term.without & (keys | parsed.clause_keys(number.start)):
            continue
        if term.verbs and not term.verbs & (keys | parsed.clause_keys(number.start)):
            continue
        detail = found.length + len(term.groups) + bool(term.verbs) * 0.5 - 2 * term.is_loose
        detail += term.principal
        gap = _gap(found, number)
        ranked.append((inside, detail - gap / 60, found))
    if not ranked:
        return None
    return max(ranked, key=lambda row: (row[0], row[1], row[2].start))[2]


def is_base(parsed: Parsed, found: Found[Term]) -> bool:
    """Whether a term is only what a share is taken of: "0.8 percent of the population"."""
    return parsed.words[found.first].key not in {"them", "it"} and bool(re.search(
        r"(?:%|percent|per cent|share|part|third|half|quarter) of (?:the |its |all )?$",
        parsed.text[max(0, found.start - 24) : found.start],
    ) or re.search(r"\b(?:at|against) the $", parsed.text[max(0, found.start - 14) : found.start]
    ))  # fmt: skip


def _gap(found: Found[Term], number: Quantity) -> int:
    return max(found.start - number.end, number.start - found.end, 0)


def _carries(parsed: Parsed, term: Term, number: Quantity) -> bool:
    """Whether a sentence without a term of its own goes on about the last one."""
    pointing = parsed.has("it", "that", "source", "same", "this", "number", "figure", "rate",
        "index", "score", "total", "organisation")  # fmt: skip
    noun = re.match(r"(?:That|This|Those|These) (\w+)", parsed.text)
    if noun and noun[1].lower() not in _POINTERS:
        return False
    if parsed.has("case", "base", "likely", "unlikely", "cases"):
        return False
    return pointing and term.takes(number) and not parsed.terms and not term.bars(parsed.keys)


def who(parsed: Parsed, term: Term, at: int) -> tuple[str, str]:
    """Return place and counterpart of a term in a sentence."""
    bench = parsed.bench
    if not term.pair:
        beside = [
            f.meaning for f in parsed.places
            if 0 < at - f.end <= 4 and parsed.text[f.end : at].strip() in {"", "at"}
        ]  # fmt: skip
        return (beside[0] if beside else parsed.subject(at)), ""
    others = [f.meaning for f in parsed.places if f.meaning != bench.principal.id]
    other = others[0] if len(set(others)) == 1 else bench.partner.id
    if len(set(others)) > 1 and bench.partner.id not in others:
        return "", ""
    return (bench.principal.id, other) if term.pair == "out" else (other, bench.principal.id)
