"""Judging ratings in words and by votes: free or not, what regime, nearer to whom, from where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from countrydesk.audit.parsed import Parsed
from countrydesk.audit.quantities import WORDS
from countrydesk.audit.terms import load_terms
from countrydesk.audit.verdict import Judged, Verdict

_STATUS = re.compile(r"\b(?P<s>partly free|not free|free)\b", re.IGNORECASE)
REGIMES = ("closed autocracy", "electoral autocracy", "electoral democracy", "liberal democracy")
_REGIME = re.compile(
    rf"\b(?:{'|'.join(REGIMES)})\b(?! (?:index|score|component|measure))", re.IGNORECASE
)
_VOTE = re.compile(r"\b(?:closer|nearer)\b", re.IGNORECASE)
_VOTING = re.compile(
    r"\b(?:votes?|voted|voting|assembly|ideal points?|united nations)\b", re.IGNORECASE
)
_ORIGIN = re.compile(
    r"\b(?:most of (?:them|whom)|largest group|majority|main(?:ly)?|mostly|chiefly)\b",
    re.IGNORECASE,
)


def rating_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each rating that a sentence states."""
    for judge in (_ratings, _votes, _from, _origins):
        for judged in judge(parsed):
            if parsed.is_free(judged.start, judged.end):
                parsed.take(judged.start, judged.end)
                yield judged


def _ratings(parsed: Parsed) -> Iterable[Judged]:
    if "freedom house" in parsed.lower or parsed.has("organisation", "watchdog"):
        match = _last_status(parsed)
        if match is not None and ("freedom house" in parsed.lower or _fh_before(parsed)):
            yield from _coded(parsed, match, "freedom_status", match["s"].lower(), 1)
    if "cracy" not in parsed.lower:
        return
    regimes = [m for m in _REGIME.finditer(parsed.text) if _is_rating(parsed, m)]
    if not re.search(r"v-dem|varieties of democracy|class|rate|regime", parsed.lower):
        return
    if len(regimes) == 1 or len(regimes) == len(parsed.dates):
        for regime in regimes:
            yield from _coded(parsed, regime, "regime_type", regime[0].lower(), 0)


def _is_rating(parsed: Parsed, match: re.Match[str]) -> bool:
    """Whether a kind of regime is said to be that of a state, not "put electoral democracy"."""
    before = parsed.text[max(0, match.start() - 24) : match.start()]
    if parsed.has("episode", "outcome"):
        return False
    if re.search(r"ceased|no longer|stopped|neither|not ", before):
        return False
    if re.match(r" (?:until|to|before)\b", parsed.text[match.end() :]):
        return False
    return bool(re.search(r"(?:\b(?:an?|as|called|became)\s|:\s?|[“\"(])$", before))


def _fh_before(parsed: Parsed) -> bool:
    return bool(parsed.memory.term and parsed.memory.term.id == "freedom")


def _last_status(parsed: Parsed) -> re.Match[str] | None:
    found = [m for m in _STATUS.finditer(parsed.text) if m[0][0].isupper()]
    return found[-1] if found else None


def _coded(
    parsed: Parsed, match: re.Match[str], name: str, said: str, lag: int
) -> Iterable[Judged]:
    bench = parsed.bench
    place = parsed.subject(match.start())
    if not place or not bench.knows(name):
        return
    items = {o.period.year: o for o in bench.view.series(place, name)}
    if not items:
        return
    a, b = parsed.clause_at(match.start())
    near = parsed.date_for(*match.span())
    dates = [d for d in parsed.dates if a <= d.start < b] or ([near] if near else parsed.dates)
    since = next((d for d in dates if d.lead == "since"), None)
    when = dates[0] if dates else None
    year = when.year - (lag if when and when.kind == "edition" else 0) if when else max(items)
    item = items.get(year)
    if when and when.kind == "year" and lag and (item is None or item.text != said):
        item = items.get(year - lag, item)
    blank = Judged(
        match.start(), match.end(), "relational", Verdict.UNSUPPORTED, name, place, "",
        when.text if when else "", sure=0.9, note="nothing in the evidence speaks to this",
    )  # fmt: skip
    if item is None:
        yield blank
        return
    told = replace(blank, true=item.text or "", true_period=item.period.text, evidence=(item,))
    if name == "freedom_status":
        parsed.memory.term = load_terms()["freedom"]
    if since:
        span = [o for y, o in items.items() if y >= since.year]
        held = all(o.text == said for o in span)
        verdict = Verdict.SUPPORTED if held else Verdict.CONTRADICTED
        yield replace(told, verdict=verdict, note="agrees" if held else "not in every year")
    elif item.text == said:
        yield replace(told, verdict=Verdict.SUPPORTED, note="agrees")
    elif when is None and any(o.text == said for o in items.values()):
        last = max(y for y, o in items.items() if o.text == said)
        yield replace(told, verdict=Verdict.OUTDATED, note=f"so rated until {last}")
    else:
        yield replace(told, verdict=Verdict.CONTRADICTED, note="another rating")


