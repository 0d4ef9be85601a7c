"""Judging who holds or held an office, since when, and which party governs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from countrydesk.analysis.offices import ROLES, Term
from countrydesk.audit.bench import Bench
from countrydesk.audit.dates import When
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.people import all_terms, holders, home_of, same_person, trim_name
from countrydesk.audit.verdict import Judged, Verdict, in_words
from countrydesk.evidence.names import name_words

_TITLE = r"President|Prime Minister|King|Queen|Chancellor|Premier|Emir|Sultan|Taoiseach"
_PART = r"(?:[A-ZÀ-ÞĐ][\w’'\-]*\.?|al-[A-Z]\w+|bin|ibn|de|la|da|dos|von|van|el|Jr\.?|II|III|IV|VI)"
_NAME = rf"[A-ZÀ-ÞĐ][\w’'\-]*(?:\s{_PART}){{0,4}}"
TITLED = re.compile(rf"(?P<before>\b[\w-]+\s+)?\b(?P<title>{_TITLE})\s(?P<name>(?!of\b){_NAME})")
_OFFICE = (
    r"president|prime minister|premier|chancellor|king|queen|head of state|head of government"
    r"|supreme leader|emperor|emir|sultan|taoiseach"
    r"|government|country|presidency|office|throne|cabinet"
)
HELD = re.compile(
    rf"(?P<name>{_NAME})(?:,\swho)?\s(?:has\s|was\s|is\s|had\s)?"
    r"(?P<verb>(?:been|became|become|is|was|took office as"
    r"|sworn in as|sworn in|appointed|elected|named|inaugurated as"
    r"|led|leads|headed|heads|reigned|ruled|remains|is still|is now"
    rf"|governed|serves as|served as|assumed|took over as|took over|took))\s?"
    rf"(?:the\s|as\s|its\s)?(?P<office>(?i:{_OFFICE}))?",
)
_HOLDS = re.compile(
    rf"\b(?i:{_OFFICE})\b|\b(?:reigned|ruled|governed|led|leads|heads|headed|inaugurated|sworn)\b"
)
_APPOSED = re.compile(
    rf"(?P<name>{_NAME}),?\s[(,]?(?:the\s|its\s|who\s(?:has\s)?(?:is|been)\s)?"
    rf"(?P<office>(?i:{_OFFICE}))\s(?P<verb>since)\b"
)
_PAST = re.compile(
    r"\b(?:former|ex-|then|late|previous|deposed|ousted|removal of|removed|predecessor|succeeded"
    r"|under|overthrow|impeach\w*|resign\w*|fall of|term of|since)\b", re.IGNORECASE,
)  # fmt: skip
_VERB = re.compile(r"\s(?P<verb>\w+)")
_NOW = frozenset(
    [
        "is",
        "has",
        "have",
        "will",
        "leads",
        "remains",
        "continues",
        "heads",
        "governs",
        "rules",
        "enjoys",
        "holds",
    ]
)
_BYGONE = frozenset(
    [
        "was",
        "were",
        "had",
        "said",
        "took",
        "met",
        "won",
        "came",
        "held",
        "made",
        "told",
        "visited",
        "went",
        "signed",
        "became",
        "left",
        "lost",
        "stood",
        "gave",
        "did",
        "ran",
        "fell",
        "put",
        "led",
        "saw",
        "sent",
        "spoke",
        "paid",
    ]
)


_TOOK = re.compile(
    r"\b(?:and|who|he|she|He|She)\s(?:(?:has|had|was|then|later)\s)?"
    r"(?P<verb>assumed|took|entered|came to|sworn in|been|became|has held|won)\s?"
    r"(?:up|in|over|into|as)?\s?(?:the\s|its\s)?"
    r"(?P<office>presidency|premiership|president|prime minister|office|throne|chancellorship)\b"
)
_SUCCEEDED = re.compile(
    rf"\b(?:[Ss]ucceeding|[Ss]ucceeded|[Rr]eplacing|[Rr]eplaced|took over from|the successor of)\s"
    rf"(?:(?:{_TITLE})\s)?(?P<name>{_NAME})"
)


def office_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each office holder that a sentence names."""
    yield from _free(parsed, _office_claims(parsed))


def _free(parsed: Parsed, found: Iterable[Judged]) -> Iterable[Judged]:
    for judged in found:
        if parsed.is_free(judged.start, judged.end):
            parsed.take(judged.start, judged.end)
            yield judged


def _office_claims(parsed: Parsed) -> Iterable[Judged]:
    yield from _named_claims(parsed)
    for match in _SUCCEEDED.finditer(parsed.text):
        if (judged := _succeeded(parsed, match)) is not None:
            yield judged
    for match in _TOOK.finditer(parsed.text):
        if (judged := _took(parsed, match)) is not None:
            yield judged


