from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import regimes
from countrydesk.analysis.peers import states

SOUTH = ("ARG", "BOL", "BRA", "CHL", "COL", "PER")


def kinds(place, values):
    return [
        {"place": place, "indicator": "regime_type", "period": str(y), "text": t}
        for y, t in values.items()
    ]


def episode(place, period, text, **marks):
    return {
        "place": place, "indicator": "ert_episode", "period": period, "text": text,
        "attributes": marks,
    }  # fmt: skip


def test_an_open_episode_runs_to_the_last_year_rated():
    rows = [
        episode("PER", "2001/2005", "democratisation", outcome="democratic transition"),
        episode("PER", "2016/", "autocratisation"),
        *series("PER", "electoral_democracy", {2000: 0.4, 2005: 0.7, 2015: 0.8, 2024: 0.6}),
        *kinds("PER", {2024: "electoral democracy"}),
    ]
    view = toy_view(rows)
    now = regimes.episode(view, place="PER")
    assert (now.value, now.values["open"], now.values["since"]) == ("autocratisation", 1, "2016")
    assert (now.values["last_period"], now.values["length"], now.values["n"]) == ("2024", 9, 2)
    assert now.values["move"] == pytest.approx(-0.2)
    before = regimes.episode(view, place="PER", back=1)
    assert (before.values["open"], before.values["outcome"]) == (0, "democratic transition")
    assert before.values["move"] == pytest.approx(0.3)
    assert regimes.episode(view, place="PER", back=2) is None


def test_open_episodes_of_the_region_are_counted_by_direction():
    rows = [row for state in SOUTH for row in kinds(state, {2024: "electoral democracy"})]
    rows += [
        episode("PER", "2016/", "autocratisation"),
        episode("ARG", "2020/", "autocratisation"),
        episode("BRA", "2022/", "democratisation"),
        episode("CHL", "1980/1990", "democratisation"),
    ]
    found = regimes.regional_episodes(toy_view(rows), place="PER")
    assert (found.value, found.values["democratising"], found.values["n"]) == (2, 1, 6)
    assert found.values["own"] == "autocratisation"
    assert regimes.regional_episodes(toy_view(rows), place="URY") is None


def test_a_type_of_regime_holds_since_its_last_break():
    years = {2018: "liberal democracy", 2019: "electoral democracy", 2020: "electoral democracy"}
    found = regimes.regime(toy_view(kinds("POL", years)), place="POL")
    assert (found.value, found.values["since"], found.values["span"]) == (
        "electoral democracy",
        "2019",
        1,
    )
    assert (found.values["before"], found.values["before_period"]) == ("liberal democracy", "2018")
    steady = regimes.regime(toy_view(kinds("DEU", {2019: "x", 2020: "x"})), place="DEU")
    assert "before" not in steady.values


def ladder(indicator, top, year=2024):
    """Return one value for each of 101 states: PER has ``top`` of them below it."""
    others = [s for s in states() if s != "PER"][:100]
    rows = [row for i, s in enumerate(others) for row in series(s, indicator, {year: i / 100})]
    return rows, top / 100 - 0.005


def test_percentiles_follow_the_interval_of_the_rater():
    rows, value = ladder("electoral_democracy", 60)
    own = series("PER", "electoral_democracy", {2024: value}, low=value - 0.1, high=value + 0.1)
    found = regimes.percentile(toy_view([*rows, *own]), place="PER", indicator=regimes.RATED)
    assert (found.number, found.values["low"], found.values["high"]) == (60.0, 50.0, 70.0)
    few = toy_view([*rows[:50], *own])
    assert regimes.percentile(few, place="PER", indicator=regimes.RATED) is None


def test_raters_disagree_beyond_their_intervals():
    rated, high = ladder("electoral_democracy", 80)
    voiced, low = ladder("voice_accountability_wgi", 40)
    rows = [
        *rated, *voiced,
        *series("PER", "electoral_democracy", {2024: high}, low=high - 0.05, high=high + 0.05),
        *series("PER", "voice_accountability_wgi", {2024: low}, low=low - 0.1, high=low + 0.1),
    ]  # fmt: skip
    found = regimes.disagreement(toy_view(rows), place="PER")
    assert found.number == pytest.approx(75 - 50)
    assert found.values["kindest"] == "electoral_democracy"
    assert found.values["harshest"] == "voice_accountability_wgi"
    assert regimes.disagreement(toy_view(rated), place="PER") is None


def test_the_lexical_step_is_a_whole_number():
    found = regimes.lexical_step(
        toy_view(series("PER", "lexical_democracy", {2024: 6})), place="PER"
    )
    assert (found.values["step"], found.values["top"]) == (6, 6)
