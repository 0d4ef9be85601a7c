"""Judging ties: trade agreements and memberships."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from countrydesk.audit.dates import When
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
DENIED = re.compile(r"\b(?:not|never|no longer|left|withdrew|non-member|nor)\b", re.IGNORECASE)
LISTED_WHOLE = frozenset({
    "European Union", "North Atlantic Treaty Organization",
    "Association of Southeast Asian Nations", "African Union",
})  # fmt: skip


def tie_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each tie that a sentence states."""
    for judge in (_agreements, _memberships):
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
    if not join or at[0] - join[-1].end() > 40 or DENIED.search(parsed.text[a:b]):
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
