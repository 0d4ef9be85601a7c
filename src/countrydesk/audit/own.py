"""The audit of our own papers: what they say is held against the evidence a second time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from countrydesk.audit.audit import Audit, audit_text
from countrydesk.audit.reading import paper_text
from countrydesk.audit.report import counts
from countrydesk.audit.verdict import Verdict
from countrydesk.evidence import View
from countrydesk.paper.build import build_paper
from countrydesk.places import Place
from countrydesk.render import Theme, get_renderer

# With these a paper of ours may not be published.
BARRED = (Verdict.CONTRADICTED, Verdict.OUTDATED)


def audit_own(view: View, partner: Place, principal: Place) -> Audit:
    """Return the audit of our paper on ``partner``, read as the JSON that is handed out."""
    paper = build_paper(view, partner, principal, check=False)
    document = orjson.loads(get_renderer("json")(paper, Theme()))
    name = f"{partner.id}-{principal.id}"
    return audit_text(view, paper_text(document), name=name, partner=partner, principal=principal)


def audit_all(view: View, partners: Iterable[Place], principal: Place) -> Iterator[Audit]:
    """Yield the audit of our paper on each of ``partners``; the principal has none on itself."""
    for partner in partners:
        if partner.id != principal.id:
            yield audit_own(view, partner, principal)


def barred(found: Audit) -> list[tuple[str, str]]:
    """Return the sentences that speak against the evidence, each with what is wrong."""
    return [
        (line.sentence.text, f"{judged.verdict}: {judged.note}; evidence: {judged.true}")
        for line, judged in found.claims
        if judged.verdict in BARRED
    ]


def tally(found: Iterable[Audit]) -> dict[str, int]:
    """Return how many sentences were read and how many claims have each verdict, over papers."""
    total: dict[str, int] = {"papers": 0, "sentences": 0, **{v.value: 0 for v in Verdict}}
    for one in found:
        total["papers"] += 1
        total["sentences"] += len(one.lines)
        for name, n in counts(one).items():
            total[name] += n
    return total
