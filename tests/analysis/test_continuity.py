from __future__ import annotations

import pytest
from tests.analysis.toy import toy_view

from countrydesk.analysis import continuity

REGION = ("ARG", "BOL", "BRA", "CHL", "COL")


def leader(place, name, period):
    return {
        "place": place, "indicator": continuity.LEADER, "period": period, "text": name,
        "attributes": {"leader_id": name},
    }  # fmt: skip


def coup(place, day, kind, actors="military"):
    return {
        "place": place, "indicator": continuity.COUP, "period": day, "text": kind,
        "attributes": {"actors": actors},
    }  # fmt: skip


def regime(place, **types):
    return [
        {"place": place, "indicator": continuity.REGIME, "period": year[1:], "text": text}
        for year, text in types.items()
    ]


def test_people_in_power_are_counted_not_their_terms():
    rows = [leader(p, f"L{p}", "1995-01-01/2020-12-31") for p in REGION]
    rows += [
        leader("PER", "A", "1990-01-01/1999-12-31"),
        leader("PER", "B", "2000-01-01/2004-12-31"),
        leader("PER", "C", "2005-01-01/2009-12-31"),
        leader("PER", "B", "2010-01-01/2021-02-03"),
    ]
    found = continuity.leaders_in_effect(toy_view(rows), place="PER", since=2000)
    assert (found.number, found.values["median"], found.values["rank"]) == (2, 1, 1)
    assert (found.values["until"], found.values["n"]) == ("2010-01", 6)


def test_months_for_each_holder():
    def held(name, period):
        return {"place": "PER", "indicator": "head_of_state", "period": period, "text": name}

    rows = [held("Anna Aguila", "2011-07-28/2020-12-31"), held("Boris Blanco", "2021-01-01/")]
    found = continuity.mean_term(toy_view(rows), place="PER", role="head_of_state", since=2016)
    # 3,957 days from 1 January 2016 to 1 November 2026, shared by two people.
    assert found.number == pytest.approx(3957 / (365.2425 / 12) / 2)
    assert found.values["people"] == 2
    assert not continuity.mean_term(toy_view(rows), place="PER", role="head_of_state", since=2005)


def test_coups_are_counted_by_kind_and_the_list_has_an_end():
    view = toy_view(
        [coup("PER", "1968-10-03", "coup"), coup("PER", "1992-04-05", "coup"),
            coup("PER", "1992-11-13", "attempted coup"), coup("MMR", "2021-02-01", "coup")]
    )  # fmt: skip
    found = continuity.coups_since(view, place="PER", since=1990)
    assert (found.number, found.values["coups"], found.values["attempts"]) == (2, 1, 1)
    assert (found.values["plots"], found.values["last"]) == (0, "1992-11-13")
    assert found.period.text == "1990/2021"
    last = continuity.coup_last(view, place="PER")
    assert (last.period.text, last.values["n"]) == ("1992-04-05", 2)


def test_no_coup_needs_a_list_and_no_entry():
    view = toy_view([coup("PER", "1968-10-03", "coup"), coup("MMR", "2021-02-01", "coup")])
    none = continuity.coups_none(view, place="PER", since=1990)
    assert (none.values["since"], none.values["until"]) == ("1990", "2021")
    assert continuity.coups_none(view, place="TUV", since=1990)
    assert not continuity.coups_none(view, place="PER", since=1960)
    bare = toy_view(regime("PER", y1990="electoral democracy"))
    assert not continuity.coups_none(bare, place="PER", since=1990)


def test_changes_of_the_type_of_regime():
    democracy, autocracy = "electoral democracy", "electoral autocracy"
    rows = regime("PER", y1985=autocracy, y1991=democracy, y1992=autocracy, y2000=autocracy,
        y2001=democracy, y2024=democracy)  # fmt: skip
    found = continuity.regime_changes(toy_view(rows), place="PER", since=1990)
    assert (found.number, found.values["last"], found.values["first"]) == (2, "2001", "1991")
    assert (found.values["before"], found.values["after"]) == (autocracy, democracy)
    calm = continuity.regime_changes(toy_view(rows), place="PER", since=2001)
    assert calm.number == 0
    assert "last" not in calm.values
    assert not continuity.regime_changes(toy_view(rows), place="PER", since=2024)
