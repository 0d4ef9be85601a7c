from __future__ import annotations

import pytest
from tests.analysis.toy import toy_view

from countrydesk.analysis import organisations

ARTEMIS = "Artemis Accords"
NAMES = {"UN": "United Nations", "CAN": "Andean Community", "PA": "Pacific Alliance",
    "AA": ARTEMIS}  # fmt: skip


def row(place, short, period, **attributes):
    since = "" if len(period) == 4 else period.split("/")[0]
    known = {"abbreviation": short, "role": "member"} | ({"since": since} if since else {})
    return {
        "place": place, "indicator": organisations.MEMBER, "period": period, "text": NAMES[short],
        "attributes": known | attributes,
    }  # fmt: skip


ROWS = [
    row("PER", "UN", "1945-10-31/"), row("BOL", "UN", "1945-11-14/"),
    row("CHL", "UN", "1945-10-24/"), row("PER", "CAN", "1969-05-26/"),
    row("BOL", "CAN", "1969-05-26/"), row("CHL", "CAN", "1969-05-26/1976-10-30"),
    row("PER", "PA", "2011-04-28/"), row("CHL", "PA", "2011-04-28/"), row("PER", "AA", "2024"),
]  # fmt: skip


@pytest.fixture(scope="module")
def toy():
    return toy_view(ROWS)


def test_one_seat_with_the_size_of_its_body(toy):
    found = organisations.seat(toy, place="PER", organisation="Andean Community")
    assert (found.values["members"], found.values["since"]) == (2, "1969-05-26")
    assert not organisations.seat(toy, place="CHL", organisation="Andean Community")


def test_a_seat_that_was_left(toy):
    found = organisations.seat_ended(toy, place="CHL", position=1)
    assert (found.value, found.period.text) == ("Andean Community", "1969-05-26/1976-10-30")
    assert not organisations.seat_ended(toy, place="CHL", position=2)


def test_the_newest_dated_seat(toy):
    assert organisations.newest_seat(toy, place="PER").value == "Pacific Alliance"


def test_signatures_do_not_count_as_seats(toy):
    found = organisations.seat_count(toy, place="PER")
    assert (found.number, found.values["n"]) == (3, 3)


def test_seats_shared_and_apart(toy):
    shared = organisations.seats_shared(toy, place="PER", counterpart="CHL")
    assert (shared.number, shared.values["n"]) == (2, 3)
    apart = organisations.seat_apart(toy, place="PER", counterpart="CHL", position=1)
    assert (apart.value, apart.values["n"]) == ("Andean Community", 1)
    together = organisations.seat_together(toy, place="PER", counterpart="CHL", position=1)
    assert (together.value, together.values["n"]) == ("Pacific Alliance", 1)


def test_how_many_of_some_states_sit_there(toy):
    found = organisations.seats_among(toy, places="CHL BOL PER", organisation="Andean Community")
    assert (found.number, found.values["n"]) == (2, 3)
    assert [item.place for item in found.inputs] == ["BOL", "PER"]
    assert not organisations.seats_among(toy, places="CHL", organisation="Andean Community")