def _succeeded(parsed: Parsed, match: re.Match[str]) -> Judged | None:
    """Return supported where a holder of an office followed the one who is named."""
    place = home_of(parsed, match["name"]) if trim_name(match["name"]) else ""
    past = [t for t in all_terms(parsed.bench, place) if same_person(match["name"], t.name)]
    after = [
        t for t in all_terms(parsed.bench, place)
        for p in past
        if p.period.end and abs((t.period.start - p.period.end).days) <= 3
        and any(same_person(t.name, said) for said in _persons(parsed))
    ]  # fmt: skip
    if not past or not after:
        return None
    blank = Judged(*match.span(), "relational", Verdict.SUPPORTED, past[-1].item.indicator, place,
        sure=0.85)  # fmt: skip
    return say(blank, Verdict.SUPPORTED, past[-1], "followed in office", after[-1])


def _persons(parsed: Parsed) -> list[str]:
    found = [m["name"] for m in HELD.finditer(parsed.text)]
    found += [m["name"] for m in TITLED.finditer(parsed.text)]
    return [*found, parsed.memory.person] if parsed.memory.person else found


def _took(parsed: Parsed, match: re.Match[str]) -> Judged | None:
    """Return the verdict on "and assumed the presidency on DATE", of the person named before."""
    when = next((d for d in parsed.dates if 0 <= d.start - match.end() <= 8), None)
    opening = re.match(rf"(?P<name>{_NAME})\s(?:[a-z]|,)", parsed.text)
    name = trim_name(re.sub(rf"^(?:{_TITLE})\s", "", opening["name"])) if opening else ""
    name = name if len(name.split()) > 1 else parsed.memory.person
    place = home_of(parsed, name) if name else ""
    found = [t for t in all_terms(parsed.bench, place) if same_person(name, t.name)]
    if when is None or not found:
        return None
    office = {"presidency": "president", "premiership": "prime minister", "throne": "king",
        "chancellorship": "chancellor"}.get(match["office"], match["office"])  # fmt: skip
    roles = _role(office)
    blank = Judged(match.start("verb"), when.end, "temporal", Verdict.UNSUPPORTED, roles[0], place,
        "", when.text, sure=0.8, note="nothing in the evidence speaks to this")  # fmt: skip
    return _stretch(parsed.bench, blank, name, roles, when, present=False)


def _named_claims(parsed: Parsed) -> Iterable[Judged]:
    apposed = _APPOSED.finditer(parsed.text) if "since" in parsed.text else ()
    held = HELD.finditer(parsed.text) if _HOLDS.search(parsed.text) else ()
    for match in (*held, *apposed):
        judged = _held(parsed, match)
        if judged is not None:
            parsed.memory.person = match["name"]
            yield judged
    for match in TITLED.finditer(parsed.text):
        judged = _titled(parsed, match)
        if judged is not None:
            parsed.memory.person = match["name"]
            yield judged


def _role(title: str) -> tuple[str, ...]:
    low = title.lower()
    if low in {"prime minister", "premier", "chancellor", "taoiseach"}:
        return ("head_of_government",)
    if low in {"king", "queen", "emir", "sultan", "supreme leader", "emperor"}:
        return ("head_of_state",)
    return ROLES


def _titled(parsed: Parsed, match: re.Match[str]) -> Judged | None:
    before = (match["before"] or "").strip().lower()
    if before in {"vice", "deputy", "former", "late", "then", "ex", "saint", "san"}:
        return None
    name = trim_name(match["name"])
    place = home_of(parsed, name) if name else ""
    if not place:
        return None
    bench = parsed.bench
    roles = _role(match["title"])
    start = match.start("title")
    now = [t for t in holders(bench, place) if t.item.indicator in roles] or list(
        holders(bench, place)
    )
    blank = Judged(
        start, match.end(), "relational", Verdict.UNSUPPORTED, roles[0], place, sure=0.85,
        note="no holder of the office is confirmed",
    )  # fmt: skip
    if not now:
        return blank
    if any(same_person(name, t.name) for t in now):
        return say(blank, Verdict.SUPPORTED, now[0], "holds the office")
    past = [t for t in all_terms(bench, place) if same_person(name, t.name)]
    if any(_covers(t, d.text) for t in past for d in parsed.dates):
        return say(blank, Verdict.SUPPORTED, past[-1], "held the office then")
    if _is_past(parsed, match):
        return None
    if any(d.year < now[0].period.start.year for d in parsed.dates):
        return None
    since = f"{now[0].name} since {in_words(now[0].period.start)}"
    return say(blank, Verdict.OUTDATED, now[0], since, *past[-1:])


