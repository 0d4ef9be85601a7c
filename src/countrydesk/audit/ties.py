"""Judging ties: trade agreements and memberships."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from countrydesk.audit.dates import When
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.verdict import Judged, Verdict, in_words, iso_in_words
from countrydesk.model import Observation
from countrydesk.places import Bloc, registry

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
    r"\b(?:joined|entered|acceded to|accession to|became a (?:\w+ )?member of"
    r"|member(?:ship)? (?:of|in)"
    r"|withdrew from|left|quit|withdrawal from|exit from"
    r"|belongs to|admitted to|part of|sits in|members? of"
    r"|signator(?:y|ies) (?:of|to))\b", re.IGNORECASE,
)  # fmt: skip
_NOT_YET = re.compile(
    r"\b(?:candida\w+|open|talks|negotiat\w+|appl(?:y|ied|ication)|bid|aspir\w+|seeks?|hopes?|path"
    r"|observer|associate)\b",
    re.IGNORECASE,
)
_LEAVE = re.compile(r"withdrew from|left|quit|withdrawal from|exit from", re.IGNORECASE)
_ALSO = re.compile(r"(?:and )?(?:to |of |in |later |then )?(?:the )?(?=[A-Z])")
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
    bench, other = parsed.bench, parsed.bench.partner.id
    taken: list[tuple[int, int]] = []
    for item, at in _named_agreements(parsed):
        taken.append(at)
        yield from _treaty(parsed, item, at)
    match = AGREEMENT.search(parsed.text)
    if not match or any(a < match.end() and match.start() < b for a, b in taken):
        return
    if parsed.place_ids - bench.pair:
        return
    found = _agreement(parsed, match[0])
    if found is None or re.search(r"\bno (?:\w+ )?$", parsed.text[: match.start()]):
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
    yield from _acts(parsed, blank, signed, force, (0, len(parsed.text)))


_ACRONYM = re.compile(r"\(([A-Z][A-Za-z]{2,7})\)")
_REPLACED = re.compile(
    r"\b(?:replac\w+|succeed\w*|supersed\w+|former|predecessor)\b", re.IGNORECASE
)


def _named_agreements(parsed: Parsed) -> Iterable[tuple[Observation, tuple[int, int]]]:
    """Yield the trade agreements of the two states that are named, in full or by their letters."""
    for item in _trade_agreements(parsed):
        text = item.text or ""
        letters = _ACRONYM.search(text)
        full = text.split(" (")[0].strip()
        bare = re.sub(r"^(?:United States|US|U\.S\.)[-–][\w-]+\s(?=\w+ \w+)", "", full)
        names = [full, *([letters[1]] if letters else []), *([bare] if len(bare) > 24 else [])]
        for name in names:
            if name not in parsed.text or name in {"FTA", "TPA"}:
                continue
            found = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", parsed.text)
            if found:
                yield item, found.span()
                break


def _trade_agreements(parsed: Parsed) -> tuple[Observation, ...]:
    bench = parsed.bench
    items = bench.facts(bench.partner.id, "us_trade_agreement", bench.principal.id)
    return tuple(
        o for o in items if bench.principal.id == "USA" and o.attributes.get("in_force_on")
    )


def _treaty(parsed: Parsed, item: Observation, at: tuple[int, int]) -> Iterable[Judged]:
    """Yield the verdicts on an agreement that is named: its dates, else whether it stands."""
    given = item.attributes
    signed, force = given.get("signed_on", ""), given.get("in_force_on", "")
    both = f"in force since {iso_in_words(force)}"
    both = f"signed {iso_in_words(signed)}, {both}" if signed else both
    blank = replace(
        unjudged(*at, "temporal", "us_trade_agreement", parsed.bench.partner.id), true=both,
        counterpart=parsed.bench.principal.id, true_period=item.period.text, evidence=(item,),
    )  # fmt: skip
    a, b = parsed.clause_at(at[0])
    end = item.period.end if not item.period.is_open else None
    dated = [d for d in parsed.dates if a <= d.start < b]
    if end is not None:
        blank = replace(blank, true=f"{both}, until {in_words(end)}")
    if end is not None and not dated and not _REPLACED.search(parsed.text[a:b]):
        if re.search(r"\b(?:is|are|govern\w*|under|remains?|still|has|have)\b", parsed.lower):
            note = f"ended {in_words(end)}"
            yield replace(blank, kind="existence", verdict=Verdict.OUTDATED, note=note)
    elif dated:
        yield from _acts(parsed, blank, signed, force, (a, b))
    elif end is None and not DENIED.search(parsed.text[a:b]):
        yield replace(blank, kind="existence", verdict=Verdict.SUPPORTED, note="in force")


def _agreement(parsed: Parsed, name: str) -> Observation | None:
    bench = parsed.bench
    items = bench.facts(bench.partner.id, "us_trade_agreement", bench.principal.id)
    items = tuple(o for o in items if bench.principal.id == "USA" and o.attributes.get("signed_on"))
    promotion = "promotion" in name.lower() or "TPA" in name
    kinds = ("Promotion",) if promotion else ("Free Trade", "Promotion", "Bilateral Trade")
    if "bilateral" in name.lower():
        kinds = ("Bilateral Trade",)
    return next((o for k in kinds for o in items if k in (o.text or "")), None)


def _acts(
    parsed: Parsed, blank: Judged, signed: str, force: str, part: tuple[int, int]
) -> Iterable[Judged]:
    """Yield a verdict on each date: that of the signing and that of the entry into force."""
    acts = [(m.start(), m.end(), signed) for m in _SIGNED.finditer(parsed.text, *part)]
    acts += [(m.start(), m.end(), force) for m in _FORCE.finditer(parsed.text, *part)]
    if not acts:
        when = next(d for d in parsed.dates if part[0] <= d.start < part[1])
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
    seats = {o.text: o for o in parsed.bench.facts(place, "organisation_membership")}
    for bloc in _blocs():
        at = _bloc_at(parsed, bloc.name, bloc.full_name)
        if at is None:
            continue
        judged = _seat(parsed, place, at, bloc.full_name, seats.get(bloc.full_name))
        if judged is not None:
            yield judged


@cache
def _blocs() -> tuple[Bloc, ...]:
    return tuple(registry().blocs())


def _bloc_at(parsed: Parsed, name: str, full: str) -> tuple[int, int] | None:
    for text in (full, full.replace("sation", "zation"), name):
        if text in parsed.text:
            match = re.search(rf"(?<![\w-]){re.escape(text)}(?![\w-])", parsed.text)
            if match:
                return match.span()
    return None


def _joins(parsed: Parsed, at: int, start: int) -> list[re.Match[str]]:
    """Return the words of joining that lead to a name: of its clause, or of the one before."""
    found = list(_JOIN.finditer(parsed.text))
    own = [m for m in found if m.start() >= start - 1 and m.end() <= at + 1]
    if own:
        return own if at - own[-1].end() <= 40 else []
    return [m for m in found if m.end() <= start] if _ALSO.match(parsed.text, start, at + 1) else []


def _when_joined(parsed: Parsed, at: tuple[int, int], part: tuple[int, int]) -> When | None:
    later = next((m.start() for m in _JOIN.finditer(parsed.text, at[1])), part[1])
    end = min(part[1], later)
    dates = [d for d in parsed.dates if part[0] <= d.start < end and d.start > at[0]]
    if dates or not re.search(r"(?:same|that) (?:same )?year", parsed.text[at[1] : part[1]]):
        return dates[0] if dates else None
    earlier = [d for d in parsed.dates if d.start < at[0]]
    whole = earlier[-1] if earlier else parsed.memory.when
    return replace(whole, text=str(whole.year)) if whole else None


def _seat(
    parsed: Parsed, place: str, at: tuple[int, int], name: str, seat: Observation | None
) -> Judged | None:
    a, b = parsed.clause_at(at[0])
    join = _joins(parsed, at[0], a)
    leaves = bool(join) and bool(_LEAVE.fullmatch(join[-1][0]))
    leaves = leaves or bool(re.search(r"\b(?:ended|lapsed|ceased|expired)\b", parsed.text[a:b]))
    if _NOT_YET.search(parsed.text):
        return None
    if not join or (DENIED.search(parsed.text[a:b]) and not leaves):
        return None
    when = _when_joined(parsed, at, (a, b))
    start, end = (
        max(join[-1].start(), a),
        max(at[1], when.end if when and when.start > at[0] else at[1]),
    )
    blank = unjudged(start, end, "temporal" if when else "relational", "organisation_membership",
        place, when)  # fmt: skip
    if seat is None:
        return blank if not _complete(parsed, name) else replace(
            blank, verdict=Verdict.CONTRADICTED, true=f"no member of {name}", note="no member",
            evidence=_members(parsed, name)[:1],
        )  # fmt: skip
    if leaves:
        return _left(blank, seat, when)
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


def _left(blank: Judged, seat: Observation, when: When | None) -> Judged:
    """Return the verdict on leaving an organisation."""
    until = seat.attributes.get("until", "") or (
        seat.period.end.isoformat() if seat.period.end and not seat.period.is_open else ""
    )
    told = replace(blank, evidence=(seat,), true_period=seat.period.text)
    if not until:
        if seat.attributes.get("role", "").startswith(("former", "withdrawn")):
            return replace(told, verdict=Verdict.SUPPORTED, note="no longer a member")
        return blank
    told = replace(told, true=f"left {iso_in_words(until)}")
    if when is None or when.agrees(until):
        return replace(told, verdict=Verdict.SUPPORTED, note="agrees")
    if abs(when.year - int(until[:4])) > 1:
        return replace(told, verdict=Verdict.CONTRADICTED, note="the date is another")
    return replace(told, verdict=Verdict.UNSUPPORTED, note="near the date on record")


def _members(parsed: Parsed, name: str) -> tuple[Observation, ...]:
    table = parsed.bench.view.everywhere("organisation_membership")
    return tuple(o for items in table.values() for o in items if o.text == name)


def _complete(parsed: Parsed, name: str) -> bool:
    return name in LISTED_WHOLE and len(_members(parsed, name)) > 9
