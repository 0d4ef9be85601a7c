from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import asylum

GAP = "31% of the total has no published origin"
CASES = "counted in cases, each of one or more people"


def applications(values, host="USA", **more):
    return series(host, "asylum_applications", values, counterpart="PER", **more)


def test_a_year_without_origins_is_not_compared():
    view = toy_view(
        [*applications({2022: 10, 2023: 40, 2024: 30}), *applications({2025: 5}, note=GAP)]
    )
    found = asylum.asylum_year(
        view, place="USA", counterpart="PER", indicator="asylum_applications"
    )
    assert (found.number, found.period.text) == (30.0, "2024")
    assert (found.values["base"], found.values["peak"], found.values["peak_on"]) == (
        40.0,
        40.0,
        "2023",
    )
    assert found.values["relative"] == pytest.approx(-25.0)


def test_cases_and_people_are_not_compared():
    view = toy_view([*applications({2021: 900}, note=CASES), *applications({2022: 100, 2023: 50})])
    found = asylum.asylum_year(
        view, place="USA", counterpart="PER", indicator="asylum_applications"
    )
    assert found.values["peak"] == 100.0
    assert found.values["cases"] == 0


def test_outcome_is_the_share_of_positive_decisions_on_the_merits():
    rows = []
    for name, value in (("recognised", 30), ("complementary", 10), ("rejected", 60)):
        rows += series("USA", f"asylum_{name}", {2024: value}, counterpart="PER")
    rows += series("USA", "asylum_decisions", {2024: 150}, counterpart="PER")
    found = asylum.asylum_outcome(toy_view(rows), place="USA", counterpart="PER")
    assert found.number == pytest.approx(40.0)
    assert (found.values["positive"], found.values["decided"]) == (40.0, 100.0)


def test_few_decisions_make_no_rate():
    rows = series("USA", "asylum_rejected", {2024: 20}, counterpart="PER")
    rows += series("USA", "asylum_decisions", {2024: 30}, counterpart="PER")
    assert asylum.asylum_outcome(toy_view(rows), place="USA", counterpart="PER") is None


def test_destination_is_the_share_of_all_applications_abroad():
    rows = [*applications({2024: 30}), *applications({2024: 50}, host="ESP")]
    rows += series("PER", "asylum_applications_from", {2024: 120})
    found = asylum.asylum_destination(toy_view(rows), place="USA", counterpart="PER")
    assert found.number == pytest.approx(25.0)
    assert (found.values["rank"], found.values["n"], found.values["top"]) == (2, 2, "ESP")
