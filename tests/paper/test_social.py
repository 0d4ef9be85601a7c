from __future__ import annotations

import pytest
from tests.paper.sections import prose, section_paper

from countrydesk.paper.nodes import Exhibit

PASSAGES = ("migration_flows", "students_and_visas", "values_distance")


def forms(paper):
    return [b.form for s in paper.walk() for b in s.blocks if isinstance(b, Exhibit)]


def test_peru_has_become_a_country_of_arrival(view):
    text = prose(section_paper(view, "PER", "USA", ("migration_flows",)))
    for fact in ("1.837 million", "1.672 million", "2024", "102,662"):
        assert fact in text


def test_students_and_exchange_visitors_are_counted_apart(view):
    text = prose(section_paper(view, "PER", "USA", ("students_and_visas",)))
    assert "fiscal year 2024" in text
    assert "80 percent" in text
    assert "37.8 per 100,000 people" in text or "15th of 196" in text


def test_another_principal_has_the_rules_of_entry_instead(view):
    text = prose(section_paper(view, "KEN", "DEU", ("students_and_visas",)))
    assert "March 2026" in text
    assert "93" in text  # passports that Germany admits without a visa


def test_the_united_states_as_partner_is_seen_from_the_other_side(view):
    text = prose(section_paper(view, "USA", "CHN", ("students_and_visas",)))
    assert "82,860" in text or "97,157" in text


def test_canadians_need_no_visa_to_study(view):
    text = prose(section_paper(view, "CAN", "USA", ("students_and_visas",)))
    assert "visa" in text
    assert "a year before" not in text


def test_a_distance_of_values_needs_raters(view):
    for partner in ("TUV", "VAT"):
        text = prose(section_paper(view, partner, "USA", ("values_distance",)))
        assert "cannot be told" in text or "to be told" in text or "too few" in text


def test_kosovo_and_taiwan_are_not_in_the_figures_of_unhcr(view):
    for partner in ("XKX", "TWN"):
        assert "UNHCR" not in prose(section_paper(view, partner, "USA", ("migration_flows",)))


def test_charts_are_stocks_and_pairs(view):
    assert forms(section_paper(view, "PER", "USA", PASSAGES)) == ["trend", "dumbbell"]
    assert forms(section_paper(view, "XKX", "USA", PASSAGES)) == ["dumbbell"]


@pytest.mark.parametrize("partner", ["VAT", "TWN", "XKX", "PSE", "PRK", "SSD", "NRU", "CHN", "FSM"])
@pytest.mark.parametrize("principal", ["USA", "DEU"])
def test_odd_cases_are_bound_and_present(view, partner, principal):
    assert sum(1 for _ in section_paper(view, partner, principal, PASSAGES).sentences) >= 5
