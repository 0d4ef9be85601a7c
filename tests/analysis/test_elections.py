from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import elections


def vote(indicator, period, chamber="only", **marks):
    return {
        "place": "PER", "indicator": indicator, "period": period, "text": period,
        "attributes": {"chamber": chamber, **marks},
    }  # fmt: skip


def test_a_listed_date_that_has_passed_is_overdue():
    rows = [
        vote("next_election_executive", "2026-04-12"),
        vote("next_election_legislature", "2031-04"),
        vote("last_election_legislature", "2021-04-11"),
        vote("last_election_legislature", "2023-04-11", chamber="upper"),
    ]
    view = toy_view(rows)
    late = elections.next_vote(view, place="PER", contest="executive")
    assert late.values["overdue"] == 1
    assert late.values["months"] == pytest.approx(203 / 30.44)
    assert elections.next_vote(view, place="PER", contest="legislature").values["overdue"] == 0
    last = elections.last_vote(view, place="PER", contest="legislature")
    assert last.period.text == "2021-04-11"
    assert elections.last_vote(view, place="PER", contest="executive") is None


def test_a_result_gives_both_shares_and_the_margin():
    def result(period, **marks):
        return {
            "place": "PER", "indicator": "event_election", "period": period,
            "text": "presidential runoff", "attributes": marks,
        }  # fmt: skip

    rows = [
        result("2016-06-05", first="A", second="B", first_share="50.1", second_share="49.9"),
        result("2021-06-06", first="C", second="B", first_share="50.13", second_share="49.87"),
        result("2022-01-01", first="D"),
    ]
    view = toy_view(rows)
    found = elections.result(view, place="PER")
    assert found.values["margin"] == pytest.approx(0.26)
    assert found.values["first_name"] == "C"
    assert elections.result(view, place="PER", back=1).values["margin"] == pytest.approx(0.2)
    assert elections.result(view, place="PER", back=2) is None


def listed(name, seats, **marks):
    return {
        "place": "PER", "indicator": "legislature_party", "period": "2021-04", "text": name,
        "attributes": {"seats": str(seats), "chamber": "only", **marks},
    }  # fmt: skip


PARTIES = (
    listed("Other", 30),
    listed("Fuerza Popular", 24, short="FP"),
    listed("Perú Libre", 37, short="PL"),
    listed("Senate Party", 99, chamber="upper"),
)


def test_parties_are_ordered_by_seats_and_the_rest_comes_last():
    view = toy_view([*PARTIES, *series("PER", "legislature_seats", {2021: 91})])
    names = [elections.party(view, place="PER", position=at).value for at in (1, 2, 3)]
    assert names == ["Perú Libre", "Fuerza Popular", "Other"]
    first = elections.party(view, place="PER", position=1)
    assert (first.values["seats"], first.values["listed"], first.values["n"]) == (37, 91, 2)
    assert first.values["share"] == pytest.approx(100 * 37 / 91)
    assert first.values["majority"] == 0
    assert elections.party(view, place="PER", position=4) is None


def test_no_share_where_list_and_chamber_disagree():
    view = toy_view([*PARTIES, *series("PER", "legislature_seats", {2021: 130})])
    assert "share" not in elections.party(view, place="PER", position=1).values


def test_the_leaders_party_is_matched_by_name_alone():
    leader = {
        "place": "PER", "indicator": "head_of_state", "period": "2021-07-28/", "text": "A Leader",
        "attributes": {"party": "Peru Libre"},
    }  # fmt: skip
    found = elections.ruling_seats(toy_view([*PARTIES, leader]), place="PER", role="head_of_state")
    assert (found.value, found.values["rank"], found.values["entry"]) == (37, 1, "Perú Libre")
    alone = leader | {"attributes": {"party": "independent"}}
    view = toy_view([*PARTIES, alone])
    assert elections.ruling_seats(view, place="PER", role="head_of_state") is None
