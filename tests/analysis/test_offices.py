from __future__ import annotations

import pytest
from tests.analysis.toy import toy_view

from countrydesk.analysis import offices, tenure

ROLE = "head_of_state"


def term(name, period, place="PER", role=ROLE, **marks):
    return {
        "place": place, "indicator": role, "period": period, "text": name, "attributes": marks,
    }  # fmt: skip


PERU = (
    term("Pedro Pablo Kuczynski", "2016-07-28/2018-03-23"),
    term("Martín Vizcarra", "2018-03-23/2020-11-09"),
    term("Keiko Fujimori", "2026-07-28/", party="Fuerza Popular", as_of="2026-09"),
)


def test_the_holder_comes_with_party_day_and_length():
    found = offices.office_holder(toy_view(PERU), place="PER", role=ROLE)
    assert (found.value, found.values["party"]) == ("Keiko Fujimori", "Fuerza Popular")
    assert (found.values["since"], found.values["as_of"]) == ("2026-07-28", "2026-09")
    assert found.values["years"] == pytest.approx(96 / 365.2425)
    # last confirmed at the end of September, 32 days before the cut-off
    assert found.values["months_unconfirmed"] == pytest.approx(32 / (365.2425 / 12))


def test_predecessors_are_counted_back():
    view = toy_view(PERU)
    names = [offices.predecessor(view, place="PER", role=ROLE, back=back).value for back in (1, 2)]
    assert names == ["Martín Vizcarra", "Pedro Pablo Kuczynski"]
    assert offices.predecessor(view, place="PER", role=ROLE, back=3) is None


def test_two_sources_on_one_term_are_one_term():
    rows = [
        term("Martin VIZCARRA Cornejo", "2018-03-20/", as_of="2019-01", source="old"),
        term("Martín Vizcarra", "2018-03-23/2020-11-09", as_of="2021-01"),
    ]
    rows[0]["source"] = "old"
    found = offices.terms(toy_view(rows), "PER", ROLE)
    assert [item.name for item in found] == ["Martín Vizcarra"]


def test_an_open_term_that_somebody_followed_does_not_stand():
    rows = [
        term("Old Holder", "2010-01-01/", as_of="2012-01"),
        term("New Holder", "2014-01-01/2018-01-01", as_of="2020-01"),
    ]
    assert offices.current(toy_view(rows), "PER", ROLE) is None


def test_a_newer_doubt_unseats_a_holder():
    doubt = {
        "place": "PER", "indicator": "office_in_doubt", "period": "2026-08-01/", "text": "vacant",
        "attributes": {"role": "head of state", "state": "vacant", "as_of": "2026-10"},
    }  # fmt: skip
    view = toy_view([*PERU, doubt])
    assert offices.current(view, "PER", ROLE) is None
    found = offices.office_doubt(view, place="PER", role=ROLE)
    assert (found.value, found.values["since"]) == ("vacant", "2026-08-01")
    assert offices.no_holder(view, place="PER", role=ROLE) is not None
    assert offices.no_holder(toy_view(PERU), place="PER", role=ROLE) is None


def test_people_are_counted_once():
    rows = [
        term("Ann Able", "2015-01-01/2017-01-01"),
        term("Bob Baker", "2017-01-01/2019-01-01"),
        term("Ann Able", "2019-01-01/"),
    ]
    found = offices.office_changes(toy_view(rows), place="PER", role=ROLE, since=2016)
    assert (found.value, found.values["changes"]) == (2, 2)


SOUTH = {"ARG": 2023, "BOL": 2025, "BRA": 2023, "CHL": 2026, "COL": 2022, "VEN": 2013}


def test_tenure_ranks_the_longest_first():
    rows = [term(f"Leader of {s}", f"{y}-01-01/", place=s) for s, y in SOUTH.items()]
    rows.append(term("Keiko Fujimori", "2026-07-28/"))
    found = tenure.tenure(toy_view(rows), place="PER")
    assert (found.value, found.values["n"], found.values["from_bottom"]) == (7, 7, 1)
    assert (found.values["top"], found.values["top_name"]) == ("VEN", "Leader of VEN")
    assert tenure.tenure(toy_view(rows[-3:]), place="PER") is None


