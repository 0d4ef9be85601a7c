"""Judging a figure: the series that a sentence speaks of, for the period that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from countrydesk.audit.bench import Bench
from countrydesk.audit.dates import When
from countrydesk.audit.matching import Asked, is_change, understand, who
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.quantities import Quantity
from countrydesk.audit.terms import Term, term_phrases
from countrydesk.audit.verdict import ERRORS, Judged, Verdict, amount, figure
from countrydesk.model import Observation

SURE_ENOUGH = 0.6
PPP = re.compile(r"\b(?:ppp|purchasing[- ]power|parity)\b", re.IGNORECASE)
PPP_REACH = 60
FALLING = (
    "shrank", "shrunk", "contraction", "shrinking", "shrink", "contracted", "contracting", "fell",
    "declined", "falling", "deficit",
)  # fmt: skip
_GUESSED = re.compile(
    r"\b(?:could|might|would|scenario|interval|projected|projection|forecast|expected|base rate"
    r"|furthest|like cases|did the same)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r" (?:to|from) -?\d")
_OUT_OF = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+) of (?:the |its |all )?$",
    re.IGNORECASE,
)
_OF_THESE = re.compile(r"\bof (?:these|those|them|whom|which)\b", re.IGNORECASE)
_SIGN_WORDS = re.compile(
    rf"\b(?:{'|'.join(FALLING)}|grew|growth|rose|expanded|surplus|increased|climbed)\b",
    re.IGNORECASE,
)
OWN_BOUNDS = 0.05
MOST_YEARS_OFF = 15
# Second-hand figures: a number near one of these may be that of the first source.
# Where no event was reported these stand at zero.
REPORTED = frozenset({"emdat", "emdat_hazards"})
SUMMARIES = frozenset({"factbook"})
DEFINITIONS_DIFFER = 0.15
LARGE = 1000
FAR_OFF = 4
NO_SLIP = "no source or vintage gives this figure"


def numeric_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each figure that no other judge has taken."""
    first = True
    for number in parsed.numbers:
        if not parsed.is_free(number.start, number.end) or is_change(parsed, number):
            continue
        asked = None if _is_passing(parsed, number) else understand(parsed, number)
        if asked is None:
            continue
        judged = _second_reading(parsed, number, asked, judge(parsed, number, asked))
        parsed.take(number.start, number.end)
        if first:
            parsed.memory.term, parsed.memory.subject, first = asked.term, asked.place, False
            parsed.memory.confirmed = judged.verdict is not Verdict.UNSUPPORTED
        if asked.term.id == "ideal_point":
            parsed.memory.topic = "ideal_point"
        if judged.verdict in {Verdict.SUPPORTED, Verdict.IMPRECISE}:
            parsed.told.append((number.end, asked.term))
        yield judged


def _of_a_month(parsed: Parsed, asked: Asked) -> bool:
    """Whether a month is said of a series that counts what happened in a year."""
    if asked.when is None or asked.when.kind not in {"month", "day"}:
        return False
    return parsed.bench.view.catalogue[asked.term.of[0]].kind == "flow"


def _is_remote(parsed: Parsed, number: Quantity, when: When | None) -> bool:
    """Whether another figure stands between a figure and the date that follows it."""
    if when is None or when.start < number.end or parsed.says_each(number):
        return False
    return any(
        number.end <= q.start < when.start and q.unit in {number.unit, ""} for q in parsed.numbers
    )


def _is_passing(parsed: Parsed, number: Quantity) -> bool:
    """Whether a number is a mere word: "one death", "the two", "the 24 that"."""
    bare = not number.unit and not number.scaled
    counted = re.match(
        r" (?:deaths?|people|persons|soldiers|refugees)\b", parsed.text[number.end :]
    )
    if (
        bare
        and not number.text[-1:].isdigit()
        and 0 < number.value <= 2
        and not (counted and number.value > 1)
    ):
        return True
    if bare and _OUT_OF.search(parsed.text[: number.start]):
        return True
    after = parsed.text[number.end : number.end + 8]
    return bare and bool(re.match(r" (?:that|who|which|months?|like|open)\b", after))


