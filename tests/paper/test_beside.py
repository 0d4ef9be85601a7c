"""What another source has stands beside the figure that is printed."""

from __future__ import annotations

from tests.analysis.toy import series, toy_view

from countrydesk.evidence.conflict_rules import load_rules
from countrydesk.paper.desk import Desk
from countrydesk.paper.page import Page
from countrydesk.paper.writing.lexicon import load_lexicon
from countrydesk.places import registry


def page(rows, **more):
    return Page(Desk(toy_view(rows), registry().get("PER"), registry().get("USA"), **more), "toy")


def texts(made):
    return [sentence.text for block in made.blocks for sentence in block.sentences]


def gdp(ours, other):
    return series("PER", "gdp_usd", {2024: ours}, source="imf_weo") + series(
        "PER", "gdp_usd", {2024: other}, source="factbook"
    )


def test_both_values_and_the_other_source_are_said_once():
    made = page(gdp(2.0e11, 3.0e11))
    with made.paragraph("output"):
        made.state("gdp_usd")
        made.state("gdp_usd")
    first, beside, _again = texts(made)
    assert "$200 billion" in first
    assert "$300 billion" in beside
    assert "$200 billion" in beside
    assert "Factbook" in beside


def test_what_is_hardly_beyond_the_tolerance_is_left_to_the_annex():
    made = page(gdp(2.00e11, 2.07e11))
    with made.paragraph("output"):
        made.state("gdp_usd")
    assert len(texts(made)) == 1


def test_the_clause_says_what_the_other_count_takes_in():
    rows = series("PER", "refugees_hosted", {2024: 6742}, source="unhcr")
    rows += series("PER", "asylum_seekers_hosted", {2024: 539_957}, source="unhcr")
    rows += series("PER", "refugees_factbook", {2024: 546_699}, source="factbook")
    made = page(rows)
    assert made.beside("refugees_hosted")
    (said,) = texts(made)
    assert "asylum seekers counted in" in said
    assert "6,742" in said
    assert "546,699" in said


def test_what_the_other_side_of_trade_reports():
    rows = series("USA", "goods_imports", {2023: 8.7e9}, source="us_census_trade",
        counterpart="PER")  # fmt: skip
    rows += series("PER", "goods_exports_reconciled", {2023: 9.3e9}, source="cepii_baci",
        counterpart="USA")  # fmt: skip
    made = page(rows)
    assert made.beside("goods_imports", "PER")
    (said,) = texts(made)
    assert "$9.3 billion" in said
    assert "from Peru" in said


def test_a_value_long_before_the_newest_is_none_to_set_beside_it():
    rows = series("PER", "gdp_usd", {2020: 1.0e11, 2024: 2.0e11}, source="imf_weo")
    rows += series("PER", "gdp_usd", {2020: 3.0e11}, source="factbook")
    assert not page(rows).beside("gdp_usd")


def test_a_brief_in_spanish_says_it_too():
    made = page(gdp(2.0e11, 3.0e11), language="es")
    assert made.beside("gdp_usd")
    (said,) = texts(made)
    assert "300" in said
    assert "200" in said
    assert "fuente" in said or "(" in said


def test_every_clause_of_the_register_is_in_spanish():
    spanish = load_lexicon("es")
    rules = load_rules().values()
    clauses = {item.beside for rule in rules for item in (rule, *rule.between) if item.beside}
    assert clauses
    assert all(spanish.text(clause) != clause for clause in clauses)
