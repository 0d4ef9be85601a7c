"""From a sentence to its verdicts: each judge takes what it understands; the rest is sorted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from countrydesk.audit.borders import border_claims
from countrydesk.audit.changes import change_claims
from countrydesk.audit.duties import duty_claims
from countrydesk.audit.elections import election_claims
from countrydesk.audit.envoys import envoy_claims
from countrydesk.audit.facts import fact_claims
from countrydesk.audit.numeric import numeric_claims
from countrydesk.audit.offices import office_claims
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.parties import party_claims
from countrydesk.audit.partners import partner_claims
from countrydesk.audit.ranks import rank_claims
from countrydesk.audit.ratings import rating_claims
from countrydesk.audit.rules import rule_claims
from countrydesk.audit.ties import tie_claims
from countrydesk.audit.trade import trade_claims
from countrydesk.audit.verdict import Judged, Verdict

JUDGES: tuple[Callable[[Parsed], Iterable[Judged]], ...] = (
    duty_claims, rule_claims, rating_claims, envoy_claims, office_claims,
    party_claims, election_claims,
    tie_claims, fact_claims, border_claims, partner_claims, change_claims, trade_claims,
    numeric_claims, rank_claims,
)  # fmt: skip
# A sentence has some 150 letters; of a longer text without a full stop nothing is sure.
LONGEST = 3_000
_NORM = re.compile(
    r"\b(?:should|ought to|must|needs? to|has to|have to|recommend\w*|is urged|let us)\b",
    re.IGNORECASE,
)
_CLAIMLIKE = re.compile(
    r"\d|\b(?:offered|negotiat\w+|trained|invested|employ\w*|favour\w*|survey|poll|percent"
    r"|treaty|agreement|base|port|ambassador|war|army|election|elected|troops|ratif\w+|republic"
    r"|parliament"
    r"|freedom house|transparency|signator\w+|visa|tariff|union|drug|refugees?"
    r"|migra\w+|protests?)\b", re.IGNORECASE,
)  # fmt: skip


def judge_sentence(parsed: Parsed) -> list[Judged]:
    """Return the verdicts on a sentence, in its order; at least one."""
    if len(parsed.text) > LONGEST:
        return [
            _of_kind(parsed, Verdict.UNSUPPORTED, f"longer than {LONGEST:,} letters; divide it")
        ]
    if parsed.text.rstrip(' "”*').endswith("?"):
        return [_of_kind(parsed, Verdict.VAGUE, "a question")]
    found = [judged for judge in JUDGES for judged in judge(parsed)]
    found.extend(_left_over(parsed))
    if not found:
        found.append(_whole(parsed))
    elif _is_norm(parsed) and all(j.verdict is Verdict.UNSUPPORTED for j in found):
        found = [_of_kind(parsed, Verdict.NORM, "advice")]
    _remember(parsed)
    return sorted(found, key=lambda j: (j.start, j.end))


def _left_over(parsed: Parsed) -> Iterable[Judged]:
    """Yield an abstention for each figure that no judge understood."""
    for number in parsed.numbers:
        if parsed.is_free(number.start, number.end) and (number.unit or abs(number.value) > 2):
            a, b = parsed.clause_at(number.start)
            yield Judged(
                a, b, "numeric", Verdict.UNSUPPORTED, sure=0.0,
                note="no indicator in the evidence was recognised",
            )  # fmt: skip


def _is_norm(parsed: Parsed) -> bool:
    return bool(_NORM.search(parsed.text))


def _of_kind(parsed: Parsed, verdict: Verdict, note: str) -> Judged:
    return Judged(0, len(parsed.text), "none", verdict, note=note, sure=0.7)


def _whole(parsed: Parsed) -> Judged:
    if _is_norm(parsed):
        return _of_kind(parsed, Verdict.NORM, "advice")
    if _CLAIMLIKE.search(parsed.text):
        judged = _of_kind(parsed, Verdict.UNSUPPORTED, "nothing in the evidence speaks to this")
        return replace(judged, kind="relational", sure=0.0)
    return _of_kind(parsed, Verdict.VAGUE, "no test could fail")


def _remember(parsed: Parsed) -> None:
    """Keep the last date for "that year" and its like."""
    if not parsed.numbers and parsed.terms:
        parsed.memory.term = parsed.terms[0].meaning
    if parsed.dates:
        parsed.memory.when = parsed.dates[-1]