def _is_past(parsed: Parsed, match: re.Match[str]) -> bool:
    if _PAST.search(parsed.text[max(0, match.start() - 25) : match.start("title")]):
        return True
    verb = _VERB.match(parsed.text, match.end())
    if verb is None or verb["verb"] in _NOW:
        return False
    return verb["verb"] in _BYGONE or (verb["verb"].endswith("ed") and len(verb["verb"]) > 4)


def _covers(term: Term, iso: str) -> bool:
    day = iso.removeprefix("FY")
    first, last = term.period.start.isoformat(), term.period.end
    end = last.isoformat() if last else "9999"
    return first[: len(day)] <= day <= end[: len(day)]


def say(blank: Judged, verdict: Verdict, term: Term, note: str, *more: Term) -> Judged:
    """Return a verdict that rests on a stretch in office, and on others if need be."""
    return replace(
        blank, verdict=verdict, true=term.name, true_period=term.period.text, note=note,
        evidence=tuple(dict.fromkeys((term.item, *(t.item for t in more)))),
    )  # fmt: skip


def _held(parsed: Parsed, match: re.Match[str]) -> Judged | None:
    """Return the verdict on "X has been president since DATE" and its like."""
    verb, office = match["verb"], match["office"]
    if (not office and verb not in {"reigned", "ruled", "sworn in"}) or "elected" in match[
        0
    ].split():
        return None
    name = trim_name(re.sub(rf"^(?:{_TITLE})\s", "", match["name"]))
    place = home_of(parsed, name) if name else ""
    if not place or not name_words(name):
        return None
    when = next((d for d in parsed.dates if d.start >= match.end() - 1), None)
    if when is None and len(parsed.dates) == 1:
        when = parsed.dates[0]
    roles = _role((office or "president").lower())
    end = when.end if when and when.end > match.end() else match.end()
    blank = Judged(
        match.start(), end, "temporal", Verdict.UNSUPPORTED, roles[0], place, "",
        when.text if when else "", sure=0.85, note="nobody of that name is on record",
    )  # fmt: skip
    present = (
        verb in {"is", "been", "leads", "heads", "remains", "is still", "is now", "since"}
        or "has " in match[0]
    )
    return _stretch(parsed.bench, blank, name, roles, when, present=present)


def _stretch(
    bench: Bench, blank: Judged, name: str, roles: tuple[str, ...], when: When | None,
    *, present: bool,
) -> Judged | None:  # fmt: skip
    """Return the verdict on a stretch in office, of the present holder or of a former one."""
    place = blank.place
    found = [t for t in all_terms(bench, place) if same_person(name, t.name)]
    every = list(holders(bench, place))
    now = [t for t in every if t.item.indicator in roles] or every
    if present and now and not any(same_person(name, t.name) for t in now):
        if when and when.lead != "since":
            return None
        since = f"{now[0].name} since {in_words(now[0].period.start)}"
        return say(blank, Verdict.OUTDATED, now[0], since, *found[-1:])
    if not found:
        return blank
    suited = [t for t in found if t.item.indicator in roles] or found
    if when is None:
        verdict = Verdict.SUPPORTED if present else Verdict.IMPRECISE
        return say(blank, verdict, suited[-1], "agrees")
    return _since(bench, blank, suited, when)


def _since(bench: Bench, blank: Judged, suited: list[Term], when: When) -> Judged:
    """Return the verdict on the first day of a stretch in office.

    An earlier day than the one on record is wrong only where somebody else held the office then:
    the record may begin with a second term.
    """
    agreeing = next((t for t in suited if when.agrees(t.period.opening.text)), None)
    if agreeing is not None:
        return say(blank, Verdict.SUPPORTED, agreeing, "agrees")
    said = _day(when.text)
    nearest = min(suited, key=lambda t: abs((t.period.start - said).days))
    if abs((nearest.period.start - said).days) <= 40:
        return say(blank, Verdict.IMPRECISE, nearest, "within weeks of the date on record")
    late = said > nearest.period.start and len(nearest.period.opening.text) >= len(when.text)
    taken = any(
        _covers(t, when.text) and t.period.end and t.item.indicator == suited[0].item.indicator
        for t in all_terms(bench, blank.place)
        if not same_person(t.name, nearest.name)
    )
    if when.lead in {"since", ""} and (late or taken):
        return say(blank, Verdict.CONTRADICTED, nearest, "the date is another")
    return blank


def _day(text: str) -> date:
    parts = [int(part) for part in text.removeprefix("FY").split("-")]
    return date(*[*parts, 7, 1][:3]) if len(parts) == 1 else date(*[*parts, 1][:3])
