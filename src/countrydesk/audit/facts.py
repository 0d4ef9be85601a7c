"""Judging single facts: alliance, relations, independence, currency."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from countrydesk.audit.gazetteer import find_places
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.ties import DENIED, unjudged
from countrydesk.audit.verdict import Judged, Verdict, iso_in_words
from countrydesk.audit.words import split_words

_PACT = re.compile(
    r"\b(?:defen[cs]e (?:pact|treaty|alliance)|mutual defen[cs]e|treaty ally|treaty allies"
    r"|non-nato ally|alliance treaty)\b", re.IGNORECASE,
)  # fmt: skip
_RELATIONS = re.compile(r"\bdiplomatic (?:relations|ties)\b", re.IGNORECASE)
_INDEPENDENT = re.compile(r"\bindependen(?:ce|t)\b", re.IGNORECASE)
_EURO = re.compile(
    r"\b(?:adopted|uses|introduced|joined) the (?P<euro>euro(?: area|zone)?)\b", re.IGNORECASE
)


def fact_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each single fact that a sentence states."""
    for judged in _single(parsed):
        if parsed.is_free(judged.start, judged.end):
            parsed.take(judged.start, judged.end)
            yield judged


def _single(parsed: Parsed) -> Iterable[Judged]:
    bench, text = parsed.bench, parsed.text
    place = parsed.subject(len(text)) or bench.partner.id
    if match := _EURO.search(text):
        item = bench.find_fact(place, "currency")
        if item is not None:
            held = item.text == "EUR"
            yield replace(
                unjudged(*match.span(), "relational", "currency", place), evidence=(item,),
                true=f"the currency is {item.attributes.get('name', '')} ({item.text})",
                true_period=item.period.text, note="agrees" if held else "another currency",
                verdict=(Verdict.CONTRADICTED if not held else
                    Verdict.UNSUPPORTED if parsed.dates else Verdict.SUPPORTED),
            )  # fmt: skip
    if match := _PACT.search(text):
        yield from _pact(parsed, match)
    if (match := _RELATIONS.search(text)) and parsed.dates:
        yield from _relations(parsed, match)
    if (match := _INDEPENDENT.search(text)) and parsed.dates and not parsed.has("central"):
        yield from _independence(parsed, match, place)


def _pact(parsed: Parsed, match: re.Match[str]) -> Iterable[Judged]:
    bench = parsed.bench
    if bench.principal.id not in parsed.place_ids or parsed.place_ids - bench.pair:
        return
    items = bench.view.series(bench.partner.id, "us_alliance", bench.principal.id)
    blank = replace(
        unjudged(*match.span(), "existence", "us_alliance", bench.partner.id),
        counterpart=bench.principal.id,
    )  # fmt: skip
    kind = "non-nato" if "non-nato" in match[0].lower() else "defence"
    held = [o for o in items if ("non-NATO" in (o.text or "")) == (kind == "non-nato")]
    denied = bool(DENIED.search(parsed.text))
    if held:
        firm = any("Rio Treaty" not in (o.text or "") for o in held)
        denial = Verdict.CONTRADICTED if firm else Verdict.UNSUPPORTED
        verdict = denial if denied else Verdict.SUPPORTED
        said = parsed.dates[0] if parsed.dates else None
        dated = said is None or any(said.agrees(o.period.opening.text) for o in held)
        if not denied and not dated:
            verdict = Verdict.CONTRADICTED if kind == "non-nato" else Verdict.UNSUPPORTED
        yield replace(
            blank, verdict=verdict, true=held[0].text or "", evidence=tuple(held),
            true_period=held[0].period.text, note=f"in force since {held[0].period.opening}",
        )  # fmt: skip
    elif denied:
        yield replace(blank, verdict=Verdict.SUPPORTED, note="none is in force")
    else:
        yield replace(
            blank, verdict=Verdict.CONTRADICTED, true="no such treaty is in force",
            note="the list of the principal's alliances does not have it", evidence=tuple(items),
        )  # fmt: skip


def _relations(parsed: Parsed, match: re.Match[str]) -> Iterable[Judged]:
    bench = parsed.bench
    item = bench.find_fact(bench.partner.id, "diplomatic_relations", bench.principal.id)
    if item is None or bench.principal.id not in parsed.place_ids:
        return
    when = parsed.dates[0]
    days = [
        item.attributes.get(k, "") for k in ("established_on", "last_change_on", "recognised_on")
    ]
    held = any(when.agrees(day) for day in days if day)
    blank = unjudged(match.start(), max(when.end, match.end()), "temporal", "diplomatic_relations",
        bench.partner.id, when)  # fmt: skip
    days = [day for day in days if day]
    if held:
        yield replace(blank, verdict=Verdict.SUPPORTED, evidence=(item,), note="agrees",
            true=", ".join(days), true_period=item.period.text)  # fmt: skip
    else:
        yield blank


def _independence(parsed: Parsed, match: re.Match[str], place: str) -> Iterable[Judged]:
    item = parsed.bench.find_fact(place, "independence")
    if item is None or item.text is None:
        return
    when = parsed.dates[0]
    giver = item.attributes.get("from", "")
    a, b = min(match.start(), when.start), max(match.end(), when.end)
    blank = replace(
        unjudged(a, b, "temporal", "independence", place, when), evidence=(item,),
        true=iso_in_words(item.text) + (f" from {giver}" if giver else ""), true_period=item.text,
    )  # fmt: skip
    said = re.search(r"\bfrom (?:the )?([A-Z][\w ]+?)(?= (?:on|in|after)\b|[,.;]|$)", parsed.text)
    if said and giver and not _overlap(said[1], giver):
        yield replace(blank, verdict=Verdict.CONTRADICTED, note=f"from {giver}")
    elif when.agrees(item.text):
        yield replace(blank, verdict=Verdict.SUPPORTED, note="agrees")
    elif abs(when.year - int(item.text[:4])) > 1:
        yield replace(blank, verdict=Verdict.CONTRADICTED, note="the date is another")
    else:
        yield replace(blank, verdict=Verdict.UNSUPPORTED, note="near the date on record")


def _overlap(one: str, other: str) -> bool:
    a, b = ({f.meaning for f in find_places(split_words(t))} for t in (one, other))
    same_words = set(one.lower().split()) & set(other.lower().split()) - {"the", "of"}
    return bool(a & b or same_words or not a or not b)
