"""Judging ties: agreements, memberships, alliances, relations, independence, borders, currency."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from countrydesk.audit.dates import When
from countrydesk.audit.gazetteer import find_places
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.verdict import Judged, Verdict, iso_in_words
from countrydesk.model import Observation
from countrydesk.places import registry

AGREEMENT = re.compile(
    r"\b(?P<name>(?:[A-Z][\w.\-]*\s){0,4}(?:Trade Promotion|Free Trade|Bilateral Trade"
    r"|free[- ]trade|trade promotion|bilateral trade)\s[Aa]greement|FTA|TPA)\b"
)
_SIGNED = re.compile(r"\b(?:signed|concluded|signature)\b", re.IGNORECASE)
_FORCE = re.compile(
    r"\b(?:entered? into force|came into force|in force|took effect|effective|entry into force"
    r"|into effect)\b", re.IGNORECASE,
)  # fmt: skip
_JOIN = re.compile(
    r"\b(?:joined|entered|acceded to|accession to|became a member of|member(?:ship)? (?:of|in)"
    r"|belongs to|admitted to|part of|sits in|members? of"
    r"|signator(?:y|ies) (?:of|to))\b", re.IGNORECASE,
)  # fmt: skip
_NOT = re.compile(r"\b(?:not|never|no longer|left|withdrew|non-member|nor)\b", re.IGNORECASE)
_PACT = re.compile(
    r"\b(?:defen[cs]e (?:pact|treaty|alliance)|mutual defen[cs]e|treaty ally|treaty allies"
    r"|non-nato ally|alliance treaty)\b", re.IGNORECASE,
)  # fmt: skip
_RELATIONS = re.compile(r"\bdiplomatic (?:relations|ties)\b", re.IGNORECASE)
_INDEPENDENT = re.compile(r"\bindependen(?:ce|t)\b", re.IGNORECASE)
LISTED_WHOLE = frozenset({
    "European Union", "North Atlantic Treaty Organization",
    "Association of Southeast Asian Nations", "African Union",
})  # fmt: skip
_EURO = re.compile(
    r"\b(?:adopted|uses|introduced|joined) the (?P<euro>euro(?: area|zone)?)\b", re.IGNORECASE
)


def tie_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each tie that a sentence states."""
    for judge in (_agreements, _memberships, _single):
        for judged in judge(parsed):
            if parsed.is_free(judged.start, judged.end):
                parsed.take(judged.start, judged.end)
                yield judged


def unjudged(a: int, b: int, kind: str, name: str, place: str, when: When | None = None) -> Judged:
    """Return a claim on which nothing is said yet."""
    return Judged(
        a, b, kind, Verdict.UNSUPPORTED, name, place, "", when.text if when else "", sure=0.85,
        note="nothing in the evidence speaks to this",
    )  # fmt: skip


# -- trade agreements ----------------------------------------------------------------------------


def _agreements(parsed: Parsed) -> Iterable[Judged]:
    match = AGREEMENT.search(parsed.text)
    if not match:
        return
    bench, other = parsed.bench, parsed.bench.partner.id
    if parsed.place_ids - bench.pair:
        return
    found = _agreement(parsed, match[0])
    if found is None:
        return
    parsed.memory.topic = "agreement"
    given = found.attributes
    signed, force = given.get("signed_on", ""), given.get("in_force_on", "")
    both = f"signed {iso_in_words(signed)}, in force since {iso_in_words(force)}" if force else (
        f"signed {iso_in_words(signed)}"
    )  # fmt: skip
    blank = replace(
        unjudged(match.start(), match.end(), "temporal", "us_trade_agreement", other),
        counterpart=bench.principal.id, true=both, true_period=found.period.text, evidence=(found,),
    )  # fmt: skip
    if not parsed.dates:
        spoken = parsed.has("under", "including", "include", "benefit", "govern", "have", "has")
        if spoken and force:
            yield replace(blank, kind="existence", verdict=Verdict.SUPPORTED, note="in force")
        return
    yield from _acts(parsed, blank, signed, force)


def _agreement(parsed: Parsed, name: str) -> Observation | None:
    bench = parsed.bench
    items = bench.view.series(bench.partner.id, "us_trade_agreement", bench.principal.id)
    items = tuple(o for o in items if bench.principal.id == "USA" and o.attributes.get("signed_on"))
    promotion = "promotion" in name.lower() or "TPA" in name
    kinds = ("Promotion",) if promotion else ("Free Trade", "Promotion", "Bilateral Trade")
    if "bilateral" in name.lower():
        kinds = ("Bilateral Trade",)
    return next((o for k in kinds for o in items if k in (o.text or "")), None)


