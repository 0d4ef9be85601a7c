"""Judging changes, records and totals: grew by, doubled, the worst year, killed between."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from countrydesk.audit.matching import is_base, who
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.quantities import Quantity
from countrydesk.audit.terms import Term, load_terms
from countrydesk.audit.trade import _other, _seller, flow
from countrydesk.audit.verdict import Judged, Verdict, amount
from countrydesk.model import Observation

_UP = (
    r"rose|risen|rise[sn]?|grew|grown|grows?|jumped|climbed|increased|soared|surged|expanded"
    r"|more|above|higher|up"
)
_DOWN = r"fell|fallen|falls?|dropped|declined|decreased|shrank|shrunk|less|below|lower|down|fewer"
_CHANGE = re.compile(
    rf"\b(?:(?P<verb>{_UP}|{_DOWN})\s(?:\w+\s)?by\s|(?P<twice>(?:more than |nearly |roughly |almost"
    r" |about |over )?(?:doubled|tripled|trebled|quadrupled|quintupled|sextupled|halved))\b)",
    re.IGNORECASE,
)
_THAN = re.compile(
    rf"\b(?:percent|per cent|%|half|third|thirds|points|quarter)\s(?P<verb>{_UP}|{_DOWN})\s"
    r"(?:than\b|its\b|the level\b|that of\b|compared\b)", re.IGNORECASE,
)  # fmt: skip
_TIMES = {
    "doubled": 2.0,
    "tripled": 3.0,
    "trebled": 3.0,
    "quadrupled": 4.0,
    "quintupled": 5.0,
    "sextupled": 6.0,
    "halved": 0.5,
}
_REAL = re.compile(
    r"\b(?:real|after inflation|constant|inflation-adjusted|net of inflation)\b", re.IGNORECASE
)
_BACK = re.compile(r"\b(?P<n>ten|five|\d+|twenty) years (?:before|earlier|ago)\b", re.IGNORECASE)
_WORST = re.compile(
    r"\b(?:worst|bloodiest|deadliest|peak|record|most violent) (?:single )?year\b|\bpeak(?:ed)?\b",
    re.IGNORECASE,
)
CONSTANT = {"military_spending": "military_spending_constant"}
_COUNT = {"ten": 10, "five": 5, "twenty": 20}


@dataclass(frozen=True)
class Series:
    """Yearly values that a change is measured in."""

    name: str
    place: str
    other: str
    years: dict[int, Observation]


def change_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each change of a sentence, on its worst year and its total."""
    for found in (_worst(parsed), _total(parsed), _changed(parsed)):
        if found is not None:
            parsed.take(found.start, found.end)
            yield found


def _term(parsed: Parsed, at: int) -> Term | None:
    """Return the amount or count that changes: the nearest before, else the remembered one."""
    kinds = {"money", "count", "index"}
    pointing = re.match(r"(?:That|This|It|They|The (?:total|number|figure)(?! of))\b", parsed.text)
    if pointing and parsed.memory.term and not parsed.memory.confirmed:
        return None
    found = [] if pointing and parsed.memory.term else [
        f
        for f in parsed.terms
        if f.meaning.kind in kinds
        and f.meaning.of
        and not f.meaning.bars(parsed.clause_keys(f.start))
        and not f.meaning.is_loose
        and not is_base(parsed, f)
        and not re.search(r"(?:against|per|relative to) (?:the )?$", parsed.text[: f.start])
    ]  # fmt: skip
    if found:
        return max(
            found, key=lambda f: (f.length + len(f.meaning.groups), -abs(f.start - at))
        ).meaning
    memory = parsed.memory.term
    if not pointing or len(parsed.numbers) > 2:
        return None
    return memory if memory and memory.kind in kinds and memory.of else None


def _series(parsed: Parsed, at: int, number: Quantity | None) -> Series | None:
    bench = parsed.bench
    trade = parsed.has("export", "import") and bench.principal.id in parsed.place_ids
    if trade and not parsed.has("gdp"):
        stand_in = number or Quantity(0, "", 1, "", at, at, "")
        seller, other = _seller(parsed, stand_in), _other(parsed)
        if seller and other:
            name = "goods_exports" if seller == bench.principal.id else "goods_imports"
            return Series(name, bench.principal.id, other, flow(bench, name, other))
    term = _term(parsed, at)
    if term is None or not bench.knows(term.of[0]):
        return None
    place, other = who(parsed, term, at)
    name = term.of[0]
    if name in CONSTANT and _REAL.search(parsed.text):
        name = CONSTANT[name]
    if not place:
        return None
    years = {y: items[-1] for y, items in bench.years(place, name, other).items()}
    return Series(name, place, other, years) if years else None


