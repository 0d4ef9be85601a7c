"""Judging who is ambassador: of the principal in the country, and of the country at its seat."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from countrydesk.audit.parsed import Parsed
from countrydesk.audit.people import same_person, trim_name
from countrydesk.audit.ties import unjudged
from countrydesk.audit.verdict import Judged, Verdict, iso_in_words
from countrydesk.model import Observation

_PART = r"(?:[A-ZÀ-ÞĐ][\w’'\-]*\.?|al-[A-Z]\w+|bin|de|la|van|von)"
_NAME = rf"[A-ZÀ-ÞĐ][\w’'\-]*\.?(?:\s{_PART}){{1,3}}"
ENVOY = re.compile(
    rf"\b(?P<title>[Aa]mbassador)(?:-designate)?\s(?P<name>{_NAME})"
    rf"|(?P<name2>{_NAME}), (?:the |its |our )?(?:[A-Z][\w.]+ )?ambassador\b"
)
_PAST = re.compile(
    r"\b(?:former|ex-|then|late|previous|predecessor|succeeded|was|served as|until)\b",
    re.IGNORECASE,
)


def envoy_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each ambassador whom a sentence names."""
    if "mbassador" not in parsed.text or parsed.place_ids - parsed.bench.pair:
        return
    for match in ENVOY.finditer(parsed.text):
        name = trim_name(match["name"] or match["name2"])
        if name and parsed.is_free(*match.span()):
            judged = _envoy(parsed, match, name)
            if judged is not None:
                parsed.take(*match.span())
                yield judged


def _envoy(parsed: Parsed, match: re.Match[str], name: str) -> Judged | None:
    """Return supported for one of the two envoys, outdated for a name that neither bears."""
    posts = _posts(parsed)
    if not posts:
        return None
    blank = unjudged(*match.span(), "relational", posts[0].indicator, parsed.bench.partner.id)
    blank = replace(blank, counterpart=parsed.bench.principal.id)
    for item in posts:
        if same_person(name, item.text or ""):
            return _told(blank, Verdict.SUPPORTED, item, "holds the post")
    before = parsed.text[max(0, match.start() - 20) : match.start()]
    if _PAST.search(before) or parsed.dates:
        return None
    own = posts[0]
    as_of = iso_in_words(own.attributes.get("as_of", ""))
    head = "the post is vacant, " if own.attributes.get("vacant") else ""
    note = f"as of {as_of} {head}{own.attributes.get('office', '')} {own.text}"
    return _told(blank, Verdict.OUTDATED, own, note)


def _told(blank: Judged, verdict: Verdict, item: Observation, note: str) -> Judged:
    return replace(
        blank, verdict=verdict, true=item.text or "", true_period=item.period.text, note=note,
        evidence=(item,), indicator=item.indicator,
    )  # fmt: skip


def _posts(parsed: Parsed) -> list[Observation]:
    """Return the envoys between the two states; the one that the words speak of stands first."""
    bench = parsed.bench
    found = [
        bench.find_fact(bench.partner.id, name, bench.principal.id)
        for name in ("envoy_received", "envoy_sent")
    ]
    posts = [item for item in found if item is not None]
    sent = re.search(
        r"ambassador (?:to|in) (?:the )?(?:US|U\.S\.|United States|Washington)", parsed.text
    )
    return posts[::-1] if sent else posts
