from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import health
from countrydesk.analysis.peers import states

OTHERS = [s for s in states() if s != "PER"][:99]


def field(name, own, year=2022):
    """Return 99 states with the values 1 to 99, and Peru with ``own``."""
    rows = [r for at, s in enumerate(OTHERS) for r in series(s, name, {year: at + 1})]
    return [*rows, *series("PER", name, {year: own})]


def test_burdens_are_those_in_the_worst_quarter_the_heaviest_first():
    rows = [
        *field("suicide_rate", 80.5),
        *field("tobacco_use", 98.5),
        *field("obesity", 50.5),
        *field("alcohol_per_person", 99.5, year=2010),
    ]
    view = toy_view(rows)
    first = health.burden(view, place="PER", position=1)
    assert (first.indicator, first.values["rank"], first.values["of"]) == ("tobacco_use", 2, 100)
    second = health.burden(view, place="PER", position=2)
    assert (second.indicator, second.values["rank"]) == ("suicide_rate", 20)
    assert health.burden(view, place="PER", position=3) is None


def test_years_of_life_are_ranked_against_money():
    rows = [*field("life_expectancy", 79.5), *field("health_spending_per_person", 39.5)]
    found = health.life_for_money(toy_view(rows), place="PER")
    assert (found.values["life_rank"], found.values["money_rank"]) == (21, 61)
    assert (found.value, found.values["of"]) == (40, 100)
    assert health.life_for_money(toy_view(rows[:120]), place="PER") is None


def test_a_fall_says_how_many_times_higher_it_was():
    rows = series("PER", "child_mortality", {1999: 50, 2000: 40, 2024: 16})
    found = health.fall(toy_view(rows), place="PER", indicator="child_mortality", since=2000)
    assert (found.values["base_period"], found.values["factor"]) == ("2000", 2.5)
    assert found.values["relative"] == pytest.approx(-60.0)
    late = health.fall(toy_view(rows), place="PER", indicator="child_mortality", since=2010)
    assert late is None


def test_coverage_is_measured_from_its_peak_since_a_year():
    rows = series(
        "PER",
        "vaccination_dtp3",
        {1999: 99, 2011: 90, 2012: 95, 2020: 72, 2021: 80, 2022: 82, 2024: 80},
    )
    found = health.below_peak(toy_view(rows), place="PER", indicator="vaccination_dtp3", since=2010)
    assert (found.number, found.values["peak"], found.values["peak_on"]) == (15, 95, "2012")
    short = health.below_peak(toy_view(rows), place="PER", indicator="vaccination_dtp3", since=2020)
    assert short is None


def test_a_count_is_set_against_the_people_of_its_year():
    rows = [
        *series("KEN", "new_hiv_infections", {2023: 500, 2024: 400}),
        *series("KEN", "population", {2023: 1e6}),
    ]
    found = health.per_people(toy_view(rows), place="KEN", indicator="new_hiv_infections")
    assert (found.number, found.period.text) == (50.0, "2023")
    assert (
        health.per_people(toy_view(rows[:2]), place="KEN", indicator="new_hiv_infections") is None
    )
