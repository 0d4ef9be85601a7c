"""How much of the outline the evidence has: counted as stated, item by item and state by state."""

from __future__ import annotations

import json

import pytest
from tests.analysis.toy import CATALOGUE, series, toy_view

from countrydesk import cli
from countrydesk.paper.outline import Outline, OutlineSection, load_outline
from countrydesk.paper.survey import LISTS, gaps, shares, survey

OUTLINE = Outline(
    id="toy",
    title={"en": "Toy"},
    instead={"homicide_rate": ("homicide_rate_men",), "gdp_usd": ("gdp_ppp",)},
    sections=(
        OutlineSection(
            id="one",
            heading={"en": "One"},
            expects=("gdp_usd", "homicide_rate", ">goods_imports", "us_trade_agreement"),
        ),
        OutlineSection(id="two", heading={"en": "Two"}, expects=("gdp_usd",)),
    ),
)


def toy():
    rows = series("PER", "gdp_usd", {2022: 1, 2024: 2}) + series("KEN", "gdp_usd", {2020: 1})
    rows += series("USA", "goods_imports", {2023: 1}, counterpart="PER")
    rows += series("CHN", "goods_imports", {2023: 1}, counterpart="KEN")
    rows += series("TUV", "gdp_usd", {2029: 1}, status="projection")
    rows.append({"place": "PER", "counterpart": "USA", "indicator": "us_trade_agreement",
        "period": "2009-02-01/", "text": "in force"})  # fmt: skip
    return toy_view(rows)


def test_items_count_states_and_the_median_year():
    gdp, homicide, imports, agreement, again = survey(toy(), OUTLINE, "USA")
    assert (dict(gdp.years), gdp.median_year) == ({"KEN": 2020, "PER": 2024}, 2020)
    assert (homicide.years, homicide.median_year, homicide.absent) == ({}, None, frozenset())
    assert dict(imports.years) == {"PER": 2023}
    assert "USA" not in imports.asked
    assert (agreement.median_year, len(agreement.absent)) == (None, len(agreement.asked) - 1)
    assert (again.section, again.years) == ("Two", gdp.years)


def test_shares_are_of_what_the_sources_cover_each_item_once():
    known = {one.place: one for one in shares(survey(toy(), OUTLINE, "USA"))}
    assert (known["PER"].found, known["PER"].covered, known["PER"].share) == (3, 3, 1.0)
    kenya = known["KEN"]
    assert (kenya.found, kenya.none, kenya.covered) == (1, 1, 3)
    assert kenya.missing == (">goods_imports",)
    assert round(kenya.answered, 3) == 0.667
    assert known["USA"].covered == 2


def test_another_indicator_answers_where_the_first_has_no_value():
    rows = series("PER", "gdp_usd", {2024: 2}) + series("PER", "gdp_ppp", {2025: 3})
    rows += series("KEN", "gdp_ppp", {2023: 3})
    gdp, *_ = survey(toy_view(rows), OUTLINE, "USA")
    assert dict(gdp.years) == {"KEN": 2023, "PER": 2024}
    assert gdp.instead == {"KEN"}
    known = {one.place: one for one in shares(survey(toy_view(rows), OUTLINE, "USA"))}
    assert known["KEN"].share == 1.0


def test_what_is_announced_counts_and_what_is_projected_does_not():
    outline = OUTLINE.model_copy(
        update={"sections": (OutlineSection(id="one", heading={"en": "One"},
            expects=("next_election_executive", "gdp_growth")),)}
    )  # fmt: skip
    rows = series("TUV", "gdp_growth", {2029: 1}, status="projection")
    rows.append({"place": "PER", "indicator": "next_election_executive", "period": "2026-04-12",
        "text": "2026-04-12", "status": "announced"})  # fmt: skip
    election, growth = survey(toy_view(rows), outline, "USA")
    assert set(election.years) == {"PER"}
    assert not growth.years


def test_the_lists_and_what_stands_instead_are_indicators():
    outline = load_outline()
    expected = {entry.strip(">") for part in outline.walk() for entry in part.expects}
    assert set(outline.instead) <= expected
    assert set(LISTS) <= expected
    known = set(CATALOGUE)
    assert {name for names in outline.instead.values() for name in names} <= known


def test_gaps_name_the_source_that_would_close_them():
    view = toy()
    found = {gap.source: gap for gap in gaps(view, survey(view, OUTLINE, "USA"))}
    homicide = next(gap for gap in found.values() if "homicide_rate" in gap.items)
    assert homicide.source == "unodc_homicide"
    assert "unodc_homicide" in homicide.why


def test_the_command_prints_an_honest_count(view, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("COUNTRYDESK_HOME", str(tmp_path))
    assert cli.run(["coverage", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["states"]) == 197
    states = found["states"]
    assert found["enough"] == sum(one["share"] >= 0.8 for one in states)
    answered = sum((one["found"] + one["none"]) / one["covered"] >= 0.8 for one in states)
    assert found["answered"] == answered
    assert cli.run(["coverage"]) == 0
    printed = capsys.readouterr().out
    assert f"{answered} of 197 states have an answer to at least 80%" in printed
    assert f"{found['enough']} of 197 by values alone" in printed
    assert cli.run(["coverage", "-s", "imf_weo"]) == 0
    assert "gdp_growth" in capsys.readouterr().out
    assert cli.run(["coverage", "-s", "nonsense"]) == 2


@pytest.mark.parametrize("name", sorted(LISTS))
def test_what_counts_as_a_list_has_entries(view, name):
    assert view.standing_rows(name).height > 0


def test_the_bundled_release_reaches_the_aim(view):
    known = shares(survey(view, load_outline(), "USA"))
    assert len(known) == 197
    assert sum(one.answered >= 0.8 for one in known) >= 190
