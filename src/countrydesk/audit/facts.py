"""Judging single facts: alliance, relations, independence, currency."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from babel.numbers import get_currency_name

from countrydesk.audit.gazetteer import find_places
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.ties import DENIED, unjudged
from countrydesk.audit.verdict import Judged, Verdict, in_words, iso_in_words
from countrydesk.audit.words import split_words
from countrydesk.model import Observation

_PACT = re.compile(
    r"\b(?:mutual defen[cs]e(?: treaty| pact)?|defen[cs]e (?:pact|treaty|alliance)|treaty ally"
    r"|treaty allies|(?:major )?non-nato ally|alliance treaty|rio treaty"
    r"|treaty of reciprocal assistance)\b", re.IGNORECASE,
)  # fmt: skip
SHORT = 12
_DISPUTED = re.compile(r"\b(?:whether|disputed|contested)\b", re.IGNORECASE)
_OVER = re.compile(
    r"\b(?:ended|denounced|lapsed|withdrew|excluded|suspended|until)\b", re.IGNORECASE
)
_RELATIONS = re.compile(r"\bdiplomatic (?:relations|ties)\b", re.IGNORECASE)
_INDEPENDENT = re.compile(
    r"\bindependence\b|\b(?:became|become|been) independent\b"
    r"|\bindependent (?:from|since|in|of|state)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:adopted|uses|introduced|joined|currency is|legal tender is) the "
    r"(?P<money>euro(?:area|zone| area| zone)?|(?:[A-Z][\w.]+ ){1,2}"
    r"(?:dollar|pound|franc|peso|rupee|dinar|ruble|rouble|krone|krona|rand|shilling|real|yuan|yen|won|lira|dirham|riyal|rial))\b"
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
    if match := _MONEY.search(text):
        yield from _currency(parsed, match, place)
    yield from _bought_power(parsed, place)
    yield from _army(parsed, place)
    yield from _pact(parsed)
    if (match := _RELATIONS.search(text)) and parsed.dates:
        yield from _relations(parsed, match)
    if (match := _INDEPENDENT.search(text)) and parsed.dates and not parsed.has("central"):
        yield from _independence(parsed, match, place)


def _currency(parsed: Parsed, match: re.Match[str], place: str) -> Iterable[Judged]:
    item = parsed.bench.find_fact(place, "currency")
    if item is None or not item.text:
        return
    said = match["money"].lower()
    own = {
        str(get_currency_name(item.text, locale="en")).lower(),
        item.attributes.get("name", "").lower(),
    }
    held = item.text == "EUR" if said.startswith("euro") else any(
        said in name or (name and name in said) for name in own
    )  # fmt: skip
    good = Verdict.UNSUPPORTED if parsed.dates else Verdict.SUPPORTED
    yield replace(
        unjudged(*match.span(), "relational", "currency", place), evidence=(item,),
        true=f"the currency is {item.attributes.get('name', '')} ({item.text})",
        true_period=item.period.text, note="agrees" if held else "another currency",
        verdict=good if held else Verdict.CONTRADICTED,
    )  # fmt: skip


def _pact(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each alliance treaty or status that is named."""
    bench = parsed.bench
    items = bench.facts(bench.partner.id, "us_alliance", bench.principal.id)
    named = bench.principal.id in parsed.place_ids
    if parsed.place_ids - bench.pair or _DISPUTED.search(parsed.text):
        return
    for match in (*_PACT.finditer(parsed.text), *_titles(parsed, items)):
        kind = "non-nato" if "non-nato" in match[0].lower() else "defence"
        own = bool(re.match(r"mutual|major|rio|[A-Z]", match[0])) or len(match[0]) > 16
        if named or (own and items):
            a, b = parsed.clause_at(match.start())
            yield _alliance(
                parsed, match, (a, b), [o for o in items if _of_kind(o, match[0])], kind
            )


def _titles(parsed: Parsed, items: tuple[Observation, ...]) -> Iterable[re.Match[str]]:
    """Yield where a treaty of the two states is named by its title."""
    for item in items:
        title = (item.text or "").split(" (")[0].strip()
        if len(title) <= SHORT or title.lower() not in parsed.lower:
            continue
        found = re.search(re.escape(title), parsed.text, re.IGNORECASE)
        if found and not _PACT.search(found[0]):
            yield found


def _of_kind(item: Observation, said: str) -> bool:
    text, low = item.text or "", said.lower()
    if text.lower().startswith(low) and len(low) > 12:
        return True
    if "non-nato" in low:
        return "non-NATO" in text
    if "rio" in low or "reciprocal assistance" in low:
        return "Rio Treaty" in text
    return item.attributes.get("kind") == "collective defence"


