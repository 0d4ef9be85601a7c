"""What a paper must not pass over: the evidence itself says what has to be mentioned.

Each rule names what it asks for and the observations of which at least one must stand behind a
sentence, a row of a table or a chart of the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from countrydesk.analysis import history, offices, revisions, structure
from countrydesk.analysis.duty_register import IN_FORCE, wide_duties
from countrydesk.analysis.finding import Finding
from countrydesk.errors import OmissionError
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import Card, Exhibit, Paper, Paragraph, Section, Table
from countrydesk.places import registry

SINCE = 2016
MOST_TERMS = 60


@dataclass(frozen=True)
class Mention:
    """One thing to be mentioned: the rule, what it is, and the evidence that shows it was."""

    rule: str
    what: str
    evidence: frozenset[str]


Rule = Callable[[Desk], Iterator[Mention]]


def _of(rule: str, what: str, found: Finding | None) -> Iterator[Mention]:
    if found is not None:
        yield Mention(rule, what, frozenset(item.id for item in found.inputs))


def first_partners(desk: Desk) -> Iterator[Mention]:
    """Yield the first market and the first supplier of the partner."""
    for indicator in ("export_partner_share", "import_partner_share"):
        top = structure.top_dyad(desk.view, place=desk.partner.id, indicator=indicator, position=1)
        if top is not None:
            name = registry().get(top.counterpart).name
            yield from _of("first partner", f"{name} ({indicator})", top)


def changes_of_leader(desk: Desk) -> Iterator[Mention]:
    """Yield who holds a high office, and everybody who left one since ``SINCE``.

    Who is head of state and of government in one is mentioned by either row.
    """
    terms: dict[tuple[str, str], frozenset[str]] = {}
    for found in _terms(desk):
        key = (str(found.value), found.period.text)
        terms[key] = terms.get(key, frozenset()) | {item.id for item in found.inputs}
    for (name, _), evidence in terms.items():
        yield Mention("leader", name, evidence)


def _terms(desk: Desk) -> Iterator[Finding]:
    view, place = desk.view, desk.partner.id
    for role in offices.ROLES:
        now = offices.office_holder(view, place=place, role=role)
        if now is not None and offices.office_doubt(view, place=place, role=role) is None:
            yield now
        for back in range(1, MOST_TERMS):
            past = offices.predecessor(view, place=place, role=role, back=back)
            if past is None or (past.period.end or desk.today).year < SINCE:
                break
            yield past


def largest_event(desk: Desk) -> Iterator[Mention]:
    """Yield the weightiest milestone of the partner and the dyad."""
    found = [
        item
        for position in range(1, history.MOST + 1)
        if (
            item := history.milestone(
                desk.view, place=desk.partner.id, counterpart=desk.principal.id, position=position
            )
        )
    ]
    top = max(found, key=lambda item: float(item.get_value("weight")), default=None)
    yield from _of("largest event", str(top.get_value("kind")) if top else "", top)


def largest_policy_shock(desk: Desk) -> Iterator[Mention]:
    """Yield the duties that the principal levies on all goods of the partner."""
    rows = wide_duties(desk.view, desk.principal.id, desk.partner.id)
    standing = [row for row in rows if row.state(desk.today) == IN_FORCE]
    if standing:
        every = frozenset(o.id for row in standing for o in (row.item, *row.also))
        yield Mention("largest policy shock", "additional duty in force", every)


def largest_revision(desk: Desk) -> Iterator[Mention]:
    """Yield the figure that its source restated most."""
    found = revisions.largest_revision(desk.view, place=desk.partner.id)
    yield from _of("largest revision", found.indicator if found else "", found)


RULES: tuple[Rule, ...] = (
    first_partners, changes_of_leader, largest_event, largest_policy_shock, largest_revision,
)  # fmt: skip


def required(desk: Desk) -> tuple[Mention, ...]:
    """Return everything that the evidence asks a paper to mention."""
    return tuple(mention for rule in RULES for mention in rule(desk) if mention.evidence)


def omissions(paper: Paper, desk: Desk) -> tuple[Mention, ...]:
    """Return what the paper passes over."""
    told = frozenset(key for section in paper.walk() for key in _evidence(section))
    return tuple(mention for mention in required(desk) if not mention.evidence & told)


def check_mentions(paper: Paper, desk: Desk) -> None:
    """Check that a paper passes over nothing that it must mention.

    Raises:
        OmissionError: naming the first omission and how many there are.
    """
    missing = omissions(paper, desk)
    if missing:
        raise OmissionError(
            f"{paper.partner}: the paper does not mention: {missing[0].rule}, {missing[0].what} "
            f"({len(missing)} in all)"
        )


def _evidence(section: Section) -> Iterator[str]:
    for block in section.blocks:
        if isinstance(block, Paragraph):
            for sentence in block.sentences:
                yield from sentence.evidence
        elif isinstance(block, Table):
            for row in block.rows:
                yield from row.evidence
        elif isinstance(block, Exhibit):
            yield from block.evidence
        elif isinstance(block, Card):
            for _, sentences in block.fields:
                for sentence in sentences:
                    yield from sentence.evidence
