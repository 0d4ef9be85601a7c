from __future__ import annotations

from tests.analysis.toy import series, toy_view

from countrydesk.analysis import hazards

ROWS = (
    *series("PER", "earthquake_deaths", {"1970-05-31": 66794, "2007-08-15": 514, "2023-03-18": 18}),
    *series("PER", "earthquake_magnitude", {"2001-06-23": 8.4, "2019-05-26": 8.0}),
    *series("CHL", "earthquake_deaths", {"2010-02-27": 558}),
    *series("JPN", "earthquake_magnitude", {"2025-06-30": 6.1}),
)


def test_deaths_are_summed_to_the_last_day_of_the_record():
    found = hazards.quake_deaths(toy_view(ROWS), place="PER", years=20)
    assert (found.value, found.values["n"], found.values["worst"]) == (532, 2, 514)
    assert found.period.text == "2005-06-30/2025-06-30"
    assert (found.values["worst_period"], found.values["whole"]) == ("2007-08-15", 0)


def test_a_calm_stretch_is_told_apart_from_a_place_without_a_record():
    view = toy_view(ROWS)
    assert hazards.quake_deaths(view, place="CHL", years=10) is None
    assert hazards.no_quake(view, place="CHL", years=10) is not None
    assert hazards.no_quake(view, place="PER", years=10) is None
    assert hazards.no_quake(view, place="TUV", years=10) is None


def test_the_worst_and_the_strongest():
    view = toy_view(ROWS)
    worst = hazards.worst_quake(view, place="PER")
    assert (worst.value, worst.values["last"], worst.values["n"]) == (66794, 18, 3)
    strongest = hazards.strongest_quake(view, place="PER", years=20)
    assert (strongest.value, strongest.period.text) == (8.0, "2019-05-26")
    assert hazards.strongest_quake(view, place="CHL", years=20) is None
