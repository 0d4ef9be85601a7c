"""How much of a list of series the evidence has."""

from __future__ import annotations

from tests.analysis.toy import series, toy_view

from countrydesk.analysis.meter import coverage_of, find_entry


def toy():
    rows = series("PER", "gdp_usd", {2023: 1, 2024: 2})
    rows += series("PER", "gdp_growth", {2029: 3}, status="projection")
    rows += series("USA", "goods_imports", {2022: 4}, counterpart="PER")
    rows.append({"place": "PER", "indicator": "next_election_executive", "period": "2026-04-12",
        "text": "2026-04-12", "status": "announced"})  # fmt: skip
    return toy_view(rows)


def test_an_entry_is_met_by_what_is_measured_or_announced_never_by_a_projection():
    view = toy()
    assert find_entry(view, "PER", "USA", "gdp_usd").value == 2
    assert find_entry(view, "PER", "USA", "next_election_executive").text == "2026-04-12"
    assert find_entry(view, "PER", "USA", "gdp_growth") is None
    assert find_entry(view, "PER", "USA", ">goods_imports").value == 4
    assert find_entry(view, "PER", "USA", "goods_imports>") is None


def test_the_count_says_of_how_many_and_the_middle_year():
    entries = "gdp_usd gdp_growth >goods_imports next_election_executive"
    found = coverage_of(toy(), place="PER", principal="USA", entries=entries)
    assert (found.number, found.values["n"]) == (3, 4)
    assert found.values["median_year"] == "2022"
