"""Building a paper: every section of the outline is written, then everything is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import countrydesk
from countrydesk.analysis.finding import Finding, methods
from countrydesk.errors import LanguageError
from countrydesk.evidence import View
from countrydesk.evidence.quiet import quiet
from countrydesk.model import Observation
from countrydesk.paper.coverage import coverage
from countrydesk.paper.desk import Desk
from countrydesk.paper.lint import lint
from countrydesk.paper.mentions import check_mentions
from countrydesk.paper.nodes import Paper, Section, SentenceKind
from countrydesk.paper.outline import Outline, OutlineSection, load_outline, outline_for
from countrydesk.paper.page import Page
from countrydesk.paper.registry import all_passages, get_passage
from countrydesk.paper.verify import verify
from countrydesk.paper.weights import Weights
from countrydesk.places import Place

T = TypeVar("T")
# They are imported with the module that writes papers, not while the first paper is written.
all_passages()


@dataclass
class _Ledger:
    """What the sections have printed so far."""

    findings: dict[str, Finding] = field(default_factory=dict)
    observations: dict[str, Observation] = field(default_factory=dict)


@quiet(lasting=True)
def build_paper(
    view: View,
    partner: Place,
    principal: Place,
    *,
    language: str = "en",
    outline: str = "",
    weights: Weights | None = None,
    check: bool = True,
) -> Paper:
    """Return the paper on ``partner`` from the viewpoint of ``principal``.

    Without an ``outline`` the fullest that the language has is followed. ``weights`` replace the
    published ones of the key judgements. With ``check`` the paper is verified and linted before it
    is returned.

    Raises:
        PrincipalError: partner and principal are the same.
        LanguageError: the language is not known, or lacks headings of the outline.
        UnboundSentenceError: a sentence is not borne out by its evidence.
        LintError: a sentence breaks the rules of writing, or the outline is malformed.
        OmissionError: the paper passes over what the evidence says it must mention.
    """
    plan = load_outline(outline or outline_for(language))
    desk = Desk(view, partner, principal, language, weights, plan.id)
    if language not in plan.languages:
        raise LanguageError(
            f"the outline '{plan.id}' is not written in '{language}'; "
            f"there is {', '.join(sorted(plan.languages))}"
        )
    ledger = _Ledger()
    sections = tuple(_write(desk, part, 1, ledger) for part in plan.sections)
    title = desk.realiser.phrase(
        plan.title[language], {"place": partner, "principal": principal}, desk.seed
    )
    used = sorted({item.source for item in ledger.observations.values()})
    paper = Paper(
        title="" if title is None else _plain(title.parts),
        partner=partner.id,
        principal=principal.id,
        language=language,
        outline=plan.id,
        release=view.release.id,
        as_of=view.as_of,
        cutoff=view.cutoff,
        built_by=f"countrydesk {countrydesk.__version__}",
        sections=sections,
        findings=_sorted(ledger.findings),
        observations=_sorted(ledger.observations),
        origins={name: view.origins[name] for name in used},
        labels={key: desk.grammar.capital(_label(desk, key)) for key in _indicators(ledger, plan)},
        methods=_methods(ledger),
    )
    if check:
        verify(paper, view, desk.realiser)
        lint(paper)
        if not plan.brief:
            check_mentions(paper, desk)
    return paper


def _write(desk: Desk, plan: OutlineSection, level: int, ledger: _Ledger) -> Section:
    page = Page(desk, plan.id)
    for name in plan.passages:
        get_passage(name)(page)
    if plan.passages and not page.blocks:
        page.say("gaps.section", kind=SentenceKind.NOTE)
    ledger.findings |= page.findings
    ledger.observations |= page.observations
    return Section(
        id=plan.id,
        heading=plan.heading[desk.language],
        level=level,
        dyadic=plan.dyadic,
        blocks=tuple(page.blocks),
        children=tuple(_write(desk, part, level + 1, ledger) for part in plan.sections),
        coverage=coverage(desk, plan),
    )


def _label(desk: Desk, indicator: str) -> str:
    entry = desk.lexicon.entries.get(indicator)
    if entry:
        return entry.noun
    known = desk.view.catalogue.get(indicator)
    return known.label if known else indicator.replace("_", " ")


def _indicators(ledger: _Ledger, plan: Outline) -> list[str]:
    used = {item.indicator for item in ledger.observations.values()}
    expected = {entry.strip(">") for part in plan.walk() for entry in part.expects}
    return sorted(used | expected)


def _methods(ledger: _Ledger) -> dict[str, str]:
    docs = {item.name: item.doc.partition("\n")[0] for item in methods()}
    return {name: docs[name] for name in sorted({f.method for f in ledger.findings.values()})}


def _plain(parts: tuple[object, ...]) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in parts)  # type: ignore[attr-defined]


def _sorted(table: Mapping[str, T]) -> dict[str, T]:
    return {key: table[key] for key in sorted(table)}
