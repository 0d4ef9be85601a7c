"""Papers of single sections of the real outline, for tests of passages on the bundled release."""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.evidence import View
from countrydesk.paper.desk import Desk
from countrydesk.paper.lint import complaints
from countrydesk.paper.nodes import Paper, Paragraph, Section, Table
from countrydesk.paper.page import Page
from countrydesk.paper.registry import get_passage
from countrydesk.paper.verify import verify
from countrydesk.places import registry


def section_paper(view: View, partner: str, principal: str, passages: Sequence[str]) -> Paper:
    """Return a verified paper of one section with these passages; lint must have no complaint."""
    desk = Desk(view, registry().get(partner), registry().get(principal))
    page = Page(desk, "tested")
    for name in passages:
        get_passage(name)(page)
    paper = Paper(
        title="tested",
        partner=partner,
        principal=principal,
        language="en",
        outline="tested",
        release=view.release.id,
        as_of=view.as_of,
        cutoff=view.cutoff,
        built_by="tests",
        sections=(Section("tested", "Tested", 1, dyadic=True, blocks=tuple(page.blocks)),),
        findings=dict(page.findings),
        observations=dict(page.observations),
        origins=view.origins,
    )
    verify(paper, view, desk.realiser)
    assert [str(item) for item in complaints(paper)] == []
    return paper


def prose(paper: Paper) -> str:
    """Return all sentences of a paper as one text."""
    return " ".join(sentence.text for sentence in paper.sentences)


def tables(paper: Paper) -> dict[str, list[list[str]]]:
    """Return the cells of each table as text, by the last part of its id."""
    return {
        block.id.rpartition(".")[2]: [
            ["".join(p if isinstance(p, str) else p.text for p in cell) for cell in row.cells]
            for row in block.rows
        ]
        for section in paper.walk()
        for block in section.blocks
        if isinstance(block, Table)
    }


def paragraphs(paper: Paper) -> int:
    """Return how many paragraphs a paper has."""
    return sum(isinstance(b, Paragraph) for section in paper.walk() for b in section.blocks)