def _second_reading(parsed: Parsed, number: Quantity, asked: Asked, judged: Judged) -> Judged:
    """Return an error only where no other reading of the words makes the figure right.

    Words such as "troops" or "claims" may speak of several series; when another one that the words
    allow agrees, it stands; when one agrees that lacks a word of its own, nothing is said.
    """
    if judged.verdict not in ERRORS:
        return judged
    unsure = replace(judged, verdict=Verdict.UNSUPPORTED, right="", sure=0.5)
    since = asked.when is not None and asked.when.lead == "since"
    since = since or (asked.term.rule and bool(parsed.dates))
    since = since or _of_a_month(parsed, asked) or bool(_RANGE.match(parsed.text, number.end))
    if (
        since
        or _is_remote(parsed, number, asked.when)
        or _GUESSED.search(parsed.text)
        or _OF_THESE.search(parsed.text)
    ):
        return replace(unsure, note="the match is not sure enough")
    if judged.note == "the sign is wrong" and not _signed(parsed, number):
        verdict = Verdict.SUPPORTED if asked.when else Verdict.IMPRECISE
        return replace(judged, verdict=verdict, note="agrees", right="")
    for found in term_phrases().find(parsed.words, every=True):
        term = found.meaning
        if term.id == asked.term.id or not term.of or not term.takes(number):
            continue
        named = not term.principal or parsed.bench.principal.id in parsed.place_ids
        place, other = who(parsed, term, number.start)
        if not place:
            continue
        reading = judge(parsed, number, replace(asked, term=term, place=place, other=other))
        if reading.verdict not in {Verdict.SUPPORTED, Verdict.IMPRECISE}:
            continue
        if reading.note.startswith("near"):
            continue
        if named and term.allows(parsed.keys) and not term.bars(parsed.clause_keys(found.start)):
            return reading
        note = f"would be right of another series ({term.of[0]}); which is meant is not sure"
        return replace(unsure, note=note)
    return replace(unsure, note="the match is not sure enough") if asked.term.is_loose else judged


def judge(parsed: Parsed, number: Quantity, asked: Asked) -> Judged:
    """Return the verdict on a figure."""
    bench, term = parsed.bench, asked.term
    number, term = _bases(parsed, number, term)
    blank = Judged(
        number.start, number.end, "numeric", Verdict.UNSUPPORTED, (term.of or ("",))[0],
        asked.place, asked.other, asked.when.text if asked.when else "",
        note="nothing in the evidence speaks to this", sure=asked.sure,
    )  # fmt: skip
    if not any(_years(bench, asked, name) for name in term.of):
        return blank
    if asked.when is not None and parsed.in_span(asked.when) and not parsed.says_each(number):
        return replace(blank, note="a figure over several years")
    if asked.when is None or term.rule:
        return _undated(bench, number, replace(asked, term=term), blank)
    return _dated(bench, number, replace(asked, term=term), blank)


def _bases(parsed: Parsed, number: Quantity, term: Term) -> tuple[Quantity, Term]:
    """Return number and term with the base and the sign that the words give."""
    if term.alike and (number.unit == "intl" or _at_parity(parsed, number)):
        term = replace(term, of=term.alike, alike=())
    keys = parsed.clause_keys(number.start)
    signed = term.kind == "percent" and (term.verbs or term.sign or term.id == "inflation")
    if term.sign and number.value > 0:
        return (number.times(-1) if _in_deficit(parsed, number) else number), term
    if signed and number.value > 0 and keys & set(FALLING):
        before = parsed.lower[max(0, number.start - 10) : number.start]
        if not before.rstrip().endswith(" to"):
            number = number.times(-1)
    return number, term


def _in_deficit(parsed: Parsed, number: Quantity) -> bool:
    """Whether of deficit and surplus the nearest word before a figure, else any, is deficit."""
    said = re.findall(r"deficit|surplus|shortfall", parsed.lower[: number.start])
    said = said or re.findall(r"deficit|surplus|shortfall", parsed.lower)[:1]
    return bool(said) and said[-1] != "surplus"


