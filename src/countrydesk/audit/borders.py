"""Judging borders: with whom, how many, which is the longest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from countrydesk.audit.parsed import Parsed
from countrydesk.audit.ties import unjudged
from countrydesk.audit.verdict import Judged, Verdict
from countrydesk.audit.words import Found
from countrydesk.model import Observation

_BORDERS = re.compile(
    r"\b(?:(?<!the )(?<!its )borders"
    r"|bordered by|bordering|(?:land )?borders? with|neighbours?|neighbors?"
    r"|shares? (?:a )?(?:land )?borders? with|frontiers? with)\b", re.IGNORECASE,
)  # fmt: skip
_LONGEST = re.compile(
    r"\blongest (?:of (?:them|these|which) )?"
    r"(?:(?:stretch of )?(?:land )?(?:border|frontier|boundary)|(?:is )?with)\b",
    re.IGNORECASE,
)
OVERSEAS = frozenset({"FRA", "NLD", "GBR", "DNK", "ESP"})
_EDGE = re.compile(r"\b(?:border|frontier|boundary)\b", re.IGNORECASE)
_NEIGHBOURS = re.compile(
    r"\bborders? with (?P<n3>\w+) (?:other )?(?:countries|states|neighbou?rs)\b|"
    r"\b(?P<n>\w+) (?:land |immediate )?(?:neighbours|neighbors|bordering (?:states|countries))\b"
    r"|\bborders (?P<n2>\w+) (?:other )?(?:countries|states)\b",
    re.IGNORECASE,
)
_WORDS = {
    w: n
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
}


def border_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each border that a sentence states."""
    for judge in (_borders,):
        for judged in judge(parsed):
            if parsed.is_free(judged.start, judged.end):
                parsed.take(judged.start, judged.end)
                yield judged


def _borders(parsed: Parsed) -> Iterable[Judged]:
    bench = parsed.bench
    rules = (_BORDERS, _LONGEST, _NEIGHBOURS, _EDGE)
    found = [m.start() for rule in rules if (m := rule.search(parsed.text))]
    if not found:
        return
    at = min(found)
    first = [f for f in parsed.places if f.start < at]
    place = first[-1].meaning if first else bench.partner.id
    if not bench.knows("border_length"):
        return
    lengths = {o: items[-1] for o, items in bench.view.dyads(place, "border_length").items()}
    if not lengths:
        return
    counted = _NEIGHBOURS.search(parsed.text)
    if counted and parsed.text[: counted.start()].endswith(
        ("of ", "of the ", "of its ", "in ", "Its ", "its ")
    ):
        counted = None
    if measured := _measured(parsed, place, lengths):
        yield measured
        return
    longest = _LONGEST.search(parsed.text)
    if longest:
        yield from _longest(parsed, longest, place, lengths)
    if counted and (counted["n"] or counted["n2"] or counted["n3"]).lower() in _WORDS:
        n = _WORDS[(counted["n"] or counted["n2"] or counted["n3"]).lower()]
        # A state whose own land lies elsewhere may be left out: French Guiana borders Brazil.
        near = [o for o in lengths if o not in OVERSEAS or place in OVERSEAS]
        held = n in {len(lengths), len(near)}
        yield replace(
            unjudged(*counted.span(), "numeric", "border_countries", place),
            verdict=Verdict.SUPPORTED if held else Verdict.CONTRADICTED, true=str(len(lengths)),
            evidence=tuple(lengths.values()), note="agrees" if held else "another number",
        )  # fmt: skip
    elif _BORDERS.search(parsed.text):
        yield from _listed(parsed, place, lengths)


def _measured(parsed: Parsed, place: str, lengths: dict[str, Observation]) -> Judged | None:
    """Return the verdict on the length of the border with the one neighbour that is named."""
    if _LONGEST.search(parsed.text):
        return None
    named = {f.meaning for f in parsed.places} & set(lengths)
    numbers = [q for q in parsed.numbers if q.unit == "km"]
    if len(named) != 1 or len(numbers) != 1 or parsed.has("total", "coast", "coastline"):
        return None
    true = lengths[next(iter(named))]
    held = numbers[0].fits(true.number)
    return replace(
        unjudged(numbers[0].start, numbers[0].end, "numeric", "border_length", place),
        verdict=Verdict.SUPPORTED if held else Verdict.CONTRADICTED, evidence=(true,),
        true=f"{true.number:,.0f} kilometres", true_period=true.period.text,
        right="" if held else f"{true.number:,.0f}", note="agrees" if held else "another length",
    )  # fmt: skip


def _lists(parsed: Parsed, match: re.Match[str]) -> bool:
    """Whether states follow at once: not "neighbours of Germany are allies of ..."."""
    if not match[0].lower().startswith("neighbo"):
        return True
    verb = any(f.end == match.start() - 1 for f in parsed.places)
    link = r" (?:the )?[A-Z]" if verb else r"(?: are| include|:| \() ?(?:the )?[A-Z]"
    return bool(re.match(link, parsed.text[match.end() :]))


def _longest(
    parsed: Parsed, match: re.Match[str], place: str, lengths: dict[str, Observation]
) -> Iterable[Judged]:
    named = [f for f in parsed.places if f.start > match.end() and f.meaning != place]
    named = (
        named or [f for f in parsed.places if f.end < match.start() and f.meaning in lengths][-1:]
    )
    if not named:
        return
    top = max(lengths.values(), key=lambda o: o.number)
    held = named[0].meaning == top.counterpart
    numbers = [q for q in parsed.numbers if q.unit == "km"]
    fits = not numbers or numbers[0].fits(top.number)
    good = held and fits
    yield replace(
        unjudged(
            match.start(), max(match.end(), named[0].end, *(q.end for q in numbers[:1])),
            "comparative", "border_length", place,
        ),
        verdict=Verdict.SUPPORTED if good else Verdict.CONTRADICTED, evidence=(top,),
        true=f"{parsed.bench.name(top.counterpart)}, {top.number:,.0f} kilometres",
        true_period=top.period.text, note="agrees" if good else "another border is the longest",
    )  # fmt: skip


def _listed(parsed: Parsed, place: str, lengths: dict[str, Observation]) -> Iterable[Judged]:
    longest = _LONGEST.search(parsed.text)
    found = [m for m in _BORDERS.finditer(parsed.text) if not longest or m.end() < longest.start()
        or m.start() > longest.end()]  # fmt: skip
    match = found[0] if found else None
    if match is None or not _lists(parsed, match):
        return
    a, b = match.start(), len(parsed.text)
    if longest and longest.start() > a:
        b = longest.start()
    aside = re.search(r", an? [a-z]", parsed.text[a:b])
    b = a + aside.start() if aside else b
    named: list[Found[str]] = [f for f in parsed.places if a < f.start < b and f.meaning != place]
    if not named or parsed.has("none", "no", "not", "nor", "neither", "without"):
        return
    if re.search(r"closed|security|dispute|along|near|migra|traffick", parsed.lower):
        return
    wrong = [f for f in named if f.meaning not in lengths]
    names = ", ".join(parsed.bench.name(other) for other in sorted(lengths))
    yield replace(
        unjudged(a, min(named[-1].end, b), "relational", "border_countries", place),
        verdict=Verdict.CONTRADICTED if wrong else Verdict.SUPPORTED, true=names,
        note=f"no border with {parsed.bench.name(wrong[0].meaning)}" if wrong else "agrees",
        evidence=tuple(lengths.values()),
    )  # fmt: skip
