from __future__ import annotations

from datetime import date

import pytest
from tests.analysis.toy import toy_view

from countrydesk.analysis.duty_room import duty_forgone, duty_room

ACT = "Section301-forced-labour"


def duty(counterpart, rate, heading):
    return {
        "place": "USA", "counterpart": counterpart, "indicator": "additional_duty",
        "period": "2026-07-24/", "text": heading, "released_on": date(2026, 7, 24),
        "attributes": {"authority": ACT, "rate_added": rate, "status": "in_force"},
    }  # fmt: skip


def agreement(place):
    return {
        "place": place, "counterpart": "USA", "indicator": "us_trade_agreement",
        "period": "2009-02-01/", "text": "Agreement",
        "attributes": {"kind": "free trade agreement", "status": "in force"},
    }  # fmt: skip


ROWS = [
    duty("PER", "12.5", "9903.05.63"),
    duty("CHL", "12.5", "9903.05.30"),
    duty("MEX", "10", "9903.05.55"),
    agreement("PER"),
    {"place": "USA", "counterpart": "PER", "indicator": "imports_for_consumption",
        "period": "2024", "value": 1_000_000_000},
]  # fmt: skip


def test_the_room_is_what_others_pay_less():
    found = duty_room(toy_view(ROWS), place="USA", counterpart="PER", act=ACT)
    assert (found.value, found.values["lowest"], found.values["lower"]) == (12.5, 10, 1)
    assert found.values["agreement"] == "Agreement"


def test_who_pays_the_lowest_rate_has_only_its_end_before_it():
    found = duty_room(toy_view(ROWS), place="USA", counterpart="MEX", act=ACT)
    assert (found.values["lowest"], found.values["lower"]) == (0, 0)


def test_a_duty_in_spite_of_an_agreement_is_rarer_than_a_duty():
    view = toy_view(ROWS)
    peru = duty_room(view, place="USA", counterpart="PER", act=ACT)
    chile = duty_room(view, place="USA", counterpart="CHL", act=ACT)
    assert peru.values["beyond"] > chile.values["beyond"]


def test_what_the_step_costs_at_most():
    found = duty_forgone(toy_view(ROWS), place="USA", counterpart="PER", act=ACT)
    assert found.number == pytest.approx(25_000_000)


def test_no_duty_no_room():
    assert duty_room(toy_view(ROWS), place="USA", counterpart="KEN", act=ACT) is None
