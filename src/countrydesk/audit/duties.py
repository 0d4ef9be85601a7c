"""Judging duties: which rate the principal levies on goods of the partner, and since when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from countrydesk.analysis.duty_register import IN_FORCE, Duty, customs_place, wide_duties
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.quantities import Quantity
from countrydesk.audit.verdict import Judged, Verdict, in_words

_DUTY = re.compile(
    r"\b(?:tariffs?|dut(?:y|ies)|surcharge|reciprocal rate|all-in rate|levy"
    r"|section (?:122|232|301))\b",
    re.IGNORECASE,
)
_ACTS = {
    "IEEPA": re.compile(r"\b(?:reciprocal|emergency|ieepa|baseline)\b", re.IGNORECASE),
    "Section122": re.compile(r"\bsection 122\b|\bsurcharge\b", re.IGNORECASE),
    "Section301": re.compile(r"\bsection 301\b", re.IGNORECASE),
    "Section232": re.compile(r"\bsection 232\b", re.IGNORECASE),
}
_LOW = re.compile(
    r"\b(?:low|lower|minimal|duty-free|zero|free of duty|preferential)\b", re.IGNORECASE
)


_ON = re.compile(r"\b(?:on|in force in|effective) $")
_PRESENT = re.compile(
    r"\b(?:currently|now|today|remains?|still|faces?|pays?|carry|carries|is|are|applies|apply"
    r"|enters?|subject|charges?|hits?|bears?|has|have|attracts?)\b",
    re.IGNORECASE,
)
_IMPOSED = re.compile(
    r"\b(?:imposed|introduced|announced|levied|set|raised|had)\b(?! under)",
    re.IGNORECASE,
)


def duty_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each duty that a sentence states."""
    for judge in (_duties,):
        for judged in judge(parsed):
            if parsed.is_free(judged.start, judged.end):
                parsed.take(judged.start, judged.end)
                yield judged


def _duties(parsed: Parsed) -> Iterable[Judged]:
    match = _DUTY.search(parsed.text)
    if not match:
        return
    bench = parsed.bench
    register = [d for d in _register(parsed) if d.rate.replace(".", "").isdigit()]
    numbers = [q for q in parsed.numbers if q.unit == "percent"]
    if not numbers:
        yield from _low_tariff(parsed, match, register)
        return
    if not register or parsed.has(
        "average",
        "median",
        "weighted",
        "weighed",
        "weight",
        "effective",
        "ordinary",
        "line",
        "anti-dumping",
        "dumping",
        "ended",
        "lapsed",
        "expired",
        "no",
        "could",
        "would",
        "might",
        "steel",
        "aluminium",
        "aluminum",
        "car",
        "copper",
        "vehicle",
    ):
        return
    act = next((name for name, rule in _ACTS.items() if rule.search(parsed.text)), "")
    if not act and not re.search(r"\b(?:added|additional|extra)\b", parsed.lower):
        return
    for number in numbers:
        parsed.memory.topic = "duty"
        a, b = min(number.start, match.start()), max(number.end, match.end())
        blank = Judged(
            a, b, "existence", Verdict.UNSUPPORTED, "additional_duty", bench.principal.id,
            bench.partner.id, sure=0.9, note="no such duty is in the register",
        )  # fmt: skip
        yield _duty(parsed, number, act, register, blank)


def _all_duties(parsed: Parsed) -> tuple[Duty, ...]:
    bench = parsed.bench
    home = customs_place(bench.view, bench.partner.id)
    own = wide_duties(bench.view, bench.principal.id, bench.partner.id)
    union = wide_duties(bench.view, bench.principal.id, home) if home != bench.partner.id else ()
    return tuple(dict.fromkeys((*own, *union)))


def _register(parsed: Parsed) -> tuple[Duty, ...]:
    bench = parsed.bench
    key = ("duties", bench.partner.id)
    if key not in bench.memo:
        found = _all_duties(parsed)
        bench.memo[key] = found
    return bench.memo[key]  # type: ignore[return-value]


def _duty(
    parsed: Parsed, number: Quantity, act: str, register: list[Duty], blank: Judged
) -> Judged:
    today = parsed.bench.today
    union = [d for d in register if d.act.startswith(act)] if act else register
    same = [d for d in union if number.fits(float(d.rate))]
    if not union:
        return blank
    now = [d for d in union if d.state(today) == IN_FORCE]
    start = next((d for d in parsed.dates if d.lead in {"since", "from", ""}), None)
    if same:
        duty = same[-1]
        told = _told(blank, duty)
        if _IMPOSED.search(parsed.text):
            begun = start is not None and duty.start is not None and start.holds(duty.start)
            verdict = Verdict.SUPPORTED if begun else Verdict.UNSUPPORTED
            return replace(told, verdict=verdict, note="agrees" if begun else "no day to judge by")
        if duty not in now:
            past = (
                start is not None
                and not re.search(
                    r"\b(?:currently|now|remains?|still|faces?|pays?|carry|carries)\b", parsed.lower
                )
                and parsed.has("from", "until", "between")
            )
            if past:
                return replace(told, verdict=Verdict.SUPPORTED, note="agrees")
            if not _PRESENT.search(parsed.text):
                return replace(told, verdict=Verdict.UNSUPPORTED, note="said of the past")
            ended = f"ended {in_words(duty.end)}" if duty.end else "no longer in force"
            return replace(told, verdict=Verdict.OUTDATED, note=ended)
        told_since = start is not None and bool(
            start.lead or _ON.search(parsed.text[: start.start])
        )
        if start is not None and told_since and duty.start and not start.holds(duty.start):
            return replace(told, verdict=Verdict.CONTRADICTED, note="in force since another day")
        return replace(told, verdict=Verdict.SUPPORTED, note="in force")
    if now:
        note = "the rate in force is another"
        return replace(_told(blank, now[-1]), verdict=Verdict.CONTRADICTED, note=note)
    if act == "IEEPA" and all(d.state(today) != IN_FORCE for d in union):
        note = (
            f"every duty under that act ended {in_words(union[-1].end)}"
            if union[-1].end
            else "ended"
        )
        return replace(_told(blank, union[-1]), verdict=Verdict.OUTDATED, note=note)
    return blank


def _told(blank: Judged, duty: Duty) -> Judged:
    name = duty.item.attributes.get("authority_name", duty.act)
    return replace(
        blank, true=f"{duty.rate} percent under {name}", true_period=duty.item.period.text,
        evidence=(duty.item, *duty.also),
    )  # fmt: skip


def _low_tariff(parsed: Parsed, match: re.Match[str], register: list[Duty]) -> Iterable[Judged]:
    """Yield imprecise for "low tariffs" without a figure beside a duty in force on that trade."""
    now = [d for d in register if d.state(parsed.bench.today) == IN_FORCE]
    low = _LOW.search(parsed.text)
    if not low or not now or not parsed.place_ids & parsed.bench.pair:
        return
    duty = now[-1]
    blank = Judged(
        min(low.start(), match.start()), max(low.end(), match.end()), "existence",
        Verdict.IMPRECISE, "additional_duty", parsed.bench.principal.id, parsed.bench.partner.id,
        sure=0.7,
    )  # fmt: skip
    since = f" since {in_words(duty.start)}" if duty.start else ""
    name = parsed.bench.name(parsed.bench.principal.id)
    note = f"no figure is given; {name} adds {duty.rate} percent{since}"
    yield replace(_told(blank, duty), note=note)