def test_the_head_of_government_leads_where_parliament_rules():
    form = {
        "place": "POL", "indicator": "government_type", "period": "2026-01",
        "text": "parliamentary republic",
    }  # fmt: skip
    both = [
        term("A President", "2025-08-06/", place="POL"),
        term("A Minister", "2023-12-13/", place="POL", role="head_of_government"),
    ]
    assert tenure.chief_role(toy_view([form, *both]), "POL") == "head_of_government"
    assert tenure.chief_role(toy_view([form, both[0]]), "POL") == "head_of_state"
    assert tenure.chief_role(toy_view(both), "POL") == "head_of_state"


def test_turnover_needs_an_unbroken_run():
    run = [
        term("First Name", "2015-01-01/2018-01-01"),
        term("Second Name", "2018-01-01/2019-01-01"),
        term("Third Name", "2019-01-15/2023-01-15"),
        term("Fourth Name", "2023-01-15/"),
    ]
    found = tenure.turnover(toy_view(run), place="PER", role=ROLE, since=2016)
    assert (found.value, found.values["holders"]) == (3, 4)
    assert (found.values["shortest"], found.values["longest"]) == ("Second Name", "Third Name")
    assert found.values["average_years"] == pytest.approx((365 + 1461) / 2 / 365.2425)
    broken = [run[0], *run[2:]]
    assert tenure.turnover(toy_view(broken), place="PER", role=ROLE, since=2016) is None


def edited(name, period, **marks):
    return term(name, period, confidence="collaborative", **marks) | {"source": "wiki"}


READ = term("Ana Read", "2024-01-01/", as_of="2026-09-30", confidence="read")


def test_what_anyone_can_edit_does_not_unseat_a_holder_who_was_read():
    rows = [READ, edited("Bea Edited", "2026-05-01/", as_of="2026-10-30")]
    found = offices.office_holder(toy_view(rows), place="PER", role=ROLE)
    assert found.value == "Ana Read"
    assert "instead_of" not in found.values


def test_a_closed_term_that_anyone_can_edit_does_not_unseat_a_holder_either():
    rows = [READ, edited("Bea Edited", "2026-05-01/2026-10-15")]
    assert offices.current(toy_view(rows), "PER", ROLE).name == "Ana Read"


def test_a_successor_after_the_reading_is_named_with_the_one_who_was_read():
    rows = [READ, edited("Bea Edited", "2026-10-10/", as_of="2026-10-30")]
    found = offices.office_holder(toy_view(rows), place="PER", role=ROLE)
    assert (found.value, found.values["confidence"]) == ("Bea Edited", "collaborative")
    assert (found.values["instead_of"], found.values["instead_as_of"]) == ("Ana Read", "2026-09-30")
    assert [item.text for item in found.inputs] == ["Bea Edited", "Ana Read"]


def test_the_same_person_stays_as_read():
    rows = [READ, edited("Ana M. Read", "2023-06-01/", as_of="2026-10-30")]
    assert [item.name for item in offices.terms(toy_view(rows), "PER", ROLE)] == ["Ana Read"]


def test_an_end_before_the_reading_is_not_believed_and_one_after_it_is():
    early = [READ, edited("Ana Read", "2024-01-01/2026-06-01")]
    late = [READ, edited("Ana Read", "2024-01-01/2026-10-05")]
    assert offices.current(toy_view(early), "PER", ROLE).name == "Ana Read"
    assert offices.current(toy_view(late), "PER", ROLE) is None


def test_where_nothing_was_read_the_last_to_begin_stands():
    rows = [
        edited("Cia Never Ended", "1998-01-01/", as_of="2026-10-30"),
        edited("Bea Edited", "2020-01-01/", as_of="2026-10-30"),
    ]
    found = offices.office_holder(toy_view(rows), place="PER", role=ROLE)
    assert found.value == "Bea Edited"
    assert "instead_of" not in found.values


def test_a_doubt_that_was_read_is_not_lifted_by_an_older_edited_term():
    doubt = {
        "place": "PER", "indicator": "office_in_doubt", "period": "2026-08-01/", "text": "vacant",
        "attributes": {"role": "head of state", "state": "vacant", "as_of": "2026-08-31"},
    }  # fmt: skip
    rows = [doubt, edited("Bea Edited", "2020-01-01/", as_of="2026-10-30")]
    view = toy_view(rows)
    assert offices.current(view, "PER", ROLE) is None
    assert offices.office_doubt(view, place="PER", role=ROLE).value == "vacant"