def _votes(parsed: Parsed) -> Iterable[Judged]:
    match = _VOTE.search(parsed.text)
    memory = parsed.memory.topic == "ideal_point" or _VOTING.search(parsed.text)
    if not match or not memory or not parsed.bench.knows("ideal_point"):
        return
    bench = parsed.bench
    when = parsed.date_for(*match.span())
    years = bench.years(bench.partner.id, "ideal_point")
    if not years:
        return
    year = when.year if when else max(years)
    after = [f.meaning for f in parsed.places if f.start > match.end()]
    after = [p for p in dict.fromkeys(after) if p != bench.partner.id]
    points = bench.view.panel.at("ideal_point", year).values
    home = points.get(bench.partner.id)
    blank = Judged(
        _first(parsed, match), len(parsed.text), "comparative", Verdict.UNSUPPORTED, "ideal_point",
        bench.partner.id, "", str(year), sure=0.9, note="nothing in the evidence speaks to this",
    )  # fmt: skip
    if home is None or not after or any(p not in points for p in after[:2]):
        return
    parsed.memory.topic = "ideal_point"
    gaps = [abs(points[p] - home) for p in after[:2]]
    item = years[year][-1] if year in years else None
    evidence = (item,) if item else ()
    only = re.search(r"\bonly (\w+) (?:states?|countries|members|others)\b", parsed.lower)
    if only and len(after) == 1:
        n = int(WORDS.get(only[1], -1))
        nearer = sum(1 for p, v in points.items()
            if p != after[0] and abs(v - points[after[0]]) < gaps[0] - 1e-12)  # fmt: skip
        held = n == nearer
        said = f"{nearer} states are nearer"
    elif len(after) >= 2:
        held = gaps[0] < gaps[1]
        said = ", ".join(
            f"distance to {bench.name(p)} {g:.2f}" for p, g in zip(after, gaps, strict=False)
        )
    else:
        return
    good = Verdict.SUPPORTED if when else Verdict.IMPRECISE
    yield replace(
        blank, verdict=good if held else Verdict.CONTRADICTED, true=said, true_period=str(year),
        evidence=evidence, note="agrees" if held else "the other way round",
    )  # fmt: skip


_CAME = re.compile(r"\s(?:of them |people |refugees )?(?:come |came |were |are )?from (?:the )?")


def _first(parsed: Parsed, match: re.Match[str]) -> int:
    only = re.search(r"\bonly \w+ ", parsed.lower[: match.start()])
    return only.start() if only else match.start()


def _from(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on how many refugees came from one country: "of whom 991,223 from ..."."""
    term = parsed.memory.term
    carried = term is not None and term.id == "refugees_hosted"
    if not (parsed.has("refugee") or carried) or not parsed.bench.knows("refugees"):
        return
    bench = parsed.bench
    for number in parsed.numbers:
        said = _CAME.match(parsed.text[number.end : number.end + 40])
        named = [f for f in parsed.places if said and f.start == number.end + said.end()]
        when = parsed.date_for(number.start, number.end)
        if not named or when is None or number.unit:
            continue
        items = bench.at(bench.partner.id, "refugees", when, named[0].meaning)
        if not items:
            continue
        held = number.fits(items[0].number)
        yield Judged(
            number.start, named[0].end, "numeric",
            Verdict.SUPPORTED if held else Verdict.CONTRADICTED, "refugees", bench.partner.id,
            named[0].meaning, when.text, f"{items[0].number:,.0f}", items[0].period.text,
            (items[0],), 0.85, "agrees" if held else "another number",
        )  # fmt: skip


def _origins(parsed: Parsed) -> Iterable[Judged]:
    match = _ORIGIN.search(parsed.text)
    term = parsed.memory.term
    carried = term is not None and term.id == "refugees_hosted"
    if not match or not (parsed.has("refugee") or carried) or not parsed.bench.knows("refugees"):
        return
    bench = parsed.bench
    named = [f for f in parsed.places if f.meaning != bench.partner.id]
    near = [f for f in named if f.start > match.start()] or named
    if not near:
        return
    table = bench.view.dyads(bench.partner.id, "refugees")
    when = parsed.date_for(*match.span()) or (parsed.memory.when if not parsed.numbers else None)
    year = when.year if when else max((o.period.year for s in table.values() for o in s), default=0)
    sizes = {p: o for p, s in table.items() for o in s if o.period.year == year and o.value}
    if not sizes:
        return
    top = max(sizes.values(), key=lambda o: o.number)
    held = top.counterpart == near[0].meaning
    if not held and not parsed.dates and (parsed.numbers or not parsed.memory.confirmed):
        return
    a, _b = sorted((match.start(), near[0].start))
    yield Judged(
        a, max(match.end(), near[0].end), "relational",
        Verdict.SUPPORTED if held else Verdict.CONTRADICTED, "refugees", bench.partner.id,
        top.counterpart, str(year), f"{bench.name(top.counterpart)}, {top.number:,.0f}", str(year),
        (top,), 0.85, "agrees" if held else "another origin is the largest",
    )  # fmt: skip