def _changed(parsed: Parsed) -> Judged | None:
    match = _CHANGE.search(parsed.text)
    than = None if match else _THAN.search(parsed.text)
    if not match and not than:
        return None
    if match and match["twice"]:
        word = match["twice"].split()[-1].lower()
        number = Quantity(
            100 * (_TIMES[word] - 1), "percent", 20.0, "about", match.start(), match.end(), word
        )
    else:
        at = match.end() if match else 0
        numbers = [q for q in parsed.numbers if q.unit == "percent" and q.end >= at - 20]
        if not numbers or not parsed.is_free(numbers[0].start, numbers[0].end):
            return None
        number = numbers[0]
        verb = (match or than)["verb"].lower()  # type: ignore[index]
        if re.fullmatch(_DOWN, verb):
            number = number.times(-1)
            number = replace(
                number, hedge={"under": "over", "over": "under"}.get(number.hedge, number.hedge)
            )
    real = bool(_REAL.search(parsed.text))
    percent_term = [
        f for f in parsed.terms
        if f.meaning.kind == "percent" and f.meaning.of
        and (f.meaning.verbs or (f.meaning.id == "inflation" and not real))
    ]  # fmt: skip
    if percent_term and not (match and match["twice"]):
        return None
    return _measured(parsed, number)


def _measured(parsed: Parsed, number: Quantity) -> Judged | None:
    series = _series(parsed, number.start, number)
    if series is None:
        return None
    blank = Judged(
        number.start, number.end, "numeric", Verdict.UNSUPPORTED, series.name, series.place,
        series.other, sure=0.8, note="nothing in the evidence speaks to this",
    )  # fmt: skip
    first, last, dated = _span(parsed, number, series)
    if first not in series.years or last not in series.years:
        return blank
    base = series.years[first].number
    if base <= 0:
        return blank
    true = 100 * (series.years[last].number / base - 1)
    told = replace(
        blank, period=f"{first}/{last}", true=f"{true:+.1f} percent, from "
        f"{amount(base, series.years[first].unit)} to "
        f"{amount(series.years[last].number, series.years[last].unit)}",
        true_period=f"{first}/{last}", evidence=(series.years[first], series.years[last]),
        right=f"{abs(true):.1f}",
    )  # fmt: skip
    if _near(number, true):
        if not dated:
            return replace(
                told, verdict=Verdict.MISLEADING, note="the base year is not said", right=""
            )
        if series.name in CONSTANT:
            return _nominal(parsed, told, series, first, last)
        return replace(told, verdict=Verdict.SUPPORTED, note="agrees", right="")
    rivals = {f.meaning.id for f in parsed.terms if f.meaning.kind in {"money", "count"}}
    if (
        not dated
        or len(rivals) > 1
        or len(parsed.numbers) > 3
        or re.match(r"(?:That|This|It|They|The (?:number|total|figure|share))\b", parsed.text)
        or abs(number.value - true) < 0.25
        or parsed.has("ppp", "purchasing", "median", "percentage", "international", "buy")
    ):
        return blank
    return replace(told, verdict=Verdict.CONTRADICTED, note="the change is another")


def _near(number: Quantity, true: float) -> bool:
    return number.fits(true) or abs(number.value - true) <= max(0.5 * number.step, 0.04 * abs(true))


def _nominal(parsed: Parsed, told: Judged, series: Series, first: int, last: int) -> Judged:
    """Return misleading where prices are unsaid and the change net of them is another."""
    years = parsed.bench.years(series.place, CONSTANT[series.name], series.other)
    if first not in years or last not in years:
        return replace(told, verdict=Verdict.SUPPORTED, note="agrees", right="")
    real = 100 * (years[last][-1].number / years[first][-1].number - 1)
    said = re.search(r"current (?:us )?(?:dollars|prices)|nominal", parsed.lower)
    if said or abs(real - float(told.true.split(" ")[0])) < 2:
        return replace(told, verdict=Verdict.SUPPORTED, note="agrees", right="")
    note = f"in current dollars; at constant prices the change is {real:+.1f} percent"
    return replace(told, verdict=Verdict.MISLEADING, note=note, right="")


