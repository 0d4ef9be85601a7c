from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import conflicts

MINOR, WAR = "minor", "war"


def war(place, year, text, number="1", **attributes):
    known = {
        "conflict_id": number, "intensity": MINOR, "type": "intrastate", "began": "2000-01-01",
        "incompatibility": "government",
    }  # fmt: skip
    return {
        "place": place, "indicator": conflicts.CONFLICT, "period": str(year), "text": text,
        "attributes": known | attributes,
    }  # fmt: skip


SHINING = "Government of Peru v Sendero Luminoso"
CENEPA = "Government of Ecuador v Government of Peru"
INSIDE = "Government of Colombia v ELN, FARC"
UKRAINE = "Government of Russia (Soviet Union) v Government of Ukraine"
ROWS = [
    war("PER", 1995, CENEPA, "2", type="interstate", incompatibility="territory",
        territory="Cordillera del Condor"),
    war("PER", 2007, SHINING, supporting_a="Government of United States of America"),
    war("PER", 2010, SHINING),
    war("COL", 2023, INSIDE, "3", began="1964-05-01"),
    war("COL", 2024, INSIDE, "3", began="1964-05-01"),
    war("COL", 2024, "Government of Colombia v EPL", "4", intensity=WAR),
    war("UKR", 2024, UKRAINE, "5", type="interstate", intensity=WAR,
        supporting_a="Government of North Korea, Government of Belarus"),
    *series("PER", conflicts.COVERAGE, dict.fromkeys(range(1989, 2025), 0)),
    *series("URY", conflicts.COVERAGE, {2023: 0, 2024: 0}),
]  # fmt: skip


@pytest.fixture(scope="module")
def toy():
    return toy_view(ROWS)


def test_sides_are_told_apart_and_governments_are_places(toy):
    entry = conflicts.entries(toy, "PER")[0]
    assert [[p.place for p in side] for side in entry.sides] == [["ECU"], ["PER"]]
    assert (entry.side_of("PER"), entry.side_of("ECU"), entry.side_of("CHL")) == (1, 0, None)
    assert [p.name for p in conflicts.entries(toy, "COL")[0].sides[1]] == ["ELN", "FARC"]


def test_the_present_conflicts_put_wars_first(toy):
    first = conflicts.conflict_now(toy, place="COL", position=1)
    second = conflicts.conflict_now(toy, place="COL", position=2)
    assert (first.values["against"], first.values["n"], first.values["wars"]) == ("EPL", 2, 1)
    assert (second.values["against"], second.values["since"]) == ("ELN and FARC", "2023")
    assert second.values["years"] == 2
    assert not conflicts.conflict_now(toy, place="COL", position=3)
    assert not conflicts.conflict_now(toy, place="PER", position=1)


def test_the_last_conflict_counts_the_quiet_years(toy):
    last = conflicts.conflict_last(toy, place="PER")
    assert (last.values["against"], last.period.text, last.values["quiet"]) == (
        "Sendero Luminoso", "2010", 14,
    )  # fmt: skip
    state = conflicts.conflict_last(toy, place="PER", kind="interstate")
    assert (state.values["against"], state.values["territory"]) == (
        "Ecuador", "Cordillera del Condor",
    )  # fmt: skip
    assert not conflicts.conflict_last(toy, place="COL")


def test_never_needs_a_source_that_covers_the_state(toy):
    assert conflicts.conflict_never(toy, place="URY").values["newest"] == "2024"
    assert not conflicts.conflict_never(toy, place="CHL")
    assert not conflicts.conflict_never(toy, place="PER")


def test_years_in_conflict_are_counted_once_each(toy):
    years = conflicts.conflict_years(toy, place="PER", since=1990)
    assert (years.number, years.values["first"], years.values["span"]) == (3, "1990", 35)
    assert not conflicts.conflict_years(toy, place="PER", since=2011)


def test_two_governments_against_each_other(toy):
    found = conflicts.conflict_between(toy, place="PER", counterpart="ECU")
    assert (found.period.text, found.values["years"], found.values["quiet"]) == ("1995", 1, 29)
    assert not conflicts.conflict_between(toy, place="COL", counterpart="ECU")


def test_who_helps_whom(toy):
    helped = conflicts.conflict_help(toy, place="PRK", position=1)
    assert (helped.values["helped"], helped.values["against"]) == ("Russia", "Ukraine")
    past = conflicts.conflict_helper(toy, place="PER", counterpart="USA")
    assert (past.period.text, past.values["against"]) == ("2007", "Sendero Luminoso")
    assert not conflicts.conflict_help(toy, place="USA", position=1)
    own = conflicts.conflict_now(toy, place="UKR", position=1)
    assert own.values["helpers_against"] == "North Korea and Belarus"
    assert own.values["n_helpers_against"] == 2


def test_a_territory_without_a_seat_is_found_under_its_holder():
    rows = [war("ISR", 2024, "Government of Israel v Hamas", territory="Palestine")]
    found = conflicts.conflict_over(toy_view(rows), place="PSE")
    assert (found.counterpart, found.values["against"]) == ("ISR", "Hamas")
