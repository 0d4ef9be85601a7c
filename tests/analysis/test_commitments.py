from __future__ import annotations

import pytest
from tests.analysis.toy import toy_view

from countrydesk.analysis import commitments

RIO = "Inter-American Treaty of Reciprocal Assistance (Rio Treaty)"
ALLY = "major non-NATO ally"


def tie(place, text, period, kind=commitments.TREATY, status=commitments.IN_FORCE, **attributes):
    return {
        "place": place, "counterpart": "USA", "indicator": commitments.COMMITMENT, "text": text,
        "period": period, "attributes": {"kind": kind, "status": status, **attributes},
    }  # fmt: skip


ROWS = [
    tie("PER", "Major non-NATO ally", "2026-01-14/", ALLY),
    tie("PER", RIO, "1950-10-25/", signed_on="1947-09-02"),
    tie("BRA", "Major non-NATO ally", "2019-07-31/", ALLY),
    tie("BOL", RIO, "1950-09-26/2013-10-17", status="denounced"),
    tie("ECU", "Agreement", "2026-02/", "executive defence agreement",
        "signed; text not public"),
]  # fmt: skip


@pytest.fixture(scope="module")
def toy():
    return toy_view(ROWS)


def test_a_treaty_comes_before_a_status_that_is_newer(toy):
    first = commitments.commitment(toy, place="PER", position=1)
    assert (first.value, first.values["since"], first.values["n"]) == (RIO, "1950-10-25", 2)
    assert (first.values["treaties"], first.values["signed_on"]) == (1, "1947-09-02")
    assert commitments.commitment(toy, place="PER", position=2).values["kind"] == ALLY
    assert not commitments.commitment(toy, place="PER", position=3)


def test_an_ended_treaty_does_not_stand(toy):
    assert not commitments.commitment(toy, place="BOL", position=1)
    ended = commitments.commitment_ended(toy, place="BOL")
    assert (ended.values["until"], ended.values["status"]) == ("2013-10-17", "denounced")
    assert not commitments.commitment_ended(toy, place="PER")


def test_none_means_neither_past_nor_present(toy):
    assert commitments.commitment_none(toy, place="CHL")
    assert not commitments.commitment_none(toy, place="BOL")
    assert not commitments.commitment_none(toy, place="USA")


def test_holders_are_counted_by_kind(toy):
    every = commitments.commitment_holders(toy, places="BRA BOL CHL PER")
    assert (every.number, every.values["n"]) == (2, 4)
    treaty = commitments.commitment_holders(toy, places="BRA PER", kind=commitments.TREATY)
    assert [item.place for item in treaty.inputs] == ["PER"]
    assert not commitments.commitment_holders(toy, places="CHL BOL")


def test_no_holders_is_the_other_side_of_it(toy):
    assert commitments.no_holders(toy, places="CHL BOL").values["n"] == 2
    assert not commitments.no_holders(toy, places="CHL PER")
    assert not commitments.no_holders(toy_view([_population()]), places="CHL")


def _population():
    return {"place": "CHL", "indicator": "population", "period": "2024", "value": 1}