def _span(parsed: Parsed, number: Quantity, series: Series) -> tuple[int, int, bool]:
    """Return first and last year of a change, and whether the words date it."""
    dates = [d for d in parsed.dates if d.kind in {"year", "fiscal", "month"}]
    back = _BACK.search(parsed.text)
    if len(dates) >= 2 and dates[0].lead in {"between", "from", "since"}:
        years = sorted({d.year for d in dates})
        return years[0], years[-1], True
    than = re.compile(
        r"[^;,]{0,40}?\b(?:than|from|since|on|compared (?:with|to))\s(?:in\s|the\s)?(\d{4})"
    ).match(parsed.text, number.end)
    if than:
        year = int(than[1])
        later = [d.year for d in parsed.dates if d.year > year]
        memory = parsed.memory.when
        recalled = memory.year if memory and memory.year > year else _last_measured(series)
        return year, max(later) if later else recalled, True
    when = parsed.date_for(number.start, number.end)
    if when is None:
        last = _last_measured(series)
        return last - 1, last, False
    if back:
        n = _COUNT.get(back["n"].lower()) or int(back["n"])
        return when.year - n, when.year, True
    return when.year - 1, when.year, True


def _last_measured(series: Series) -> int:
    """Return the last year that is no projection."""
    measured = {"actual", "estimate"}
    return max((y for y, o in series.years.items() if o.status.value in measured), default=0)


def _worst(parsed: Parsed) -> Judged | None:
    match = _WORST.search(parsed.text)
    if not match or not parsed.dates:
        return None
    own = any(not f.meaning.is_loose for f in parsed.terms)
    term = (_term(parsed, match.start()) if own else None) or _violent(parsed)
    if term is None or term.kind != "count" or not parsed.bench.knows(term.of[0]):
        return None
    place = parsed.subject(match.start())
    years = parsed.bench.years(place, term.of[0]) if place else {}
    if not years:
        return None
    a, b = parsed.clause_at(match.start())
    floors = [d for d in parsed.dates if d.lead in {"since", "from", "after"}]
    if any(not a <= d.start < b for d in floors):
        return None
    after = [d for d in parsed.dates if d not in floors and d.start > match.start()]
    if not after:
        return None
    said = after[0]
    since = floors[0].year if floors else 0
    inside = [items[-1] for year, items in years.items() if year >= since]
    top = max(inside, key=lambda o: o.number)
    end = said.end
    numbers = [q for q in parsed.numbers if q.start > match.start() and not q.unit]
    fits = not numbers or numbers[0].fits(top.number)
    if not fits and not parsed.terms:
        return None
    if numbers:
        end = max(end, numbers[0].end)
    held = said.year == top.period.year and fits
    return Judged(
        match.start(), end, "comparative", Verdict.SUPPORTED if held else Verdict.CONTRADICTED,
        term.of[0], place, "", said.text, amount(top.number, top.unit), top.period.text, (top,),
        0.85, "agrees" if held else "the highest value is that of another year",
    )  # fmt: skip


def _violent(parsed: Parsed) -> Term | None:
    memory = parsed.memory.term
    if (
        memory
        and memory.id.startswith("violence")
        and all(f.meaning.is_loose for f in parsed.terms)
    ):
        return memory
    return (
        load_terms()["violence"]
        if re.search(r"bloodiest|deadliest|violent", parsed.lower)
        else None
    )


def _total(parsed: Parsed) -> Judged | None:
    """Return the verdict on a count of deaths or claims over several years."""
    match = re.search(
        r"\b(?:between|from) (\d{4}) (?:and|to) (\d{4})\b", parsed.text, re.IGNORECASE
    )
    if not match:
        return None
    numbers = [q for q in parsed.numbers if not q.unit]
    found = [f.meaning for f in parsed.terms if f.meaning.kind == "count" and f.meaning.of]
    found = [t for t in found if t.of[0].startswith("violence")]
    found = [t for t in found if not t.bars(parsed.keys)]
    if len(numbers) != 1 or not found:
        return None
    number, term, place = numbers[0], found[0], parsed.subject(0)
    first, last = int(match[1]), int(match[2])
    years = parsed.bench.years(place, term.of[0]) if place else {}
    items = tuple(o for y, all_ in years.items() if first <= y <= last for o in all_[-1:])
    if not items or min(years) > first or max(years) < last:
        return None
    true = sum(o.number for o in items)
    held = number.fits(true)
    return Judged(
        number.start, number.end, "numeric", Verdict.SUPPORTED if held else Verdict.CONTRADICTED,
        term.of[0], place, "", f"{first}/{last}", amount(true, items[0].unit), f"{first}/{last}",
        items, 0.85, "agrees" if held else "the sum is another",
        right="" if held else f"{true:,.0f}",
    )  # fmt: skip