def _at_parity(parsed: Parsed, number: Quantity) -> bool:
    """Whether purchasing power parity is said of a figure: before it, or after it without comma."""
    a, b = number.start - PPP_REACH, number.end + PPP_REACH
    if PPP.search(parsed.text, max(a, 0), number.start):
        return True
    after = PPP.search(parsed.text, number.end, min(b, len(parsed.text)))
    return after is not None and "," not in parsed.text[number.end : after.start()]


def _signed(parsed: Parsed, number: Quantity) -> bool:
    """Whether a word that gives a figure its sign stands close before it, or just behind it."""
    before = parsed.text[max(0, number.start - 28) : number.start]
    if re.search(r"compared|after|against|from|\(", before):
        return False
    said = _SIGN_WORDS.search(before) or _SIGN_WORDS.match(parsed.text[number.end :].lstrip())
    return bool(said) or number.value < 0


def _years(bench: Bench, asked: Asked, indicator: str) -> dict[int, tuple[Observation, ...]]:
    return dict(bench.years(asked.place, indicator, asked.other))


def _dated(bench: Bench, number: Quantity, asked: Asked, blank: Judged) -> Judged:
    when = asked.when
    assert when is not None  # noqa: S101
    agreeing = _agreeing(bench, number, asked, when)
    if agreeing is not None:
        return _told(blank, Verdict.SUPPORTED, agreeing, "agrees")
    true = _true_at(bench, asked, when)
    if true is None:
        return blank
    for name in asked.term.alike:
        for item in bench.every(asked.place, name, when, asked.other):
            if number.fits(item.number):
                note = f"true only as {bench.view.catalogue[name].label}; the base is not said"
                return _sure(_told(blank, Verdict.MISLEADING, true, note, item))
    return _wrong(bench, number, asked, blank, true)


def _agreeing(bench: Bench, number: Quantity, asked: Asked, when: When) -> Observation | None:
    """Return a value of any source or vintage for the date that the figure fits, or None.

    A score "in 2025" may be that of the edition of 2025 as well.
    """
    dates = [when]
    if asked.term.lag and when.kind == "year":
        dates.append(replace(when, text=str(when.year - asked.term.lag)))
    for day in dates:
        for name in (*asked.term.of, *asked.term.near):
            for item in bench.every(asked.place, name, day, asked.other):
                if number.fits(item.number):
                    return item
    return None


def _wrong(
    bench: Bench, number: Quantity, asked: Asked, blank: Judged, true: Observation
) -> Judged:
    """Return what is wrong with a figure that nothing gives for its date."""
    when = asked.when
    assert when is not None  # noqa: S101
    gap = abs(number.value - true.number)
    if true.source in SUMMARIES and gap <= DEFINITIONS_DIFFER * abs(true.number):
        note = "near the only figure in the evidence; definitions differ between sources"
        return replace(_told(blank, Verdict.UNSUPPORTED, true, note), right="")
    elsewhere = _other_year(bench, number, asked, when)
    near = elsewhere is not None and abs(elsewhere.period.year - when.year) <= MOST_YEARS_OFF
    if elsewhere is not None and near:
        note = f"the figure is that of {elsewhere.period.text}"
        return _sure(_told(blank, Verdict.WRONG_PERIOD, true, note, elsewhere))
    if not true.number and true.source in REPORTED:
        return replace(blank, note="none was reported, which does not tell that there was none")
    far = gap > OWN_BOUNDS * abs(true.number)
    if not far and abs(number.value) >= LARGE:
        return _told(blank, Verdict.IMPRECISE, true, "near, but no source or vintage gives it")
    slip = _slip(number, true.number)
    wide = not true.number or not 1 / FAR_OFF < number.value / true.number < FAR_OFF
    if asked.term.weak and wide and slip == NO_SLIP:
        return replace(blank, note="too far from the series to be about it")
    return _sure(_told(blank, Verdict.CONTRADICTED, true, slip))


