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
    r"|government|country|presidency|office|throne|cabinet"
)
HELD = re.compile(
    rf"(?P<name>{_NAME})(?:,\swho)?\s(?:has\s|was\s|is\s|had\s)?"
    r"(?P<verb>(?:been|became|become|is|was|took office as"
    r"|sworn in as|sworn in|appointed|elected|named|inaugurated as"
    r"|led|leads|headed|heads|reigned|ruled"
    rf"|governed|serves as|served as|assumed|took over as|took over|took))\s?"
    rf"(?:the\s|as\s|its\s)?(?P<office>{_OFFICE})?",
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


def office_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each office holder that a sentence names."""
    for match in HELD.finditer(parsed.text):
        judged = _held(parsed, match)
        if judged is not None and parsed.is_free(judged.start, judged.end):
            parsed.take(judged.start, judged.end)
            yield judged
    for match in TITLED.finditer(parsed.text):
        judged = _titled(parsed, match)
        if judged is not None and parsed.is_free(match.start("title"), match.end()):
            parsed.take(match.start("title"), match.end())
            yield judged


def _role(title: str) -> tuple[str, ...]:
    low = title.lower()
    if low in {"prime minister", "premier", "chancellor", "taoiseach"}:
        return ("head_of_government",)
    if low in {"king", "queen", "emir", "sultan"}:
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
    roles = _role(office or "president")
    end = when.end if when and when.end > match.end() else match.end()
    blank = Judged(
        match.start(), end, "temporal", Verdict.UNSUPPORTED, roles[0], place, "",
        when.text if when else "", sure=0.85, note="nobody of that name is on record",
    )  # fmt: skip
    present = verb in {"is", "been", "leads", "heads"} or "has " in match[0]
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
