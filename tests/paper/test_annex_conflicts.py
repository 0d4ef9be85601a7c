"""The annex sets sources that differ side by side."""

from __future__ import annotations

from tests.analysis.toy import series, toy_view

from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import Paragraph, Table
from countrydesk.paper.page import Page
from countrydesk.paper.registry import get_passage
from countrydesk.places import registry


def page(view, place="PER"):
    made = Page(Desk(view, registry().get(place), registry().get("USA")), "annex")
    get_passage("annex_conflicts")(made)
    return made


def cells(table):
    return [
        ["".join(p if isinstance(p, str) else p.text for p in cell) for cell in row.cells]
        for row in table.rows
    ]


def test_both_values_and_the_rule_are_printed():
    rows = series("PER", "gdp_usd", {2024: 2.0e11}, source="imf_weo")
    rows += series("PER", "gdp_usd", {2024: 3.0e11}, source="factbook")
    made = page(toy_view(rows))
    (table,) = [block for block in made.blocks if isinstance(block, Table)]
    (row,) = cells(table)
    assert row[:6] == ["GDP", "2024", "$200 billion", "Imf_weo", "$300 billion", "Factbook"]
    assert row[6].endswith(".")
    (paragraph,) = [block for block in made.blocks if isinstance(block, Paragraph)]
    assert "$200 billion" in paragraph.sentences[0].text
    assert len(paragraph.sentences[0].evidence) == 2


def test_agreement_is_said():
    rows = series("PER", "gdp_usd", {2024: 2.0e11}, source="imf_weo")
    made = page(toy_view(rows))
    (paragraph,) = made.blocks
    assert "Peru" in paragraph.sentences[0].text


def test_peru_has_the_counts_of_deaths_in_protests_and_of_refugees(view):
    made = page(view)
    (table,) = [block for block in made.blocks if isinstance(block, Table)]
    rows = cells(table)
    assert sum(row[0] == "deaths in protests" for row in rows) == 3
    assert any("6,742" in row and "546,699" in row for row in rows)