def _acts(parsed: Parsed, blank: Judged, signed: str, force: str) -> Iterable[Judged]:
    """Yield a verdict on each date: that of the signing and that of the entry into force."""
    acts = [(m.start(), m.end(), signed) for m in _SIGNED.finditer(parsed.text)]
    acts += [(m.start(), m.end(), force) for m in _FORCE.finditer(parsed.text)]
    if not acts:
        when = parsed.dates[0]
        if when.agrees(force):
            yield replace(blank, verdict=Verdict.SUPPORTED, note="in force since then")
        elif when.agrees(signed):
            note = f"the year of the signing alone: {blank.true}"
            yield replace(
                blank, verdict=Verdict.IMPRECISE, note=note, period=when.text,
                start=min(blank.start, when.start), end=max(blank.end, when.end),
            )  # fmt: skip
        else:
            yield replace(blank, verdict=Verdict.CONTRADICTED, note=blank.true, period=when.text)
        return
    for a, b, iso in sorted(acts):
        said = _act_date(parsed, a, b)
        if said is None or not iso:
            continue
        when, held = said, said.agrees(iso)
        yield replace(
            blank, start=min(a, when.start), end=max(b, when.end), period=when.text,
            verdict=Verdict.SUPPORTED if held else Verdict.CONTRADICTED,
            note="agrees" if held else blank.true,
            right="" if held else iso_in_words(iso[: len(when.text)]),
            figure="" if held else parsed.text[when.start : when.end],
        )  # fmt: skip


def _act_date(parsed: Parsed, a: int, b: int) -> When | None:
    after = [d for d in parsed.dates if b <= d.start <= b + 12]
    if after:
        return after[0]
    if re.match(r",? (?:in )?(?:the|that) same year|,? that year", parsed.text[b : b + 20]):
        before = [d for d in parsed.dates if d.end <= a]
        when = before[-1] if before else parsed.memory.when
        return replace(when, start=a, end=b, text=str(when.year)) if when else None
    before = [d for d in parsed.dates if a - 8 <= d.end <= a]
    return before[-1] if before else None


# -- memberships ---------------------------------------------------------------------------------


def _memberships(parsed: Parsed) -> Iterable[Judged]:
    if not _JOIN.search(parsed.text):
        return
    place = parsed.subject(len(parsed.text))
    if not place or not parsed.bench.knows("organisation_membership"):
        return
    seats = {o.text: o for o in parsed.bench.view.series(place, "organisation_membership")}
    for bloc in registry().blocs():
        at = _bloc_at(parsed, bloc.name, bloc.full_name)
        if at is None:
            continue
        judged = _seat(parsed, place, at, bloc.full_name, seats.get(bloc.full_name))
        if judged is not None:
            yield judged


def _bloc_at(parsed: Parsed, name: str, full: str) -> tuple[int, int] | None:
    for text in (full, full.replace("sation", "zation"), name):
        match = re.search(rf"(?<![\w-]){re.escape(text)}(?![\w-])", parsed.text)
        if match:
            return match.span()
    return None


def _seat(
    parsed: Parsed, place: str, at: tuple[int, int], name: str, seat: Observation | None
) -> Judged | None:
    a, b = parsed.clause_at(at[0])
    join = [m for m in _JOIN.finditer(parsed.text) if m.start() >= a - 1 and m.end() <= at[0] + 1]
    if not join or at[0] - join[-1].end() > 40 or _NOT.search(parsed.text[a:b]):
        return None
    dates = [d for d in parsed.dates if a <= d.start < b and d.start > at[0]]
    when: When | None = dates[0] if dates else None
    if when is None and re.search(r"(?:same|that) (?:same )?year", parsed.text[at[1] : b]):
        earlier = [d for d in parsed.dates if d.start < at[0]]
        whole = earlier[-1] if earlier else parsed.memory.when
        when = replace(whole, text=str(whole.year)) if whole else None
    start, end = join[-1].start(), max(at[1], when.end if when and when.start > at[0] else at[1])
    blank = unjudged(start, end, "temporal" if when else "relational", "organisation_membership",
        place, when)  # fmt: skip
    if seat is None:
        return blank if not _complete(parsed, name) else replace(
            blank, verdict=Verdict.CONTRADICTED, true=f"no member of {name}", note="no member",
            evidence=_members(parsed, name)[:1],
        )  # fmt: skip
    since = seat.attributes.get("since", "")
    told = replace(blank, evidence=(seat,), true_period=seat.period.text,
        true=f"member of {name}" + (f" since {iso_in_words(since)}" if since else ""))  # fmt: skip
    if seat.attributes.get("role", "").startswith(("former", "withdrawn")) or seat.attributes.get(
        "until"
    ):
        return replace(told, verdict=Verdict.OUTDATED, note="no longer a member")
    if when is None:
        return replace(told, verdict=Verdict.SUPPORTED, note="agrees")
    if not since:
        return blank
    held = when.agrees(since)
    return replace(
        told, verdict=Verdict.SUPPORTED if held else Verdict.CONTRADICTED,
        note="agrees" if held else "the date is another",
    )  # fmt: skip


def _members(parsed: Parsed, name: str) -> tuple[Observation, ...]:
    table = parsed.bench.view.everywhere("organisation_membership")
    return tuple(o for items in table.values() for o in items if o.text == name)


def _complete(parsed: Parsed, name: str) -> bool:
    return name in LISTED_WHOLE and len(_members(parsed, name)) > 9


# -- single facts --------------------------------------------------------------------------------


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
    denied = bool(_NOT.search(parsed.text))
    if held:
        firm = any("Rio Treaty" not in (o.text or "") for o in held)
        denial = Verdict.CONTRADICTED if firm else Verdict.UNSUPPORTED
        verdict = denial if denied else Verdict.SUPPORTED
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
    from countrydesk.audit.words import split_words

    a, b = ({f.meaning for f in find_places(split_words(t))} for t in (one, other))
    same_words = set(one.lower().split()) & set(other.lower().split()) - {"the", "of"}
    return bool(a & b or same_words or not a or not b)
