from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import displacement

HOSTED = (
    *series("PER", "refugees_hosted", {2020: 50, 2025: 100}),
    *series("PER", "asylum_seekers_hosted", {2020: 50, 2025: 300}),
    *series("PER", "population", {2025: 1000}),
    *series("COL", "refugees_hosted", {2025: 1000}),
)


def test_the_three_categories_are_added():
    found = displacement.displaced(toy_view(HOSTED), place="PER", side="in")
    assert (found.value, found.values["base"], found.values["ratio"]) == (400, 100, 4.0)
    assert (found.values["main"], found.values["main_share"]) == ("asylum_seekers_hosted", 75.0)
    assert (found.values["per_1000"], found.values["of_people"]) == (400.0, 40.0)
    earlier = displacement.displaced(toy_view(HOSTED), place="PER", side="in", until=2024)
    assert (earlier.value, earlier.period.text) == (100, "2020")
    assert displacement.displaced(toy_view(HOSTED), place="PER", side="out") is None


def test_a_state_without_a_row_counts_as_zero_in_the_rank():
    found = displacement.displaced_rank(toy_view(HOSTED), place="PER", side="in")
    assert (found.value, found.values["n"], found.values["top"]) == (2, 12, "COL")
    assert found.values["share"] == pytest.approx(100 * 400 / 1400)
    assert displacement.displaced_rank(toy_view(HOSTED), place="CHL", side="in") is None


DYADS = (
    *series("PER", "refugees", {2025: 10}, counterpart="VEN"),
    *series("PER", "asylum_seekers", {2025: 90}, counterpart="VEN"),
    *series("PER", "refugees", {2025: 25}, counterpart="CUB"),
    *series("USA", "refugees", {2025: 400}, counterpart="VEN"),
)


def test_partners_are_ordered_both_ways():
    view = toy_view(DYADS)
    first = displacement.top_partner(view, place="PER", side="in", position=1)
    assert (first.value, first.values["partner"], first.values["share"]) == (100, "VEN", 80.0)
    assert (first.values["refugees"], first.values["asylum_seekers"]) == (10, 90)
    host = displacement.top_partner(view, place="VEN", side="out", position=1)
    assert (host.values["partner"], host.value) == ("USA", 400)
    peru = displacement.partner(view, place="VEN", side="out", counterpart="PER")
    assert (peru.value, peru.values["position"], peru.values["n"]) == (100, 2, 2)
    assert displacement.partner(view, place="VEN", side="out", counterpart="BRA") is None
    assert displacement.top_partner(view, place="VEN", side="out", position=3) is None


def test_a_year_without_origins_says_how_much_is_missing():
    rows = [
        *series("USA", "refugees", {2024: 50}, counterpart="PER"),
        *series(
            "USA", "refugees", {2025: 5}, counterpart="PER",
            note="31% of the total has no published origin",
        ),
    ]  # fmt: skip
    found = displacement.origin_gap(toy_view(rows), place="PER", host="USA", indicator="refugees")
    assert (found.number, found.values["last"], found.values["base"]) == (31.0, 5, 50)
    whole = toy_view(rows[:1])
    assert displacement.origin_gap(whole, place="PER", host="USA", indicator="refugees") is None
