from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import assets, needs, shelter
from countrydesk.analysis.finding import recompute

SOUTH = ("PER", "ARG", "BOL", "BRA", "CHL", "COL", "ECU")


def rows(**columns):
    return [
        row
        for indicator, values in columns.items()
        for place, value in zip(SOUTH, values, strict=True)
        for row in series(place, indicator, {2024: value})
    ]


def test_the_weakest_measure_is_the_one_on_which_most_peers_do_better():
    view = toy_view(rows(life_expectancy=[70, 75, 76, 60, 61, 62, 63],
        child_mortality=[20, 5, 6, 7, 8, 9, 10]))  # fmt: skip
    given = {"place": "PER", "indicators": "life_expectancy child_mortality", "group": "region"}
    first = needs.weakest(view, position=1, **given)
    assert (first.indicator, first.values["ahead"], first.values["n"]) == ("child_mortality", 6, 6)
    second = needs.weakest(view, position=2, **given)
    assert second.values["beyond"] == pytest.approx(100 * 2 / 6)
    assert needs.weakest(view, position=3, **given) is None
    assert recompute(view, first) == first


def test_a_part_of_the_world_counts_where_it_exceeds_that_of_the_people():
    from countrydesk.places import registry

    states = [place.id for place in registry().papers()]
    made = [row for s in states for row in series(s, "population", {2024: 1_000_000})]
    made += [row for s in states for row in series(s, "forest_area", {2024: 10})]
    made += [row | {"value": 900.0} for row in series("PER", "forest_area", {2024: 900})]
    made = [
        r for r in made if (r["place"], r["indicator"], r["value"]) != ("PER", "forest_area", 10)
    ]
    found = assets.world_part(toy_view(made), place="PER", indicators="forest_area", position=1)
    assert found.values["rank"] == 1
    assert found.values["times"] > 10
    assert not assets.world_part(toy_view(made), place="ARG", indicators="forest_area", position=1)


def test_shelter_is_counted_per_head():
    hosts = rows(refugees_hosted=[50, 1, 2, 3, 4, 5, 6])
    view = toy_view([*hosts, *rows(population=[1000, 1000, 1000, 1000, 1000, 1000, 1000])])
    found = shelter.sheltered(view, place="PER", least=80)
    assert (found.value, found.values["people"], found.values["ahead"]) == (50, 50, 6)
    assert shelter.sheltered(view, place="ARG", least=80) is None