def _alliance(
    parsed: Parsed, match: re.Match[str], part: tuple[int, int], held: list[Observation], kind: str
) -> Judged:
    bench = parsed.bench
    blank = replace(
        unjudged(*match.span(), "existence", "us_alliance", bench.partner.id),
        counterpart=bench.principal.id,
    )  # fmt: skip
    denied = bool(DENIED.search(parsed.text, *part))
    open_ = [o for o in held if o.period.is_open]
    told = replace(
        blank, true=held[0].text or "", evidence=tuple(held), true_period=held[0].period.text,
    ) if held else blank  # fmt: skip
    if open_:
        return _standing(parsed, told, open_, kind, part, denied=denied)
    if held and not denied:
        end = held[-1].period.end
        told_so = bool(parsed.dates) or bool(_OVER.search(parsed.text))
        still = "still" in parsed.lower or not told_so
        verdict = Verdict.OUTDATED if still else Verdict.UNSUPPORTED
        return replace(told, verdict=verdict, note=f"ended {in_words(end)}" if end else "ended")
    if denied:
        return replace(blank, verdict=Verdict.SUPPORTED, note="none is in force")
    if bench.principal.id != "USA":
        return blank
    return replace(
        blank, verdict=Verdict.CONTRADICTED, true="no such treaty is in force",
        note="the list of the principal's alliances does not have it",
        evidence=tuple(bench.view.everywhere("us_alliance").get(bench.partner.id, ())),
    )  # fmt: skip


def _standing(
    parsed: Parsed, told: Judged, held: list[Observation], kind: str, part: tuple[int, int],
    *, denied: bool,
) -> Judged:  # fmt: skip
    """Return the verdict on an alliance that is in force."""
    told = replace(told, note=f"in force since {held[0].period.opening}", evidence=tuple(held))
    told = replace(told, true=held[0].text or "", true_period=held[0].period.text)
    if denied:
        firm = any("Rio Treaty" not in (o.text or "") for o in held)
        return replace(told, verdict=Verdict.CONTRADICTED if firm else Verdict.UNSUPPORTED)
    inside = [d for d in parsed.dates if part[0] <= d.start < part[1]]
    if inside and not any(inside[0].agrees(o.period.opening.text) for o in held):
        wrong = kind == "non-nato"
        return replace(told, verdict=Verdict.CONTRADICTED if wrong else Verdict.UNSUPPORTED)
    end = max(told.end, inside[0].end) if inside else told.end
    return replace(told, verdict=Verdict.SUPPORTED, end=end)


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
    own = [f for f in parsed.places if not re.search(r"\bfrom (?:the )?$", parsed.text[: f.start])]
    place = own[0].meaning if len({f.meaning for f in own}) == 1 else place
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


_ARMY = re.compile(
    r"\b(?:standing army|(?:army|armed forces|military|navy) of (?:about |some )?[\d,\w]+"
    r"|regular army|its (?:own )?(?:army|soldiers|troops))\b",
    re.IGNORECASE,
)


def _army(parsed: Parsed, place: str) -> Iterable[Judged]:
    """Yield contradicted for an army where the evidence says that there is none."""
    match = _ARMY.search(parsed.text)
    item = parsed.bench.find_fact(place, "armed_forces_status") if match else None
    if match is None or item is None or "no regular" not in (item.text or ""):
        return
    if DENIED.search(parsed.text) or parsed.has("no", "without", "should", "would"):
        return
    yield replace(
        unjudged(*match.span(), "existence", "armed_forces_status", place), evidence=(item,),
        true=item.text or "", true_period=item.period.text, verdict=Verdict.CONTRADICTED,
        note="it has none",
    )  # fmt: skip


_POWER = re.compile(
    r"\bimport\w* (?P<share>[\w .]+?(?:%|percent|per cent)) of (?:its|the country's|all its) "
    r"(?:electricity|power)\b", re.IGNORECASE,
)  # fmt: skip


def _bought_power(parsed: Parsed, place: str) -> Iterable[Judged]:
    """Yield a verdict on the share of its electricity that a country buys abroad."""
    match = _POWER.search(parsed.text)
    bench = parsed.bench
    if match is None:
        return
    numbers = [q for q in parsed.numbers if match.start() <= q.start < match.end()]
    bought, used = (
        bench.years(place, f"electricity_{name}") for name in ("imports", "consumption")
    )
    both = sorted(bought.keys() & used.keys())
    if not numbers or not both or not used[both[-1]][-1].number:
        return
    items = (bought[both[-1]][-1], used[both[-1]][-1])
    true = 100 * items[0].number / items[1].number
    held = numbers[0].fits(true)
    wide = abs(numbers[0].value - true) > max(0.5 * true, 5)
    right = Verdict.SUPPORTED if parsed.dates else Verdict.IMPRECISE
    yield replace(
        unjudged(*match.span("share"), "numeric", "electricity_imports", place), evidence=items,
        true=f"{true:.1f} percent, from all countries", true_period=str(both[-1]), sure=0.8,
        verdict=right if held else Verdict.CONTRADICTED if wide else Verdict.UNSUPPORTED,
        note="agrees" if held else "imports against consumption give another share",
    )  # fmt: skip
