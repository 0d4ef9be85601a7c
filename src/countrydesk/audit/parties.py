"""Judging which party governs, and how many seats a party holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from countrydesk.audit.bench import Bench
from countrydesk.audit.gazetteer import tables
from countrydesk.audit.offices import say
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.people import all_terms, holders
from countrydesk.audit.verdict import Judged, Verdict, in_words
from countrydesk.model import Observation

_GOVERNS = re.compile(
    r"\b(?:ruling|governing|in power|governs|rules|in government)\b", re.IGNORECASE
)


MANY = 3
SHORTEST = 4
NO_PARTY = frozenset({"other", "others", "independent", "independents", "none", "vacant"})


def party_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on the party that a sentence says governs, and on its seats."""
    if _GOVERNS.search(parsed.text):
        party = _party(parsed)
        if party is not None and parsed.is_free(party.start, party.end):
            parsed.take(party.start, party.end)
            yield party
    if parsed.has("seat"):
        yield from _seats(parsed)


def _seats(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on the number of seats of a party."""
    place = parsed.subject(len(parsed.text))
    named = _named_party(parsed, place) if place else None
    numbers = [q for q in parsed.numbers if not q.unit and not q.scaled]
    if (
        named is None
        or len(numbers) != 1
        or numbers[0].value < MANY
        or not parsed.bench.knows("legislature_party")
    ):
        return
    items = [
        o
        for o in parsed.bench.view.series(place, "legislature_party")
        if _party_names(o) & named[1] and o.attributes.get("seats", "").isdigit()
    ]
    if not items:
        return
    number = numbers[0]
    held = [o for o in items if number.fits(float(o.attributes["seats"]))]
    item = (held or items)[0]
    parsed.take(number.start, number.end)
    yield Judged(
        min(named[0][0], number.start), max(named[0][1], number.end), "numeric",
        Verdict.SUPPORTED if held else Verdict.CONTRADICTED, "legislature_party", place, "",
        item.period.text, f"{item.text}: {item.attributes['seats']} seats", item.period.text,
        (item,), 0.85, "agrees" if held else "another number of seats",
    )  # fmt: skip


def _party_names(item: Observation) -> set[str]:
    plain = re.sub(r"\s*\([^)]*\)", "", item.text or "").strip(' "“”')
    return {plain.casefold(), item.attributes.get("short", "").casefold()} - {""}


def _party(parsed: Parsed) -> Judged | None:
    """Return the verdict on which party governs."""
    bench = parsed.bench
    place = parsed.subject(len(parsed.text))
    ruling = sorted(holders(bench, place), key=lambda t: t.item.indicator) if place else []
    now = [t for t in ruling if t.item.attributes.get("party")] or ruling
    if not now or not parsed.has("party", "coalition", "movement"):
        return None
    named = _named_party(parsed, place)
    if named is None:
        return None
    (start, end), names = named
    blank = Judged(
        start, end, "relational", Verdict.UNSUPPORTED, "ruling_party", place, sure=0.85,
        note="the party of the head of government is not on record",
    )  # fmt: skip
    own = now[0].item.attributes.get("party", "")
    if not own:
        return blank
    if own.casefold() in names:
        return say(blank, Verdict.SUPPORTED, now[0], f"the party of {now[0].name}")
    past = [
        t for t in all_terms(bench, place)
        if t.item.attributes.get("party", "").casefold() in names and not t.period.is_open
    ]  # fmt: skip
    said = f"{own} ({now[0].name}) since {in_words(now[0].period.start)}"
    if past and past[-1].period.end:
        said += f"; true until {in_words(past[-1].period.end)}"
    return replace(say(blank, Verdict.OUTDATED, now[0], said, *past[-1:]), true=said)


def _named_party(parsed: Parsed, place: str) -> tuple[tuple[int, int], frozenset[str]] | None:
    """Return where a party on record is named and all its names."""
    found = [
        ((at, at + len(name)), names)
        for names in _parties(parsed.bench, place)
        for name in names
        if len(name) >= SHORTEST and name not in NO_PARTY and (at := parsed.lower.find(name)) >= 0
    ]
    return max(found, key=lambda row: row[0][1] - row[0][0], default=None)


def _parties(bench: Bench, place: str) -> list[frozenset[str]]:
    found: list[set[str]] = []
    facts: tuple[Observation, ...] = ()
    if bench.knows("legislature_party"):
        facts = bench.view.series(place, "legislature_party")
    found += [_party_names(item) for item in facts]
    for term in all_terms(bench, place):
        party = term.item.attributes.get("party", "").casefold()
        if party and party != "none":
            found.append({party})
    told = tables()["parties"].get(place, [])
    found += [{str(name).casefold() for name in tongues} for tongues in told]
    merged: list[set[str]] = []
    for names in found:
        near = [known for known in merged if known & names]
        for known in near:
            merged.remove(known)
            names.update(known)
        merged.append(names)
    return [frozenset(names) for names in merged]
