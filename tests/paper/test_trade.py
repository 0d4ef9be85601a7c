from __future__ import annotations

import pytest
from tests.paper.sections import prose, section_paper, tables

from countrydesk.paper.nodes import Exhibit, SentenceKind

IMPORTANCE = ("world_shares", "export_commodities", "agreements_in_force", "location")
ECONOMIC = ("trade_both_ways", "trade_partners", "investment", "resources")
TERMS = ("imbalances", "sanctions", "market_access", "new_agreements")
ODD = ("TUV", "VAT", "TWN", "XKX", "PSE", "PRK", "SSD", "VEN", "NRU", "CHN", "RUS", "UKR")


@pytest.fixture(scope="module")
def peru(view):
    return section_paper(view, "PER", "USA", ECONOMIC)


def test_trade_of_peru_with_sign_and_side(peru):
    text = prose(peru)
    for fact in ("$9,363 million", "$11,224 million", "surplus", "$1,861 million", "2024"):
        assert fact in text


def test_both_first_partners_of_peru_are_named(peru):
    text = prose(peru)
    for fact in ("China", "34 percent", "26 percent", "14 percent", "21 percent", "38th"):
        assert fact in text


def test_forty_years_of_both_flows_are_drawn(peru):
    chart = next(
        block
        for section in peru.walk()
        for block in section.blocks
        if isinstance(block, Exhibit) and block.id.endswith("chart_flows")
    )
    assert {row["x"] for row in chart.data} == set(range(1985, 2025))
    assert len({row["series"] for row in chart.data}) == 2


def test_the_largest_imports_from_peru(peru):
    rows = tables(peru)["import_lines"]
    assert rows[0][:3] == [
        "0810", "blueberries, strawberries, kiwis and other fresh fruit", "$1,288 million",
    ]  # fmt: skip
    assert len(rows) == 10


def test_another_principal_has_shares_and_no_customs_figures(view):
    text = prose(section_paper(view, "PER", "CHN", ECONOMIC))
    assert "34 percent" in text
    assert "$9,363 million" not in text
    kenya = section_paper(view, "KEN", "DEU", ECONOMIC)
    assert {item.source for item in kenya.observations.values()}.isdisjoint(
        {"us_census_trade", "us_census_products"}
    )


def test_what_binds_peru(view):
    paper = section_paper(view, "PER", "USA", IMPORTANCE)
    text = prose(paper)
    assert "1 February 2009" in text
    assert "Comprehensive and Progressive Agreement for Trans-Pacific Partnership" in text
    assert tables(paper)["agreements"][0][1:4] == [
        "free trade agreement", "12 April 2006", "since 1 February 2009",
    ]  # fmt: skip


def test_a_member_of_the_union_makes_no_agreements_of_its_own(view):
    text = prose(section_paper(view, "POL", "USA", IMPORTANCE))
    assert "European Union" in text
    assert "free-trade agreement" not in text


def test_terms_of_peru(view):
    text = prose(section_paper(view, "PER", "USA", TERMS))
    for fact in ("$1,861 million", "2008", "12.5 percent", "24 July 2026", "August 2026"):
        assert fact in text


def test_no_effect_of_an_agreement_is_claimed(view):
    paper = section_paper(view, "KEN", "USA", ("new_agreements",))
    assert [s.kind for s in paper.sentences][-1] is SentenceKind.NOTE
    assert "simulat" in prose(paper)


def test_projections_say_whose_they_are(view):
    paper = section_paper(view, "PER", "USA", ("imbalances",))
    ahead = [s for s in paper.sentences if s.kind is SentenceKind.FORECAST]
    assert len(ahead) == 1
    assert "IMF" in ahead[0].text


@pytest.mark.parametrize("partner", ODD)
@pytest.mark.parametrize("principal", ["USA", "CHN", "DEU"])
def test_odd_cases_are_bound_and_present(view, partner, principal):
    if partner == principal:
        return
    for passages in (IMPORTANCE, ECONOMIC, TERMS):
        paper = section_paper(view, partner, principal, passages)
        assert sum(1 for _ in paper.sentences) >= 4