def _true_at(bench: Bench, asked: Asked, when: When) -> Observation | None:
    for name in asked.term.of:
        found = bench.at(asked.place, name, when, asked.other)
        if found:
            return found[0]
    return None


def _other_year(bench: Bench, number: Quantity, asked: Asked, when: When) -> Observation | None:
    """Return the value of the nearest other year that the figure is, None where there is none."""
    exact = replace(number, hedge=number.hedge)
    found = [
        item
        for name in asked.term.of[:2]
        for year, items in bench.years(asked.place, name, asked.other).items()
        if year != when.year
        for item in items
        if exact.fits(item.number)
    ]
    return min(found, key=lambda o: abs(o.period.year - when.year), default=None)


def _undated(bench: Bench, number: Quantity, asked: Asked, blank: Judged) -> Judged:
    place, other, term = asked.place, asked.other, asked.term
    right = Verdict.SUPPORTED if term.rule else Verdict.IMPRECISE
    said = "agrees" if term.rule else "right, but no date is given"
    latest: list[Observation] = []
    for name in (*term.of, *term.near):
        latest += bench.newest(place, name, other) if bench.knows(name) else []
    for item in latest:
        if number.fits(item.number):
            return _told(blank, right, item, said)
    if not latest:
        return blank
    for name in term.alike:
        for item in bench.newest(place, name, other):
            if number.fits(item.number):
                note = f"true only as {bench.view.catalogue[name].label}; the base is not said"
                return _sure(_told(blank, Verdict.MISLEADING, latest[0], note, item))
    past = _last_year_of(bench, number, asked)
    newest = max(item.period.year for item in latest)
    if past is not None and not term.rule and past.period.year >= newest - 1:
        return _told(blank, right, past, "right a year ago, but no date is given")
    telling = number.step < 0.2 * abs(number.value)
    recent = past is not None and newest - past.period.year <= MOST_YEARS_OFF
    if past is not None and recent and telling and not term.rule and not term.soft:
        note = f"the figure is that of {past.period.text}"
        return _sure(_told(blank, Verdict.OUTDATED, latest[0], note, past))
    return _sure(_apart(number, asked, latest, blank))


def _apart(number: Quantity, asked: Asked, latest: list[Observation], blank: Judged) -> Judged:
    """Return contradicted where a figure needs no year, else that nothing speaks to it."""
    if not asked.term.rule:
        return replace(blank, note="no date is given and no value in the evidence agrees")
    if asked.sure < SURE_ENOUGH:
        return blank
    return _told(blank, Verdict.CONTRADICTED, latest[0], _slip(number, latest[0].number))


def _last_year_of(bench: Bench, number: Quantity, asked: Asked) -> Observation | None:
    found = [
        item
        for name in asked.term.of[:1]
        for items in bench.years(asked.place, name, asked.other).values()
        for item in items
        if item.period.year <= bench.today.year and number.fits(item.number)
    ]
    return found[-1] if found else None


def _sure(judged: Judged) -> Judged:
    """Return an error only where the match is sure enough; else an abstention that says so."""
    if judged.sure >= SURE_ENOUGH:
        return judged
    return replace(judged, verdict=Verdict.UNSUPPORTED, note="the match is not sure enough")


def _slip(number: Quantity, true: float) -> str:
    """Return what kind of slip would make the printed figure of the true one."""
    for factor in (1e-6, 1e-3, 1e-2, 0.1, 10.0, 100.0, 1e3, 1e6):
        if true and number.fits(true * factor):
            return f"off by a factor of {factor if factor > 1 else 1 / factor:,.0f}"
    if true and number.fits(-true):
        return "the sign is wrong"
    return NO_SLIP


def _told(
    blank: Judged, verdict: Verdict, item: Observation, note: str, *more: Observation
) -> Judged:
    right = "" if verdict in {Verdict.SUPPORTED, Verdict.IMPRECISE} else figure(
        item.number, item.unit
    )  # fmt: skip
    return replace(
        blank, verdict=verdict, indicator=item.indicator, note=note,
        true=amount(item.number, item.unit), true_period=item.period.text,
        evidence=(item, *more), right=right,
    )  # fmt: skip
