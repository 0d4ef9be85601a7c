"""Judging the days of elections, past and to come, and the form of government."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from countrydesk.audit.parsed import Parsed
from countrydesk.audit.ties import unjudged
from countrydesk.audit.verdict import Judged, Verdict, iso_in_words
from countrydesk.model import Observation

_VOTE = re.compile(
    r"\b(?P<kind>presidential |general |parliamentary |legislative )?"
    r"(?:elections?|elected|run-?off|polls|vote (?=of|on)|ballot)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(?:next|due|scheduled|upcoming|will (?:be held|take place|vote))\b", re.IGNORECASE
)
PAST = ("last_election_executive", "last_election_legislature", "election_event", "event_election")
COMING = ("next_election_executive", "next_election", "next_election_legislature", "event_election")
_FORM = re.compile(
    r"\b(?:is|became|remains|was declared) an? (?P<form>(?:\w+ ){0,2}?(?:republic|monarchy|kingdom"
    r"|sultanate|emirate|federation))\b",
    re.IGNORECASE,
)


def election_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on the day of an election and on the form of government."""
    vote = _VOTE.search(parsed.text)
    if vote and parsed.dates:
        yield from _taken(parsed, _day_of_vote(parsed, vote))
    form = _FORM.search(parsed.text)
    if form:
        yield from _taken(parsed, _form(parsed, form))


def _taken(parsed: Parsed, found: Iterable[Judged]) -> Iterable[Judged]:
    for judged in found:
        if parsed.is_free(judged.start, judged.end):
            parsed.take(judged.start, judged.end)
            yield judged


def _day_of_vote(parsed: Parsed, vote: re.Match[str]) -> Iterable[Judged]:
    bench = parsed.bench
    place = parsed.subject(len(parsed.text))
    after = [d for d in parsed.dates if d.start >= vote.start() and d.kind in {"day", "month"}]
    if not place or not after:
        return
    when = after[0]
    coming = bool(_NEXT.search(parsed.text))
    names = [name for name in (COMING if coming else PAST) if bench.knows(name)]
    items = [o for name in names for o in bench.view.series(place, name)]
    blank = unjudged(vote.start(), when.end, "temporal", names[0] if names else "", place, when)
    held = [o for o in items if when.agrees(o.period.opening.text)]
    if held:
        yield replace(
            blank, verdict=Verdict.SUPPORTED, evidence=(held[0],), note="agrees",
            true=iso_in_words(held[0].period.opening.text), true_period=held[0].period.text,
        )  # fmt: skip
    elif coming:
        yield from _other_day(parsed, vote, blank, items)


def _other_day(
    parsed: Parsed, vote: re.Match[str], blank: Judged, items: list[Observation]
) -> Iterable[Judged]:
    """Yield contradicted where the day on record for that very election is in another year."""
    kind = (vote["kind"] or "").strip().lower()
    name = "next_election_executive" if kind == "presidential" else ""
    known = [o for o in items if o.indicator == name and o.period.start > parsed.bench.today]
    if known and known[0].period.year != int(blank.period[:4]):
        yield replace(
            blank, verdict=Verdict.CONTRADICTED, evidence=(known[0],), note="another year",
            true=iso_in_words(known[0].period.text), true_period=known[0].period.text,
        )  # fmt: skip


def _form(parsed: Parsed, match: re.Match[str]) -> Iterable[Judged]:
    place = parsed.subject(match.start())
    item = parsed.bench.find_fact(place, "government_type") if place else None
    if item is None or not item.text:
        return
    said, true = match["form"].lower(), item.text.lower()
    crown = re.compile(r"monarchy|kingdom|sultanate|emirate")
    blank = replace(
        unjudged(*match.span(), "relational", "government_type", place), true=item.text,
        true_period=item.period.text, evidence=(item,),
    )  # fmt: skip
    if bool(crown.search(said)) != bool(crown.search(true)):
        yield replace(blank, verdict=Verdict.CONTRADICTED, note="another form of government")
    elif said in true:
        yield replace(blank, verdict=Verdict.SUPPORTED, note="agrees")
