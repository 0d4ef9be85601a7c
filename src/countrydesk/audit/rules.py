"""Judging rules of travel: who needs a visa, and what the principal advises."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from countrydesk.audit.parsed import Parsed
from countrydesk.audit.verdict import Judged, Verdict
from countrydesk.model import Observation

_VISA = re.compile(
    r"\b(?:visas?|visa-free|electronic travel authori[sz]ation|eta|esta|e-visas?"
    r"|travel authori[sz]ation)\b", re.IGNORECASE,
)  # fmt: skip
ETA = "electronic travel authorisation"
_ADVICE = re.compile(
    r"\b(?:not to travel|tells|warns|travel warning"
    r"|advisory|travel advice|advised|advises|advisories)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"\blevel (?P<n>[1-4])\b", re.IGNORECASE)


def rule_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each rule of travel that a sentence states."""
    for judge in (_visas, _advice):
        for judged in judge(parsed):
            if parsed.is_free(judged.start, judged.end):
                parsed.take(judged.start, judged.end)
                yield judged


def _visas(parsed: Parsed) -> Iterable[Judged]:
    if not _VISA.search(parsed.text) or parsed.has(
        "nonimmigrant", "issued", "received", "programme", "program", "passport", "got"
    ):
        return
    if not re.search(r"visa|authori[sz]ation|travel|enter", parsed.lower):
        return
    bench = parsed.bench
    for a, b in _visa_clauses(parsed):
        actors = [f for f in parsed.places if a <= f.start < b]
        people = [f for f in actors if f.meaning in bench.pair]
        if not people:
            continue
        who = people[0].meaning
        if re.search(r"\b(?:to|in|for|from)\s(?:the\s)?$", parsed.text[: people[0].start]):
            who = next(iter(bench.pair - {who}))
        told = [f for f in people if _OF.search(parsed.text[: f.start])]
        who = told[0].meaning if told else who
        other = next(iter(bench.pair - {who}))
        item = bench.find_fact(who, "visa_requirement", other)
        if item is not None and item.text:
            judged = _visa(parsed, (a, b), item)
            if judged is not None:
                yield judged


_OF = re.compile(
    r"\b(?:citizens|nationals|travellers|travelers|visitors|tourists|holders)"
    r" (?:of|from) (?:the )?$",
    re.IGNORECASE,
)


def _visa_clauses(parsed: Parsed) -> list[tuple[int, int]]:
    """Return the clauses that speak of a visa; one without a people goes with its neighbour."""
    spans: list[tuple[int, int]] = []
    for a, b in parsed.clauses:
        text = parsed.text[a:b]
        people = any(a <= f.start < b and f.meaning in parsed.bench.pair for f in parsed.places)
        speaks = bool(_VISA.search(text)) or bool(
            re.search(r"\bneeds? (?:one|none)\b|\bwithout one\b", text)
        )
        if people and speaks:
            spans.append((a, b))
        elif speaks and spans:
            spans[-1] = (spans[-1][0], b)
        elif speaks:
            spans.append((0, b))
        elif spans and not people:
            spans[-1] = (spans[-1][0], b)
    return spans


def _visa(parsed: Parsed, span: tuple[int, int], item: Observation) -> Judged | None:
    text = parsed.text[span[0] : span[1]].lower()
    said = _said_visa(text)
    if not said:
        return None
    rule = item.text or ""
    days = item.attributes.get("days", "")
    held = rule in said
    counted = [q for q in parsed.numbers if span[0] <= q.start < span[1] and "day" in text]
    blank = Judged(
        span[0], span[1], "existence", Verdict.SUPPORTED, "visa_requirement", item.place,
        item.counterpart, item.period.text, rule + (f", {days} days" if days else ""),
        item.period.text, (item,), 0.9, "agrees",
    )  # fmt: skip
    if held and counted and days.isdigit() and counted[0].value != float(days):
        return replace(blank, verdict=Verdict.CONTRADICTED, note=f"{days} days")
    if held:
        return blank
    if rule == ETA and "visa required" in said:
        return replace(blank, verdict=Verdict.OUTDATED, note="a travel authorisation is enough")
    return replace(blank, verdict=Verdict.CONTRADICTED, note=f"the rule is: {rule}")


def _said_visa(text: str) -> frozenset[str]:
    """Return the rules that a clause may state, in the words of the source."""
    if re.search(r"\b(?:should|would|could)\b|other direction|[“\"]|\bby \w+ 20\d\d", text):
        return frozenset()
    if re.search(r"not admitted|refused entry|cannot enter|may not enter", text):
        return frozenset({"visa required", "no admission", "e-visa", ETA, "visa on arrival"})
    if "authori" in text and "visa required" in text:
        return frozenset()
    if "on arrival" in text:
        return frozenset({"visa on arrival"})
    if re.search(r"(?:travel|electronic) authori|\beta\b|\besta\b", text):
        return frozenset({ETA})
    if re.search(r"\bwithout (?:one|it)\b|\bneed none\b", text):
        return frozenset({"visa free", ETA})
    if re.search(r"\be-?visa|electronic visa", text):
        return frozenset({"e-visa"})
    free = re.search(
        r"visa[- ]free|without (?:a |any )?visas?"
        r"|no (?:entry )?visas? (?:is |are )?(?:need|requir|for)"
        r"|needs? no visa"
        r"|(?:not|never|without) (?:\w+ ){0,2}?(?:need|requir\w+)"
        r"(?: \w+)? (?:a )?visas?|not require|exempt from (?:the )?visa|visa waiver"
        r"|visa exempt", text,
    )  # fmt: skip
    if free:
        return frozenset({"visa free", ETA}) if "waiver" in text else frozenset({"visa free"})
    if re.search(
        r"\b(?:need|needs|require[sd]?|must (?:have|obtain|hold)|obtain|required)\b", text
    ):
        return frozenset({"visa required", "e-visa"})
    return frozenset()


def _advice(parsed: Parsed) -> Iterable[Judged]:
    level = _LEVEL.search(parsed.text)
    bench = parsed.bench
    if not level or not _ADVICE.search(parsed.text) or parsed.place_ids - bench.pair:
        return
    if not bench.knows("travel_advisory"):
        return
    items = bench.view.series(bench.principal.id, "travel_advisory", bench.partner.id)
    if not items:
        return
    when = parsed.dates[0] if parsed.dates else None
    item = items[-1]
    a, b = level.span()
    blank = Judged(
        min(a, when.start) if when else a, max(b, when.end) if when else b, "existence",
        Verdict.SUPPORTED, "travel_advisory", item.place, item.counterpart,
        when.text if when else "", f"level {item.attributes.get('level')}: {item.text}",
        item.period.text, (item,), 0.9, "agrees",
    )  # fmt: skip
    if not item.attributes.get("level", "").isdigit():
        return
    if item.attributes.get("level") != level["n"]:
        yield replace(blank, verdict=Verdict.CONTRADICTED, note="another level")
    elif when and not when.agrees(item.period.text):
        yield replace(blank, verdict=Verdict.UNSUPPORTED, note="another day is on record")
    else:
        yield blank
