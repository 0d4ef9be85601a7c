"""A whole small paper built from a toy view, for tests of the checks that papers must pass."""

from __future__ import annotations

from collections.abc import Callable

from tests.analysis.toy import CUTOFF, series, toy_view

from countrydesk.evidence import View
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import Paper, Section
from countrydesk.paper.page import Page
from countrydesk.places import registry

REGION = ("ARG", "BOL", "BRA", "CHL", "COL", "ECU", "GUY", "PRY", "PER", "SUR", "URY", "VEN")


def small_view() -> View:
    """Return inflation in South America, and trade of the United States with Peru."""
    rows = [
        row
        for position, place in enumerate(REGION)
        for row in series(
            place, "inflation", {y: 2 + position / 2 + y % 3 for y in range(2012, 2025)}
        )
    ]
    rows += series("USA", "goods_imports", {2023: 8.1e9, 2024: 9.363e9}, counterpart="PER")
    rows += series("USA", "goods_exports", {2023: 9.1e9, 2024: 11.224e9}, counterpart="PER")
    return toy_view(rows)


def small_paper(write: Callable[[Page], None]) -> tuple[Paper, View, Desk]:
    """Return a paper of one section that ``write`` fills, with its view and desk."""
    view = small_view()
    desk = Desk(view, registry().get("PER"), registry().get("USA"))
    page = Page(desk, "toy")
    write(page)
    paper = Paper(
        title="Peru",
        partner="PER",
        principal="USA",
        language="en",
        outline="toy",
        release="toy",
        as_of=None,
        cutoff=CUTOFF,
        built_by="tests",
        sections=(Section("toy", "Toy", 1, dyadic=False, blocks=tuple(page.blocks)),),
        findings=dict(page.findings),
        observations=dict(page.observations),
        origins=view.origins,
    )
    return paper, view, desk


def inflation_and_trade(page: Page) -> None:
    """Say something of each sort: a standard sentence, a dyad, a gap, a table."""
    with page.paragraph("p"):
        page.state("inflation")
        page.state_dyad("goods_imports", page.desk.principal, page.desk.partner)
        page.absent("gini", "hdi")
    level = page.desk.level("inflation")
    page.table("t", "Inflation", ("Year", "Rate"), [((level, "period", ""), (level, "value", ""))])
