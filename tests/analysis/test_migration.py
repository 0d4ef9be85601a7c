from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import migration, study_visas

PERU = (
    *series("PER", "immigrants", {2010: 100, 2020: 1200, 2024: 1800}),
    *series("PER", "emigrants", {2010: 1000, 2020: 1500, 2024: 1600}),
)


def test_the_order_of_arrivals_and_departures_turns_at_a_count():
    found = migration.migrant_balance(toy_view(PERU), place="PER")
    assert (found.number, found.values["larger"], found.values["smaller"]) == (200, 1800, 1600)
    assert found.values["factor"] == pytest.approx(1.12)
    assert (found.values["turned"], found.values["base_period"]) == ("2024", "2020")


def test_an_order_that_never_turned_says_nothing_of_a_turn():
    rows = [*series("KEN", "immigrants", {2020: 9, 2024: 9}),
        *series("KEN", "emigrants", {2020: 5, 2024: 5})]  # fmt: skip
    found = migration.migrant_balance(toy_view(rows), place="KEN")
    assert found.number == 4
    assert "turned" not in found.values
    assert migration.migrant_balance(toy_view(rows[:2]), place="KEN") is None


def test_the_count_that_moved_most_is_told():
    found = migration.migrant_growth(toy_view(PERU), place="PER", since=2010)
    assert (found.indicator, found.values["ratio"], found.values["factor"]) == (
        "immigrants",
        18.0,
        18.0,
    )
    later = migration.migrant_growth(toy_view(PERU), place="PER", since=2020)
    assert later.values["relative"] == pytest.approx(50.0)
    assert migration.migrant_growth(toy_view(PERU), place="PER", since=2005) is None


def issued(name, **counts):
    return [
        row
        for nation, value in counts.items()
        for row in series("USA", name, {"FY2024": value}, counterpart=nation)
    ]


VISAS = (
    *issued("visas_student", PER=20, BRA=100, TUV=0, WLD=600),
    *issued("visas_exchange", PER=80, BRA=50, TUV=0, WLD=400),
)


def test_study_and_exchange_are_added_and_set_against_the_world():
    found = study_visas.study_visas(toy_view(VISAS), place="USA", counterpart="PER")
    assert (found.value, found.values["study"], found.values["exchange"]) == (100, 20, 80)
    assert (found.values["exchange_share"], found.values["world_exchange"]) == (80.0, 40.0)
    assert (found.values["rank"], found.values["of"], found.values["share"]) == (2, 3, 10.0)
    none = study_visas.study_visas(toy_view(VISAS), place="USA", counterpart="TUV")
    assert none.value == 0
    assert "exchange_share" not in none.values
    assert study_visas.study_visas(toy_view(VISAS), place="DEU", counterpart="PER") is None


def test_a_rate_by_population_needs_a_field():
    rows = [*VISAS, *series("PER", "population", {2024: 1e6})]
    few = study_visas.study_visas_per_head(toy_view(rows), place="USA", counterpart="PER")
    assert few is None
    nations = "ARG BOL CHL COL ECU GUY PRY SUR URY VEN MEX CUB HTI JAM PAN CRI HND GTM SLV NIC"
    for nation in nations.split():
        rows += issued("visas_student", **{nation: 10}) + issued("visas_exchange", **{nation: 10})
        rows += series(nation, "population", {2024: 1e6})
    found = study_visas.study_visas_per_head(toy_view(rows), place="USA", counterpart="PER")
    assert found.number == pytest.approx(10.0)
    assert (found.values["median"], found.values["rank"], found.values["of"]) == (2.0, 1, 21)
